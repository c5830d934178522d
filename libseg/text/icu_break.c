#include "text/icu_break.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uloc.h>
#include <unicode/utext.h>

#include "base/error.h"
#include "base/mem.h"
#include "text/chars.h"

/* ICU knows no abbreviations unless its suppressions are switched on ("@ss=standard"), which
 * take CLDR's word lists to be sure and swallow real ends: on the 1,997 lines of NTREX-128
 * they remove 43 false ends and 8 real ones in English, 52 and 19 in French, 0 and 19 in
 * Italian, 28 and 137 in German. They are off, and the rules below stand in for them: they
 * remove 90 and 3 in English, 185 and 1 in French, 24 and 1 in Italian, and find 127 more. */

/* Words that a full stop follows within a sentence, between spaces. */
typedef struct language_words {
  const char *language;
  const char *titles;   /* before a name */
  const char *numbered; /* before a number */
} language_words;

static const language_words words[] = {
  {"en",
   " Mr Mrs Ms Mx Messrs Dr Prof St Mt Ft Sen Sens Rep Reps Gov Gen Col Maj Capt Cpt Cmdr Adm Lt"
   " Sgt Cpl Pvt Det Insp Supt Rev Hon Pres Amb vs U.S U.N U.K ",
   " No Nos no nos Fig Figs fig figs Vol vol Art art Sec sec Ch ch Eq eq p pp "},
  {"fr", " M MM Dr Pr Prof Me Mgr St Ste vs cf Cf ", " n no art fig vol chap p pp "},
  {"it",
   " Sig sig Sigg sigg Dott dott Prof prof Dr dr Avv avv Ing ing Arch arch Geom geom On on Mons"
   " mons Sen sen Gen gen Cap cap St vs ",
   " n art fig vol cap pag p pp "},
  {"es", " Sr Sra Srta Sres Dr Dra Dres D Prof Profa Lic Ing Gral Cap St Sto Sta vs ",
   " n núm art fig vol cap pág págs p pp "},
};

static const language_words no_words = {"", " ", " "};

static const language_words *find_words(const char *locale) {
  size_t length = strcspn(locale, "_");
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (length == strlen(words[i].language) && strncmp(locale, words[i].language, length) == 0)
      return &words[i];
  return &no_words;
}

/* --- What stands around a place */

static segi_class class_after(const char *text, size_t length, size_t place) {
  size_t width;
  return place < length ? segi_class_at(text + place, length - place, &width) : SEGI_NEWLINE;
}

static segi_class class_before(const char *text, size_t place) {
  if (place == 0) return SEGI_NEWLINE;
  const char *character = segi_previous(text, text + place);
  return class_after(text, place, (size_t)(character - text));
}

static size_t before(const char *text, size_t place) {
  return (size_t)(segi_previous(text, text + place) - text);
}

static size_t skip_spaces(const char *text, size_t length, size_t place) {
  size_t width;
  while (place < length && segi_class_at(text + place, length - place, &width) == SEGI_SPACE)
    place += width;
  return place;
}

/* Start of the word, with full stops in it, that ends here. */
static size_t word_start(const char *text, size_t end) {
  for (;;) {
    segi_class class = class_before(text, end);
    if (!segi_is_letter(class) && class != SEGI_MARK && class != SEGI_STOP) return end;
    end = before(text, end);
  }
}

/* --- Rules */

static bool is_listed(const char *list, const char *word, size_t length) {
  char spaced[16];
  if (length == 0 || length + 3 > sizeof spaced) return false;
  spaced[0] = ' ';
  memcpy(spaced + 1, word, length);
  memcpy(spaced + 1 + length, " ", 2);
  return strstr(list, spaced) != NULL;
}

/* "J. Smith"; "I" is seldom a name. */
static bool is_initial(const char *word, size_t length) {
  size_t width;
  return length > 0 && *word != 'I' && segi_class_at(word, length, &width) == SEGI_UPPER &&
         width == length;
}

/* "Mr. Smith", "J. Smith", "No. 5" */
static bool is_abbreviated(const language_words *list, const char *text, size_t length, size_t mark,
                           size_t next) {
  size_t start = word_start(text, mark - 1);
  const char *word = text + start;
  size_t word_length = mark - 1 - start;
  segi_class follows = class_after(text, length, next);
  if (follows == SEGI_DIGIT) return is_listed(list->numbered, word, word_length);
  return follows == SEGI_UPPER &&
         (is_listed(list->titles, word, word_length) || is_initial(word, word_length));
}

/* Quotation marks that close what the French open with a space: « Oui. » Then */
static size_t skip_closing_quote(const char *text, size_t length, size_t place) {
  static const char *const quotes[] = {"»", "›", "”"};
  for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
    size_t width = strlen(quotes[i]);
    if (length - place < width || memcmp(text + place, quotes[i], width) != 0) continue;
    size_t next = skip_spaces(text, length, place + width);
    if (next > place + width || next == length) return next;
  }
  return place;
}

struct segi_breaker {
  const language_words *words;
  UBreakIterator *iterator;
  UText *view;
  size_t *ends; /* [count] */
  size_t count;
  size_t capacity;
};

static seg_status icu_failed(UErrorCode code, seg_error *error) {
  if (code == U_MEMORY_ALLOCATION_ERROR) return segi_nomem(error);
  return segi_fail(error, SEG_UNSUPPORTED, "ICU: %s", u_errorName(code));
}

/* ICU takes any letters for a language and falls back to its root rules. */
static bool is_language(const char *language, char *locale, int32_t capacity) {
  UErrorCode code = U_ZERO_ERROR;
  uloc_canonicalize(language, locale, capacity, &code);
  return U_SUCCESS(code) && code != U_STRING_NOT_TERMINATED_WARNING &&
         strchr(locale, '@') == NULL && *uloc_getISO3Language(locale) != '\0';
}

seg_status segi_breaker_new(const char *language, segi_breaker **breaker, seg_error *error) {
  *breaker = NULL;
  char locale[ULOC_FULLNAME_CAPACITY];
  if (!is_language(language, locale, sizeof locale))
    return segi_fail(error, SEG_UNSUPPORTED, "unknown language '%s'", language);
  segi_breaker *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  made->words = find_words(locale);
  UErrorCode code = U_ZERO_ERROR;
  made->iterator = ubrk_open(UBRK_SENTENCE, locale, NULL, 0, &code);
  made->view = utext_openUTF8(NULL, "", 0, &code);
  if (U_FAILURE(code)) {
    segi_breaker_free(made);
    return icu_failed(code, error);
  }
  *breaker = made;
  return SEG_OK;
}

void segi_breaker_free(segi_breaker *breaker) {
  if (breaker == NULL) return;
  if (breaker->iterator != NULL) ubrk_close(breaker->iterator);
  utext_close(breaker->view);
  free(breaker->ends);
  free(breaker);
}

/* Whether the place that ICU found is an end; may move it behind a quotation mark. */
static bool is_end(const segi_breaker *breaker, const char *text, size_t length, size_t *end) {
  size_t mark = *end; /* behind the last character that is no space */
  while (class_before(text, mark) == SEGI_SPACE) mark = before(text, mark);
  if (*end == length || class_before(text, mark) == SEGI_NEWLINE) return true;
  *end = skip_closing_quote(text, length, *end);
  if (class_after(text, length, *end) == SEGI_LOWER) return false; /* "Why?" she asked. */
  return text[mark - 1] != '.' || !is_abbreviated(breaker->words, text, length, mark, *end);
}

static bool add_end(segi_breaker *breaker, size_t end) {
  if (breaker->count > 0 && breaker->ends[breaker->count - 1] >= end) return true;
  if (!segi_grow(&breaker->ends, &breaker->capacity, breaker->count + 1, sizeof *breaker->ends))
    return false;
  breaker->ends[breaker->count++] = end;
  return true;
}

seg_status segi_breaker_find(segi_breaker *breaker, const char *text, size_t length,
                             const size_t **ends, size_t *count, seg_error *error) {
  *ends = NULL;
  *count = 0;
  breaker->count = 0;
  if (length > INT32_MAX) return segi_fail(error, SEG_BAD_ARGUMENT, "paragraph longer than 2 GiB");
  UErrorCode code = U_ZERO_ERROR;
  breaker->view = utext_openUTF8(breaker->view, length > 0 ? text : "", (int64_t)length, &code);
  ubrk_setUText(breaker->iterator, breaker->view, &code);
  if (U_FAILURE(code)) return icu_failed(code, error);
  for (int32_t found; (found = ubrk_next(breaker->iterator)) != UBRK_DONE;) {
    size_t end = (size_t)found;
    if (is_end(breaker, text, length, &end) && !add_end(breaker, end)) return segi_nomem(error);
  }
  *ends = breaker->ends;
  *count = breaker->count;
  return SEG_OK;
}
