#include "seg/align.h"

#include <stdlib.h>
#include <string.h>

#include "align/anchors.h"
#include "align/confidence.h"
#include "align/dense.h"
#include "align/lexicon_formats.h"
#include "align/lexicons.h"
#include "align/search.h"
#include "align/teach.h"
#include "base/error.h"
#include "base/mem.h"

enum {
  FIRST_MARGIN = 24,   /* sentences around the boxes between anchors */
  SECOND_MARGIN = 6,   /* around the beads of the first pass */
  LONG_GRID = 1000000, /* nodes: in documents of more than 1,000 x 1,000 sentences the first pass */
  FIRST_GROUP = 3      /* makes do with groups of at most so many */
};
static const double sure_score = 0.3; /* least one of a bead that leads the second pass */

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

/* What is compiled in and what the caller has. */
static seg_status load_lexicon(const seg_align_options *o, segi_translations *lexicon,
                               seg_error *error) {
  segi_translations known = {.words = SEGI_KEYS_EMPTY}, given = {.words = SEGI_KEYS_EMPTY};
  seg_status status = SEG_OK;
  if (!o->lexicon_alone)
    status = segi_lexicon_load(o->source_language, o->target_language, &known, error);
  if (status == SEG_OK && o->lexicon.length > 0)
    status = segi_lexicon_parse(o->lexicon, o->lexicon_format, o->lexicon_reversed, &given, error);
  if (status == SEG_OK && o->lexicon.length == 0) {
    *lexicon = known;
    return SEG_OK;
  }
  if (status == SEG_OK && !segi_translations_merge(&known, &given, lexicon))
    status = segi_nomem(error);
  segi_translations_clear(&known);
  segi_translations_clear(&given);
  return status;
}

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
  *made = (seg_aligner){.largest_group = options->largest_group};
  seg_bytes weights = options->weights.length > 0 ? options->weights : segi_weights_default();
  seg_status status = segi_weights_read(weights, &made->weights, error);
  if (status != SEG_OK && error != NULL) strcpy(error->source, "weights");
  if (status == SEG_OK) status = load_lexicon(options, &made->lexicon, error);
  if (status == SEG_OK)
    *aligner = made;
  else
    seg_aligner_free(made);
  return status;
}

void seg_aligner_free(seg_aligner *aligner) {
  if (aligner == NULL) return;
  segi_translations_clear(&aligner->lexicon);
  free(aligner);
}

/* What is to be aligned. */
typedef struct document {
  const seg_aligner *aligner;
  segi_texts texts;
  const seg_align_evidence *evidence;
  segi_known known;
} document;

/* The beads that an earlier pass was sure of. */
static bool keep_sure(const seg_bead *beads, size_t count, segi_anchor **anchors, size_t *sure) {
  *anchors = segi_alloc(count, sizeof **anchors);
  *sure = 0;
  if (*anchors == NULL) return false;
  for (size_t k = 0; k < count; k++)
    if (beads[k].score >= sure_score)
      (*anchors)[(*sure)++] = (segi_anchor){beads[k].source_first, beads[k].target_first};
  return true;
}

/* In long documents the second pass looks near the path of the first. */
static bool find_corridor(const segi_bitext *t, const segi_known *known, const seg_bead *beads,
                          size_t bead_count, segi_corridor *corridor) {
  size_t S = t->x.n, G = t->y.n, count = 0;
  segi_anchor *anchors = NULL;
  bool fine =
    segi_corridor_is_whole(S, G) || ((beads != NULL ? keep_sure(beads, bead_count, &anchors, &count)
                                                    : segi_find_anchors(t, &anchors, &count)) &&
                                     segi_known_guide(known, &anchors, &count));
  fine = fine && segi_corridor_make(S, G, anchors, count,
                                    beads != NULL ? SECOND_MARGIN : FIRST_MARGIN, corridor);
  if (fine) segi_known_narrow(known, corridor);
  free(anchors);
  return fine;
}

/* Beads and known beads ascend. */
static void trust_known(const segi_known *known, seg_bead *beads, size_t count) {
  for (size_t n = 0, k = 0; n < known->count; n++) {
    while (k < count && beads[k].source_first + beads[k].source_count <= known->beads[n].s) k++;
    if (known->beads[n].exact && k < count) beads[k].score = 1;
  }
}

/* *beads holds those of the pass before, or NULL; knowledge->manner becomes what this one shows. */
static bool align_once(const document *d, segi_knowledge *knowledge, size_t K, seg_bead **beads,
                       size_t *count) {
  const segi_weights *weights = &d->aligner->weights;
  segi_bitext bitext;
  segi_corridor corridor = {0};
  knowledge->beads = *beads;
  knowledge->bead_count = *count;
  bool fine = segi_bitext_make(&d->texts, K, weights, knowledge, &bitext) &&
              find_corridor(&bitext, &d->known, *beads, *count, &corridor);
  free(*beads);
  *beads = NULL;
  fine = fine && segi_search(&bitext, &corridor, &d->known, weights, beads, count) &&
         segi_manner_find(&bitext, weights, *beads, *count, &knowledge->manner) &&
         segi_score_beads(&bitext, weights, *beads, *count);
  if (fine) trust_known(&d->known, *beads, *count);
  segi_bitext_clear(&bitext);
  segi_corridor_clear(&corridor);
  return fine;
}

/* A first pass teaches the document's words and manner to the second. */
static bool align_twice(const document *d, seg_bead **beads, size_t *count) {
  segi_translations taught = {.words = SEGI_KEYS_EMPTY};
  segi_knowledge knowledge = {.lexicon = &d->aligner->lexicon,
                              .taught = &taught,
                              .source = d->evidence->source,
                              .target = d->evidence->target};
  size_t K = d->aligner->largest_group, first_K = K;
  size_t S = d->texts.source.n, G = d->texts.target.n;
  if (S > 0 && G > LONG_GRID / S && K > FIRST_GROUP && d->known.count == 0) first_K = FIRST_GROUP;
  bool fine = align_once(d, &knowledge, first_K, beads, count) &&
              segi_teach(&d->texts, *beads, *count, &taught) &&
              align_once(d, &knowledge, K, beads, count);
  segi_translations_clear(&taught);
  return fine;
}

static seg_status check_evidence(const seg_align_evidence *e, size_t S, size_t G,
                                 seg_error *error) {
  if (e->size < sizeof *e || (e->source == NULL) != (e->target == NULL) ||
      (e->anchors == NULL && e->anchor_count > 0))
    return segi_fail(error, SEG_BAD_ARGUMENT, "incomplete evidence");
  if (e->source == NULL) return SEG_OK;
  seg_status status = segi_dense_check(e->source, "source", S, error);
  if (status == SEG_OK) status = segi_dense_check(e->target, "target", G, error);
  if (status == SEG_OK && e->source->dimension != e->target->dimension)
    status = segi_fail(error, SEG_BAD_ARGUMENT,
                       "the source vectors have %zu dimensions, the target vectors %zu",
                       e->source->dimension, e->target->dimension);
  return status;
}

seg_status seg_align_with(const seg_aligner *aligner, const seg_sentence *source, size_t S,
                          const seg_sentence *target, size_t G, const seg_align_evidence *evidence,
                          seg_bead **beads, size_t *count, seg_error *error) {
  static const seg_align_evidence none = {.size = sizeof none};
  if (evidence == NULL) evidence = &none;
  document d = {.aligner = aligner, .evidence = evidence};
  *beads = NULL;
  *count = 0;
  seg_status status = check_evidence(evidence, S, G, error);
  if (status == SEG_OK)
    status = segi_known_make(evidence->anchors, evidence->anchor_count, S, G,
                             aligner->largest_group, &d.known, error);
  if (status == SEG_OK &&
      !(segi_texts_make(source, S, target, G, &d.texts) && align_twice(&d, beads, count))) {
    free(*beads);
    *beads = NULL;
    *count = 0;
    status = segi_nomem(error);
  }
  segi_known_clear(&d.known);
  segi_texts_clear(&d.texts);
  return status;
}

seg_status seg_align(const seg_aligner *aligner, const seg_sentence *source, size_t S,
                     const seg_sentence *target, size_t G, seg_bead **beads, size_t *count,
                     seg_error *error) {
  return seg_align_with(aligner, source, S, target, G, NULL, beads, count, error);
}
