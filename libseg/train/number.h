/* Arithmetic whose result is the same with every C library. */
#ifndef SEGI_NUMBER_H
#define SEGI_NUMBER_H

#include <math.h>

/* e to the power x, from additions and multiplications alone; 0 or huge beyond 700. */
static inline double segi_exp(double x) {
  const double ln2 = 0.693147180559945309417;
  if (x < -700) return 0;
  if (x > 700) x = 700;
  double k = floor(x / ln2 + 0.5), r = x - k * ln2, sum = 1;
  for (int i = 13; i > 0; i--) sum = 1 + sum * r / i;
  return ldexp(sum, (int)k);
}

static inline double segi_logistic(double z) {
  return 1 / (1 + segi_exp(-z));
}

#endif
