#include "align/keys.h"

#include <stdlib.h>

#include "base/mem.h"

/* The slot of a key, or the free slot where it belongs (FNV keys need one more mixing step for
 * their low bits). */
static size_t find_slot(const segi_keys *keys, uint64_t key) {
  size_t mask = keys->slots - 1;
  size_t slot = (size_t)(key ^ key >> 32) & mask;
  while (keys->number[slot] != 0 && keys->key[slot] != key) slot = (slot + 1) & mask;
  return slot;
}

static bool enlarge(segi_keys *keys) {
  segi_keys larger = {.count = keys->count, .slots = keys->slots == 0 ? 256 : 2 * keys->slots};
  larger.key = segi_alloc(larger.slots, sizeof *larger.key);
  larger.number = segi_calloc(larger.slots, sizeof *larger.number);
  if (larger.key == NULL || larger.number == NULL) {
    segi_keys_clear(&larger);
    return false;
  }
  for (size_t i = 0; i < keys->slots; i++) {
    if (keys->number[i] == 0) continue;
    size_t slot = find_slot(&larger, keys->key[i]);
    larger.key[slot] = keys->key[i];
    larger.number[slot] = keys->number[i];
  }
  segi_keys_clear(keys);
  *keys = larger;
  return true;
}

uint32_t segi_keys_add(segi_keys *keys, uint64_t key) {
  if (2 * (keys->count + 1) > keys->slots && !enlarge(keys)) return SEGI_NO_KEY;
  size_t slot = find_slot(keys, key);
  if (keys->number[slot] == 0) {
    if (keys->count >= SEGI_NO_KEY - 1) return SEGI_NO_KEY;
    keys->key[slot] = key;
    keys->number[slot] = (uint32_t)++keys->count;
  }
  return keys->number[slot] - 1;
}

uint32_t segi_keys_find(const segi_keys *keys, uint64_t key) {
  if (keys->count == 0) return SEGI_NO_KEY;
  return keys->number[find_slot(keys, key)] - 1;
}

void segi_keys_clear(segi_keys *keys) {
  free(keys->key);
  free(keys->number);
  *keys = (segi_keys)SEGI_KEYS_EMPTY;
}
