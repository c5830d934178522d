/* ICU regular expressions over a text, all of its places known by bytes.
 *
 *   UTF-8 text -> segi_wide: UTF-16 units, each with its byte -> find, at, spans
 *
 * Bytes that are no UTF-8 count as U+FFFD. Places are indexes of units, at which a character
 * begins. Look-around and anchors see the whole text. */
#ifndef SEGI_ICU_REGEX_H
#define SEGI_ICU_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seg/status.h"

/* A text as ICU reads it; zero it before the first use. */
typedef struct segi_wide {
  uint16_t *units; /* [count] */
  size_t *bytes;   /* [count + 1] where the character of the unit begins; the last is the end */
  size_t count;
  size_t capacity;
} segi_wide;

/* Replaces the text. False when memory is short. */
bool segi_widen(segi_wide *wide, const char *text, size_t length);
void segi_wide_clear(segi_wide *wide); /* frees */

/* The place behind the character at `place`. */
size_t segi_wide_next(const segi_wide *wide, size_t place);

/* An expression: as compiled it may be shared, its clones match, each in one thread. */
typedef struct segi_regex segi_regex;

/* Compiles UTF-8. Errors: SEG_BAD_FORMAT (not valid, or too large), SEG_NOMEM. */
seg_status segi_regex_new(const char *pattern, segi_regex **regex, seg_error *error);

/* Compiles (?<=pattern); SEG_UNSUPPORTED, without *error, where ICU can set no bound to the
 * length of what the pattern matches. */
seg_status segi_regex_new_behind(const char *pattern, segi_regex **regex, seg_error *error);

/* NULL when memory is short. The original may be freed first. */
segi_regex *segi_regex_clone(const segi_regex *regex);
void segi_regex_free(segi_regex *regex);

/* The text to match, which is borrowed until the next one is set; the budget of steps is full
 * again. */
seg_status segi_regex_set_text(segi_regex *regex, const segi_wide *wide, seg_error *error);

/* All matching below may also fail with SEG_BAD_FORMAT, when the expression takes more steps or
 * memory than is sensible for the text, and SEG_NOMEM. Steps are counted, so that it fails at the
 * same place on every machine. */

/* The first match that begins at `from` or behind it; SEG_END when there is none. */
seg_status segi_regex_find(segi_regex *regex, size_t from, size_t *start, seg_error *error);

/* Whether a match begins at `place`. */
seg_status segi_regex_at(segi_regex *regex, size_t place, bool *found, seg_error *error);

/* Whether the expression matches from `start` to `end` exactly; if not, *further tells whether it
 * might match from `start` to some place behind `end`. */
seg_status segi_regex_spans(segi_regex *regex, size_t start, size_t end, bool *found,
                            bool *further, seg_error *error);

/* Whether the expression matches all of a string. The expression may be shared. */
seg_status segi_regex_matches(const segi_regex *regex, const char *string, bool *found,
                              seg_error *error);

#endif
