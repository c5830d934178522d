/* Word translations: learned from sentence pairs, used by the aligner.
 *
 *   sentence pairs -> word lists -> expectation maximization -> lexicon text
 *
 * The text of a lexicon has one line a source word: the word, then a field for each
 * translation, the likelier first, separated by tabs. A field holds the translation and two
 * probabilities in percent, that it stands for the word and the word for it:
 * "haus<TAB>house 95 60<TAB>home 4 31". Words are in lower case and cut to their first seven
 * letters, behind which inflection begins. Lines that start with # are comments. */
#ifndef SEG_LEXICON_H
#define SEG_LEXICON_H

#include "seg/span.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct seg_lexicon_options {
  size_t size;                /* sizeof(seg_lexicon_options), so that the struct can grow */
  unsigned rounds;            /* of expectation maximization */
  unsigned agreeing_rounds;   /* the last ones, in which both directions have to agree */
  unsigned most_translations; /* of a word */
  double least_count;         /* times that a translation must be expected to have occurred */
} seg_lexicon_options;

/* 5 rounds, the last 2 agreeing; 8 translations with a count of at least 0.9. */
SEG_API extern const seg_lexicon_options seg_lexicon_defaults;

/* Learns a lexicon from lines "source<TAB>target", what follows a second tab is not read. Lines
 * without words on both sides are skipped. *lexicon is allocated, with a NUL behind it that
 * *length does not count; the caller frees it with seg_free. options NULL means the defaults.
 * The same pairs give the same bytes on every machine. Thread-safe.
 * Memory: about 12 bytes for each pair of words that stand in one line, and 60 for each such pair
 * that is new. Errors: SEG_BAD_ARGUMENT, SEG_BAD_FORMAT with a line that has no tab, SEG_NOMEM.
 * Method: IBM model 1 (Brown et al. 1993), trained by agreement (Liang et al. 2006). */
SEG_API seg_status seg_lexicon_train(seg_bytes pairs, const seg_lexicon_options *options,
                                     char **lexicon, size_t *length, seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
