#include "train/fit_joins.h"

#include "base/error.h"
#include "junction/inner.h"
#include "model/model.h"
#include "train/fit_trees.h"

enum {
  PAGES = 40000, HELD_BACK_PAGES = 1500, LEAST_PAGES = 30,
  ROUNDS = 300, LABEL_ROUNDS = 60, LEAST_ROUNDS = 40
};

/* More pages are damaged in training than elsewhere: log odds are lowered by so much. */
static const double OFFSET = -1.3;

typedef struct work {
  const seg_model *model;
  const segi_fitting *how;
  const char *stage;
  size_t rounds;
  segi_page_maker maker;
  segi_page page;
  segi_tokens tokens;
  segi_candidates candidates;
  segi_tree_rows joins, labels;
} work;

/* A number scaled to the effort. */
static size_t scaled(const work *w, size_t all, size_t least) {
  double wanted = (double)all * w->how->effort;
  return wanted > (double)all ? all : wanted < (double)least ? least : (size_t)wanted;
}

/* The page's candidates; those where something is lost are met in order. */
static seg_status next_candidates(work *w, bool held_back, seg_error *error) {
  seg_status status = segi_page_next(&w->maker, held_back, &w->page, error);
  if (status != SEG_OK) return status;
  const segi_buf *text = &w->page.text;
  return segi_tokenize(&w->model->words, text->data, text->length, &w->tokens) &&
                 segi_find_candidates(w->model, text->data, &w->tokens, &w->candidates)
             ? SEG_OK
             : segi_nomem(error);
}

/* What is lost at an offset; SEG_LABEL_NONE when nothing is. *next: places before are passed. */
static seg_label lost_at(const segi_page *page, size_t offset, size_t *next) {
  while (*next < page->lost_count && page->lost[*next].offset < offset) ++*next;
  bool lost = *next < page->lost_count && page->lost[*next].offset == offset;
  return lost ? page->lost[*next].label : SEG_LABEL_NONE;
}

static bool add_rows(work *w) {
  size_t next = 0;
  bool ok = true;
  for (size_t i = 0; ok && i < w->candidates.count; i++) {
    const segi_candidate *c = &w->candidates.items[i];
    seg_label label = lost_at(&w->page, c->offset, &next);
    ok = segi_tree_rows_add(&w->joins, c->row, label != SEG_LABEL_NONE);
    if (label != SEG_LABEL_NONE && segi_needs_label(c))
      ok = ok && segi_tree_rows_add(&w->labels, c->row, (uint8_t)(label - 1));
  }
  return ok;
}

static seg_status collect(work *w, seg_error *error) {
  seg_status status = SEG_OK;
  for (size_t i = 0; i < scaled(w, PAGES, LEAST_PAGES) && status == SEG_OK; i++) {
    status = next_candidates(w, false, error);
    if (status == SEG_OK && !add_rows(w)) status = segi_nomem(error);
  }
  return status;
}

static void tell(void *context, size_t round, double loss) {
  work *w = context;
  w->how->progress(w->how->context, w->stage, (double)round / (double)w->rounds, loss);
}

static bool fit(work *w, segi_buf *joins, segi_buf *labels) {
  segi_random *random = &w->maker.sampler.random;
  segi_tree_plan plan = {.classes = 1, .leaves = 32, .rate = 0.1, .sample = 0.5,
                         .least = 4, .offset = OFFSET, .progress = tell, .context = w};
  w->stage = "joins";
  w->rounds = plan.rounds = scaled(w, ROUNDS, LEAST_ROUNDS);
  plan.first_rounds = SEGI_FIRST_TREES;
  plan.first_features = SEGI_CLOSE_NUMBERS;
  if (!segi_fit_trees(&w->joins, &plan, random, joins)) return false;
  w->stage = "labels";
  plan.classes = SEG_LABELS - 1;
  w->rounds = plan.rounds = scaled(w, LABEL_ROUNDS, LEAST_ROUNDS);
  plan.first_rounds = 0;
  plan.leaves = 24;
  plan.offset = 0;
  return segi_fit_trees(&w->labels, &plan, random, labels);
}

static void judge_page(const work *w, const segi_weights *weights, seg_train_joins *r) {
  size_t next = 0;
  r->lost += w->page.lost_count;
  if (w->page.lost_count == 0) r->clean_bytes += w->page.text.length;
  for (size_t i = 0; i < w->candidates.count; i++) {
    const segi_candidate *c = &w->candidates.items[i];
    seg_label label = lost_at(&w->page, c->offset, &next);
    bool lost = label != SEG_LABEL_NONE;
    bool found = segi_join_probability(&weights->joins, c) >= 0.5;
    r->found += found;
    r->right += found && lost;
    r->clean_found += found && w->page.lost_count == 0;
    if (!found || !lost || !segi_needs_label(c)) continue;
    r->named++;
    r->named_right += segi_join_label(&weights->labels, c) == label;
  }
}

static seg_status judge(work *w, const segi_buf *joins, const segi_buf *labels,
                        seg_train_joins *report, seg_error *error) {
  segi_weights weights;
  *report = (seg_train_joins){0};
  seg_status status = segi_trees_open("join-trees", joins->data, joins->length, 1,
                                      SEGI_PLACE_FEATURES, &weights.joins, error);
  if (status == SEG_OK)
    status = segi_trees_open("label-trees", labels->data, labels->length, SEG_LABELS - 1,
                             SEGI_PLACE_FEATURES, &weights.labels, error);
  for (size_t i = 0; i < scaled(w, HELD_BACK_PAGES, LEAST_PAGES) && status == SEG_OK; i++) {
    status = next_candidates(w, true, error);
    if (status == SEG_OK) judge_page(w, &weights, report);
  }
  return status;
}

static void clear(work *w) {
  segi_page_maker_clear(&w->maker);
  segi_page_clear(&w->page);
  segi_tokens_clear(&w->tokens);
  segi_candidates_clear(&w->candidates);
  segi_tree_rows_clear(&w->joins);
  segi_tree_rows_clear(&w->labels);
}

seg_status segi_fit_joins(const segi_material *material, const seg_model *model, uint64_t seed,
                          const segi_fitting *how, segi_buf *joins, segi_buf *labels,
                          seg_train_joins *report, seg_error *error) {
  work w = {.model = model, .how = how, .joins.features = SEGI_PLACE_FEATURES,
            .labels.features = SEGI_PLACE_FEATURES};
  seg_status status = segi_page_maker_make(material, &model->words, seed, &w.maker, error);
  if (status == SEG_OK) status = collect(&w, error);
  if (status == SEG_OK && !fit(&w, joins, labels)) status = segi_nomem(error);
  if (status == SEG_OK) status = judge(&w, joins, labels, report, error);
  clear(&w);
  return status;
}
