/* Makes scraping damage on purpose, and the edits that repair it.
 *
 *   clean text -> tokens and gaps -> which of them a kind of damage strikes
 *              -> damaged text, and the edits that lead back from it to the clean text
 *
 * The same seed makes the same damage on every machine, wherever the text is cut when it is fed.
 * Chance is drawn for each kind and place apart: a higher rate adds damage and moves none. */
#ifndef SEG_NOISE_H
#define SEG_NOISE_H

#include <stdbool.h>
#include <stdint.h>

#include "seg/align.h"
#include "seg/editlog.h"
#include "seg/span.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A kind of damage; it has the id of the repair kind that undoes it, if there is one. */
typedef struct seg_noise_kind {
  const char *id;      /* "sentence-join" */
  const char *summary; /* one line */
  const char *before;  /* "nach Russland. Damit ist" */
  const char *after;   /* "nach RusslandDamit ist" */
} seg_noise_kind;

/* All kinds in a fixed order, *count of them. Static storage, thread-safe. */
SEG_API const seg_noise_kind *seg_noise_kinds(size_t *count);

/* Damages one text after the other. One thread at a time. */
typedef struct seg_noiser seg_noiser;

/* preset: "article" (sentences, clauses and words joined, about one place in 400 characters),
 * "pages" (as web pages lose their blocks and links) or "none" (all rates 0).
 * The caller frees *noiser. Errors: SEG_BAD_ARGUMENT (unknown preset), SEG_NOMEM. */
SEG_API seg_status seg_noiser_new(const char *preset, uint64_t seed, seg_noiser **noiser,
                                  seg_error *error);
SEG_API void seg_noiser_free(seg_noiser *noiser);

/* Sets the share, 0 to 1, of the places open to a kind that it strikes.
 * Errors: SEG_BAD_ARGUMENT (unknown kind; the message names it; or a rate outside 0 to 1). */
SEG_API seg_status seg_noiser_set_rate(seg_noiser *noiser, const char *kind, double rate,
                                       seg_error *error);

/* A stretch of a text; stretches follow each other without gap. */
typedef struct seg_noised {
  seg_bytes clean;
  seg_bytes damaged;
  size_t damaged_offset;      /* bytes of the damaged text before the stretch */
  const seg_editlog *repairs; /* from `damaged` to `clean`, at offsets in `damaged`; the kinds are
                                 those of the damage, the confidence is 1 */
} seg_noised;

/* Takes the next bytes of a text in UTF-8, cut anywhere; invalid bytes are left alone. *block
 * lends what is settled, which may be nothing, until the next call on the noiser. `final` ends
 * the text: all of it is settled then, and the next feed begins another one, with other chances.
 * Errors: SEG_NOMEM; only free is allowed after it. */
SEG_API seg_status seg_noiser_feed(seg_noiser *noiser, const char *text, size_t length, bool final,
                                   seg_noised *block, seg_error *error);

/* --- Parallel texts. */

/* Each rate is the share of lines, 0 to 1, that an operation strikes on either side; no line is
 * struck twice. */
typedef struct seg_bitext_noise {
  size_t size;      /* sizeof(seg_bitext_noise), so that the struct can grow */
  uint64_t seed;
  double merge;     /* with the line behind it */
  double split;     /* behind a comma or semicolon or before a conjunction, where there is one */
  double deletion;
  double insertion; /* of a line from elsewhere in the text, where a bead ends behind the line */
} seg_bitext_noise;

/* The noisy texts as lines in the memory of the clean ones or in `text`, and the gold beads.
 * score is 1. Free with seg_noisy_bitext_clear. */
typedef struct seg_noisy_bitext {
  seg_bytes *source, *target; /* [source_count], [target_count]; empty lines are paragraph ends,
                                 which beads do not count */
  size_t source_count, target_count;
  seg_bead *beads;
  size_t bead_count;
  char *text; /* merged lines */
} seg_noisy_bitext;

/* Makes noise in texts that are parallel line by line. A line that is blank on both sides ends a
 * paragraph: it stays, and nothing is merged across it. A line that is blank on one side only is
 * one that was deleted there. source and target must outlive the result. Thread-safe.
 * Errors: SEG_BAD_ARGUMENT (a rate outside 0 to 1, or more than 1 in all), SEG_NOMEM. */
SEG_API seg_status seg_noise_bitext(const seg_bitext_noise *options, const seg_bytes *source,
                                    const seg_bytes *target, size_t count,
                                    seg_noisy_bitext *noisy, seg_error *error);
SEG_API void seg_noisy_bitext_clear(seg_noisy_bitext *noisy);

#ifdef __cplusplus
}
#endif
#endif
