#include "train/card.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

static json_t *count(size_t n) {
  return json_integer((json_int_t)n);
}

/* To four decimal places. */
static json_t *rounded(double x) {
  return json_real(floor(x * 1e4 + 0.5) / 1e4);
}

static double share(size_t part, size_t all) {
  return all > 0 ? (double)part / (double)all : 0;
}

/* Appends row, which it takes over, to *rows; on failure *rows is NULL from then on. */
static void append(json_t **rows, json_t *row) {
  if (*rows != NULL && row != NULL && json_array_append_new(*rows, row) == 0) return;
  json_decref(*rows);
  *rows = NULL;
}

static json_t *sources_of(const seg_recipe *recipe) {
  json_t *rows = json_array();
  for (size_t i = 0; rows != NULL && i < recipe->count; i++) {
    const segi_source *s = &recipe->sources[i];
    append(&rows, json_pack("{s:s, s:s, s:o, s:s, s:s, s:o}", "file", s->file, "kind",
                            segi_source_kind_name(s->kind), "share", rounded(s->share), "licence",
                            s->licence, "source", s->origin, "bytes", count(s->text.length)));
  }
  return rows;
}

static json_t *sections_of(const segi_card *card) {
  json_t *rows = json_array();
  for (size_t i = 0; rows != NULL && i < card->section_count; i++)
    append(&rows, json_pack("{s:s, s:o}", "section", card->sections[i].name, "bytes",
                            count(card->sections[i].length)));
  return rows;
}

static json_t *calibration_of(const seg_train_report *r) {
  json_t *rows = json_array();
  for (int i = 0; rows != NULL && i < SEG_TRAIN_BINS; i++)
    append(&rows, json_pack("{s:o, s:o, s:o}", "gaps", count(r->bins[i].gaps), "ends",
                            count(r->bins[i].ends), "probability",
                            rounded(r->bins[i].probability)));
  return rows;
}

static json_t *held_back(const seg_train_report *r) {
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "gold", count(r->gold), "precision",
                   rounded(share(r->right, r->found)), "recall", rounded(share(r->right, r->gold)),
                   "temperature", rounded(r->temperature), "offset", rounded(r->offset),
                   "calibration", calibration_of(r));
}

/* ORDER segi_lost_label */
static json_t *marks_of(const seg_train_report *r) {
  static const char *const names[SEG_TRAIN_MARKS] = {"none", "comma", "colon", "sentence end"};
  json_t *rows = json_array();
  for (int i = 0; rows != NULL && i < SEG_TRAIN_MARKS; i++) {
    const seg_train_mark *m = &r->marks[i];
    append(&rows, json_pack("{s:s, s:o, s:o, s:o}", "mark", names[i], "gold", count(m->gold),
                            "precision", rounded(share(m->right, m->found)), "recall",
                            rounded(share(m->right, m->gold))));
  }
  return rows;
}

static json_t *joins_of(const seg_train_joins *j) {
  return json_pack("{s:o, s:o, s:o, s:o, s:o}", "lost", count(j->lost), "precision",
                   rounded(share(j->right, j->found)), "recall", rounded(share(j->right, j->lost)),
                   "labels_right", rounded(share(j->named_right, j->named)),
                   "false_in_clean_megabyte", rounded(1e6 * share(j->clean_found, j->clean_bytes)));
}

static json_t *heaviest_of(const segi_heaviest *h) {
  json_t *rows = json_array();
  for (size_t k = 0; k < SEGI_FIRST_LOOK_TEMPLATES; k++)
    for (size_t i = 0; rows != NULL && i < h->counts[k]; i++) {
      const segi_heavy_cell *c = &h->cells[k][i];
      append(&rows, json_pack("{s:s, s:o, s:s, s:s, s:o}", "template", segi_first_look_ids[k],
                              "weight", rounded(c->weight / (double)SEGI_LOOK_STEP), "left",
                              c->left, "right", c->right, "uses", count(c->uses)));
    }
  return rows;
}

static json_t *templates(void) {
  return json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "glance", SEGI_GLANCE_TEMPLATES, "first_look",
                   SEGI_FIRST_LOOK_TEMPLATES, "second_look", SEGI_SECOND_LOOK_TEMPLATES, "token",
                   SEGI_TOKEN_TEMPLATES, "context", SEGI_CONTEXT_TEMPLATES, "mark",
                   SEGI_MARK_TEMPLATES);
}

bool segi_card_write(const segi_card *c, segi_buf *out) {
  json_t *card = json_pack(
    "{s:s, s:I, s:o, s:{s:o, s:o}, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "name", c->options->name, "seed",
    (json_int_t)c->options->seed, "effort", rounded(c->options->effort), "vocabulary", "words",
    count(c->vocabulary->count), "rows", count(c->vocabulary->row_count), "held_back",
    held_back(c->report), "lost_marks", marks_of(c->report), "joins", joins_of(&c->report->joins),
    "sections", sections_of(c),
    "templates", templates(), "heaviest", heaviest_of(c->heaviest), "sources",
    sources_of(c->recipe));
  char *text = card != NULL ? json_dumps(card, JSON_INDENT(1) | JSON_REAL_PRECISION(6)) : NULL;
  bool ok = text != NULL && segi_buf_append_string(out, text);
  free(text);
  json_decref(card);
  return ok;
}
