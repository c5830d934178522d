/* The generator behind every choice of training: xorshift64* (S. Vigna 2014), one stream for all. */
#ifndef SEGI_RANDOM_H
#define SEGI_RANDOM_H

#include <stdbool.h>

#include "train/chance.h"

typedef struct segi_random {
  uint64_t state;
} segi_random;

static inline segi_random segi_random_seed(uint64_t seed) {
  uint64_t state = segi_mix(seed);
  return (segi_random){state != 0 ? state : 1};
}

static inline uint64_t segi_random_bits(segi_random *r) {
  r->state ^= r->state >> 12;
  r->state ^= r->state << 25;
  r->state ^= r->state >> 27;
  return r->state * 0x2545F4914F6CDD1Du;
}

/* From 0 to below 1. */
static inline double segi_random_share(segi_random *r) {
  return segi_chance(segi_random_bits(r));
}

/* From 0 to below n > 0. */
static inline size_t segi_random_below(segi_random *r, size_t n) {
  return (size_t)(segi_random_share(r) * (double)n);
}

static inline bool segi_happens(segi_random *r, double probability) {
  return segi_random_share(r) < probability;
}

#endif
