#include "junction/layers.h"

#include <string.h>

#include "junction/features.h"

/* Compilers make vector code of it because of the two restricts. */
void segi_add_row(int16_t *restrict sum, const int8_t *restrict row, size_t width) {
  for (size_t d = 0; d < width; d++) sum[d] = (int16_t)(sum[d] + row[d]);
}

static void add_token_row(int16_t *vector, const int8_t *rows, size_t row) {
  segi_add_row(vector, rows + row * SEGI_D, SEGI_D);
}

void segi_sum_token(int16_t vector[SEGI_D], const segi_weights *w, const segi_traits *t) {
  uint16_t row[SEGI_TOKEN_TEMPLATES];
  segi_token_rows(t, row);
  memset(vector, 0, SEGI_D * sizeof *vector);
  add_token_row(vector, w->word_rows, t->word_row);
  for (size_t k = 0; k < SEGI_TOKEN_TEMPLATES; k++) add_token_row(vector, w->trait_rows, row[k]);
}

void segi_sum_padding(int16_t vector[SEGI_D], const segi_weights *w) {
  memset(vector, 0, SEGI_D * sizeof *vector);
  add_token_row(vector, w->trait_rows, SEGI_PADDING_ROW);
}

static inline __attribute__((always_inline)) void multiply_plain(
    int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector, size_t width) {
  for (size_t u = 0; u < units; u++) {
    const int16_t *row = matrix + u * width;
    int32_t sum = 0;
    for (size_t i = 0; i < width; i++) sum += row[i] * vector[i];
    sums[u] += sum;
  }
}

#if defined(__x86_64__) && defined(__GNUC__)
/* The same code for processors with wider vectors: integers make the same sums everywhere. */
__attribute__((target("avx2"))) static void multiply_wide(
    int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector, size_t width) {
  multiply_plain(sums, matrix, units, vector, width);
}
static bool has_wide_vectors(void) {
  return __builtin_cpu_supports("avx2");
}
#else
#define multiply_wide multiply_plain
#define has_wide_vectors() false
#endif

void segi_multiply(int32_t *sums, const int16_t *matrix, size_t units, const int16_t *vector,
                   size_t width) {
  if (has_wide_vectors()) multiply_wide(sums, matrix, units, vector, width);
  else multiply_plain(sums, matrix, units, vector, width);
}
