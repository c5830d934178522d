/* segalign: sentence vectors from files.
 *
 * Either a row a sentence (or a line), or a row a line of an overlap file, as Vecalign has them:
 * the sentences and what neighbours look like when they are joined by a space. */
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "segalign.h"

enum {
  LONGEST = 10000, /* characters of a line that are embedded; the same in Vecalign */
  PREAMBLE = 10    /* bytes before the header of an .npy file, 12 from version 2 on */
};

/* --- Numbers */

static seg_status read_bytes(const char *path, unsigned char **bytes, size_t *size,
                             seg_error *error) {
  FILE *file = fopen(path, "rb");
  size_t capacity = 1 << 16;
  *size = 0;
  *bytes = file != NULL ? malloc(capacity) : NULL;
  if (file == NULL) return fail_file(error, SEG_IO, path, 0, "%s", strerror(errno));
  while (*bytes != NULL && !feof(file) && !ferror(file)) {
    *size += fread(*bytes + *size, 1, capacity - *size, file);
    if (*size < capacity) continue;
    unsigned char *larger = realloc(*bytes, capacity *= 2);
    if (larger == NULL) free(*bytes);
    *bytes = larger;
  }
  int reason = errno;
  bool failed = ferror(file);
  fclose(file);
  if (*bytes == NULL) return fail_memory(error);
  return failed ? fail_file(error, SEG_IO, path, 0, "%s", strerror(reason)) : SEG_OK;
}

static uint64_t little_endian(const unsigned char *bytes, size_t count) {
  uint64_t value = 0;
  for (size_t k = count; k > 0; k--) value = value << 8 | bytes[k - 1];
  return value;
}

/* IEEE 754 half precision. */
static float half(unsigned bits) {
  unsigned exponent = bits >> 10 & 31, fraction = bits & 1023;
  float value = exponent == 0    ? ldexpf((float)fraction, -24)
                : exponent == 31 ? (fraction == 0 ? INFINITY : NAN)
                                 : ldexpf((float)(fraction + 1024), (int)exponent - 25);
  return bits >> 15 != 0 ? -value : value;
}

static float number_at(const unsigned char *bytes, size_t width) {
  uint64_t bits = little_endian(bytes, width);
  uint32_t low = (uint32_t)bits;
  float single;
  double wide;
  switch (width) {
    case 2: return half((unsigned)bits);
    case 4: memcpy(&single, &low, sizeof single); return single;
    default: memcpy(&wide, &bits, sizeof wide); return (float)wide;
  }
}

/* How the numbers of a file stand in it. */
typedef struct shape {
  size_t start, width;    /* bytes */
  size_t rows, dimension; /* 0: not said */
} shape;

/* What follows "'key':" in the header, without blanks before it. */
static const char *find_key(const char *header, const char *key) {
  const char *found = strstr(header, key);
  if (found == NULL) return NULL;
  found += strlen(key);
  while (*found == ' ' || *found == ':') found++;
  return found;
}

static seg_status read_header(const char *path, const char *header, shape *s, seg_error *error) {
  const char *type = find_key(header, "'descr'"), *order = find_key(header, "'fortran_order'");
  const char *sides = find_key(header, "'shape'");
  if (type == NULL || order == NULL || sides == NULL)
    return fail_file(error, SEG_BAD_FORMAT, path, 0, "the .npy header is damaged");
  s->width = strncmp(type, "'<f4'", 5) == 0   ? 4
             : strncmp(type, "'<f8'", 5) == 0 ? 8
             : strncmp(type, "'<f2'", 5) == 0 ? 2
                                              : 0;
  if (s->width == 0)
    return fail_file(error, SEG_BAD_FORMAT, path, 0,
                     "numbers of type %.*s; little-endian float32, float64 or float16 is needed",
                     (int)strcspn(type, ",}"), type);
  if (strncmp(order, "False", 5) != 0)
    return fail_file(error, SEG_BAD_FORMAT, path, 0, "the rows stand in Fortran order");
  int end = 0;
  if (sscanf(sides, "(%zu, %zu)%n", &s->rows, &s->dimension, &end) != 2 || end == 0 ||
      s->dimension == 0)
    return fail_file(error, SEG_BAD_FORMAT, path, 0,
                     "an array of shape %.*s; rows and columns are needed",
                     (int)strcspn(sides, ")") + 1, sides);
  return SEG_OK;
}

static seg_status read_npy(const char *path, unsigned char *bytes, size_t size, shape *s,
                           seg_error *error) {
  size_t width = bytes[6] == 1 ? 2 : 4, start = PREAMBLE - 2 + width;
  size_t length = size >= start ? (size_t)little_endian(bytes + 8, width) : 0;
  if (bytes[6] < 1 || bytes[6] > 3 || length == 0 || length > size - start)
    return fail_file(error, SEG_BAD_FORMAT, path, 0, "the .npy header is damaged");
  s->start = start + length;
  unsigned char last = bytes[s->start - 1];
  bytes[s->start - 1] = '\0'; /* it is a line feed */
  seg_status status = read_header(path, (const char *)bytes + start, s, error);
  bytes[s->start - 1] = last;
  if (status != SEG_OK) return status;
  size_t numbers = (size - s->start) / s->width;
  if (s->rows != numbers / s->dimension || numbers % s->dimension != 0 ||
      (size - s->start) % s->width != 0)
    return fail_file(error, SEG_BAD_FORMAT, path, 0,
                     "%zu bytes of numbers do not make %zu rows of %zu", size - s->start, s->rows,
                     s->dimension);
  return SEG_OK;
}

static seg_status read_numbers(vector_table *t, const unsigned char *bytes, size_t size, shape s,
                               seg_error *error) {
  t->size = (size - s.start) / s.width;
  t->values = malloc((t->size + 1) * sizeof *t->values);
  if (t->values == NULL) return fail_memory(error);
  for (size_t k = 0; k < t->size; k++) {
    t->values[k] = number_at(bytes + s.start + k * s.width, s.width);
    if (!isfinite(t->values[k]))
      return fail_file(error, SEG_BAD_FORMAT, t->files.vectors, 0,
                       "number %zu%s is not finite; is this float32?", k + 1,
                       s.rows > 0 ? " of the array" : "");
  }
  return SEG_OK;
}

static seg_status read_values(vector_table *t, seg_error *error) {
  const char *path = t->files.vectors;
  unsigned char *bytes;
  size_t size;
  shape s = {.width = sizeof(float), .dimension = t->files.dimension};
  seg_status status = read_bytes(path, &bytes, &size, error);
  if (status != SEG_OK) return status;
  bool npy = size > PREAMBLE && memcmp(bytes, "\x93NUMPY", 6) == 0;
  if (npy)
    status = read_npy(path, bytes, size, &s, error);
  else if (size % sizeof(float) != 0)
    status = fail_file(error, SEG_BAD_FORMAT, path, 0, "%zu bytes are not rows of float32", size);
  if (status == SEG_OK) status = read_numbers(t, bytes, size, s, error);
  t->dimension = s.dimension;
  t->rows = npy ? s.rows : 0;
  free(bytes);
  if (status == SEG_OK && npy && t->files.dimension > 0 && s.dimension != t->files.dimension)
    status = fail_file(error, SEG_BAD_MATCH, path, 0, "vectors of %zu numbers, not of %zu",
                       s.dimension, t->files.dimension);
  if (status == SEG_OK && !npy && s.dimension > 0) {
    t->rows = t->size / s.dimension;
    if (t->size % s.dimension != 0)
      status = fail_file(error, SEG_BAD_MATCH, path, 0, "%zu numbers do not make rows of %zu",
                         t->size, s.dimension);
  }
  return status;
}

/* --- Lines of the overlap file */

static bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* As it is embedded: without blanks around it, and not endless. */
static seg_bytes embedded_part(seg_bytes line) {
  while (line.length > 0 && is_space(line.data[line.length - 1])) line.length--;
  while (line.length > 0 && is_space(line.data[0])) {
    line.data++;
    line.length--;
  }
  if (line.length <= LONGEST) return line;
  size_t characters = 0;
  for (size_t i = 0; i < line.length; i++)
    if (((unsigned char)line.data[i] & 0xC0) != 0x80 && characters++ == LONGEST) line.length = i;
  return line;
}

/* FNV-1a. */
static size_t hash(seg_bytes line) {
  uint64_t value = 14695981039346656037u;
  for (size_t i = 0; i < line.length; i++)
    value = (value ^ (unsigned char)line.data[i]) * 1099511628211u;
  return (size_t)(value ^ value >> 32);
}

static seg_bytes line_of(const vector_table *t, size_t row) {
  return embedded_part((seg_bytes){t->text + t->line[row], t->line[row + 1] - t->line[row]});
}

/* The slot of a line, or the free one where it belongs. */
static size_t find_slot(const vector_table *t, seg_bytes line) {
  for (size_t slot = hash(line) % t->slot_count;; slot = (slot + 1) % t->slot_count) {
    if (t->slots[slot] == 0) return slot;
    seg_bytes there = line_of(t, t->slots[slot] - 1);
    if (there.length == line.length && memcmp(there.data, line.data, line.length) == 0) return slot;
  }
}

static seg_status read_overlaps(const settings *set, vector_table *t, seg_error *error) {
  size_t length = 0;
  seg_status status = read_text(set, t->files.overlaps, &t->text, &length, error);
  if (status != SEG_OK) return status;
  size_t lines = count_lines(t->text, length);
  if (t->rows == 0 && lines > 0 && t->size % lines == 0) t->rows = lines;
  if (t->rows != lines || lines == 0)
    return t->rows > 0
             ? fail_file(error, SEG_BAD_MATCH, t->files.vectors, 0,
                         "%zu vectors for the %zu lines of %s", t->rows, lines, t->files.overlaps)
             : fail_file(error, SEG_BAD_MATCH, t->files.vectors, 0,
                         "%zu numbers for the %zu lines of %s", t->size, lines, t->files.overlaps);
  t->dimension = t->size / lines;
  t->slot_count = 2 * lines + 1;
  t->line = malloc((lines + 1) * sizeof *t->line);
  t->slots = calloc(t->slot_count, sizeof *t->slots);
  if (t->line == NULL || t->slots == NULL) return fail_memory(error);
  for (size_t row = 0, start = 0; row < lines; row++) {
    t->line[row] = start;
    next_line(t->text, length, &start);
    t->line[row + 1] = start < length ? start : length;
  }
  for (size_t row = 0; row < lines; row++) t->slots[find_slot(t, line_of(t, row))] = row + 1;
  return SEG_OK;
}

seg_status load_vectors(const settings *set, const vector_files *files, vector_table *t,
                        seg_error *error) {
  *t = (vector_table){.files = *files};
  if (files->vectors == NULL) return SEG_OK;
  seg_status status = read_values(t, error);
  if (status == SEG_OK && files->overlaps != NULL) status = read_overlaps(set, t, error);
  return status;
}

void clear_vectors(vector_table *t) {
  free(t->values);
  seg_free(t->text);
  free(t->line);
  free(t->slots);
}

/* --- Vectors of a document */

/* A row a line of the file, or a row a sentence. */
static seg_status give_rows(const vector_table *t, const document *d, const float **vectors,
                            seg_embeddings *e, seg_error *error) {
  bool by_line = t->rows > 0 ? t->rows == d->lines : d->lines > 0 && t->size % d->lines == 0;
  size_t rows = by_line ? d->lines : d->count;
  if (t->rows > 0 ? t->rows != rows : rows == 0 || t->size % rows != 0)
    return t->rows > 0 ? fail_file(error, SEG_BAD_MATCH, t->files.vectors, 0,
                                   "%zu vectors for the %zu lines and %zu sentences of %s", t->rows,
                                   d->lines, d->count, d->name)
                       : fail_file(error, SEG_BAD_MATCH, t->files.vectors, 0,
                                   "%zu numbers for the %zu lines and %zu sentences of %s", t->size,
                                   d->lines, d->count, d->name);
  e->largest_group = 1;
  e->dimension = t->rows > 0 ? t->dimension : t->size / rows;
  for (size_t i = 0; i < d->count; i++)
    vectors[i] = t->values + (by_line ? d->line[i] - 1 : i) * e->dimension;
  return SEG_OK;
}

/* Joins neighbours by spaces; *text has room for them. */
static seg_bytes join(const document *d, size_t first, size_t count, char *text) {
  size_t length = 0;
  for (size_t i = first; i < first + count; i++) {
    seg_bytes part = embedded_part(d->sentences[i].text);
    if (i > first) text[length++] = ' ';
    memcpy(text + length, part.data, part.length);
    length += part.length;
  }
  return embedded_part((seg_bytes){text, length});
}

static size_t longest_group(const document *d, size_t largest) {
  size_t longest = 0;
  for (size_t i = 0; i < d->count; i++)
    if (d->sentences[i].text.length > longest) longest = d->sentences[i].text.length;
  return (longest + 1) * largest;
}

static seg_status give_overlaps(const vector_table *t, const document *d, unsigned largest,
                                const float **vectors, seg_embeddings *e, seg_error *error) {
  char *text = malloc(longest_group(d, largest) + 1);
  if (text == NULL) return fail_memory(error);
  e->largest_group = 1;
  e->dimension = t->dimension;
  seg_status status = SEG_OK;
  for (size_t k = 0; k < largest && status == SEG_OK; k++)
    for (size_t i = 0; i + k < d->count; i++) {
      size_t row = t->slots[find_slot(t, join(d, i, k + 1, text))];
      vectors[k * d->count + i] = row > 0 ? t->values + (row - 1) * t->dimension : NULL;
      if (row > 0)
        e->largest_group = k + 1;
      else if (k == 0 && status == SEG_OK)
        status =
          fail_file(error, SEG_BAD_MATCH, t->files.overlaps, 0,
                    "has no line for sentence %zu of %s, in its line %zu", i, d->name, d->line[i]);
    }
  free(text);
  return status;
}

seg_status find_vectors(const vector_table *t, const document *d, unsigned largest_group,
                        seg_embeddings *e, seg_error *error) {
  const float **vectors = calloc(d->count * largest_group + 1, sizeof *vectors);
  *e = (seg_embeddings){.vectors = (const float *const *)vectors};
  if (vectors == NULL) return fail_memory(error);
  return t->files.overlaps != NULL ? give_overlaps(t, d, largest_group, vectors, e, error)
                                   : give_rows(t, d, vectors, e, error);
}
