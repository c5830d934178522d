/* Pairs the sentences of a text and its translation.
 *
 *   S source and G target sentences, evidence -> vectors -> bead costs -> best path -> beads
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

/* How the lines of the caller's word translations look. Lines that start with # are comments. Of
 * phrases, up to three words long, the words of more than three letters count. */
typedef enum seg_lexicon_format {
  SEG_LEXICON_AUTO,    /* what the first line looks like */
  SEG_LEXICON_TSV,     /* "source<TAB>target" or "source<TAB>target<TAB>weight"; weights are
                          compared among the translations of a word; 1 where there is none */
  SEG_LEXICON_TRAINED, /* as seg/lexicon.h describes it */
  SEG_LEXICON_DING,    /* "source :: target", as of the program ding: | between parts that
                          correspond, ; between alternatives; notes in (), [], {}, <> and // are
                          left out */
  SEG_LEXICON_DICTD,   /* the unpacked .dict file of a dictd database, as FreeDict makes them: a
                          line with a word and its /pronunciation/, or behind a blank line, then
                          lines of translations between , or ; with the same notes */
  SEG_LEXICON_HUNALIGN /* "target @ source" */
} seg_lexicon_format;

typedef struct seg_align_options {
  size_t size;             /* sizeof(seg_align_options), so that the struct can grow */
  const char *source_language; /* "de" */
  const char *target_language; /* "en"; any other works too, with less knowledge */
  unsigned largest_group;  /* most sentences on one side of a bead, 1 to 8 */
  seg_bytes lexicon;       /* word translations of the caller, UTF-8, empty when there are none;
                              borrowed until seg_aligner_new returns */
  seg_lexicon_format lexicon_format;
  bool lexicon_reversed;   /* it leads from the target language to the source language */
  bool lexicon_alone;      /* the translations that are compiled in are not used; otherwise a word
                              that both know has the translations of both */
  seg_bytes weights;       /* in the form of seg/align_fit.h, borrowed as the lexicon; empty: those of
                              the library */
} seg_align_options;

/* German to English, groups of up to 6, no lexicon of the caller. */
SEG_API extern const seg_align_options seg_align_defaults;

/* Digested options: read-only, shared by threads. */
typedef struct seg_aligner seg_aligner;

/* options NULL means the defaults. Errors: SEG_BAD_ARGUMENT, SEG_BAD_FORMAT with a line of the
 * lexicon or the weights, SEG_NOMEM. */
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

/* Vectors of one side's n sentences, by any model that puts both languages into one space. Their
 * lengths do not matter. All is borrowed. */
typedef struct seg_embeddings {
  size_t dimension;     /* D, the same on both sides */
  size_t largest_group; /* L: 1, or more where neighbouring sentences were embedded together, as
                           for Vecalign; what goes beyond the largest group of a bead is not
                           looked at */
  const float *const *vectors; /* [L][n] vectors[k * n + i] points to the D numbers of the text of
                                  sentences i to i + k; NULL where there are none. Places of
                                  groups that would pass the end are not read. */
} seg_embeddings;

/* Sentences that are known to belong together. */
typedef struct seg_align_anchor {
  size_t source_first, source_count;
  size_t target_first, target_count;
  bool exact; /* they are a bead, or without partners where one side is empty, whose place does not
                 matter; otherwise they stand in one bead, perhaps with neighbours, and both sides
                 hold at least one */
} seg_align_anchor;

typedef struct seg_align_evidence {
  size_t size; /* sizeof(seg_align_evidence), so that the struct can grow */
  const seg_embeddings *source, *target; /* both or neither (NULL) */
  const seg_align_anchor *anchors; /* in any order; the result holds to all of them, and exact
                                      ones of both sides have a score of 1 */
  size_t anchor_count;
} seg_align_evidence;

/* As seg_align, with more evidence; NULL for none.
 * Errors: SEG_BAD_ARGUMENT (incomplete evidence, dimensions that differ), SEG_BAD_FORMAT (a vector
 * is not finite), SEG_BAD_MATCH (anchors outside the sides or that contradict each other; the
 * error's line is the number of one of them, from 1), SEG_NOMEM. */
SEG_API seg_status seg_align_with(const seg_aligner *aligner, const seg_sentence *source, size_t S,
                                  const seg_sentence *target, size_t G,
                                  const seg_align_evidence *evidence, seg_bead **beads,
                                  size_t *count, seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
