#include "seg/align.h"

#include <stdlib.h>

#include "align/anchors.h"
#include "align/confidence.h"
#include "align/lexicons.h"
#include "align/search.h"
#include "align/teach.h"
#include "base/error.h"
#include "base/mem.h"

struct seg_aligner {
  size_t largest_group;
  segi_weights weights;
  segi_translations lexicon;
};

const seg_align_options seg_align_defaults = {
  .size = sizeof(seg_align_options),
  .source_language = "de",
  .target_language = "en",
  .largest_group = 6,
};

seg_status seg_aligner_new(const seg_align_options *options, seg_aligner **aligner,
                           seg_error *error) {
  *aligner = NULL;
  if (options == NULL) options = &seg_align_defaults;
  if (options->size < sizeof(seg_align_options) || options->source_language == NULL ||
      options->target_language == NULL)
    return segi_fail(error, SEG_BAD_ARGUMENT, "incomplete options");
  if (options->largest_group < 1 || options->largest_group > SEGI_LARGEST_GROUP)
    return segi_fail(error, SEG_BAD_ARGUMENT, "the largest group must be 1 to %d",
                     SEGI_LARGEST_GROUP);
  seg_aligner *made = segi_alloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  *made = (seg_aligner){.largest_group = options->largest_group, .weights = segi_weights_default};
  seg_status status = segi_lexicon_load(options->source_language, options->target_language,
                                        &made->lexicon, error);
  if (status == SEG_OK) *aligner = made;
  else seg_aligner_free(made);
  return status;
}

void seg_aligner_free(seg_aligner *aligner) {
  if (aligner == NULL) return;
  segi_translations_clear(&aligner->lexicon);
  free(aligner);
}

static bool has_paragraphs(const seg_sentence *sentences, size_t n) {
  for (size_t i = 1; i < n; i++)
    if (sentences[i].opens_paragraph) return true;
  return false;
}

static bool make_bitext(const seg_sentence *source, size_t S, const seg_sentence *target, size_t G,
                        const seg_aligner *aligner, const segi_translations *taught,
                        segi_bitext *t) {
  *t = (segi_bitext){.source = source, .target = target};
  t->paragraphs = has_paragraphs(source, S) && has_paragraphs(target, G);
  return segi_vectorize(source, S, target, G, &aligner->weights, &aligner->lexicon, taught,
                        &t->x, &t->y, &t->dimensions) &&
         segi_groups_make(source, &t->x, target, &t->y, t->dimensions, aligner->largest_group,
                          &aligner->weights, &t->gx, &t->gy) &&
         segi_postings_make(&t->y, t->dimensions, &t->targets);
}

static void clear_bitext(segi_bitext *t) {
  segi_vectors_clear(&t->x);
  segi_vectors_clear(&t->y);
  segi_groups_clear(&t->gx);
  segi_groups_clear(&t->gy);
  segi_postings_clear(&t->targets);
}

static bool find_corridor(const segi_bitext *t, segi_corridor *corridor) {
  size_t S = t->x.n, G = t->y.n, count = 0;
  segi_anchor *anchors = NULL;
  bool fine = (segi_corridor_is_whole(S, G) || segi_find_anchors(t, &anchors, &count)) &&
              segi_corridor_make(S, G, anchors, count, corridor);
  free(anchors);
  return fine;
}

static bool align_once(const seg_aligner *aligner, const seg_sentence *source, size_t S,
                       const seg_sentence *target, size_t G, const segi_translations *taught,
                       seg_bead **beads, size_t *count) {
  segi_bitext bitext;
  segi_corridor corridor = {0};
  bool fine = make_bitext(source, S, target, G, aligner, taught, &bitext) &&
              find_corridor(&bitext, &corridor) &&
              segi_search(&bitext, &corridor, &aligner->weights, beads, count) &&
              segi_score_beads(&bitext, *beads, *count);
  clear_bitext(&bitext);
  segi_corridor_clear(&corridor);
  return fine;
}

/* A first pass teaches the document's words to the second. */
static bool align_twice(const seg_aligner *aligner, const seg_sentence *source, size_t S,
                        const seg_sentence *target, size_t G, seg_bead **beads, size_t *count) {
  segi_translations taught = {.words = SEGI_KEYS_EMPTY};
  bool fine = align_once(aligner, source, S, target, G, &taught, beads, count) &&
              segi_teach(source, target, *beads, *count, &taught);
  free(*beads);
  *beads = NULL;
  fine = fine && align_once(aligner, source, S, target, G, &taught, beads, count);
  segi_translations_clear(&taught);
  return fine;
}

seg_status seg_align(const seg_aligner *aligner, const seg_sentence *source, size_t S,
                     const seg_sentence *target, size_t G, seg_bead **beads, size_t *count,
                     seg_error *error) {
  *beads = NULL;
  *count = 0;
  if (align_twice(aligner, source, S, target, G, beads, count)) return SEG_OK;
  free(*beads);
  *beads = NULL;
  *count = 0;
  return segi_nomem(error);
}
