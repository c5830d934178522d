#include "model/model.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/system_error.h"
#include "model/format.h"

enum { LONGEST_NAME = 32, LARGEST_FILE = 1 << 28 };

/* --- The sections of a file. */

/* A section that ends with its only NUL. */
static seg_status open_text(const segi_model_file *file, const char *name, const char **text,
                            seg_error *error) {
  size_t length;
  *text = segi_model_section(file, name, &length);
  if (*text != NULL && length > 0 && memchr(*text, '\0', length) == *text + length - 1)
    return SEG_OK;
  return segi_fail(error, SEG_BAD_FORMAT, "the model's section \"%s\" is not a text", name);
}

static bool is_name(const char *name) {
  size_t length = strlen(name);
  for (size_t i = 0; i < length; i++)
    if (name[i] <= ' ' || name[i] > '~') return false;
  return length > 0 && length <= LONGEST_NAME;
}

static seg_status open_texts(const segi_model_file *file, seg_model *model, seg_error *error) {
  seg_status status = open_text(file, "name", &model->name, error);
  if (status == SEG_OK) status = open_text(file, "card", &model->card, error);
  if (status == SEG_OK && !is_name(model->name))
    return segi_fail(error, SEG_BAD_FORMAT, "the model's name is none");
  return status;
}

/* A table with rows of `width` bytes, at least one. */
static seg_status open_rows(const segi_model_file *file, const char *name, size_t width,
                            const void **rows, size_t *count, seg_error *error) {
  size_t length;
  *rows = segi_model_section(file, name, &length);
  *count = length / width;
  if (*rows != NULL && *count > 0 && *count <= UINT32_MAX && length % width == 0) return SEG_OK;
  return segi_fail(error, SEG_BAD_FORMAT, "the model's section \"%s\" has %zu bytes", name, length);
}

static seg_status open_words(const segi_model_file *file, bool trusted, seg_model *model,
                             seg_error *error) {
  const void *slots, *rows;
  size_t slot_count, row_count;
  seg_status status =
      open_rows(file, "words", sizeof(segi_word_slot), &slots, &slot_count, error);
  if (status == SEG_OK)
    status = open_rows(file, "word-rows", SEGI_D, &rows, &row_count, error);
  if (status != SEG_OK) return status;
  model->words.slots = slots;
  model->words.count = (uint32_t)slot_count;
  if (!trusted) segi_words_note_common(&model->words);
  model->weights.word_rows = rows;
  if (trusted || segi_words_check(&model->words, row_count)) return SEG_OK;
  return segi_fail(error, SEG_BAD_FORMAT, "the model's word table is wrong");
}

static seg_status need(const segi_model_file *file, const char *name, size_t length,
                       const int8_t **section, seg_error *error) {
  const void *bytes;
  seg_status status = segi_model_need(file, name, length, &bytes, error);
  *section = bytes;
  return status;
}

static void widen(int16_t *wide, const int8_t *narrow, size_t count) {
  for (size_t i = 0; i < count; i++) wide[i] = narrow[i];
}

static seg_status open_layers(const segi_model_file *file, segi_weights *w, seg_error *error) {
  enum { WINDOW = SEGI_H * 2 * SEGI_K * SEGI_D, HIDDEN = SEGI_G * SEGI_H };
  const int8_t *window, *hidden, *output;
  seg_status status = need(file, "trait-rows", SEGI_TRAIT_ROWS * SEGI_D, &w->trait_rows, error);
  if (status == SEG_OK) status = need(file, "glance", SEGI_GLANCE, &w->looks.glance, error);
  if (status == SEG_OK) status = need(file, "first-look", SEGI_FIRST_LOOK, &w->looks.first, error);
  if (status == SEG_OK)
    status = need(file, "second-look", SEGI_SECOND_LOOK, &w->looks.second, error);
  if (status == SEG_OK)
    status = need(file, "context-rows", SEGI_CONTEXT_ROWS * SEGI_H, &w->context_rows, error);
  if (status == SEG_OK) status = need(file, "window", WINDOW, &window, error);
  if (status == SEG_OK) status = need(file, "hidden", HIDDEN, &hidden, error);
  if (status == SEG_OK) status = need(file, "output", SEGI_G, &output, error);
  if (status != SEG_OK) return status;
  widen(&w->window[0][0], window, WINDOW);
  widen(&w->hidden[0][0], hidden, HIDDEN);
  widen(w->output, output, SEGI_G);
  return SEG_OK;
}

static int32_t read_int32(const uint8_t *p) {
  uint32_t value = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
  return value > INT32_MAX ? -(int32_t)(UINT32_MAX - value) - 1 : (int32_t)value;
}

static const uint8_t *read_int32s(const uint8_t *p, int32_t *numbers, size_t count) {
  for (size_t i = 0; i < count; i++) numbers[i] = read_int32(p + 4 * i);
  return p + 4 * count;
}

static bool are_biases(const int32_t *numbers, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (numbers[i] < -SEGI_LARGEST_BIAS || numbers[i] > SEGI_LARGEST_BIAS) return false;
  return true;
}

static bool is_probability(int32_t number) {
  return number > 0 && number < SEGI_NUMBER_STEP;
}

static bool plausible(const segi_numbers *n) {
  return are_biases(n->hidden_bias, SEGI_G) && n->slope > 0 && is_probability(n->precision) &&
         is_probability(n->recall);
}

static seg_status open_numbers(const segi_model_file *file, segi_numbers *n, seg_error *error) {
  const void *section;
  seg_status status = segi_model_need(file, "numbers", (SEGI_G + 5) * 4, &section, error);
  if (status != SEG_OK) return status;
  const uint8_t *p = read_int32s(section, n->hidden_bias, SEGI_G);
  n->output_bias = read_int32(p);
  n->slope = read_int32(p + 4);
  n->offset = read_int32(p + 8);
  n->precision = read_int32(p + 12);
  n->recall = read_int32(p + 16);
  if (plausible(n)) return SEG_OK;
  return segi_fail(error, SEG_BAD_FORMAT, "the model's section \"numbers\" is wrong");
}

static seg_status open_trees(const segi_model_file *file, const char *name, uint32_t classes,
                             segi_trees *trees, seg_error *error) {
  size_t length;
  const void *section = segi_model_section(file, name, &length);
  return segi_trees_open(name, section, length, classes, SEGI_PLACE_FEATURES, trees, error);
}

static seg_status open_marks(const segi_model_file *file, segi_weights *w, seg_error *error) {
  enum { WINDOW = SEGI_M * 2 * SEGI_K * SEGI_D, OUTPUT = SEGI_LOST_LABELS * SEGI_M };
  const int8_t *window, *output;
  const void *numbers;
  seg_status status =
      need(file, "mark-rows", SEGI_MARK_ROWS * SEGI_LOST_LABELS, &w->mark_rows, error);
  if (status == SEG_OK) status = need(file, "mark-window", WINDOW, &window, error);
  if (status == SEG_OK) status = need(file, "mark-output", OUTPUT, &output, error);
  if (status == SEG_OK)
    status = segi_model_need(file, "mark-numbers", sizeof w->mark_numbers, &numbers, error);
  if (status != SEG_OK) return status;
  widen(&w->mark_window[0][0], window, WINDOW);
  widen(&w->mark_output[0][0], output, OUTPUT);
  segi_mark_numbers *n = &w->mark_numbers;
  read_int32s(read_int32s(numbers, n->hidden_bias, SEGI_M), n->output_bias, SEGI_LOST_LABELS);
  if (are_biases(n->hidden_bias, SEGI_M) && are_biases(n->output_bias, SEGI_LOST_LABELS))
    return SEG_OK;
  return segi_fail(error, SEG_BAD_FORMAT, "the model's section \"mark-numbers\" is wrong");
}

seg_status segi_model_open(const void *bytes, size_t length, bool trusted, seg_model *model,
                           seg_error *error) {
  segi_model_file file;
  seg_status status = segi_model_file_check(bytes, length, &file, error);
  if (status == SEG_OK && !trusted) status = segi_model_file_check_sum(&file, error);
  if (status == SEG_OK) status = open_texts(&file, model, error);
  if (status == SEG_OK) status = open_words(&file, trusted, model, error);
  if (status == SEG_OK) status = open_layers(&file, &model->weights, error);
  if (status == SEG_OK) status = open_numbers(&file, &model->weights.numbers, error);
  if (status == SEG_OK) status = open_marks(&file, &model->weights, error);
  if (status == SEG_OK) status = open_trees(&file, "join-trees", 1, &model->weights.joins, error);
  if (status == SEG_OK)
    status = open_trees(&file, "label-trees", SEG_LABELS - 1, &model->weights.labels, error);
  return status;
}

/* --- The default. */

extern const unsigned char segi_embedded_model[], segi_embedded_model_end[];

static seg_model default_model;
static seg_status default_status;
static seg_error default_error;
static pthread_once_t default_opened = PTHREAD_ONCE_INIT;

static void open_default(void) {
  size_t length = (size_t)(segi_embedded_model_end - segi_embedded_model);
  default_status =
      segi_model_open(segi_embedded_model, length, true, &default_model, &default_error);
}

const seg_model *seg_model_default(void) {
  pthread_once(&default_opened, open_default);
  return default_status == SEG_OK ? &default_model : NULL;
}

/* That reads the whole word table, which not every caller needs. */
static void note_common(void) {
  segi_words_note_common(&default_model.words);
}

void segi_model_note_common(const seg_model *model) {
  static pthread_once_t noted = PTHREAD_ONCE_INIT;
  if (model == &default_model) pthread_once(&noted, note_common);
}

seg_status segi_model_choose(const seg_model *given, const seg_model **model, seg_error *error) {
  *model = given != NULL ? given : seg_model_default();
  if (*model != NULL) return SEG_OK;
  return segi_fail(error, default_status, "the model that is compiled in is wrong: %s",
                   default_error.message);
}

/* --- Files. */

/* All of a stream, at most LARGEST_FILE bytes and one. */
static seg_status read_all(FILE *in, const char *path, segi_buf *file, seg_error *error) {
  size_t room = 1 << 20;
  while (!feof(in) && file->length <= LARGEST_FILE) {
    if (!segi_buf_reserve(file, room)) return segi_nomem(error);
    size_t n = fread(file->data + file->length, 1, room, in);
    if (n < room && ferror(in)) return segi_fail_system(error, path, errno);
    file->length += n;
    room = file->length;
  }
  return SEG_OK;
}

static seg_status read_file(const char *path, segi_buf *file, seg_error *error) {
  FILE *in = fopen(path, "rb");
  if (in == NULL) return segi_fail_system(error, path, errno);
  seg_status status = read_all(in, path, file, error);
  fclose(in);
  return status;
}

seg_status seg_model_load(const char *path, seg_model **model, seg_error *error) {
  segi_buf file = SEGI_BUF_EMPTY;
  *model = NULL;
  seg_model *m = segi_calloc(1, sizeof *m);
  if (m == NULL) return segi_nomem(error);
  seg_status status = read_file(path, &file, error);
  if (status == SEG_OK) status = segi_model_open(file.data, file.length, false, m, error);
  if (status != SEG_OK) {
    segi_error_source(error, path);
    segi_buf_clear(&file);
    free(m);
    return status;
  }
  m->bytes = segi_buf_take(&file);
  *model = m;
  return SEG_OK;
}

void seg_model_free(seg_model *model) {
  if (model == NULL || model == &default_model) return;
  free(model->bytes);
  free(model);
}

const char *seg_model_name(const seg_model *model) {
  return model->name;
}

const char *seg_model_card(const seg_model *model) {
  return model->card;
}

double seg_model_threshold(const seg_model *model, seg_preference preference) {
  if (model == NULL) return 0.5;
  const segi_numbers *n = &model->weights.numbers;
  switch (preference) {
    case SEG_PREFER_PRECISION: return n->precision / (double)SEGI_NUMBER_STEP;
    case SEG_PREFER_RECALL: return n->recall / (double)SEGI_NUMBER_STEP;
    default: return 0.5;
  }
}
