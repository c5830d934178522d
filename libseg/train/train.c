#include "seg/train.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "train/card.h"
#include "train/fit.h"
#include "train/fit_joins.h"
#include "model/model.h"
#include "train/harvest.h"
#include "train/quantise.h"
#include "train/report.h"

const seg_train_options seg_train_defaults = {
  .size = sizeof(seg_train_options), .name = "de", .seed = 1, .effort = 1, .words = 110000};

/* What training makes on its way; all of it is cleared at the end. */
typedef struct work {
  const seg_recipe *recipe;
  const seg_train_options *options;
  segi_vocabulary vocabulary;
  segi_material material;
  segi_sampler sampler;
  segi_fit fit;
  segi_tables tables;
  seg_model model; /* words and weights, borrowed from the others */
  seg_train_report report;
  segi_heaviest heaviest;
  segi_buf joins, labels; /* sections */
  segi_buf card, file;
} work;

__attribute__((format(printf, 2, 3)))
static void tell(const work *w, const char *format, ...) {
  char line[160];
  va_list arguments;
  if (w->options->progress == NULL) return;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  w->options->progress(w->options->context, line);
}

static void tell_stage(void *context, const char *stage, double done, double loss) {
  tell(context, "%s: %.0f %%, loss %.4f", stage, 100 * done, loss);
}

static seg_status check_options(const seg_train_options *o, seg_error *error) {
  if (o->size != sizeof *o || o->name == NULL || o->name[0] == '\0' || strlen(o->name) > 32 ||
      !(o->effort > 0) || o->effort > 100 || o->words == 0 || o->words > 1000000)
    return segi_fail(error, SEG_BAD_ARGUMENT, "the training options are out of range");
  return SEG_OK;
}

static seg_status check_texts(const seg_recipe *recipe, seg_error *error) {
  for (size_t i = 0; i < recipe->count; i++)
    if (recipe->sources[i].text.data == NULL)
      return segi_fail(error, SEG_BAD_ARGUMENT, "%s: no text was given", recipe->sources[i].file);
  return SEG_OK;
}

/* Vocabulary, text and phrases, ready to draw runs from. */
static seg_status prepare(work *w, seg_error *error) {
  seg_status status =
      segi_vocabulary_make(w->recipe, w->options->words, &w->vocabulary, error);
  if (status != SEG_OK) return status;
  tell(w, "vocabulary: %zu words, %zu rows", w->vocabulary.count, w->vocabulary.row_count);
  status = segi_material_read(w->recipe, &w->material, error);
  if (status == SEG_OK) status = segi_harvest(&w->material, &w->vocabulary.words, error);
  if (status == SEG_OK) status = segi_damage_check(&w->material.phrases, error);
  if (status == SEG_OK) status = segi_page_check(&w->material.phrases, error);
  w->model.words = w->vocabulary.words;
  w->sampler = segi_sampler_make(&w->material, &w->vocabulary.words, w->options->seed);
  return status;
}

static segi_sampler own_sampler(const work *w, uint64_t seed) {
  return segi_sampler_make(&w->material, &w->vocabulary.words, seed);
}

/* With a sampler of its own, so that the numbers of the other stages do not hang on this one. */
static bool fit_other_looks(work *w) {
  segi_sampler sampler = own_sampler(w, segi_mix(w->options->seed + 1));
  const segi_fitting how = {&sampler, w->options->effort, tell_stage, w};
  bool ok = segi_fit_glance(&w->fit, &how) && segi_fit_second_look(&w->fit, &how);
  segi_sampler_clear(&sampler);
  return ok;
}

static bool fit(work *w) {
  const segi_fitting how = {&w->sampler, w->options->effort, tell_stage, w};
  if (!segi_fit_make(&w->fit, w->vocabulary.row_count, &w->sampler.random)) return false;
  if (!segi_fit_first_look(&w->fit, &how) || !fit_other_looks(w)) return false;
  tell(w, "word rows");
  return segi_fit_word_rows(&w->fit, &how) && segi_fit_network(&w->fit, &how);
}

static bool write_file(work *w) {
  enum { NAME, CARD, TABLES };
  segi_section sections[TABLES + SEGI_TABLE_SECTIONS + 2];
  segi_number_bytes bytes;
  size_t count =
      segi_tables_sections(&w->fit, &w->tables, &w->vocabulary, &bytes, sections + TABLES);
  sections[TABLES + count++] = (segi_section){"join-trees", w->joins.data, w->joins.length};
  sections[TABLES + count++] = (segi_section){"label-trees", w->labels.data, w->labels.length};
  const segi_card card = {w->recipe,  w->options,         &w->vocabulary, &w->report,
                          &w->heaviest, sections + TABLES, count};
  if (!segi_card_write(&card, &w->card)) return false;
  sections[NAME] = (segi_section){"name", w->options->name, strlen(w->options->name) + 1};
  sections[CARD] = (segi_section){"card", w->card.data, w->card.length + 1};
  return segi_model_write(sections, TABLES + count, &w->file);
}

/* With a sampler of its own, too. */
static bool fit_marks(work *w) {
  segi_sampler sampler = own_sampler(w, segi_mix(w->options->seed));
  const segi_fitting how = {&sampler, w->options->effort, tell_stage, w};
  bool ok = segi_fit_marks(&w->fit, &w->model.weights, &how) &&
            segi_tables_add_marks(&w->fit, &w->tables, &w->model.weights) &&
            segi_measure_marks(&w->model.weights, &sampler, w->options->effort, &w->report);
  segi_sampler_clear(&sampler);
  return ok;
}

static seg_status fit_joins(work *w, seg_error *error) {
  const segi_fitting how = {NULL, w->options->effort, tell_stage, w};
  return segi_fit_joins(&w->material, &w->model, w->options->seed, &how, &w->joins, &w->labels,
                        &w->report.joins, error);
}

static bool finish_sentences(work *w) {
  if (!segi_tables_make(&w->fit, &w->tables)) return false;
  segi_tables_weights(&w->fit, &w->tables, &w->model.weights);
  if (!segi_calibrate(&w->model.weights, &w->sampler, w->options->effort, &w->report)) return false;
  w->tables.numbers = w->model.weights.numbers;
  return segi_heaviest_find(&w->fit, &w->sampler, w->options->effort, &w->heaviest) && fit_marks(w);
}

static seg_status make_model(work *w, seg_error *error) {
  if (!fit(w) || !finish_sentences(w)) return segi_nomem(error);
  seg_status status = fit_joins(w, error);
  return status == SEG_OK && !write_file(w) ? segi_nomem(error) : status;
}

static void clear(work *w) {
  segi_vocabulary_clear(&w->vocabulary);
  segi_material_clear(&w->material);
  segi_sampler_clear(&w->sampler);
  segi_fit_clear(&w->fit);
  segi_tables_clear(&w->tables);
  segi_buf_clear(&w->joins);
  segi_buf_clear(&w->labels);
  segi_buf_clear(&w->card);
  segi_buf_clear(&w->file);
}

seg_status seg_train(const seg_recipe *recipe, const seg_train_options *options, char **model,
                     size_t *length, seg_train_report *report, seg_error *error) {
  if (options == NULL) options = &seg_train_defaults;
  work w = {.recipe = recipe, .options = options};
  *model = NULL;
  *length = 0;
  seg_status status = check_options(options, error);
  if (status == SEG_OK) status = check_texts(recipe, error);
  if (status == SEG_OK) status = prepare(&w, error);
  if (status == SEG_OK) status = make_model(&w, error);
  if (status == SEG_OK) {
    *length = w.file.length;
    *model = segi_buf_take(&w.file);
    if (report != NULL) *report = w.report;
  }
  clear(&w);
  return status;
}
