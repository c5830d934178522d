/* Puts back what scraping lost, and says so.
 *
 *   text -> tokens -> places where a token could come apart -> labels -> edits
 *
 * The repairer only ever proposes edits; seg_editlog_apply makes the new text. */
#ifndef SEG_REPAIR_H
#define SEG_REPAIR_H

#include <stdbool.h>

#include "seg/editlog.h"
#include "seg/model.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A kind of repair: id, whether it is on by default, what it does, and an example. */
typedef struct seg_repair_kind {
  const char *id;      /* "sentence-join" */
  int on_by_default;
  const char *summary; /* one line */
  const char *before;  /* "Er kam nach RusslandDamit ist es aus." */
  const char *after;   /* "Er kam nach Russland. Damit ist es aus." */
  const char *evidence; /* what its edits rest on: "model" or "rule" */
} seg_repair_kind;

/* All kinds in a fixed order, *count of them. Static storage, thread-safe. */
SEG_API const seg_repair_kind *seg_repair_kinds(size_t *count);

typedef struct seg_repair_options {
  size_t size;           /* sizeof(seg_repair_options), so that the struct can grow */
  const char *only;      /* ids separated by commas: these kinds and no others; NULL: the default set */
  const char *skip;      /* ids separated by commas to leave out; NULL: none */
  double min_confidence; /* least confidence of an edit, 0 to 1 */
  const char *also;      /* ids separated by commas to add to the default set or to `only`; NULL: none */
  bool drop_furniture;   /* runs of furniture are taken out, as edits of kind "furniture" */
} seg_repair_options;

/* The default set at confidence 0.5. */
SEG_API extern const seg_repair_options seg_repair_defaults;

/* Digested options: read-only, shared by threads. */
typedef struct seg_repairer seg_repairer;

/* options NULL means the defaults; model NULL means seg_model_default() and must outlive the
 * repairer otherwise. Errors: SEG_BAD_ARGUMENT (unknown kind; the message names it), SEG_NOMEM. */
SEG_API seg_status seg_repairer_new(const seg_repair_options *options, const seg_model *model,
                                    seg_repairer **repairer, seg_error *error);
SEG_API void seg_repairer_free(seg_repairer *repairer);

/* Whether the repairer has a kind on. Thread-safe. */
SEG_API bool seg_repairer_has(const seg_repairer *repairer, const char *id);

/* Appends the edits for one UTF-8 text to the log. Their offsets count from the start of this
 * text plus `base` (bytes). The text is best a whole document: words that occur elsewhere in it
 * are evidence. Invalid bytes are left alone. Thread-safe for different logs.
 * Errors: SEG_NOMEM. */
SEG_API seg_status seg_repair_text(const seg_repairer *repairer, const char *text, size_t length,
                                   size_t base, seg_editlog *log, seg_error *error);

/* --- Why the model sees something missing inside a token, or not. */

typedef struct seg_place_explanation {
  size_t offset;            /* bytes from the start of the text */
  seg_bytes left, right;    /* the token before and behind the place, lent */
  const char *family;       /* what makes it a place: "case-change", "after-mark", ...; static storage */
  double probability;       /* that something is missing here */
  const char *missing;      /* what that would be: "space", "comma", "colon", "sentence", "paragraph" */
  const seg_weight *weights; /* [weight_count] lent, the heaviest first: by how much the log odds would
                                fall if this was 0 */
  size_t weight_count;
} seg_place_explanation;

typedef void seg_explain_place(void *context, const seg_place_explanation *explanation);

/* Calls explain for every place of a text, as it stands before any repair, that the model looks at
 * closely: in order. Thread-safe. Errors: SEG_NOMEM. */
SEG_API seg_status seg_repair_explain(const seg_repairer *repairer, const char *text, size_t length,
                                      seg_explain_place *explain, void *context,
                                      seg_error *error);

/* Finds runs of lines that are the furniture of a web page (menus, share bars, cookie lines) by
 * the phrases that segsplit marks as furniture, and stricter: a run has one line that is sure or
 * several that are likely. Spans of whole lines with their line ends, in order; *runs is
 * allocated, the caller frees it with seg_free. Thread-safe. Errors: SEG_NOMEM. */
SEG_API seg_status seg_find_furniture(const char *text, size_t length, seg_span **runs,
                                      size_t *count, seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
