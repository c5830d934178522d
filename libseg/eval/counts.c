#include "seg/eval.h"

static double ratio(size_t part, size_t whole) {
  return whole == 0 ? 0 : (double)part / (double)whole;
}

double seg_precision(const seg_counts *counts) {
  return ratio(counts->found_right, counts->found);
}

double seg_recall(const seg_counts *counts) {
  return ratio(counts->gold_right, counts->gold);
}

double seg_f_score(const seg_counts *counts, double beta) {
  double p = seg_precision(counts), r = seg_recall(counts), weight = beta * beta;
  return p + r > 0 ? (1 + weight) * p * r / (weight * p + r) : 0;
}
