#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seg/text.h"
#include "suites.h"
#include "support/random_text.h"
#include "text/icu_break.h"
#include "text/icu_conv.h"
#include "text/offset_map.h"

#define B(literal)                                                                                 \
  { literal, sizeof literal - 1 }

/* --- All that a decoder says about one input */

typedef struct decoded {
  segi_buf text;
  size_t *offsets; /* [text.length + 1] source offset of every text offset */
  segi_buf back;   /* the source bytes made again from the text and the lossy places, */
  bool no_way;     /* unless a character has no way back */
  size_t lossy_count;
  size_t mark_length;
  char encoding[64];
  seg_error error;
} decoded;

static void clear(decoded *d) {
  segi_buf_clear(&d->text);
  segi_buf_clear(&d->back);
  free(d->offsets);
}

static void append_encoded(decoded *d, const char *encoding, seg_bytes text) {
  char *bytes;
  size_t length;
  if (seg_encode(encoding, text, &bytes, &length, NULL) != SEG_OK) d->no_way = true;
  segi_buf_append(&d->back, bytes, length);
  seg_free(bytes);
}

static void append_way_back(decoded *d, const seg_decoder *decoder, seg_bytes text) {
  size_t count, at = d->text.length;
  const seg_lossy *lossy = seg_decoder_lossy(decoder, &count);
  for (size_t i = 0; i < count; i++) {
    const char *data = text.data + (at - d->text.length);
    append_encoded(d, seg_decoder_encoding(decoder), (seg_bytes){data, lossy[i].text.start - at});
    segi_buf_append(&d->back, lossy[i].source.data, lossy[i].source.length);
    at = lossy[i].text.end;
  }
  size_t done = at - d->text.length;
  append_encoded(d, seg_decoder_encoding(decoder),
                 (seg_bytes){text.data + done, text.length - done});
  d->lossy_count += count;
}

/* Feeds the bytes in pieces of up to `longest` bytes, whose lengths come from *state, or of
 * exactly that length when state is NULL. Each piece is in memory of its own, freed after use. */
static decoded decode(const char *encoding, seg_invalid invalid, seg_bytes bytes, size_t longest,
                      uint64_t *state) {
  decoded d = {.error = {.status = SEG_OK}};
  seg_decoder *decoder;
  if (seg_decoder_new(encoding, invalid, &decoder, NULL) != SEG_OK) ck_abort_msg("%s", encoding);
  size_t at = 0;
  bool final = false;
  while (!final && d.error.status == SEG_OK) {
    size_t length = state != NULL ? random_below(state, longest + 1) : longest;
    if (length > bytes.length - at) length = bytes.length - at;
    final = at + length == bytes.length && (state == NULL || random_below(state, 2) == 0);
    char *piece = malloc(length + 1);
    memcpy(piece, bytes.data + at, length);
    at += length;
    seg_bytes text;
    seg_decoder_feed(decoder, piece, length, final, &text, &d.error);
    append_way_back(&d, decoder, text);
    segi_buf_append(&d.text, text.data, text.length);
    free(piece);
  }
  d.offsets = malloc((d.text.length + 1) * sizeof *d.offsets);
  for (size_t i = 0; i <= d.text.length; i++) d.offsets[i] = seg_decoder_source_offset(decoder, i);
  d.mark_length = seg_decoder_bom_length(decoder);
  strcpy(d.encoding, seg_decoder_encoding(decoder));
  seg_decoder_free(decoder);
  return d;
}

static decoded decode_whole(const char *encoding, seg_invalid invalid, seg_bytes bytes) {
  return decode(encoding, invalid, bytes, bytes.length, NULL);
}

static void assert_text(const decoded *d, seg_bytes text) {
  if (d->text.length != text.length ||
      (text.length > 0 && memcmp(d->text.data, text.data, text.length) != 0))
    ck_abort_msg("'%.*s' is not '%.*s'", (int)(d->text.length % 500), d->text.data,
                 (int)(text.length % 500), text.data);
}

static void assert_same(const decoded *a, const decoded *b) {
  ck_assert_int_eq(a->error.status, b->error.status);
  ck_assert_str_eq(a->encoding, b->encoding);
  if (a->error.status != SEG_OK) {
    ck_assert_uint_eq(a->error.offset, b->error.offset);
    ck_assert_uint_eq(a->error.line, b->error.line);
    ck_assert_str_eq(a->error.message, b->error.message);
    return;
  }
  assert_text(a, (seg_bytes){b->text.data, b->text.length});
  for (size_t i = 0; i <= a->text.length; i++)
    if (a->offsets[i] != b->offsets[i]) ck_abort_msg("offset %zu differs", i);
  ck_assert_uint_eq(a->lossy_count, b->lossy_count);
  ck_assert_uint_eq(a->mark_length, b->mark_length);
}

/* The text and the lossy places give the source back, but for the byte order mark. */
static void assert_leads_back(const decoded *d, seg_bytes source) {
  ck_assert(!d->no_way);
  ck_assert_uint_eq(d->back.length, source.length - d->mark_length);
  ck_assert(d->back.length == 0 ||
            memcmp(d->back.data, source.data + d->mark_length, d->back.length) == 0);
}

/* --- Examples */

typedef struct example {
  const char *encoding;
  seg_invalid invalid;
  seg_bytes source, text;
  size_t offsets[10]; /* of the first text bytes and of the end, ended by END */
  const char *found;  /* name of the encoding in use at the end */
  size_t mark_length;
} example;

#define END SIZE_MAX
#define KEEP SEG_INVALID_KEEP
#define REPLACE SEG_INVALID_REPLACE
#define FAIL SEG_INVALID_FAIL

/* clang-format off */
static const example examples[] = {
  {"UTF-8", KEEP, B(""), B(""), {0, END}, "UTF-8", 0},
  {"auto", KEEP, B(""), B(""), {0, END}, "UTF-8", 0},
  {"UTF-16", KEEP, B(""), B(""), {0, END}, "UTF-16BE", 0},
  {"auto", KEEP, B("\n"), B("\n"), {0, 1, END}, "UTF-8", 0},
  /* UTF-8: nothing changes, so an offset inside ü stays inside ü */
  {"auto", KEEP, B("für"), B("für"), {0, 1, 2, 3, 4, END}, "UTF-8", 0},
  {"utf8", FAIL, B("a\0b\r\n"), B("a\0b\r\n"), {0, 1, 2, 3, 4, 5, END}, "UTF-8", 0},
  /* byte order marks; only the first is one */
  {"auto", KEEP, B("\xEF\xBB\xBFja"), B("ja"), {3, 4, 5, END}, "UTF-8", 3},
  {"UTF-8", FAIL, B("\xEF\xBB\xBF"), B(""), {3, END}, "UTF-8", 3},
  {"UTF-8", KEEP, B("\xEF\xBB\xBF\xEF\xBB\xBF"), B("\xEF\xBB\xBF"), {3, 4, 5, 6, END}, "UTF-8", 3},
  {"auto", KEEP, B("\xFF\xFEj\0a\0"), B("ja"), {2, 4, 6, END}, "UTF-16LE", 2},
  {"UTF-16", KEEP, B("\xFE\xFF\0j\0a"), B("ja"), {2, 4, 6, END}, "UTF-16BE", 2},
  {"UTF-16LE", KEEP, B("\xFF\xFEj\0"), B("j"), {2, 4, END}, "UTF-16LE", 2},
  {"UTF-16", KEEP, B("\xFF\xFE\0\0"), B("\0"), {2, 4, END}, "UTF-16LE", 2},
  {"auto", KEEP, B("\xFF\xFE\0\0j\0\0\0"), B("j"), {4, 8, END}, "UTF-32LE", 4},
  {"auto", KEEP, B("\0\0\xFE\xFF\0\0\0j"), B("j"), {4, 8, END}, "UTF-32BE", 4},
  {"UTF-32", KEEP, B("\0\0\0j"), B("j"), {0, 4, END}, "UTF-32BE", 0},
  /* UTF-16: two bytes for u, ü and „, four for the emoji; inside a character its start */
  {"UTF-16LE", KEEP, B("u\0\xFC\0\x1E\x20"), B("uü„"), {0, 2, 2, 4, 4, 4, 6, END}, "UTF-16LE", 0},
  {"UTF-16BE", KEEP, B("\xD8\x3D\xDE\0\0!"), B("😀!"), {0, 0, 0, 0, 4, 6, END}, "UTF-16BE", 0},
  /* without a mark the NUL bytes tell; not in a list of names with NUL between them */
  {"auto", KEEP, B("j\0a\0\n\0"), B("ja\n"), {0, 2, 4, 6, END}, "UTF-16LE", 0},
  {"auto", KEEP, B("\0j\0a\0\n"), B("ja\n"), {0, 2, 4, 6, END}, "UTF-16BE", 0},
  {"auto", KEEP, B("ja\0nein\0"), B("ja\0nein\0"), {0, 1, 2, 3, END}, "UTF-8", 0},
  {"auto", KEEP, B("\0\0\0\0"), B("\0\0\0\0"), {0, 1, 2, 3, 4, END}, "UTF-8", 0},
  /* one byte each in windows-1252, two for ü and three for „ in the text */
  {"windows-1252", KEEP, B("\204f\374r"), B("„für"), {0, 0, 0, 1, 2, 2, 3, 4, END}, "windows-1252", 0},
  {"auto", KEEP, B("Gr\374\337e"), B("Grüße"), {0, 1, 2, 2, 3, 3, 4, 5, END}, "windows-1252", 0},
  /* more valid characters than broken ones: UTF-8 with an error in it */
  {"auto", KEEP, B("Grüße\374"), B("Grüße\374"), {0, 1, 2, 3, 4, 5, 6, 7, 8, END}, "UTF-8", 0},
  /* replaced bytes: three bytes of text for one, two or three of the source */
  {"UTF-8", REPLACE, B("\xFF\xE2\x80!"), B("\uFFFD\uFFFD!"), {0, 0, 0, 1, 1, 1, 3, 4, END}, "UTF-8", 0},
  {"UTF-8", REPLACE, B("a\xF0\x9F\x98"), B("a\uFFFD"), {0, 1, 1, 1, 4, END}, "UTF-8", 0},
  {"UTF-16LE", KEEP, B("\x3D\xD8j\0"), B("\uFFFDj"), {0, 0, 0, 2, 4, END}, "UTF-16LE", 0},
  {"UTF-16LE", KEEP, B("j\0x"), B("j\uFFFD"), {0, 2, 2, 2, 3, END}, "UTF-16LE", 0},
  /* escapes belong to the character before them */
  {"ISO-2022-JP", KEEP, B("a\33$B\x24\x22\33(Bb"), B("aあb"), {0, 4, 4, 4, 9, 10, END}, "ISO-2022-JP", 0},
};
/* clang-format on */

START_TEST(decodes_examples) {
  const example *e = &examples[_i];
  decoded d = decode_whole(e->encoding, e->invalid, e->source);
  ck_assert_int_eq(d.error.status, SEG_OK);
  assert_text(&d, e->text);
  ck_assert_str_eq(d.encoding, e->found);
  ck_assert_uint_eq(d.mark_length, e->mark_length);
  for (size_t i = 0; e->offsets[i] != END; i++) ck_assert_uint_eq(d.offsets[i], e->offsets[i]);
  clear(&d);
}
END_TEST

/* Unicode 15, tables 3-8 to 3-11: each R is one U+FFFD. */
static const struct {
  seg_bytes source;
  const char *text;
} maximal_parts[] = {
  {{"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", 9}, "RRRRRRRRA"},
  {{"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", 9}, "RRRRRRRRA"},
  {{"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", 9}, "RRRRRARRB"},
  {{"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", 9}, "RRRRA"},
};

START_TEST(replaces_maximal_parts) {
  segi_buf wanted = SEGI_BUF_EMPTY;
  for (const char *p = maximal_parts[_i].text; *p != '\0'; p++)
    segi_buf_append(&wanted, *p == 'R' ? "\xEF\xBF\xBD" : p, *p == 'R' ? 3 : 1);
  decoded d = decode_whole("UTF-8", SEG_INVALID_REPLACE, maximal_parts[_i].source);
  assert_text(&d, (seg_bytes){wanted.data, wanted.length});
  assert_leads_back(&d, maximal_parts[_i].source);
  clear(&d);
  segi_buf_clear(&wanted);
}
END_TEST

static const struct {
  const char *encoding;
  seg_bytes source;
  size_t offset, line;
} failures[] = {
  {"UTF-8", {"\xFC", 1}, 0, 1},
  {"UTF-8", {"gut\nb\xC3\xB6se\n\xE2\x80", 12}, 10, 3},
  {"UTF-8", {"\xEF\xBB\xBFja\xFF", 6}, 5, 1},
  {"auto", {"\xC3\xA4\xC3\xB6\n\n\x80", 7}, 6, 3},
  {"UTF-16LE", {"\n\0\x3D\xD8j\0", 6}, 2, 2},
  {"UTF-16BE", {"\0\n\0", 3}, 2, 2},
  {"US-ASCII", {"\n\n\xE4", 3}, 2, 3},
};

START_TEST(fails_at_the_first_invalid_byte) {
  decoded d = decode_whole(failures[_i].encoding, SEG_INVALID_FAIL, failures[_i].source);
  ck_assert_int_eq(d.error.status, SEG_BAD_TEXT);
  ck_assert_uint_eq(d.error.offset, failures[_i].offset);
  ck_assert_uint_eq(d.error.line, failures[_i].line);
  ck_assert_uint_eq(d.text.length, 0);
  clear(&d);
}
END_TEST

START_TEST(stays_failed) {
  seg_decoder *decoder;
  seg_error error = {.status = SEG_OK}, again = {.status = SEG_OK};
  seg_bytes text;
  ck_assert_int_eq(seg_decoder_new("UTF-8", SEG_INVALID_FAIL, &decoder, NULL), SEG_OK);
  ck_assert_int_eq(seg_decoder_feed(decoder, "\xFFxxx", 4, false, &text, &error), SEG_BAD_TEXT);
  ck_assert_int_eq(seg_decoder_feed(decoder, "yyy", 3, true, &text, &again), SEG_BAD_TEXT);
  ck_assert_uint_eq(text.length, 0);
  ck_assert_str_eq(error.message, again.message);
  ck_assert_ptr_nonnull(strstr(error.message, "byte FF at offset 0"));
  seg_decoder_free(decoder);
}
END_TEST

START_TEST(lends_valid_text) {
  const char *source = "gr\xC3\xBC\xC3\x9F";
  seg_decoder *decoder;
  seg_bytes text;
  ck_assert_int_eq(seg_decoder_new("UTF-8", SEG_INVALID_REPLACE, &decoder, NULL), SEG_OK);
  ck_assert_int_eq(seg_decoder_feed(decoder, source, 5, false, &text, NULL), SEG_OK);
  ck_assert_ptr_eq(text.data, source);
  ck_assert_uint_eq(text.length, 4); /* the first byte of ß waits */
  seg_decoder_free(decoder);
}
END_TEST

START_TEST(refuses_unknown_encodings) {
  static const char *const names[] = {"", "UTF-9", "klingon", "../../etc/passwd"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    seg_decoder *decoder = (seg_decoder *)1;
    seg_error error = {.status = SEG_OK};
    ck_assert_int_eq(seg_decoder_new(names[i], SEG_INVALID_KEEP, &decoder, &error),
                     SEG_UNSUPPORTED);
    ck_assert_ptr_null(decoder);
    ck_assert_ptr_nonnull(strstr(error.message, names[i]));
    char *bytes = (char *)1;
    size_t length;
    ck_assert_int_eq(seg_encode(names[i], (seg_bytes)B("a"), &bytes, &length, NULL),
                     SEG_UNSUPPORTED);
    ck_assert_ptr_null(bytes);
  }
}
END_TEST

/* --- Properties */

static const char *const encodings[] = {
  "auto",     "UTF-8",        "UTF-16",      "UTF-16LE",    "UTF-16BE",  "UTF-32",
  "UTF-32LE", "windows-1252", "ISO-8859-15", "US-ASCII",    "Shift_JIS", "GB18030",
  "EUC-KR",   "EUC-JP",       "Big5-HKSCS",  "ISO-2022-JP", "UTF-7",     "SCSU",
};
enum {
  ENCODINGS = sizeof encodings / sizeof *encodings,
  FIRST_MANY_WAYS = 10,
  FIRST_STATEFUL = 15
};

/* German, and what other encodings are made for. */
static const char *const words[] = {"Das",   " ",    "\n",      "\r\n",  "z. B.", "Grüße",
                                    "„so“",  "12 €", "–",       "日本",  "カナ",  "Ελλάδα",
                                    "город", "😀",    "e\u0301", "\u00AD"};
enum { WORDS = sizeof words / sizeof *words };

/* Words as far as the encoding has them; all of them bytes of their own. */
static void append_words(segi_buf *buf, uint64_t *state, const char *encoding, size_t length) {
  char *bytes[WORDS];
  size_t lengths[WORDS];
  for (size_t i = 0; i < WORDS; i++)
    seg_encode(encoding, (seg_bytes){words[i], strlen(words[i])}, &bytes[i], &lengths[i], NULL);
  while (buf->length < length) {
    size_t i = random_below(state, WORDS);
    segi_buf_append(buf, bytes[i], lengths[i]);
  }
  for (size_t i = 0; i < WORDS; i++) seg_free(bytes[i]);
}

/* Words in the encoding, the same with damage, or bytes at random; a byte order mark now and
 * then. Freed with seg_free. */
static seg_bytes random_source(uint64_t *state, const char *encoding, size_t length) {
  static const seg_bytes marks[] = {{"\xEF\xBB\xBF", 3}, {"\xFF\xFE", 2}, {"\0\0\xFE\xFF", 4}};
  segi_buf buf = SEGI_BUF_EMPTY;
  if (strcmp(encoding, "auto") == 0) encoding = encodings[1 + random_below(state, 7)];
  size_t mark = random_below(state, 6);
  if (mark < 3) segi_buf_append(&buf, marks[mark].data, marks[mark].length);
  append_words(&buf, state, encoding, buf.length + random_below(state, length) + 1);
  size_t damage = random_below(state, 3);
  for (size_t i = 0; i < buf.length; i++)
    if (damage == 2 || (damage == 1 && random_below(state, 20) == 0))
      buf.data[i] = (char)random_below(state, 256);
  size_t written = buf.length;
  return (seg_bytes){segi_buf_take(&buf), written};
}

START_TEST(cuts_make_no_difference) {
  uint64_t state = 1 + (uint64_t)_i;
  for (int round = 0; round < 30; round++) {
    seg_bytes source = random_source(&state, encodings[_i], 120);
    seg_invalid invalid = (seg_invalid)(round % 3);
    decoded whole = decode_whole(encodings[_i], invalid, source);
    for (size_t longest = 1; longest < 8; longest++) {
      decoded cut = decode(encodings[_i], invalid, source, longest, longest > 1 ? &state : NULL);
      assert_same(&whole, &cut);
      clear(&cut);
    }
    clear(&whole);
    seg_free((char *)source.data);
  }
}
END_TEST

START_TEST(cuts_make_no_difference_to_long_input) {
  uint64_t state = 100 + (uint64_t)_i;
  for (int round = 0; round < 3; round++) {
    seg_bytes source = random_source(&state, encodings[_i], 200 * 1000);
    if (strcmp(encodings[_i], "auto") == 0)
      memset((char *)source.data, 'x', random_below(&state, source.length));
    seg_invalid invalid = (seg_invalid)(round % 3);
    decoded whole = decode_whole(encodings[_i], invalid, source);
    decoded cut = decode(encodings[_i], invalid, source, 10 * 1000, &state);
    assert_same(&whole, &cut);
    clear(&cut);
    clear(&whole);
    seg_free((char *)source.data);
  }
}
END_TEST

START_TEST(text_leads_back_to_the_source) {
  uint64_t state = 200 + (uint64_t)_i;
  for (int round = 0; round < 100; round++) {
    seg_bytes source = random_source(&state, encodings[_i], 300);
    decoded d = decode(encodings[_i], round % 2 == 0 ? SEG_INVALID_KEEP : SEG_INVALID_REPLACE,
                       source, 50, &state);
    assert_leads_back(&d, source);
    ck_assert_uint_eq(d.offsets[0], d.mark_length);
    ck_assert_uint_eq(d.offsets[d.text.length], source.length);
    for (size_t i = 0; i < d.text.length; i++)
      if (d.offsets[i] > d.offsets[i + 1]) ck_abort_msg("offset %zu goes back", i);
    clear(&d);
    seg_free((char *)source.data);
  }
}
END_TEST

/* Each character's bytes, decoded alone, give this character. */
START_TEST(offsets_frame_characters) {
  uint64_t state = 300 + (uint64_t)_i;
  segi_buf source = SEGI_BUF_EMPTY;
  append_words(&source, &state, encodings[_i], 5000);
  decoded d =
    decode(encodings[_i], SEG_INVALID_KEEP, (seg_bytes){source.data, source.length}, 99, &state);
  for (size_t i = 0, end; i < d.text.length; i = end) {
    for (end = i + 1; end < d.text.length && d.offsets[end] == d.offsets[i];) end++;
    seg_bytes bytes = {source.data + d.offsets[i], d.offsets[end] - d.offsets[i]};
    decoded one = decode_whole(encodings[_i], SEG_INVALID_KEEP, bytes);
    assert_text(&one, (seg_bytes){d.text.data + i, end - i});
    clear(&one);
  }
  clear(&d);
  segi_buf_clear(&source);
}
END_TEST

START_TEST(single_bytes_are_exact) {
  static const char *const names[] = {"windows-1250", "windows-1251", "windows-1252",
                                      "windows-1254", "ISO-8859-1",   "ISO-8859-2",
                                      "ISO-8859-15",  "KOI8-R",       "macintosh"};
  char all[256];
  for (int i = 0; i < 256; i++) all[i] = (char)i;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    decoded d = decode_whole(names[i], SEG_INVALID_REPLACE, (seg_bytes){all, sizeof all});
    assert_leads_back(&d, (seg_bytes){all, sizeof all});
    clear(&d);
  }
}
END_TEST

/* --- Detection */

static const struct {
  const char *written, *found; /* encodings */
  const char *text;
} languages[] = {
  {"windows-1252", "windows-1252", "Übergrößen für Männer und Frauen gibt es „nur hier“."},
  {"ISO-8859-1", "windows-1252", "Die Straße ist sehr lang, und über ihr weht kein Lüftchen."},
  {"windows-1252", "windows-1252", "L'été dernier, nous étions à la plage près de Gênes."},
  {"windows-1250", "windows-1250",
   "Wczoraj wieczorem poszliśmy do kina, żeby obejrzeć nowy film o życiu w małym mieście."},
  {"windows-1251", "windows-1251", "Вчера вечером мы с сестрой пошли в кино смотреть новый фильм."},
  {"KOI8-R", "KOI8-R", "Вчера вечером мы с сестрой пошли в кино смотреть новый фильм."},
  {"Shift_JIS", "Shift_JIS", "昨日の夜、妹と一緒に映画館へ行って、新しい映画を見ました。"},
  {"UTF-8", "UTF-8", "昨日の夜、Übergröße, Вчера"},
  {"UTF-16LE", "UTF-16LE", "„Übergröße“ in Zürich"},
  {"UTF-16BE", "UTF-16BE", "„Übergröße“ in Zürich"},
};

START_TEST(finds_the_encoding) {
  seg_bytes text = {languages[_i].text, strlen(languages[_i].text)};
  char *bytes;
  size_t length;
  ck_assert_int_eq(seg_encode(languages[_i].written, text, &bytes, &length, NULL), SEG_OK);
  decoded d = decode_whole("auto", SEG_INVALID_FAIL, (seg_bytes){bytes, length});
  ck_assert_str_eq(d.encoding, languages[_i].found);
  assert_text(&d, text);
  clear(&d);
  seg_free(bytes);
}
END_TEST

/* ICU is sure of UTF-16 where its byte order mark stands behind ASCII, which it cannot be there. */
START_TEST(a_mark_behind_ascii_is_none) {
  seg_bytes bytes = {"A\xFE\xFF" "b\0\xE4", 6}, text = {"A\u00FE\u00FFb\0\u00E4", 9};
  decoded d = decode_whole("auto", SEG_INVALID_KEEP, bytes);
  ck_assert_str_eq(d.encoding, "windows-1252");
  assert_text(&d, text);
  clear(&d);
}
END_TEST

/* The first 100,000 bytes say nothing, then windows-1252 comes. */
START_TEST(decides_when_there_is_something_to_see) {
  enum { ASCII = 100000 };
  char *source = malloc(ASCII + 4);
  memset(source, 'x', ASCII);
  memcpy(source + ASCII, "f\xFCr\n", 4);
  decoded d = decode("auto", SEG_INVALID_KEEP, (seg_bytes){source, ASCII + 4}, 5000, NULL);
  ck_assert_str_eq(d.encoding, "windows-1252");
  ck_assert_uint_eq(d.text.length, ASCII + 5);
  ck_assert_uint_eq(d.offsets[ASCII + 3], ASCII + 2);
  clear(&d);
  free(source);
}
END_TEST

/* --- Offset map */

START_TEST(runs_stay_few) {
  segi_offset_map map = {0};
  for (size_t i = 0; i < 1000; i++) ck_assert(segi_offset_map_add(&map, 1, 2 + 2 * i));
  ck_assert(segi_offset_map_copy(&map, 5000, 2002));
  ck_assert(segi_offset_map_copy(&map, 5000, 7002));
  ck_assert_uint_eq(map.end - map.first, 2);
  ck_assert_uint_eq(segi_offset_map_find(&map, 999), 2000);
  ck_assert_uint_eq(segi_offset_map_find(&map, 1000), 2002);
  ck_assert_uint_eq(segi_offset_map_find(&map, 10999), 12001);
  segi_offset_map_clear(&map);
}
END_TEST

START_TEST(forgetting_bounds_memory) {
  segi_offset_map map = {0};
  for (size_t i = 0; i < 100000; i++) {
    if (!segi_offset_map_add(&map, 1 + i % 2, i)) ck_abort();
    if (i % 50 == 49) segi_offset_map_forget(&map, map.text_end);
    if (segi_offset_map_find(&map, map.text_end - 1) != i) ck_abort_msg("character %zu", i);
  }
  ck_assert_uint_le(map.capacity, 256);
  segi_offset_map_clear(&map);
}
END_TEST

/* --- Encoding */

START_TEST(encodes) {
  static const struct {
    const char *encoding;
    seg_bytes text, bytes;
  } cases[] = {
    {"UTF-16", {"j\xC3\xA4", 3}, {"\0j\0\xE4", 4}},
    {"UTF-32", {"j", 1}, {"\0\0\0j", 4}},
    {"windows-1252", {"\xE2\x82\xAC\0", 4}, {"\x80\0", 2}},
    {"UTF-8", {"\xFF", 1}, {"\xFF", 1}},
    {"windows-1252", {"", 0}, {"", 0}},
    {"UTF-8", {"", 0}, {"", 0}},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char *bytes;
    size_t length;
    ck_assert_int_eq(seg_encode(cases[i].encoding, cases[i].text, &bytes, &length, NULL), SEG_OK);
    ck_assert_uint_eq(length, cases[i].bytes.length);
    ck_assert(memcmp(bytes, cases[i].bytes.data, length) == 0);
    seg_free(bytes);
  }
}
END_TEST

START_TEST(says_what_cannot_be_encoded) {
  char text[20000];
  memset(text, '\n', sizeof text);
  memcpy(text + 15000, "\xC3\xA4\xE2\x82\xAC", 5);
  char *bytes;
  size_t length;
  seg_error error = {.status = SEG_OK};
  ck_assert_int_eq(
    seg_encode("ISO-8859-1", (seg_bytes){text, sizeof text}, &bytes, &length, &error),
    SEG_BAD_TEXT);
  ck_assert_ptr_null(bytes);
  ck_assert_uint_eq(error.offset, 15002);
  ck_assert_uint_eq(error.line, 15001);
  ck_assert_str_eq(error.message, "U+20AC does not exist in ISO-8859-1");
  error = (seg_error){.status = SEG_OK};
  ck_assert_int_eq(seg_encode("ISO-8859-1", (seg_bytes)B("a\nb\xC3"), &bytes, &length, &error),
                   SEG_BAD_TEXT);
  ck_assert_uint_eq(error.offset, 3);
  ck_assert_uint_eq(error.line, 2);
}
END_TEST

/* --- Breaker */

/* ÷ stands where a sentence ends. */
static const struct {
  const char *language, *text;
} broken[] = {
  {"en", "One.÷"},
  {"en-GB", "Cafés open. ÷Who \xFFgoes? ÷"},
  {"en", "Line\n÷break.\n÷"},
  {"en", "Mr. Brown met Prof. Adams and J. R. R. Tolkien. ÷All left.÷"},
  {"en", "The U.S. Army came. ÷So did I. ÷He paid No. 5, see Fig. 3 or p. 7. ÷No. ÷Never.÷"},
  {"en", "“Why?” she asked. ÷“Go!” ÷They went.÷"},
  {"en", "He is a Dr.\n÷Smith is not.÷"},
  {"fr", "« Non. » ÷Il dit : « Oui ! » et part avec M. Dupont. ÷« Bon. »÷"},
  {"fr", "Il vit au no. 5.÷"},
  {"it", "Il sig. Rossi e il Dott. Bianchi sono qui. ÷Bene.÷"},
  {"es", "El Sr. García llegó. ÷¿Sí? ÷Bien.÷"},
  {"tr", "Mr. ÷Bean geldi. ÷Gitti.÷"},
};

START_TEST(breaks_sentences) {
  segi_breaker *breaker;
  const size_t *ends;
  size_t count, wanted[10], wanted_count = 0;
  segi_buf text = SEGI_BUF_EMPTY;
  const char *p = broken[_i].text;
  for (const char *mark; (mark = strstr(p, "÷")) != NULL; p = mark + strlen("÷")) {
    segi_buf_append(&text, p, (size_t)(mark - p));
    wanted[wanted_count++] = text.length;
  }
  ck_assert_int_eq(segi_breaker_new(broken[_i].language, &breaker, NULL), SEG_OK);
  for (int round = 0; round < 2; round++) {
    ck_assert_int_eq(segi_breaker_find(breaker, text.data, text.length, &ends, &count, NULL),
                     SEG_OK);
    ck_assert_uint_eq(count, wanted_count);
    for (size_t i = 0; i < count; i++) ck_assert_uint_eq(ends[i], wanted[i]);
  }
  ck_assert_int_eq(segi_breaker_find(breaker, NULL, 0, &ends, &count, NULL), SEG_OK);
  ck_assert_uint_eq(count, 0);
  segi_breaker_free(breaker);
  segi_buf_clear(&text);
}
END_TEST

/* Whatever the bytes, the ends ascend and the last is the end of the text. */
START_TEST(breaks_anything) {
  static const char *const languages_tried[] = {"en", "fr", "ja"};
  uint64_t state = 77;
  for (int round = 0; round < 300; round++) {
    segi_breaker *breaker;
    const size_t *ends;
    size_t count, length, last = 0;
    char *text = random_text(&state, 10 + random_below(&state, 300), &length);
    ck_assert_int_eq(segi_breaker_new(languages_tried[round % 3], &breaker, NULL), SEG_OK);
    ck_assert_int_eq(segi_breaker_find(breaker, text, length, &ends, &count, NULL), SEG_OK);
    for (size_t i = 0; i < count; last = ends[i++])
      if (ends[i] <= last && i > 0) ck_abort_msg("end %zu does not come after the one before", i);
    ck_assert_uint_eq(last, length);
    segi_breaker_free(breaker);
    free(text);
  }
}
END_TEST

START_TEST(refuses_unknown_languages) {
  static const char *const names[] = {"",
                                      "xx",
                                      "english",
                                      "root",
                                      "und",
                                      "C",
                                      "de@ss=standard",
                                      "a very long name that is no language at all, and goes on "
                                      "so that no buffer could take it with its terminating NUL "
                                      "byte, however generous the buffer was made at first......"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    segi_breaker *breaker;
    seg_error error = {.status = SEG_OK};
    ck_assert_int_eq(segi_breaker_new(names[i], &breaker, &error), SEG_UNSUPPORTED);
    ck_assert_ptr_null(breaker);
    ck_assert_ptr_nonnull(strstr(error.message, "unknown language"));
  }
}
END_TEST

/* --- Memory */

START_TEST(survives_every_allocation_failure) {
  static const seg_bytes sources[] = {{"a\xFF"
                                       "b\xE2\x80",
                                       5},
                                      {"\xFF\xFEj\0\x3D\xD8", 6},
                                      {"\xDC"
                                       "ber \xFC",
                                       6},
                                      {"\xEF\xBB\xBFx", 4}};
  seg_bytes source = sources[_i];
  seg_status status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM; n++) {
    ck_assert_int_lt(n, 100);
    seg_decoder *decoder;
    seg_bytes text = {"", 0};
    seg_error error = {.status = SEG_OK};
    segi_fail_allocation(n);
    status = seg_decoder_new("auto", SEG_INVALID_REPLACE, &decoder, &error);
    for (size_t i = 0; status == SEG_OK && i <= source.length; i++)
      status = seg_decoder_feed(decoder, source.data + i, i < source.length, i == source.length,
                                &text, &error);
    segi_fail_allocation(0);
    ck_assert_int_eq(error.status, status);
    if (status == SEG_NOMEM) ck_assert_uint_eq(text.length, 0);
    seg_decoder_free(decoder);
  }
  ck_assert_int_eq(status, SEG_OK);
}
END_TEST

START_TEST(encoder_and_breaker_survive_allocation_failures) {
  seg_status status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM; n++) {
    ck_assert_int_lt(n, 100);
    char *bytes;
    size_t length;
    segi_fail_allocation(n);
    status = seg_encode("windows-1252", (seg_bytes)B("\xC3\xBC"), &bytes, &length, NULL);
    segi_fail_allocation(0);
    if (status == SEG_NOMEM) ck_assert_ptr_null(bytes);
    seg_free(bytes);
  }
  ck_assert_int_eq(status, SEG_OK);
  status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM; n++) {
    ck_assert_int_lt(n, 100);
    segi_breaker *breaker;
    const size_t *ends;
    size_t count;
    segi_fail_allocation(n);
    status = segi_breaker_new("en", &breaker, NULL);
    if (status == SEG_OK) status = segi_breaker_find(breaker, "A. B.", 5, &ends, &count, NULL);
    segi_fail_allocation(0);
    segi_breaker_free(breaker);
  }
  ck_assert_int_eq(status, SEG_OK);
}
END_TEST

#define COUNT(table) (int)(sizeof table / sizeof *table)

Suite *text_suite(void) {
  Suite *suite = suite_create("text");
  TCase *decoding = tcase_create("decoding");
  tcase_add_loop_test(decoding, decodes_examples, 0, COUNT(examples));
  tcase_add_loop_test(decoding, replaces_maximal_parts, 0, COUNT(maximal_parts));
  tcase_add_loop_test(decoding, fails_at_the_first_invalid_byte, 0, COUNT(failures));
  tcase_add_test(decoding, stays_failed);
  tcase_add_test(decoding, lends_valid_text);
  tcase_add_test(decoding, refuses_unknown_encodings);
  tcase_add_loop_test(decoding, finds_the_encoding, 0, COUNT(languages));
  tcase_add_test(decoding, a_mark_behind_ascii_is_none);
  tcase_add_test(decoding, decides_when_there_is_something_to_see);
  suite_add_tcase(suite, decoding);
  TCase *properties = tcase_create("properties");
  tcase_set_timeout(properties, 60);
  tcase_add_loop_test(properties, cuts_make_no_difference, 0, ENCODINGS);
  tcase_add_loop_test(properties, cuts_make_no_difference_to_long_input, 0, ENCODINGS);
  tcase_add_loop_test(properties, text_leads_back_to_the_source, 0, FIRST_MANY_WAYS);
  tcase_add_loop_test(properties, offsets_frame_characters, 1, FIRST_STATEFUL);
  tcase_add_test(properties, single_bytes_are_exact);
  suite_add_tcase(suite, properties);
  TCase *parts = tcase_create("parts");
  tcase_add_test(parts, runs_stay_few);
  tcase_add_test(parts, forgetting_bounds_memory);
  tcase_add_test(parts, encodes);
  tcase_add_test(parts, says_what_cannot_be_encoded);
  tcase_add_loop_test(parts, breaks_sentences, 0, COUNT(broken));
  tcase_add_test(parts, breaks_anything);
  tcase_add_test(parts, refuses_unknown_languages);
  suite_add_tcase(suite, parts);
  TCase *memory = tcase_create("memory");
  tcase_add_loop_test(memory, survives_every_allocation_failure, 0, 4);
  tcase_add_test(memory, encoder_and_breaker_survive_allocation_failures);
  suite_add_tcase(suite, memory);
  return suite;
}
