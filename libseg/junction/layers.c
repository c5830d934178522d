#include "junction/layers.h"

#include <string.h>

#include "base/clones.h"
#include "junction/features.h"

/* Sixteen numbers at a time stay in registers. */
typedef int8_t narrow_lanes __attribute__((vector_size(16)));
typedef int16_t lanes __attribute__((vector_size(32)));

static inline void add_rows(int16_t *restrict sum, const int8_t *restrict rows,
                            const uint16_t *restrict row, size_t count, size_t width) {
  for (size_t d = 0; d < width; d += 16) {
    lanes total;
    memcpy(&total, sum + d, sizeof total);
    for (size_t k = 0; k < count; k++) {
      narrow_lanes part;
      memcpy(&part, rows + row[k] * width + d, sizeof part);
      total += __builtin_convertvector(part, lanes);
    }
    memcpy(sum + d, &total, sizeof total);
  }
}

SEGI_CLONED static void add_token_rows(int16_t sum[SEGI_D], const int8_t *rows,
                                       const uint16_t row[SEGI_TOKEN_TEMPLATES]) {
  add_rows(sum, rows, row, SEGI_TOKEN_TEMPLATES, SEGI_D);
}

void segi_sum_token(int16_t vector[SEGI_D], const segi_weights *w, const segi_traits *t) {
  uint16_t row[SEGI_TOKEN_TEMPLATES];
  segi_token_rows(t, row);
  const int8_t *word = w->word_rows + (size_t)t->word_row * SEGI_D;
  for (size_t d = 0; d < SEGI_D; d++) vector[d] = word[d];
  add_token_rows(vector, w->trait_rows, row);
}

void segi_sum_padding(int16_t vector[SEGI_D], const segi_weights *w) {
  const int8_t *row = w->trait_rows + (size_t)SEGI_PADDING_ROW * SEGI_D;
  for (size_t d = 0; d < SEGI_D; d++) vector[d] = row[d];
}

SEGI_CLONED static void add_context_rows(int16_t sum[SEGI_H], const int8_t *rows,
                                         const uint16_t row[SEGI_CONTEXT_TEMPLATES]) {
  add_rows(sum, rows, row, SEGI_CONTEXT_TEMPLATES, SEGI_H);
}

void segi_sum_context(int16_t sum[SEGI_H], const segi_weights *w,
                      const uint16_t row[SEGI_CONTEXT_TEMPLATES]) {
  memset(sum, 0, SEGI_H * sizeof *sum);
  add_context_rows(sum, w->context_rows, row);
}

/* Four units at a time share what is loaded of the vector. */
SEGI_CLONED static void multiply(int32_t *restrict sums, const int16_t *restrict matrix,
                                 size_t units, const int16_t *restrict vector, size_t width) {
  width &= ~(size_t)15; /* for the compiler: nothing is left over */
  for (size_t u = 0; u < units; u += 4) {
    const int16_t *row = matrix + u * width;
    int32_t a = 0, b = 0, c = 0, d = 0;
    for (size_t i = 0; i < width; i++) {
      a += row[i] * vector[i];
      b += row[width + i] * vector[i];
      c += row[2 * width + i] * vector[i];
      d += row[3 * width + i] * vector[i];
    }
    sums[u] += a;
    sums[u + 1] += b;
    sums[u + 2] += c;
    sums[u + 3] += d;
  }
}

void segi_multiply(int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector,
                   size_t width) {
  multiply(sums, matrix, units, vector, width);
}
