#include "text/icu_conv.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "seg/text.h"
#include "text/chars.h"

/* A byte never becomes more than the 19 units of ICU's longest mapping (ucnv_ext.h). */
enum { UNITS = 20 * (SEGI_CONVERT_MOST + 32), LONGEST_INVALID = 32 };

const char *segi_icu_version(void) {
  return "ICU " U_ICU_VERSION ", Unicode " U_UNICODE_VERSION;
}

static seg_status icu_failed(UErrorCode code, seg_error *error) {
  if (code == U_MEMORY_ALLOCATION_ERROR) return segi_nomem(error);
  return segi_fail(error, SEG_UNSUPPORTED, "ICU: %s", u_errorName(code));
}

/* An empty name would be ICU's default encoding, which depends on the locale. */
static seg_status open_converter(const char *name, UConverter **icu, seg_error *error) {
  UErrorCode code = U_ZERO_ERROR;
  *icu = *name != '\0' ? ucnv_open(name, &code) : NULL;
  if (code == U_MEMORY_ALLOCATION_ERROR) return segi_nomem(error);
  if (*icu == NULL) return segi_fail(error, SEG_UNSUPPORTED, "unknown encoding '%s'", name);
  return SEG_OK;
}

/* --- To UTF-16 */

struct segi_converter {
  UConverter *icu;
  UChar units[UNITS];
  int32_t offsets[UNITS];
  char invalid[LONGEST_INVALID];
};

seg_status segi_converter_new(const char *name, segi_converter **converter, seg_error *error) {
  *converter = NULL;
  segi_converter *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  UErrorCode code = U_ZERO_ERROR;
  seg_status status = open_converter(name, &made->icu, error);
  if (status == SEG_OK) {
    ucnv_setToUCallBack(made->icu, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    if (U_FAILURE(code)) status = icu_failed(code, error);
  }
  if (status != SEG_OK) {
    segi_converter_free(made);
    return status;
  }
  *converter = made;
  return SEG_OK;
}

void segi_converter_free(segi_converter *converter) {
  if (converter == NULL) return;
  ucnv_close(converter->icu);
  free(converter);
}

segi_encoding_kind segi_converter_kind(const segi_converter *converter) {
  switch (ucnv_getType(converter->icu)) {
    case UCNV_UTF8: return SEGI_ENCODING_UTF8;
    case UCNV_UTF16: return SEGI_ENCODING_UTF16;
    case UCNV_UTF32: return SEGI_ENCODING_UTF32;
    default: return SEGI_ENCODING_OTHER;
  }
}

bool segi_converter_reversible(const segi_converter *converter) {
  switch (ucnv_getType(converter->icu)) {
    case UCNV_SBCS: case UCNV_LATIN_1: case UCNV_US_ASCII: case UCNV_UTF8:
    case UCNV_UTF16: case UCNV_UTF16_BigEndian: case UCNV_UTF16_LittleEndian:
    case UCNV_UTF32: case UCNV_UTF32_BigEndian: case UCNV_UTF32_LittleEndian: return true;
    default: return false;
  }
}

static bool is_invalid(UErrorCode code) {
  return code == U_INVALID_CHAR_FOUND || code == U_TRUNCATED_CHAR_FOUND ||
         code == U_ILLEGAL_CHAR_FOUND || code == U_ILLEGAL_ESCAPE_SEQUENCE ||
         code == U_UNSUPPORTED_ESCAPE_SEQUENCE;
}

static void take_invalid(segi_converter *converter, segi_converted *converted) {
  int8_t length = LONGEST_INVALID;
  UErrorCode code = U_ZERO_ERROR;
  ucnv_getInvalidChars(converter->icu, converter->invalid, &length, &code);
  converted->stopped = true;
  converted->invalid = converter->invalid;
  converted->invalid_length = U_SUCCESS(code) ? (size_t)length : 0;
}

seg_status segi_convert(segi_converter *converter, const char *bytes, size_t length, bool flush,
                        segi_converted *converted, seg_error *error) {
  UChar *target = converter->units;
  const char *begin = length > 0 ? bytes : "";
  const char *source = begin;
  UErrorCode code = U_ZERO_ERROR;
  ucnv_toUnicode(converter->icu, &target, converter->units + UNITS, &source, begin + length,
                 converter->offsets, flush, &code);
  if (U_FAILURE(code) && !is_invalid(code)) return icu_failed(code, error);
  *converted = (segi_converted){
    .units = converter->units,
    .offsets = converter->offsets,
    .count = (size_t)(target - converter->units),
    .taken = (size_t)(source - begin),
  };
  if (U_FAILURE(code)) take_invalid(converter, converted);
  code = U_ZERO_ERROR;
  converted->held = (size_t)ucnv_toUCountPending(converter->icu, &code);
  return SEG_OK;
}

/* --- From UTF-8 */

typedef struct encoder {
  UConverter *icu;
  const char *encoding;
  seg_bytes text;
  segi_buf bytes;
  UChar units[UNITS];
  size_t count;      /* units that wait */
  size_t text_start; /* text offset of the first of them */
} encoder;

static size_t utf8_length(const UChar *units, size_t count) {
  size_t length = 0;
  for (size_t i = 0; i < count; i++)
    length += U16_IS_SURROGATE(units[i]) ? 2 : (size_t)U8_LENGTH(units[i]);
  return length;
}

static size_t line_at(seg_bytes text, size_t offset) {
  size_t line = 1;
  for (size_t i = 0; i < offset; i++) line += text.data[i] == '\n';
  return line;
}

/* ICU stopped behind a character that the encoding does not have. */
static seg_status no_place(const encoder *e, const UChar *behind, seg_error *error) {
  const UChar *character = behind - (U16_IS_TRAIL(behind[-1]) ? 2 : 1);
  size_t offset = e->text_start + utf8_length(e->units, (size_t)(character - e->units));
  int32_t code_point;
  segi_decode(e->text.data + offset, e->text.length - offset, &code_point);
  return segi_fail_at(error, SEG_BAD_TEXT, offset, line_at(e->text, offset),
                      "U+%04X does not exist in %s", (unsigned)code_point, e->encoding);
}

/* Encodes the units that wait. */
static seg_status encode_units(encoder *e, bool flush, seg_error *error) {
  const UChar *source = e->units;
  UErrorCode code;
  do {
    if (!segi_buf_reserve(&e->bytes, UNITS)) return segi_nomem(error);
    char *target = e->bytes.data + e->bytes.length;
    code = U_ZERO_ERROR;
    ucnv_fromUnicode(e->icu, &target, target + UNITS, &source, e->units + e->count, NULL, flush,
                     &code);
    e->bytes.length = (size_t)(target - e->bytes.data);
  } while (code == U_BUFFER_OVERFLOW_ERROR);
  if (is_invalid(code)) return no_place(e, source, error);
  if (U_FAILURE(code)) return icu_failed(code, error);
  e->text_start += utf8_length(e->units, e->count);
  e->count = 0;
  return SEG_OK;
}

static seg_status encode_text(encoder *e, seg_error *error) {
  const uint8_t *data = (const uint8_t *)e->text.data;
  seg_status status = SEG_OK;
  for (size_t i = 0; i < e->text.length && status == SEG_OK;) {
    size_t start = i;
    UChar32 c;
    U8_NEXT(data, i, e->text.length, c);
    if (c < 0)
      return segi_fail_at(error, SEG_BAD_TEXT, start, line_at(e->text, start), "invalid UTF-8");
    U16_APPEND_UNSAFE(e->units, e->count, c);
    if (e->count >= UNITS - 1) status = encode_units(e, false, error);
  }
  return status == SEG_OK ? encode_units(e, true, error) : status;
}

/* UCNV_FROM_U_CALLBACK_STOP lets characters that are not seen, like U+00AD, vanish. */
static void stop(const void *context, UConverterFromUnicodeArgs *arguments, const UChar *units,
                 int32_t count, UChar32 code_point, UConverterCallbackReason reason,
                 UErrorCode *code) {
  (void)context, (void)arguments, (void)units, (void)count, (void)code_point, (void)reason;
  (void)code; /* stays set */
}

/* ICU's UTF-16 and UTF-32 write a byte order mark. */
static seg_status open_encoder(encoder *e, seg_error *error) {
  seg_status status = open_converter(e->encoding, &e->icu, error);
  if (status != SEG_OK) return status;
  UConverterType type = ucnv_getType(e->icu);
  if (type == UCNV_UTF16 || type == UCNV_UTF32) {
    ucnv_close(e->icu);
    status = open_converter(type == UCNV_UTF16 ? "UTF-16BE" : "UTF-32BE", &e->icu, error);
    if (status != SEG_OK) return status;
  }
  UErrorCode code = U_ZERO_ERROR;
  ucnv_setFromUCallBack(e->icu, stop, NULL, NULL, NULL, &code);
  return U_SUCCESS(code) ? SEG_OK : icu_failed(code, error);
}

seg_status seg_encode(const char *encoding, seg_bytes text, char **bytes, size_t *length,
                      seg_error *error) {
  *bytes = NULL;
  *length = 0;
  encoder *e = segi_calloc(1, sizeof *e);
  if (e == NULL) return segi_nomem(error);
  e->encoding = encoding;
  e->text = text;
  seg_status status = open_encoder(e, error);
  if (status == SEG_OK) {
    if (ucnv_getType(e->icu) != UCNV_UTF8)
      status = encode_text(e, error);
    else if (!segi_buf_append(&e->bytes, text.data, text.length))
      status = segi_nomem(error);
  }
  if (status == SEG_OK) {
    *length = e->bytes.length;
    *bytes = segi_buf_take(&e->bytes);
  }
  segi_buf_clear(&e->bytes);
  ucnv_close(e->icu);
  free(e);
  return status;
}

/* --- Detection */

/* What the detector may answer, and what is meant: every text in ISO-8859-1 is one in
 * windows-1252 as far as it is text, and so for its neighbours. */
static const char *const known[][2] = {
  {"ISO-8859-1", "windows-1252"},
  {"windows-1252", "windows-1252"},
  {"ISO-8859-2", "ISO-8859-2"},
  {"windows-1250", "windows-1250"},
  {"ISO-8859-5", "ISO-8859-5"},
  {"windows-1251", "windows-1251"},
  {"KOI8-R", "KOI8-R"},
  {"ISO-8859-6", "ISO-8859-6"},
  {"windows-1256", "windows-1256"},
  {"ISO-8859-7", "ISO-8859-7"},
  {"windows-1253", "windows-1253"},
  {"ISO-8859-8", "ISO-8859-8"},
  {"ISO-8859-8-I", "ISO-8859-8"},
  {"windows-1255", "windows-1255"},
  {"ISO-8859-9", "windows-1254"},
  {"windows-1254", "windows-1254"},
  {"Shift_JIS", "Shift_JIS"},
  {"GB18030", "GB18030"},
  {"EUC-JP", "EUC-JP"},
  {"EUC-KR", "EUC-KR"},
  {"Big5", "Big5"},
};

static const char *known_name(const char *name) {
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i][0], name) == 0) return known[i][1];
  return NULL;
}

const char *segi_detect_encoding(const char *bytes, size_t length, int *confidence) {
  UErrorCode code = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&code);
  ucsdet_setText(detector, bytes, (int32_t)length, &code);
  int32_t count = 0;
  const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &code);
  const char *name = NULL;
  for (int32_t i = 0; U_SUCCESS(code) && i < count && name == NULL; i++) {
    name = known_name(ucsdet_getName(matches[i], &code));
    if (name != NULL) *confidence = ucsdet_getConfidence(matches[i], &code);
  }
  ucsdet_close(detector);
  return name;
}
