/* Training a model from text.
 *
 *   recipe + files -> vocabulary -> runs of damaged, labelled text -> weights -> model file
 *
 * A recipe is a table that says what each file is, how much it counts, its licence and where it
 * comes from. Training is one thread and one fixed order of operations: the same files, options
 * and version of the library give the same bytes, in every locale and on every IEEE machine. */
#ifndef SEG_TRAIN_H
#define SEG_TRAIN_H

#include <stdint.h>

#include "seg/span.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- The recipe: tab-separated, one file a line, "#" opens a comment line, the first other line
 * names the columns: file, kind, share, count, spelling, headlines, licence, source.
 *   kind       running (a paragraph a line, blank lines between documents), sentences (one a
 *              line, alone), court (one a line, in order), words (lower-case words that must be
 *              in the vocabulary), abbreviations (and their class), frequencies, nouns,
 *              adjectives, verbs, phrases
 *   share      of the training text; "-" for lists
 *   count      weight of a use of a word in the vocabulary; "-" for lists
 *   spelling   new, old (before 1996), swiss, or "-"
 *   headlines  yes when sentences may be made into headlines, no, or "-" */

typedef struct seg_recipe seg_recipe;

/* The caller frees *recipe. Errors: SEG_BAD_FORMAT with the line, SEG_NOMEM. */
SEG_API seg_status seg_recipe_parse(seg_bytes table, seg_recipe **recipe, seg_error *error);
SEG_API void seg_recipe_free(seg_recipe *recipe);

SEG_API size_t seg_recipe_count(const seg_recipe *recipe);
/* The name as in the table. Borrowed from the recipe. */
SEG_API const char *seg_recipe_file(const seg_recipe *recipe, size_t index);
/* Gives the file's contents, which must stay unchanged until training is over. */
SEG_API void seg_recipe_set_text(seg_recipe *recipe, size_t index, seg_bytes text);

/* --- Training. */

typedef struct seg_train_options {
  size_t size;      /* sizeof(seg_train_options) */
  const char *name; /* of the model, "de-6" */
  uint64_t seed;
  double effort;    /* share of the full number of training steps; 1 is the shipped model */
  size_t words;     /* entries of the vocabulary besides listed words */
  /* Called with one line of text without a line feed, from time to time; may be NULL. */
  void (*progress)(void *context, const char *line);
  void *context;
} seg_train_options;

/* "de", seed 1, full effort, 110000 words, no progress. */
SEG_API extern const seg_train_options seg_train_defaults;

/* Gaps of one range of probabilities on the held-back part, with the probability averaged. */
typedef struct seg_train_bin {
  size_t gaps, ends; /* of them sentence ends */
  double probability;
} seg_train_bin;

#define SEG_TRAIN_BINS 10

/* Lost marks of one kind: how many there were, were said, and were said rightly. */
typedef struct seg_train_mark {
  size_t gold, found, right;
} seg_train_mark;

#define SEG_TRAIN_MARKS 4

/* Places inside tokens of made-up pages where something was lost. */
typedef struct seg_train_joins {
  size_t lost, found, right;        /* at a probability of 0.5 */
  size_t named, named_right;        /* of those right: where what is missing had to be said */
  size_t clean_bytes, clean_found;  /* undamaged pages, and places found in them */
} seg_train_joins;

/* What the model does on text held back from training. */
typedef struct seg_train_report {
  size_t gold, found, right; /* sentence ends of damaged text at threshold 0.5 */
  double temperature;        /* of the calibration: what scores are divided by, */
  double offset;             /* and what is added to them then */
  seg_train_bin bins[SEG_TRAIN_BINS]; /* of undamaged text, by the probability said */
  seg_train_mark marks[SEG_TRAIN_MARKS]; /* no mark, comma, colon, end of a sentence; undamaged text */
  seg_train_joins joins;
} seg_train_report;

/* Trains on a recipe whose texts are all set. The caller frees *model with seg_free; report may
 * be NULL, and so may options, for the defaults. Errors: SEG_BAD_FORMAT with file and line, SEG_BAD_ARGUMENT (no text, options),
 * SEG_NOMEM. */
SEG_API seg_status seg_train(const seg_recipe *recipe, const seg_train_options *options,
                             char **model, size_t *length, seg_train_report *report,
                             seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
