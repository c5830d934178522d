/* The rules of an SRX file and the places where they apply; seg/srx.h tells what they mean.
 *
 * Trying all rules at all places would take R rules x N places, and a beforebreak can begin
 * anywhere. Instead:
 *   1. Every rule that breaks is looked for on its own: its afterbreak is found forwards, and its
 *      beforebreak is tested at these places only. What no such rule finds is no break.
 *   2. Every rule that does not break is tested only at the places where a later rule would.
 *   3. A beforebreak of bounded length is tested as (?<=beforebreak), which ICU does from a place
 *      backwards. One without bound ("[.?!]+") is found forwards once a text; from each start, the
 *      places are tried in order until ICU says that the expression cannot reach further. */
#ifndef SEGI_SRX_H
#define SEGI_SRX_H

#include <stdbool.h>

#include "seg/srx.h"
#include "text/icu_regex.h"

typedef struct segi_srx_rule {
  bool breaks;
  size_t line;
  segi_regex *behind; /* (?<=beforebreak) where it is bounded, else NULL */
  segi_regex *before; /* beforebreak where it is not, else NULL */
  segi_regex *after;  /* NULL: always matches */
} segi_srx_rule;

/* --- Building: what the reader of the file calls, in the order of the file. */

/* name is that of the file, for messages. */
seg_status segi_srx_new(const char *name, seg_srx **srx, seg_error *error);

/* A languagerule; rules go into the last one. Errors: SEG_BAD_FORMAT (the name is taken). */
seg_status segi_srx_add_set(seg_srx *srx, const char *name, size_t line, seg_error *error);
seg_status segi_srx_add_rule(seg_srx *srx, bool breaks, const char *before, const char *after,
                             size_t line, seg_error *error);

/* A languagemap. Errors: SEG_BAD_FORMAT (the expression; no set has the name). */
seg_status segi_srx_add_map(seg_srx *srx, const char *pattern, const char *set, size_t line,
                            seg_error *error);

/* Whether all maps that match a language count, or only the first one. */
void segi_srx_set_cascade(seg_srx *srx, bool cascade);

/* --- Using */

/* The rules of a language, in order: *rules is allocated, its items are lent by srx.
 * Errors: SEG_UNSUPPORTED (no map matches), SEG_NOMEM. */
seg_status segi_srx_pick(const seg_srx *srx, const char *language, const segi_srx_rule ***rules,
                         size_t *count, seg_error *error);

/* Scratch memory for one thread, used for text after text. */
typedef struct segi_srx_matcher segi_srx_matcher;

/* srx and rules must outlive the matcher. */
seg_status segi_srx_matcher_new(const seg_srx *srx, const segi_srx_rule *const *rules, size_t count,
                                segi_srx_matcher **matcher, seg_error *error);
void segi_srx_matcher_free(segi_srx_matcher *matcher);

/* A place where a rule decides. */
typedef struct segi_srx_place {
  size_t offset; /* bytes from the start of the text */
  bool breaks;
} segi_srx_place;

/* The places where the rules break, and of the `asked` ones (ascending offsets) those where they
 * do not, strictly between `from` and `length`, ascending. `from` > 0 says that the text before it
 * is context, and that more stands before that. *places is lent until the next call.
 * Errors, naming file and line of the rule: as segi_regex. */
seg_status segi_srx_decide(segi_srx_matcher *matcher, const char *text, size_t from, size_t length,
                           const size_t *asked, size_t asked_count, const segi_srx_place **places,
                           size_t *count, seg_error *error);

#endif
