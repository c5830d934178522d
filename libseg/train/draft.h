/* One word while it is being damaged. */
#ifndef SEGI_DRAFT_H
#define SEGI_DRAFT_H

#include <stdbool.h>

#include "seg/span.h"

enum { SEGI_LONGEST_DRAFT = 240 };

typedef struct segi_draft {
  char bytes[SEGI_LONGEST_DRAFT];
  size_t length;
} segi_draft;

static inline seg_bytes segi_draft_bytes(const segi_draft *d) {
  return (seg_bytes){d->bytes, d->length};
}

/* False, and nothing changed, when it does not fit. */
bool segi_draft_set(segi_draft *d, seg_bytes word);

/* Replaces bytes [start, end). Does nothing when the result does not fit. */
void segi_draft_replace(segi_draft *d, size_t start, size_t end, const char *with);

/* Start and end of the first to the last letter or digit; both 0 without any. */
seg_span segi_draft_core(const segi_draft *d);

/* German letters (ASCII, umlauts): the first letter, or all. */
void segi_draft_lower_first(segi_draft *d);
void segi_draft_lower(segi_draft *d);
void segi_draft_capitalise(segi_draft *d); /* the first byte, when it is a to z */

/* Takes . ! ? … behind the core away. */
void segi_draft_strip_marks(segi_draft *d);

/* Quotation marks and single dashes of another convention; "open close", "" leaves them. */
void segi_draft_restyle(segi_draft *d, const char *quotes, const char *dash);

#endif
