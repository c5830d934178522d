#include "text/icu_regex.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uregex.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "text/chars.h"

enum {
  STEPS_A_TICK = 10000, /* ICU calls back after that many */
  STACK = 4 << 20,      /* bytes; ICU's backtracking needs no other memory */
  STEPS_A_CALL = 32,    /* what a call costs at least */
};

/* For one expression and text: a second or two, where a sane one takes milliseconds. */
static const size_t most_steps = (size_t)60 * 1000 * 1000;

/* --- Text */

static bool reserve(segi_wide *wide, size_t count) {
  if (count <= wide->capacity) return true;
  size_t units = 0, bytes = 0;
  wide->capacity = 0;
  if (!segi_grow(&wide->units, &units, count, sizeof *wide->units) ||
      !segi_grow(&wide->bytes, &bytes, count, sizeof *wide->bytes))
    return false;
  wide->capacity = count;
  return true;
}

bool segi_widen(segi_wide *wide, const char *text, size_t length) {
  size_t count = 0;
  if (!reserve(wide, length + 1)) return false;
  for (size_t i = 0, n; i < length; i += n) {
    int32_t c;
    n = segi_decode(text + i, length - i, &c);
    if (c < 0) c = 0xFFFD;
    wide->bytes[count] = i;
    if (c >= 0x10000) {
      wide->units[count++] = (uint16_t)(0xD800 + ((c - 0x10000) >> 10));
      wide->bytes[count] = i;
      c = 0xDC00 + (c & 0x3FF);
    }
    wide->units[count++] = (uint16_t)c;
  }
  wide->bytes[count] = length;
  wide->count = count;
  return true;
}

void segi_wide_clear(segi_wide *wide) {
  free(wide->units);
  free(wide->bytes);
  *wide = (segi_wide){0};
}

size_t segi_wide_next(const segi_wide *wide, size_t place) {
  bool pair = (wide->units[place] & 0xFC00) == 0xD800;
  return place + (pair ? 2 : 1);
}

/* --- Expressions */

struct segi_regex {
  URegularExpression *compiled;
  size_t steps; /* taken since the text was set */
};

static seg_status failed(UErrorCode code, seg_error *error) {
  switch (code) {
    case U_MEMORY_ALLOCATION_ERROR: return segi_nomem(error);
    case U_REGEX_TIME_OUT:
    case U_REGEX_STOPPED_BY_CALLER:
    case U_REGEX_STACK_OVERFLOW:
      return segi_fail(error, SEG_BAD_FORMAT,
                       "the regular expression needs too many steps on this text");
    default:
      return segi_fail(error, SEG_BAD_FORMAT, "not a regular expression that ICU takes (%s)",
                       u_errorName(code));
  }
}

static bool take_steps(segi_regex *regex, size_t steps) {
  regex->steps += steps;
  return regex->steps <= most_steps;
}

static UBool U_CALLCONV go_on(const void *context, int32_t ticks) {
  (void)ticks;
  return take_steps((segi_regex *)context, STEPS_A_TICK);
}

static segi_regex *wrap(URegularExpression *compiled) {
  segi_regex *made = segi_calloc(1, sizeof *made);
  UErrorCode code = U_ZERO_ERROR;
  if (made == NULL) {
    uregex_close(compiled);
    return NULL;
  }
  made->compiled = compiled;
  uregex_useTransparentBounds(compiled, true, &code);
  uregex_useAnchoringBounds(compiled, false, &code);
  uregex_setStackLimit(compiled, STACK, &code);
  uregex_setMatchCallback(compiled, go_on, made, &code);
  if (U_SUCCESS(code)) return made;
  segi_regex_free(made);
  return NULL;
}

static seg_status compile(const char *pattern, URegularExpression **compiled, UErrorCode *code,
                          seg_error *error) {
  segi_wide wide = {0};
  *code = U_ZERO_ERROR;
  *compiled = NULL;
  if (!segi_widen(&wide, pattern, strlen(pattern))) {
    segi_wide_clear(&wide);
    return segi_nomem(error);
  }
  if (wide.count > INT32_MAX)
    *code = U_REGEX_PATTERN_TOO_BIG;
  else
    *compiled = uregex_open(wide.units, (int32_t)wide.count, 0, NULL, code);
  segi_wide_clear(&wide);
  if (U_SUCCESS(*code)) return SEG_OK;
  uregex_close(*compiled);
  *compiled = NULL;
  return SEG_BAD_FORMAT;
}

/* ICU refuses to compile an empty pattern. */
static const char *or_nothing(const char *pattern) {
  return *pattern != '\0' ? pattern : "(?:)";
}

seg_status segi_regex_new(const char *pattern, segi_regex **regex, seg_error *error) {
  URegularExpression *compiled;
  UErrorCode code;
  *regex = NULL;
  seg_status status = compile(or_nothing(pattern), &compiled, &code, error);
  if (status != SEG_OK) return status == SEG_NOMEM ? status : failed(code, error);
  *regex = wrap(compiled);
  return *regex != NULL ? SEG_OK : segi_nomem(error);
}

/* Whatever ICU cannot compile when it stands in brackets, such as "(?x) a # b", has no bound, too. */
seg_status segi_regex_new_behind(const char *pattern, segi_regex **regex, seg_error *error) {
  segi_buf behind = SEGI_BUF_EMPTY;
  URegularExpression *compiled = NULL;
  UErrorCode code = U_ZERO_ERROR;
  *regex = NULL;
  seg_status status = SEG_NOMEM;
  if (segi_buf_append_string(&behind, "(?<=") && segi_buf_append_string(&behind, pattern) &&
      segi_buf_append_string(&behind, ")"))
    status = compile(behind.data, &compiled, &code, NULL);
  segi_buf_clear(&behind);
  if (status == SEG_NOMEM || code == U_MEMORY_ALLOCATION_ERROR) return segi_nomem(error);
  if (status != SEG_OK) return SEG_UNSUPPORTED;
  *regex = wrap(compiled);
  return *regex != NULL ? SEG_OK : segi_nomem(error);
}

segi_regex *segi_regex_clone(const segi_regex *regex) {
  UErrorCode code = U_ZERO_ERROR;
  URegularExpression *compiled = uregex_clone(regex->compiled, &code);
  return U_SUCCESS(code) ? wrap(compiled) : NULL;
}

void segi_regex_free(segi_regex *regex) {
  if (regex == NULL) return;
  uregex_close(regex->compiled);
  free(regex);
}

/* --- Matching */

seg_status segi_regex_set_text(segi_regex *regex, const segi_wide *wide, seg_error *error) {
  UErrorCode code = U_ZERO_ERROR;
  if (wide->count > INT32_MAX) return segi_fail(error, SEG_BAD_ARGUMENT, "text longer than 2 GiB");
  regex->steps = 0;
  uregex_setText(regex->compiled, wide->units, (int32_t)wide->count, &code);
  return U_SUCCESS(code) ? SEG_OK : failed(code, error);
}

seg_status segi_regex_find(segi_regex *regex, size_t from, size_t *start, seg_error *error) {
  UErrorCode code = U_ZERO_ERROR;
  bool found = uregex_find(regex->compiled, (int32_t)from, &code);
  if (found) *start = (size_t)uregex_start(regex->compiled, 0, &code);
  if (U_SUCCESS(code) && !take_steps(regex, STEPS_A_CALL)) code = U_REGEX_TIME_OUT;
  if (U_FAILURE(code)) return failed(code, error);
  return found ? SEG_OK : SEG_END;
}

seg_status segi_regex_at(segi_regex *regex, size_t place, bool *found, seg_error *error) {
  UErrorCode code = U_ZERO_ERROR;
  *found = uregex_lookingAt(regex->compiled, (int32_t)place, &code);
  return U_SUCCESS(code) ? SEG_OK : failed(code, error);
}

seg_status segi_regex_spans(segi_regex *regex, size_t start, size_t end, bool *found, bool *further,
                            seg_error *error) {
  UErrorCode code = U_ZERO_ERROR;
  uregex_setRegion(regex->compiled, (int32_t)start, (int32_t)end, &code);
  *found = uregex_matches(regex->compiled, -1, &code);
  *further = uregex_hitEnd(regex->compiled, &code);
  size_t read = *found || *further ? end - start : 0;
  if (U_SUCCESS(code) && !take_steps(regex, read + STEPS_A_CALL)) code = U_REGEX_TIME_OUT;
  return U_SUCCESS(code) ? SEG_OK : failed(code, error);
}

seg_status segi_regex_matches(const segi_regex *regex, const char *string, bool *found,
                              seg_error *error) {
  segi_wide wide = {0};
  bool further;
  *found = false;
  segi_regex *own = segi_regex_clone(regex);
  seg_status status =
    own != NULL && segi_widen(&wide, string, strlen(string)) ? SEG_OK : segi_nomem(error);
  if (status == SEG_OK) status = segi_regex_set_text(own, &wide, error);
  if (status == SEG_OK) status = segi_regex_spans(own, 0, wide.count, found, &further, error);
  segi_regex_free(own);
  segi_wide_clear(&wide);
  return status;
}
