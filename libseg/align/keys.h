/* Numbers for 64-bit keys: the first key gets 0, the next new one 1, and so on. Two words with
 * the same key count as one; among a million words that happens once in 10^7 documents. */
#ifndef SEGI_KEYS_H
#define SEGI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct segi_key_slot {
  uint64_t key;
  uint32_t number; /* and one; 0: free */
} segi_key_slot;

typedef struct segi_keys {
  size_t count;
  size_t slots;        /* a power of two, at least twice count; 0 while empty */
  segi_key_slot *slot; /* [slots] */
} segi_keys;

#define SEGI_KEYS_EMPTY {0, 0, NULL}
#define SEGI_NO_KEY UINT32_MAX

/* Starts to bring the key's slot into the cache: a hint. */
static inline void segi_keys_ask(const segi_keys *keys, uint64_t key) {
  if (keys->slots > 0) __builtin_prefetch(&keys->slot[(key ^ key >> 32) & (keys->slots - 1)]);
}

/* The number of a key, which is added when it is new; SEGI_NO_KEY when memory is short. */
uint32_t segi_keys_add(segi_keys *keys, uint64_t key);

/* The number of a key, SEGI_NO_KEY when it was not added. */
uint32_t segi_keys_find(const segi_keys *keys, uint64_t key);

void segi_keys_clear(segi_keys *keys);

#endif
