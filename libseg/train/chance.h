/* Chance that depends on a seed and a place only, not on what was drawn before. */
#ifndef SEGI_CHANCE_H
#define SEGI_CHANCE_H

#include <stddef.h>
#include <stdint.h>

/* The mixing function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
static inline uint64_t segi_mix(uint64_t x) {
  x += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
  return x ^ (x >> 31);
}

/* 64 random bits for the question `what` at the place-th place. */
static inline uint64_t segi_draw(uint64_t seed, uint64_t place, uint64_t what) {
  return segi_mix(segi_mix(segi_mix(seed) + place) + what);
}

/* From 0 up to, not including, 1: the same on every machine. */
static inline double segi_chance(uint64_t bits) {
  return (double)(bits >> 11) * 0x1p-53;
}

/* From 0 up to, not including, limit (at least 1). */
static inline size_t segi_choice(uint64_t bits, size_t limit) {
  return (size_t)(bits % limit);
}

#endif
