/* Pairs the sentences of a text and its translation.
 *
 *   S source and G target sentences -> vectors -> bead costs -> best path -> beads
 */
#ifndef SEG_ALIGN_H
#define SEG_ALIGN_H

#include <stdbool.h>

#include "seg/span.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct seg_sentence {
  seg_bytes text;       /* UTF-8, borrowed from the caller */
  bool opens_paragraph; /* a blank line stands before it: a soft hint */
  seg_bytes draft;      /* of a source sentence: a draft translation of it by any engine, which
                           serves as evidence; empty when there is none */
} seg_sentence;

/* A group of neighbouring source sentences and their translation. Beads stand in order and
 * hold every sentence of both sides exactly once. */
typedef struct seg_bead {
  size_t source_first, source_count; /* sentences, from 0 */
  size_t target_first, target_count;
  double score; /* probability that the bead is exactly right; 0 for one with an empty side */
} seg_bead;

typedef struct seg_align_options {
  size_t size;             /* sizeof(seg_align_options), so that the struct can grow */
  const char *source_language; /* "de" */
  const char *target_language; /* "en"; any other works too, with less knowledge */
  unsigned largest_group;  /* most sentences on one side of a bead, 1 to 8 */
} seg_align_options;

/* German to English, groups of up to 6. */
SEG_API extern const seg_align_options seg_align_defaults;

/* Digested options: read-only, shared by threads. */
typedef struct seg_aligner seg_aligner;

/* options NULL means the defaults. Errors: SEG_BAD_ARGUMENT, SEG_NOMEM. */
SEG_API seg_status seg_aligner_new(const seg_align_options *options, seg_aligner **aligner,
                                   seg_error *error);
SEG_API void seg_aligner_free(seg_aligner *aligner);

/* Aligns source[0, S) with target[0, G). *beads is allocated: the caller frees it with
 * seg_free. Either side may be empty. Thread-safe. Errors: SEG_NOMEM.
 * Method: sentences as sums of word vectors with a cost normalised against random partners
 * (Thompson and Koehn, "Vecalign", EMNLP 2019), searched by dynamic programming. */
SEG_API seg_status seg_align(const seg_aligner *aligner, const seg_sentence *source, size_t S,
                             const seg_sentence *target, size_t G, seg_bead **beads,
                             size_t *count, seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
