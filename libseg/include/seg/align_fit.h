/* Fits the weights of the aligner to documents whose alignment is known.
 *
 *   documents, gold beads -> features of all beads near the gold path -> weights of the cost
 *                         -> alignments with those -> weights of the confidence
 */
#ifndef SEG_ALIGN_FIT_H
#define SEG_ALIGN_FIT_H

#include "seg/align.h"
#include "seg/eval.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct seg_align_example {
  const seg_sentence *source, *target; /* [S], [G]; borrowed */
  size_t S, G;
  const seg_links *gold;
  seg_bytes lexicon; /* in the form of seg/lexicon.h; made without this document, so that the words
                        are as well known as those of other texts; may be empty */
  double share;      /* how much the document counts; 1 is as it is */
} seg_align_example;

typedef struct seg_align_fit_options {
  size_t size;       /* sizeof(seg_align_fit_options), so that the struct can grow */
  seg_bytes start;   /* weights to begin with; empty: those of the library */
  unsigned rounds;   /* of aligning and fitting */
  unsigned steps;    /* of a fit */
  bool shape;        /* also the weights that features are made with: takes some twenty times as
                        long */
  /* Called with one line of text without a line feed, from time to time; may be NULL. */
  void (*progress)(void *context, const char *line);
  void *context;
} seg_align_fit_options;

SEG_API extern const seg_align_fit_options seg_align_fit_defaults;

/* *weights is allocated: lines "name value", for seg_align_options; free with seg_free. One thread
 * and one fixed order of operations: the same input gives the same bytes.
 * Method: the path is a Markov chain whose bead probabilities are proportional to exp(-cost);
 * maximum likelihood of the gold paths with a normal prior (a conditional random field: Lafferty
 * et al. 2001; semi-Markov: Sarawagi and Cohen 2004), by Rprop (Riedmiller and Braun 1993). The
 * confidence is a logistic regression, on shuffled documents too.
 * Errors: SEG_BAD_ARGUMENT, SEG_BAD_FORMAT (lexicon or weights), SEG_BAD_MATCH (gold names a
 * sentence that is not there), SEG_NOMEM. */
SEG_API seg_status seg_align_fit(const seg_align_example *examples, size_t count,
                                 const seg_align_fit_options *options, char **weights,
                                 size_t *length, seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
