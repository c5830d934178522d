/* The templates: what the model sees at a junction. Training, use and inspection share them.
 *
 *   glance       3 hashed cells a junction: the bytes on both sides
 *   first look   9 hashed cells: words, endings and marks on both sides
 *   second look  17 hashed cells: more words, their forms, and where marks stand around
 *   token rows   what describes one token of the window, each template with rows of its own
 *   context      scores of the junctions around, distances, counts, nesting: hashed rows
 *   lost marks   words and endings around a junction whose mark is hidden: hashed cells
 *
 * The lists themselves are the tables in features.c. */
#ifndef SEGI_FEATURES_H
#define SEGI_FEATURES_H

#include "junction/context.h"

enum {
  SEGI_GLANCE_TEMPLATES = 3,
  SEGI_FIRST_LOOK_TEMPLATES = 9,
  SEGI_SECOND_LOOK_TEMPLATES = 17,
  SEGI_TOKEN_TEMPLATES = 9,
  SEGI_CONTEXT_TEMPLATES = 36,
  SEGI_MARK_TEMPLATES = 11
};

extern const char *const segi_glance_ids[SEGI_GLANCE_TEMPLATES];
extern const char *const segi_first_look_ids[SEGI_FIRST_LOOK_TEMPLATES];
extern const char *const segi_second_look_ids[SEGI_SECOND_LOOK_TEMPLATES];
extern const char *const segi_token_ids[SEGI_TOKEN_TEMPLATES];
extern const char *const segi_context_ids[SEGI_CONTEXT_TEMPLATES];
extern const char *const segi_mark_ids[SEGI_MARK_TEMPLATES];

/* No sentence ends between these: a word without any mark, or with a comma, before a word in
 * lower case. Such junctions are not looked at: their score is SEGI_SETTLED. Those that a glance
 * settles have the scores behind it. */
bool segi_settles_left(const segi_traits *left);
bool segi_settles_right(const segi_traits *right);
static inline bool segi_is_settled(const segi_traits *left, const segi_traits *right) {
  return segi_settles_left(left) && segi_settles_right(right);
}
enum {
  SEGI_SETTLED = -9 * SEGI_LOOK_STEP,
  SEGI_GLANCED_SPACE = -8 * SEGI_LOOK_STEP,
  SEGI_GLANCED_END = 8 * SEGI_LOOK_STEP
};

/* Cells of the glance at junction i, below SEGI_GLANCE. */
void segi_glance_cells(const segi_tokens *tokens, size_t i, uint32_t cell[SEGI_GLANCE_TEMPLATES]);

/* Cells of the first look at junction i, below SEGI_FIRST_LOOK. */
void segi_first_look_cells(const segi_context *c, size_t i,
                           uint32_t cell[SEGI_FIRST_LOOK_TEMPLATES]);

/* Cells of the second look at junction i, below SEGI_SECOND_LOOK, once the levels are filled in. */
void segi_second_look_cells(const segi_context *c, size_t i,
                            uint32_t cell[SEGI_SECOND_LOOK_TEMPLATES]);

/* Rows of a token in the trait rows, below SEGI_PADDING_ROW. To these comes the word row
 * t->word_row; 0 is a row as well, that of all words without one. Places beyond the ends of the
 * stretch have the trait row SEGI_PADDING_ROW alone. */
void segi_token_rows(const segi_traits *t, uint16_t row[SEGI_TOKEN_TEMPLATES]);
enum { SEGI_PADDING_ROW = SEGI_TRAIT_ROWS - 1 };

/* Rows of junction i in the context rows, below SEGI_CONTEXT_ROWS. */
void segi_context_rows(const segi_context *c, size_t i, uint16_t row[SEGI_CONTEXT_TEMPLATES]);

/* Rows of a junction whose mark is hidden in the mark rows, below SEGI_MARK_ROWS. The junction
 * stands between window[K - 1] and window[K]; no entry is NULL. */
void segi_mark_rows(const segi_traits *const window[2 * SEGI_K], uint32_t row[SEGI_MARK_TEMPLATES]);

#endif
