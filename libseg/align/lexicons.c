#include "align/lexicons.h"

#include <string.h>

static const char german_english[] =
#include "data/translations/de-en.inc"
;
static const char german_french[] =
#include "data/translations/de-fr.inc"
;
static const char german_italian[] =
#include "data/translations/de-it.inc"
;

#define TEXT(array) {array, sizeof array - 1}

static const struct {
  const char *source, *target;
  seg_bytes text;
} lexicons[] = {
  {"de", "en", TEXT(german_english)},
  {"de", "fr", TEXT(german_french)},
  {"de", "it", TEXT(german_italian)},
};

/* "de", "de-AT" and "DE_ch" are all German. */
static bool is_language(const char *tag, const char *language) {
  return (tag[0] | 32) == language[0] && (tag[1] | 32) == language[1] &&
         (tag[2] == '\0' || tag[2] == '-' || tag[2] == '_');
}

seg_status segi_lexicon_load(const char *source_language, const char *target_language,
                             segi_translations *table, seg_error *error) {
  *table = (segi_translations){.words = SEGI_KEYS_EMPTY};
  for (size_t i = 0; i < sizeof lexicons / sizeof *lexicons; i++) {
    bool as_listed = is_language(source_language, lexicons[i].source) &&
                     is_language(target_language, lexicons[i].target);
    if (as_listed || (is_language(source_language, lexicons[i].target) &&
                      is_language(target_language, lexicons[i].source)))
      return segi_translations_read(lexicons[i].text, !as_listed, table, error);
  }
  return SEG_OK;
}
