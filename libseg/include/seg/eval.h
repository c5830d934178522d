/* Measures: boundaries, repairs and beads against a gold standard.
 *
 * All functions are thread-safe for different results. Counts are added to what *counts holds,
 * so that several files are scored together: start with zeros. On failure they are unchanged. */
#ifndef SEG_EVAL_H
#define SEG_EVAL_H

#include <stdbool.h>

#include "seg/editlog.h"
#include "seg/span.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct seg_counts {
  size_t gold;        /* things the gold standard holds */
  size_t found;       /* things the tool made */
  size_t gold_right;  /* of the gold, those that were found: recall's numerator */
  size_t found_right; /* of the found, those that are in the gold: precision's numerator */
} seg_counts;

/* Ratios from 0 to 1; 0 where nothing is to be divided. */
SEG_API double seg_precision(const seg_counts *counts);
SEG_API double seg_recall(const seg_counts *counts);
/* (1 + beta^2) P R / (beta^2 P + R): beta 1 is F1, beta 0.5 weighs precision higher
 * (van Rijsbergen 1979). */
SEG_API double seg_f_score(const seg_counts *counts, double beta);

/* --- Sentence boundaries. */

/* A boundary that only one of two texts has. */
typedef struct seg_boundary_error {
  size_t gold_offset; /* bytes in the gold text: the end of the character before the boundary */
  bool missed;        /* the gold has it; otherwise only the output has */
} seg_boundary_error;

/* Compares two texts of one sentence a line. A boundary's position is the number of characters
 * before it that are not white space, so spacing does not matter; the end of the text counts as
 * a boundary. *errors gets the differences in order, allocated: free with seg_free; errors and
 * error_count may both be NULL.
 * Errors: SEG_BAD_MATCH when the texts differ in more than white space, with offset and line in
 * the gold; SEG_NOMEM. */
SEG_API seg_status seg_eval_boundaries(seg_bytes gold, seg_bytes output, seg_counts *counts,
                                       seg_boundary_error **errors, size_t *error_count,
                                       seg_error *error);

/* --- Repairs. */

/* Appends the edits that turn `before` into `after`. Time is linear where only separators were
 * put in, at worst quadratic in the words.
 * Method: a greedy match of characters; where that fails, longest common runs of words
 * (Ratcliff and Metzener 1988) and the shortest edit script inside them (Myers 1986).
 * Errors: SEG_NOMEM. */
SEG_API seg_status seg_eval_diff(seg_bytes before, seg_bytes after, seg_editlog *edits,
                                 seg_error *error);

/* What should be put in at a place. White space means at least one character of it. */
typedef enum seg_want {
  SEG_WANT_TEXT,      /* exactly `text` */
  SEG_WANT_SPACE,     /* white space */
  SEG_WANT_STOP,      /* one of . : ! ? and the ellipsis before white space, or a line break */
  SEG_WANT_SEPARATOR, /* white space, with or without one mark before it */
  SEG_WANT_ANYTHING   /* not scored: the gold standard is not sure */
} seg_want;

typedef struct seg_repair_place {
  size_t offset;       /* bytes in the damaged text */
  size_t old_length;   /* bytes to be replaced; 0: something is to be put in */
  seg_want want;
  seg_bytes text;      /* for SEG_WANT_TEXT; borrowed */
  bool exact;          /* result: repaired as wanted */
  bool position;       /* result: white space was put in here, or replaced as wanted */
} seg_repair_place;

typedef enum seg_verdict {
  SEG_VERDICT_RIGHT,      /* exact */
  SEG_VERDICT_MISWORDED,  /* right place, other text */
  SEG_VERDICT_FALSE,      /* nothing is to be put in here */
  SEG_VERDICT_OTHER,      /* deletes or replaces what it should not */
  SEG_VERDICT_UNSCORED
} seg_verdict;

typedef struct seg_repair_counts {
  seg_counts exact;
  seg_counts position; /* found - found_right are the false insertions */
  size_t other;        /* edits with SEG_VERDICT_OTHER */
  size_t characters;   /* code points of the damaged text */
} seg_repair_counts;

/* Scores the edits made to a damaged text. places stand in text order, one at an offset; their
 * results are set. verdicts, when not NULL, has room for one result an edit.
 * An edit that replaces text and puts white space at its edge also counts as an insertion there.
 * Errors: SEG_BAD_ARGUMENT when the places are out of order. */
SEG_API seg_status seg_eval_repair(seg_bytes damaged, seg_repair_place *places,
                                   size_t place_count, const seg_editlog *edits,
                                   seg_repair_counts *counts, seg_verdict *verdicts,
                                   seg_error *error);

/* --- Beads. */

/* A bead as lists of sentence numbers, not always neighbours: gold standards skip lines. */
typedef struct seg_link {
  size_t *source, source_count; /* ascending, from 0 */
  size_t *target, target_count;
} seg_link;

typedef struct seg_links {
  seg_link *items;
  size_t count;
} seg_links;

/* Reads lines "[0]:[0, 1]:score"; the score is not read and may be left out, blank lines are
 * skipped. Free with seg_links_clear. Errors: SEG_BAD_FORMAT with the line, SEG_NOMEM. */
SEG_API seg_status seg_links_parse(seg_bytes text, seg_links *links, seg_error *error);
SEG_API void seg_links_clear(seg_links *links);

typedef struct seg_bead_counts {
  seg_counts strict; /* the very same bead */
  seg_counts lax;    /* the same bead, or one that shares a sentence on both sides */
} seg_bead_counts;

/* Precision is over all beads of the output, recall over gold beads with both sides; a bead with
 * an empty side can only be right strictly. A bead that stands twice counts once, an empty one
 * not at all. gold_found, when not NULL, has room for gold->count results: whether the output
 * has the very same bead.
 * Method: Sennrich and Volk (NODALIDA 2011), as in the scorer of Vecalign. Errors: SEG_NOMEM. */
SEG_API seg_status seg_eval_beads(const seg_links *gold, const seg_links *output,
                                  seg_bead_counts *counts, bool *gold_found, seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
