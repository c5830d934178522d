/* Sentence ends by ICU's rules (Unicode Standard Annex 29) and a few of our own, for languages
 * without a model. */
#ifndef SEGI_ICU_BREAK_H
#define SEGI_ICU_BREAK_H

#include <stddef.h>

#include "seg/status.h"

/* Scratch memory for one thread, used for text after text. */
typedef struct segi_breaker segi_breaker;

/* Makes a breaker for a language code, with a country or script if need be: "en", "en-GB",
 * "pt_BR", "zh-Hant". The caller frees it. Errors: SEG_UNSUPPORTED when ISO 639 has no such
 * language, SEG_NOMEM. */
seg_status segi_breaker_new(const char *language, segi_breaker **breaker, seg_error *error);
void segi_breaker_free(segi_breaker *breaker);

/* Finds the sentence ends of UTF-8 text[0, length), at most INT32_MAX bytes; invalid bytes
 * count as U+FFFD. *ends lends their offsets in bytes, ascending, until the next call: each
 * stands behind the white space after its sentence, the last is `length`; none for an empty
 * text. A line break always ends a sentence here.
 * Errors: SEG_BAD_ARGUMENT for a text that is too long, SEG_NOMEM. */
seg_status segi_breaker_find(segi_breaker *breaker, const char *text, size_t length,
                             const size_t **ends, size_t *count, seg_error *error);

#endif
