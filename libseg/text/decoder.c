#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "seg/text.h"
#include "text/icu_conv.h"
#include "text/offset_map.h"

/* Decisions are taken on stretches of a fixed size and ICU gets blocks that end at multiples
 * of BLOCK in the source, so nothing depends on how the bytes were cut. */
enum { WINDOW = 64 * 1024, BLOCK = SEGI_CONVERT_MOST, LONGEST_NAME = 63, LONGEST_MARK = 4 };

/* Of ICU's guesses: a few sentences reach it in their own encoding, and German ones in
 * windows-1252 do for another encoding once in 500 single sentences. */
enum { LEAST_CONFIDENCE = 40 };

typedef enum stage {
  STAGE_START, /* nothing was decoded; the byte order mark is looked for */
  STAGE_ASCII, /* no byte above 127 so far: the encoding is open */
  STAGE_UTF8,
  STAGE_ICU
} stage;

struct seg_decoder {
  seg_invalid invalid;
  stage stage;
  bool automatic;          /* the caller named no encoding */
  segi_encoding_kind kind; /* of the encoding that was named */
  segi_converter *converter;
  size_t converter_holds; /* bytes of an unfinished character inside it */
  char encoding[LONGEST_NAME + 1];
  segi_buf held; /* source bytes that were not decoded when they came, */
  size_t used;   /* but for the first ones: the last text may point there */
  segi_buf out;  /* the last text, where it is not the source bytes */
  segi_offset_map map;
  size_t line; /* of the source behind the decoded text, counted for SEG_INVALID_FAIL */
  bool mark_dropped;
  size_t mark_length;
  seg_lossy *lossy; /* [lossy_count] of the last feed */
  size_t lossy_count, lossy_capacity;
  segi_buf lossy_bytes;
  seg_error error; /* that ended decoding */
};

/* --- UTF-8 as bytes */

typedef enum part { PART_WHOLE, PART_BROKEN, PART_CUT } part;

/* Reads a character or the maximal part of one that is not valid (Unicode 15, table 3-7).
 * PART_CUT: the bytes end within a character that is valid so far. */
static part read_part(const char *bytes, size_t n, size_t *length) {
  const unsigned char *p = (const unsigned char *)bytes;
  unsigned char low = 0x80, high = 0xBF;
  size_t wanted;
  *length = 1;
  if (*p < 0x80) return PART_WHOLE;
  if (*p >= 0xC2 && *p <= 0xDF)
    wanted = 2;
  else if ((*p & 0xF0) == 0xE0)
    wanted = 3;
  else if (*p >= 0xF0 && *p <= 0xF4)
    wanted = 4;
  else
    return PART_BROKEN;
  if (*p == 0xE0) low = 0xA0;
  if (*p == 0xED) high = 0x9F;
  if (*p == 0xF0) low = 0x90;
  if (*p == 0xF4) high = 0x8F;
  for (; *length < wanted; ++*length) {
    if (*length == n) return PART_CUT;
    if (p[*length] < low || p[*length] > high) return PART_BROKEN;
    low = 0x80;
    high = 0xBF;
  }
  return PART_WHOLE;
}

static size_t skip_ascii(const char *bytes, size_t n) {
  size_t i = 0;
  for (uint64_t eight; n - i >= sizeof eight; i += sizeof eight) {
    memcpy(&eight, bytes + i, sizeof eight);
    if ((eight & 0x8080808080808080u) != 0) break;
  }
  while (i < n && (unsigned char)bytes[i] < 0x80) i++;
  return i;
}

/* Length of what is valid at the start. */
static size_t skip_valid(const char *bytes, size_t n) {
  size_t i = skip_ascii(bytes, n);
  size_t length;
  while (i < n && read_part(bytes + i, n - i, &length) == PART_WHOLE) {
    i += length;
    if (i < n && (unsigned char)bytes[i] < 0x80) i += skip_ascii(bytes + i, n - i);
  }
  return i;
}

/* Bytes at the end that may become a character with those to come. */
static size_t cut_character(const char *bytes, size_t n) {
  size_t length;
  for (size_t back = 1; back <= 3 && back <= n; back++)
    if ((unsigned char)bytes[n - back] >= 0xC0)
      return read_part(bytes + n - back, back, &length) == PART_CUT ? back : 0;
  return 0;
}

static size_t count_lines(const char *bytes, size_t n) {
  size_t count = 0;
  const char *end = bytes + n;
  for (const char *p = bytes; n > 0 && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
    count++;
  return count;
}

/* --- Text that is being put together */

static seg_status bad_text(seg_decoder *d, size_t source, const char *bytes, size_t length,
                           seg_error *error) {
  char hex[3 * 8 + 1] = "";
  for (size_t i = 0; i < length && i < 8; i++) {
    unsigned char byte = (unsigned char)bytes[i];
    const char digits[] = "0123456789ABCDEF";
    memcpy(hex + 3 * i, (char[]){' ', digits[byte >> 4], digits[byte & 15]}, 3);
  }
  return segi_fail_at(error, SEG_BAD_TEXT, source, d->line,
                      "byte%s%s at offset %zu: not valid in %s; name the encoding, or have such "
                      "bytes kept or replaced",
                      length > 1 ? "s" : "", hex, source, d->encoding);
}

static bool put_character(seg_decoder *d, int32_t character, size_t source) {
  if (character == 0xFEFF && d->map.text_end == 0 && !d->mark_dropped) {
    d->mark_dropped = true;
    return true;
  }
  if (d->mark_dropped && d->map.text_end == 0) d->mark_length = source;
  if (!segi_buf_reserve(&d->out, 4)) return false;
  utf8proc_ssize_t width =
    utf8proc_encode_char(character, (utf8proc_uint8_t *)d->out.data + d->out.length);
  if (!segi_offset_map_add(&d->map, (uint32_t)width, source)) return false;
  d->out.length += (size_t)width;
  d->line += character == '\n';
  return true;
}

/* U+FFFD for invalid bytes, which are kept. */
static bool put_replacement(seg_decoder *d, size_t source, const char *bytes, size_t length) {
  if (!segi_grow(&d->lossy, &d->lossy_capacity, d->lossy_count + 1, sizeof *d->lossy) ||
      !segi_buf_append(&d->lossy_bytes, bytes, length) || !put_character(d, 0xFFFD, source))
    return false;
  seg_span text = {d->map.text_end - 3, d->map.text_end};
  d->lossy[d->lossy_count++] = (seg_lossy){text, {NULL, length}};
  return true;
}

static seg_status put_invalid(seg_decoder *d, size_t source, const char *bytes, size_t length,
                              seg_error *error) {
  if (d->invalid == SEG_INVALID_FAIL) return bad_text(d, source, bytes, length, error);
  return put_replacement(d, source, bytes, length) ? SEG_OK : segi_nomem(error);
}

/* --- One decoder for each stage: each starts behind *used bytes and adds those it used */

/* The text is the source bytes. */
static seg_status lend(seg_decoder *d, const char *bytes, size_t n, seg_bytes *text,
                       seg_error *error) {
  if (!segi_offset_map_copy(&d->map, n, d->map.source_end)) return segi_nomem(error);
  d->map.source_end += n;
  if (d->invalid == SEG_INVALID_FAIL) d->line += count_lines(bytes, n);
  *text = (seg_bytes){bytes, n};
  return SEG_OK;
}

static bool copy_valid(seg_decoder *d, const char *bytes, size_t n) {
  if (!segi_buf_append(&d->out, bytes, n) || !segi_offset_map_copy(&d->map, n, d->map.source_end))
    return false;
  d->map.source_end += n;
  d->line += count_lines(bytes, n);
  return true;
}

static seg_status replace_invalid(seg_decoder *d, const char *bytes, size_t n, seg_bytes *text,
                                  seg_error *error) {
  for (size_t i = 0; i < n;) {
    size_t length = skip_valid(bytes + i, n - i);
    if (!copy_valid(d, bytes + i, length)) return segi_nomem(error);
    i += length;
    if (i == n) break;
    read_part(bytes + i, n - i, &length);
    seg_status status = put_invalid(d, d->map.source_end, bytes + i, length, error);
    if (status != SEG_OK) return status;
    d->map.source_end += length;
    i += length;
  }
  if (d->out.length > 0) *text = (seg_bytes){d->out.data, d->out.length};
  return SEG_OK;
}

static seg_status decode_utf8(seg_decoder *d, const char *bytes, size_t n, bool final, size_t *used,
                              seg_bytes *text, seg_error *error) {
  bytes += *used;
  n -= *used;
  if (!final) n -= cut_character(bytes, n);
  *used += n;
  if (d->invalid == SEG_INVALID_KEEP || skip_valid(bytes, n) == n)
    return lend(d, bytes, n, text, error);
  return replace_invalid(d, bytes, n, text, error);
}

/* A character that began before these bytes starts where the last call ended. */
static bool put_units(seg_decoder *d, const segi_converted *c, size_t source) {
  for (size_t i = 0; i < c->count; i++) {
    size_t start = c->offsets[i] >= 0 ? source + (size_t)c->offsets[i] : d->map.source_end;
    int32_t character = c->units[i];
    if ((character & 0xFC00) == 0xD800)
      character = 0x10000 + ((character & 0x3FF) << 10) + (c->units[++i] & 0x3FF);
    if (!put_character(d, character, start)) return false;
  }
  return true;
}

static seg_status decode_block(seg_decoder *d, const char *bytes, size_t n, bool flush,
                               seg_error *error) {
  size_t source = d->map.source_end + d->converter_holds;
  segi_converted c;
  do {
    seg_status status = segi_convert(d->converter, bytes, n, flush, &c, error);
    if (status != SEG_OK) return status;
    if (!put_units(d, &c, source)) return segi_nomem(error);
    bytes += c.taken;
    n -= c.taken;
    source += c.taken;
    if (c.stopped)
      status = put_invalid(d, source - c.invalid_length, c.invalid, c.invalid_length, error);
    if (status != SEG_OK) return status;
    d->converter_holds = c.held;
    d->map.source_end = source - c.held;
  } while (c.stopped);
  return SEG_OK;
}

static seg_status decode_icu(seg_decoder *d, const char *bytes, size_t n, bool final, size_t *used,
                             seg_bytes *text, seg_error *error) {
  for (bool last = false; !last;) {
    size_t room = BLOCK - (d->map.source_end + d->converter_holds) % BLOCK;
    size_t left = n - *used;
    last = final && left <= room;
    if (!last && left < room) break;
    seg_status status = decode_block(d, bytes + *used, last ? left : room, last, error);
    if (status != SEG_OK) return status;
    *used += last ? left : room;
  }
  if (d->mark_dropped && d->map.text_end == 0) d->mark_length = d->map.source_end;
  if (d->out.length > 0) *text = (seg_bytes){d->out.data, d->out.length};
  return SEG_OK;
}

/* --- Which encoding */

static void set_name(seg_decoder *d, const char *name) {
  size_t length = strlen(name);
  if (length > LONGEST_NAME) length = LONGEST_NAME;
  memcpy(d->encoding, name, length);
  d->encoding[length] = '\0';
}

static seg_status use_icu(seg_decoder *d, const char *name, seg_error *error) {
  segi_converter *converter;
  seg_status status = segi_converter_new(name, &converter, error);
  if (status != SEG_OK) return status;
  segi_converter_free(d->converter);
  d->converter = converter;
  d->stage = STAGE_ICU;
  set_name(d, name);
  return SEG_OK;
}

typedef struct byte_order_mark {
  const char *bytes;
  size_t length;
  segi_encoding_kind kind;
  const char *encoding;
} byte_order_mark;

static const byte_order_mark marks[] = {
  {"\xEF\xBB\xBF", 3, SEGI_ENCODING_UTF8, "UTF-8"},
  {"\xFF\xFE\0\0", 4, SEGI_ENCODING_UTF32, "UTF-32LE"}, /* before the mark it begins with */
  {"\0\0\xFE\xFF", 4, SEGI_ENCODING_UTF32, "UTF-32BE"},
  {"\xFF\xFE", 2, SEGI_ENCODING_UTF16, "UTF-16LE"},
  {"\xFE\xFF", 2, SEGI_ENCODING_UTF16, "UTF-16BE"},
};

static const byte_order_mark *find_mark(const seg_decoder *d, const char *bytes, size_t n) {
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if ((d->automatic || marks[i].kind == d->kind) && n >= marks[i].length &&
        memcmp(bytes, marks[i].bytes, marks[i].length) == 0)
      return &marks[i];
  return NULL;
}

/* Latin text in UTF-16 has a NUL in most code units, and always on the same side. */
static const char *guess_utf16(const char *bytes, size_t n) {
  size_t even = 0, odd = 0;
  for (size_t i = 0; i < n; i++)
    if (bytes[i] == '\0') *(i % 2 == 0 ? &even : &odd) += 1;
  if (n >= 4 && odd > n / 4 && even <= odd / 10) return "UTF-16LE";
  if (n >= 4 && even > n / 4 && odd <= even / 10) return "UTF-16BE";
  return NULL;
}

static const char *wide_encoding(const seg_decoder *d, const char *bytes, size_t n) {
  const char *guess = NULL;
  if (d->automatic || d->kind == SEGI_ENCODING_UTF16) guess = guess_utf16(bytes, n);
  if (guess != NULL || d->automatic) return guess;
  switch (d->kind) {
    case SEGI_ENCODING_UTF16: return "UTF-16BE"; /* Unicode 15, D98 and D101 */
    case SEGI_ENCODING_UTF32: return "UTF-32BE";
    default: return NULL;
  }
}

/* The first bytes. ICU finds its own byte order mark, as U+FEFF. */
static seg_status start(seg_decoder *d, const char *bytes, size_t n, size_t *used,
                        seg_error *error) {
  const byte_order_mark *mark = find_mark(d, bytes, n);
  const char *encoding =
    mark != NULL ? mark->encoding : wide_encoding(d, bytes, n < WINDOW ? n : WINDOW);
  if (encoding != NULL && (mark == NULL || mark->kind != SEGI_ENCODING_UTF8))
    return use_icu(d, encoding, error);
  d->stage = d->automatic && mark == NULL ? STAGE_ASCII : STAGE_UTF8;
  if (mark != NULL) *used = d->mark_length = d->map.source_end = mark->length;
  return SEG_OK;
}

/* UTF-8 with a few errors, or another encoding that has ASCII in it? bytes[0] is above 127. */
static bool looks_like_utf8(const char *bytes, size_t n, bool final) {
  size_t whole = 0, broken = 0, length;
  for (size_t i = 0; i < n; i += skip_ascii(bytes + i, n - i)) {
    part found = read_part(bytes + i, n - i, &length);
    whole += found == PART_WHOLE;
    broken += found == PART_BROKEN || (found == PART_CUT && final);
    i += length;
  }
  return broken == 0 || whole > broken;
}

static seg_status settle(seg_decoder *d, const char *bytes, size_t n, seg_error *error) {
  bool final = n < WINDOW;
  if (!final) n = WINDOW;
  if (looks_like_utf8(bytes, n, final)) {
    d->stage = STAGE_UTF8;
    return SEG_OK;
  }
  int confidence = 0;
  const char *guess = segi_detect_encoding(bytes, n, &confidence);
  return use_icu(d, confidence >= LEAST_CONFIDENCE ? guess : "windows-1252", error);
}

/* --- The stages */

/* How much must be there before the first bytes say what they are. */
static size_t wanted_at_start(const seg_decoder *d) {
  return d->automatic || d->kind == SEGI_ENCODING_UTF16 ? WINDOW : LONGEST_MARK;
}

static seg_status decode(seg_decoder *d, const char *bytes, size_t n, bool final, size_t *used,
                         seg_bytes *text, seg_error *error) {
  seg_status status = SEG_OK;
  if (d->stage == STAGE_START) {
    if (!final && n < wanted_at_start(d)) return SEG_OK;
    status = start(d, bytes, n, used, error);
  }
  if (status == SEG_OK && d->stage == STAGE_ASCII) {
    size_t ascii = skip_ascii(bytes, n);
    if (ascii == n || (!final && n - ascii < WINDOW)) {
      *used = ascii;
      return lend(d, bytes, ascii, text, error);
    }
    status = settle(d, bytes + ascii, n - ascii, error);
  }
  if (status != SEG_OK) return status;
  if (d->stage == STAGE_ICU) return decode_icu(d, bytes, n, final, used, text, error);
  return decode_utf8(d, bytes, n, final, used, text, error);
}

static void point_to_lossy_bytes(seg_decoder *d) {
  const char *bytes = d->lossy_bytes.data;
  for (size_t i = 0; i < d->lossy_count; i++) {
    d->lossy[i].source.data = bytes;
    bytes += d->lossy[i].source.length;
  }
}

static void begin_feed(seg_decoder *d) {
  segi_buf_drop(&d->held, d->used);
  d->used = 0;
  d->out.length = 0;
  d->lossy_bytes.length = 0;
  d->lossy_count = 0;
}

/* Decodes what is held and the new bytes; holds what could not be decoded. */
static seg_status feed(seg_decoder *d, const char *bytes, size_t n, bool final, seg_bytes *text,
                       seg_error *error) {
  size_t used = 0;
  if (d->held.length == 0) {
    seg_status status = decode(d, bytes, n, final, &used, text, error);
    if (status != SEG_OK || used == n) return status;
    return segi_buf_append(&d->held, bytes + used, n - used) ? SEG_OK : segi_nomem(error);
  }
  if (!segi_buf_append(&d->held, bytes, n)) return segi_nomem(error);
  seg_status status = decode(d, d->held.data, d->held.length, final, &used, text, error);
  d->used = used;
  return status;
}

/* --- The public functions */

seg_status seg_decoder_feed(seg_decoder *decoder, const char *bytes, size_t length, bool final,
                            seg_bytes *text, seg_error *error) {
  seg_decoder *d = decoder;
  *text = (seg_bytes){"", 0};
  if (d->error.status == SEG_OK) {
    begin_feed(d);
    feed(d, length > 0 ? bytes : "", length, final, text, &d->error);
    point_to_lossy_bytes(d);
  }
  if (d->error.status == SEG_OK) return SEG_OK;
  *text = (seg_bytes){"", 0};
  if (error != NULL && error->status == SEG_OK) *error = d->error;
  return d->error.status;
}

static seg_status set_encoding(seg_decoder *d, const char *encoding, seg_error *error) {
  set_name(d, "UTF-8");
  d->automatic = strcmp(encoding, "auto") == 0;
  if (d->automatic) return SEG_OK;
  seg_status status = use_icu(d, encoding, error);
  if (status != SEG_OK) return status;
  d->kind = segi_converter_kind(d->converter);
  if (d->kind == SEGI_ENCODING_OTHER) return SEG_OK;
  d->stage = STAGE_START;
  if (d->kind == SEGI_ENCODING_UTF8) set_name(d, "UTF-8");
  return SEG_OK;
}

seg_status seg_decoder_new(const char *encoding, seg_invalid invalid, seg_decoder **decoder,
                           seg_error *error) {
  *decoder = NULL;
  seg_decoder *d = segi_calloc(1, sizeof *d);
  if (d == NULL) return segi_nomem(error);
  d->invalid = invalid;
  d->line = 1;
  seg_status status = set_encoding(d, encoding, error);
  if (status == SEG_OK)
    *decoder = d;
  else
    seg_decoder_free(d);
  return status;
}

void seg_decoder_free(seg_decoder *decoder) {
  if (decoder == NULL) return;
  segi_converter_free(decoder->converter);
  segi_buf_clear(&decoder->held);
  segi_buf_clear(&decoder->out);
  segi_buf_clear(&decoder->lossy_bytes);
  segi_offset_map_clear(&decoder->map);
  free(decoder->lossy);
  free(decoder);
}

size_t seg_decoder_source_offset(const seg_decoder *decoder, size_t text_offset) {
  return segi_offset_map_find(&decoder->map, text_offset);
}

void seg_decoder_forget(seg_decoder *decoder, size_t text_offset) {
  segi_offset_map_forget(&decoder->map, text_offset);
}

const char *seg_decoder_encoding(const seg_decoder *decoder) {
  return decoder->encoding;
}

bool seg_decoder_reversible(const seg_decoder *decoder) {
  return decoder->stage != STAGE_ICU || segi_converter_reversible(decoder->converter);
}

size_t seg_decoder_bom_length(const seg_decoder *decoder) {
  return decoder->mark_length;
}

const seg_lossy *seg_decoder_lossy(const seg_decoder *decoder, size_t *count) {
  *count = decoder->lossy_count;
  return decoder->lossy;
}
