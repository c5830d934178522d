#include "align/keys.h"

#include <stdlib.h>

#include "base/mem.h"

/* The slot of a key, or the free slot where it belongs (FNV keys need one more mixing step for
 * their low bits). */
static segi_key_slot *find_slot(const segi_keys *keys, uint64_t key) {
  size_t mask = keys->slots - 1;
  size_t i = (size_t)(key ^ key >> 32) & mask;
  while (keys->slot[i].number != 0 && keys->slot[i].key != key) i = (i + 1) & mask;
  return &keys->slot[i];
}

static bool enlarge(segi_keys *keys) {
  segi_keys larger = {.count = keys->count, .slots = keys->slots == 0 ? 256 : 2 * keys->slots};
  larger.slot = segi_calloc(larger.slots, sizeof *larger.slot);
  if (larger.slot == NULL) return false;
  for (size_t i = 0; i < keys->slots; i++)
    if (keys->slot[i].number != 0) *find_slot(&larger, keys->slot[i].key) = keys->slot[i];
  segi_keys_clear(keys);
  *keys = larger;
  return true;
}

uint32_t segi_keys_add(segi_keys *keys, uint64_t key) {
  if (2 * (keys->count + 1) > keys->slots && !enlarge(keys)) return SEGI_NO_KEY;
  segi_key_slot *slot = find_slot(keys, key);
  if (slot->number == 0) {
    if (keys->count >= SEGI_NO_KEY - 1) return SEGI_NO_KEY;
    *slot = (segi_key_slot){key, (uint32_t)++keys->count};
  }
  return slot->number - 1;
}

uint32_t segi_keys_find(const segi_keys *keys, uint64_t key) {
  if (keys->count == 0) return SEGI_NO_KEY;
  return find_slot(keys, key)->number - 1;
}

void segi_keys_clear(segi_keys *keys) {
  free(keys->slot);
  *keys = (segi_keys)SEGI_KEYS_EMPTY;
}
