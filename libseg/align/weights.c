#include "align/weights.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

extern const unsigned char segi_embedded_weights[], segi_embedded_weights_end[];

/* ORDER: as in segi_weights. */
#define NAME(NUMBER, name) #name,
static const char *const names[] = {
  "translation", "unknown", "taught", "draft", "embedding", "embedded_groups",
  "embedded_distance", "cognate", "name", "same", "number", "chance", "likely_name",
  "likely_same", "likely_cognate", "likely_number", "likely_draft", "covered", "bonded", "topic",
  SEGI_FEATURES_LIST(NAME) SEGI_CERTAINTIES_LIST(NAME)
};
enum { WEIGHTS = sizeof names / sizeof *names, DECIMALS = 5 };
_Static_assert(sizeof(segi_weights) == WEIGHTS * sizeof(double), "each weight has a name");

double *segi_weights_row(segi_weights *weights, size_t *count) {
  *count = WEIGHTS;
  return &weights->translation;
}

const char *segi_weight_name(size_t number) {
  return names[number];
}

seg_bytes segi_weights_default(void) {
  return (seg_bytes){(const char *)segi_embedded_weights,
                     (size_t)(segi_embedded_weights_end - segi_embedded_weights)};
}

static size_t find_name(const char *name, size_t length) {
  size_t n = 0;
  while (n < WEIGHTS && (strlen(names[n]) != length || memcmp(names[n], name, length) != 0)) n++;
  return n;
}

/* Digits with at most one point and a sign before them, in every locale. */
static bool read_value(const char *at, const char *end, double *value) {
  bool minus = at < end && *at == '-', digit = false;
  double scale = 0;
  *value = 0;
  for (at += minus; at < end; at++) {
    if (*at == '.' && scale == 0) {
      scale = 1;
      continue;
    }
    if (*at < '0' || *at > '9') return false;
    digit = true;
    *value = 10 * *value + (*at - '0');
    scale *= 10;
  }
  if (scale > 1) *value /= scale;
  if (minus) *value = -*value;
  return digit && *value < 1e9 && *value > -1e9;
}

static bool read_line(const char *line, size_t length, double *row, bool *known) {
  const char *space = memchr(line, ' ', length);
  if (space == NULL) return false;
  size_t n = find_name(line, (size_t)(space - line));
  if (n == WEIGHTS || known[n]) return false;
  known[n] = true;
  return read_value(space + 1, line + length, &row[n]);
}

seg_status segi_weights_read(seg_bytes text, segi_weights *weights, seg_error *error) {
  bool known[WEIGHTS] = {false};
  size_t count, number = 1;
  double *row = segi_weights_row(weights, &count);
  for (size_t start = 0; start < text.length; number++) {
    const char *line = text.data + start, *feed = memchr(line, '\n', text.length - start);
    size_t length = feed != NULL ? (size_t)(feed - line) : text.length - start;
    start += length + 1;
    if (length > 0 && line[0] != '#' && !read_line(line, length, row, known))
      return segi_fail_at(error, SEG_BAD_FORMAT, 0, number,
                          "not the name of a weight, new here, with a number");
  }
  for (size_t n = 0; n < WEIGHTS; n++)
    if (!known[n])
      return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "the weight '%s' is missing", names[n]);
  return SEG_OK;
}

bool segi_weights_write(const segi_weights *weights, segi_buf *out) {
  segi_weights copy = *weights;
  size_t count;
  const double *row = segi_weights_row(&copy, &count);
  for (size_t n = 0; n < count; n++) {
    char line[96];
    double size = row[n] < 0 ? -row[n] : row[n];
    long long units = (long long)(size * 1e5 + 0.5);
    snprintf(line, sizeof line, "%s %s%lld.%0*lld\n", names[n], row[n] < 0 && units > 0 ? "-" : "",
             units / 100000, DECIMALS, units % 100000);
    if (!segi_buf_append_string(out, line)) return false;
  }
  return true;
}
