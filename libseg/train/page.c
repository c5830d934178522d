#include "train/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/error.h"
#include "base/mem.h"
#include "text/chars.h"

enum {
  LONGEST_PARAGRAPH = 6000,
  SHORTEST_PAGE = 400, LONGEST_PAGE = 14000, /* bytes */
  SHORTEST_TEXT = 40, LONGEST_TEXT = 250,
  LONGEST_TITLE = 8,                         /* words */
  FIRST_TRIES = 1000
};
static const double SHORT_TEXTS = 0.3;
static const double LINES = 0.22, TITLES = 0.12; /* before a paragraph */
static const double IN_CAPITALS = 0.08;          /* of the lines */
static const double TOKENS = 1 / 90.0;           /* between two words */
static const double NOTES = 0.15;                /* behind a mark */
static const double BRANDS = 0.3;                /* of the pages with tokens */

void segi_page_clear(segi_page *page) {
  segi_buf_clear(&page->clean);
  segi_buf_clear(&page->text);
  free(page->lost);
  *page = (segi_page){0};
}

seg_status segi_page_maker_make(const segi_material *material, const segi_words *words,
                                uint64_t seed, segi_page_maker *maker, seg_error *error) {
  *maker = (segi_page_maker){.sampler = segi_sampler_make(material, words, ~seed)};
  return seg_noiser_new("none", seed, &maker->noiser, error);
}

void segi_page_maker_clear(segi_page_maker *maker) {
  segi_sampler_clear(&maker->sampler);
  seg_noiser_free(maker->noiser);
  segi_buf_clear(&maker->line);
  segi_buf_clear(&maker->brand);
  *maker = (segi_page_maker){0};
}

seg_status segi_page_check(const segi_phrases *phrases, seg_error *error) {
  static const char *const lists[] = {"page line", "page token", "section heading"};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    if (!segi_phrases_has(phrases, lists[i]))
      return segi_fail(error, SEG_BAD_FORMAT, "the phrases lack the list \"%s\"", lists[i]);
  return SEG_OK;
}

/* --- What a page is like. */

typedef struct style {
  bool short_text;    /* one to a few sentences, nothing else */
  bool lines, tokens; /* of a web page; tokens that look like damage */
  bool notes;         /* numbers of notes behind marks */
  bool flat;          /* the breaks of lines that are left are spaces */
  const char *gender; /* the sign in Schüler*innen, "" SchülerInnen; NULL: leave them alone */
  size_t length;      /* bytes of the page, about */
} style;

/* Rates of damage: of places that are open to a kind, from the least to the most. */
typedef struct damage {
  const char *kind;
  double least, most;
} damage;

/* Blocks are lost, all or some. */
static const damage lost_blocks[] = {
  {"block-join", 0.9, 1}, {"space-after-mark", 0, 0.01}, {"word-join", 0, 0.002}};
static const damage some_blocks[] = {
  {"block-join", 0.1, 0.9}, {"sentence-join", 0, 0.02}, {"space-after-mark", 0, 0.02}};
/* Spaces around links and emphasis too. */
static const damage lost_links[] = {
  {"block-join", 0.9, 1}, {"link-join", 0.005, 0.08}, {"word-join", 0, 0.01},
  {"space-before-opening", 0, 0.1}, {"space-after-mark", 0, 0.02}};
/* Running text out of which marks and spaces fell. */
static const damage lost_marks[] = {
  {"sentence-join", 0.02, 0.25}, {"comma-join", 0.02, 0.2}, {"colon-join", 0, 0.1},
  {"space-after-mark", 0.01, 0.1}, {"space-before-opening", 0.01, 0.2},
  {"word-join", 0.001, 0.03}};
static const damage lost_commas[] = {
  {"comma-join", 0.2, 1}, {"sentence-join", 0, 0.1}, {"word-join", 0, 0.01}};
static const damage few_marks[] = {
  {"sentence-join", 0, 0.03}, {"comma-join", 0, 0.03}, {"space-after-mark", 0, 0.01},
  {"space-before-opening", 0, 0.01}, {"word-join", 0, 0.002}};

#define KINDS_OF(list) list, sizeof list / sizeof *list
static const struct {
  double share;
  const damage *kinds;
  size_t count;
} damages[] = {{0.36, NULL, 0},
               {0.16, KINDS_OF(lost_blocks)},
               {0.08, KINDS_OF(some_blocks)},
               {0.14, KINDS_OF(lost_links)},
               {0.14, KINDS_OF(lost_marks)},
               {0.06, KINDS_OF(lost_commas)},
               {0.06, KINDS_OF(few_marks)}};

static style draw_style(segi_random *random) {
  static const char *const signs[] = {"*", ":", "_", "/", "(", ""};
  double size = segi_random_share(random);
  bool short_text = segi_happens(random, SHORT_TEXTS);
  return (style){
    .short_text = short_text,
    .lines = !short_text && segi_happens(random, 0.6),
    .tokens = segi_happens(random, 0.4),
    .notes = segi_happens(random, 0.1),
    .flat = segi_happens(random, 0.6),
    .gender = segi_happens(random, 0.15)
                  ? signs[segi_random_below(random, sizeof signs / sizeof *signs)]
                  : NULL,
    .length = SHORTEST_PAGE + (size_t)((LONGEST_PAGE - SHORTEST_PAGE) * size * size)};
}

/* Of a short text more is lost, so that something is. */
static seg_status draw_damage(segi_page_maker *m, bool short_text, seg_error *error) {
  segi_random *random = &m->sampler.random;
  size_t count, d = 0;
  const seg_noise_kind *kinds = seg_noise_kinds(&count);
  seg_status status = SEG_OK;
  for (size_t k = 0; k < count && status == SEG_OK; k++)
    status = seg_noiser_set_rate(m->noiser, kinds[k].id, 0, error);
  double left = segi_random_share(random);
  while (d + 1 < sizeof damages / sizeof *damages && left >= damages[d].share)
    left -= damages[d++].share;
  for (size_t k = 0; k < damages[d].count && status == SEG_OK; k++) {
    const damage *kind = &damages[d].kinds[k];
    double rate = kind->least + (kind->most - kind->least) * segi_random_share(random);
    if (short_text) rate = rate * 3 < 1 ? rate * 3 : 1;
    status = seg_noiser_set_rate(m->noiser, kind->kind, rate, error);
  }
  return status;
}

/* --- The clean page. */

static bool put(segi_buf *out, const char *bytes, size_t length) {
  return segi_buf_append(out, bytes, length);
}

static bool put_in_capitals(segi_buf *out, const char *text, size_t length) {
  bool ok = true;
  for (size_t i = 0, n; ok && i < length; i += n) {
    int32_t c;
    utf8proc_uint8_t bytes[4];
    n = segi_decode(text + i, length - i, &c);
    utf8proc_ssize_t size = c >= 0 ? utf8proc_encode_char(utf8proc_toupper(c), bytes) : 0;
    ok = put(out, c >= 0 ? (const char *)bytes : text + i, c >= 0 ? (size_t)size : n);
  }
  return ok;
}

/* A line of the page, without the marks ÷ of the lists. */
static bool put_line(segi_page_maker *m, segi_buf *out, const char *list) {
  segi_random *random = &m->sampler.random;
  m->line.length = 0;
  if (!segi_phrases_draw(&m->sampler.material->phrases, list, random, &m->line)) return false;
  size_t length = m->line.length;
  if (length > 3 && memcmp(m->line.data + length - 3, " ÷", 3) == 0) length -= 3;
  bool ok = segi_happens(random, IN_CAPITALS) ? put_in_capitals(out, m->line.data, length)
                                              : put(out, m->line.data, length);
  return ok && put(out, "\n", 1);
}

static bool ends_in_letter(const char *text, size_t length) {
  size_t n;
  const char *last = segi_previous(text, text + length);
  return length > 0 && segi_is_letter(segi_class_at(last, (size_t)(text + length - last), &n));
}

static bool is_capital(const char *text, size_t length) {
  size_t n;
  return length > 0 && segi_class_at(text, length, &n) == SEGI_UPPER;
}

/* The first words of a paragraph, up to a noun or name: a title. */
static bool put_title(segi_buf *out, seg_bytes paragraph) {
  size_t end = 0, at = 0;
  for (int words = 1; words <= LONGEST_TITLE && at < paragraph.length; words++) {
    const char *space = memchr(paragraph.data + at, ' ', paragraph.length - at);
    size_t stop = space != NULL ? (size_t)(space - paragraph.data) : paragraph.length;
    if (!ends_in_letter(paragraph.data + at, stop - at)) break;
    if (words > 1 && is_capital(paragraph.data + at, stop - at)) end = stop;
    at = stop + 1;
  }
  return end == 0 || (put(out, paragraph.data, end) && put(out, "\n", 1));
}

/* Schülerinnen -> Schüler*innen */
static bool put_gendered(segi_buf *out, const char *word, size_t length, const char *sign) {
  size_t stem = length;
  for (size_t i = 3; i + 5 <= length; i++)
    if (memcmp(word + i, "innen", 5) == 0 && word[i - 1] >= 'a') stem = i;
  if (stem == length) return put(out, word, length);
  const char *suffix = *sign == '\0' ? "Innen" : "innen";
  return put(out, word, stem) && segi_buf_append_string(out, sign) &&
         segi_buf_append_string(out, suffix) && (*sign != '(' || put(out, ")", 1)) &&
         put(out, word + stem + 5, length - stem - 5);
}

/* erwecken.13   erwecken.[13] */
static bool put_note(segi_random *random, segi_buf *out) {
  char number[16];
  if (out->length == 0 || strchr(".,;!?", out->data[out->length - 1]) == NULL) return true;
  if (!segi_happens(random, NOTES)) return true;
  unsigned n = 1 + (unsigned)segi_random_below(random, 60);
  snprintf(number, sizeof number, segi_happens(random, 0.5) ? "%u" : "[%u]", n);
  return segi_buf_append_string(out, number);
}

static bool put_token(segi_page_maker *m, segi_buf *out) {
  m->line.length = 0;
  if (m->brand.length > 0 && segi_happens(&m->sampler.random, 0.5))
    return put(out, m->brand.data, m->brand.length) && put(out, " ", 1);
  return segi_phrases_draw(&m->sampler.material->phrases, "page token", &m->sampler.random,
                           &m->line) &&
         put(out, m->line.data, m->line.length) && put(out, " ", 1);
}

static bool put_paragraph(segi_page_maker *m, const style *s, seg_bytes paragraph, segi_buf *out) {
  bool ok = true;
  if (!s->tokens && !s->notes && s->gender == NULL) {
    ok = put(out, paragraph.data, paragraph.length);
    return ok && put(out, "\n", 1);
  }
  for (size_t at = 0; ok && at < paragraph.length;) {
    const char *space = memchr(paragraph.data + at, ' ', paragraph.length - at);
    size_t end = space != NULL ? (size_t)(space - paragraph.data) : paragraph.length;
    if (s->tokens && at > 0 && segi_happens(&m->sampler.random, TOKENS)) ok = put_token(m, out);
    ok = ok && (s->gender != NULL
                    ? put_gendered(out, paragraph.data + at, end - at, s->gender)
                    : put(out, paragraph.data + at, end - at));
    if (s->notes) ok = ok && put_note(&m->sampler.random, out);
    ok = ok && put(out, end < paragraph.length ? " " : "\n", 1);
    at = end + 1;
  }
  return ok;
}

static bool put_before(segi_page_maker *m, const style *s, seg_bytes paragraph, segi_buf *out) {
  segi_random *random = &m->sampler.random;
  if (!s->lines) return true;
  bool ok = true;
  while (ok && segi_happens(random, LINES)) ok = put_line(m, out, "page line");
  if (ok && segi_happens(random, TITLES))
    ok = segi_happens(random, 0.5) ? put_title(out, paragraph) : put_line(m, out, "section heading");
  return ok;
}

/* A paragraph of the part; small parts may need many tries. */
static size_t draw_start(segi_page_maker *m, const segi_corpus *c, bool held_back) {
  size_t i = 0;
  for (int tries = 0; tries < FIRST_TRIES; tries++) {
    i = segi_random_below(&m->sampler.random, c->count);
    if ((segi_part_of(c, i) == SEGI_HELD_BACK) == held_back) break;
  }
  return i;
}

static bool is_plain_name(seg_bytes word) {
  size_t n;
  for (size_t i = 0; i < word.length; i += n)
    if (!segi_is_letter(segi_class_at(word.data + i, word.length - i, &n))) return false;
  return word.length > 2 && word.length < 16 && is_capital(word.data, word.length);
}

/* The first capitalised word behind a byte of a text. */
static seg_bytes name_behind(seg_bytes text, size_t at) {
  while (at < text.length) {
    while (at < text.length && text.data[at] != ' ') at++;
    size_t start = ++at;
    while (at < text.length && text.data[at] != ' ') at++;
    seg_bytes word = {text.data + start, at > text.length || start > at ? 0 : at - start};
    if (word.length > 0 && is_plain_name(word)) return word;
  }
  return (seg_bytes){"", 0};
}

/* A name that the page writes as one, made of two of its own words: SalzburgerLand. */
static bool make_brand(segi_page_maker *m, seg_bytes paragraph) {
  segi_random *random = &m->sampler.random;
  m->brand.length = 0;
  if (!segi_happens(random, BRANDS) || paragraph.length == 0) return true;
  for (int k = 0; k < 2; k++) {
    seg_bytes word = name_behind(paragraph, segi_random_below(random, paragraph.length));
    if (word.length > 0 && !put(&m->brand, word.data, word.length)) return false;
  }
  return true;
}

/* The paragraph up to the end of one of its first sentences. */
static seg_bytes first_sentences(segi_random *random, seg_bytes paragraph) {
  size_t least = SHORTEST_TEXT + segi_random_below(random, LONGEST_TEXT);
  for (size_t i = least; i + 1 < paragraph.length; i++)
    if (paragraph.data[i] == ' ' && strchr(".!?", paragraph.data[i - 1]) != NULL)
      return (seg_bytes){paragraph.data, i};
  return paragraph;
}

static bool make_clean(segi_page_maker *m, const style *s, bool held_back, segi_buf *clean) {
  const segi_corpus *c = segi_sampler_corpus(&m->sampler);
  size_t i = draw_start(m, c, held_back);
  bool ok = true, alone = c->source->kind == SEGI_SENTENCES;
  clean->length = 0;
  if (s->tokens) ok = make_brand(m, c->paragraphs[i].text);
  while (ok && clean->length < s->length && i < c->count) {
    seg_bytes paragraph = c->paragraphs[i].text;
    bool here = (segi_part_of(c, i) == SEGI_HELD_BACK) == held_back;
    if (paragraph.length > LONGEST_PARAGRAPH || !here) break;
    if (s->short_text) paragraph = first_sentences(&m->sampler.random, paragraph);
    ok = put_before(m, s, paragraph, clean) && put_paragraph(m, s, paragraph, clean);
    if (c->paragraphs[i].document_end || s->short_text) break;
    i = alone ? draw_start(m, c, held_back) : i + 1;
  }
  return ok;
}

/* --- What is lost. */

static seg_label label_of(seg_bytes lost) {
  for (size_t i = 0; i < lost.length; i++) switch (lost.data[i]) {
      case ',': return SEG_LABEL_COMMA;
      case ':': return SEG_LABEL_COLON;
      case '.': return SEG_LABEL_SENTENCE;
      case '\n': return SEG_LABEL_PARAGRAPH;
    }
  return SEG_LABEL_SPACE;
}

static bool note_losses(segi_page *page, const seg_noised *block) {
  for (size_t i = 0; i < seg_editlog_count(block->repairs); i++) {
    seg_edit edit = seg_editlog_get(block->repairs, i);
    if (edit.old_bytes.length > 0) continue;
    if (!segi_grow(&page->lost, &page->lost_capacity, page->lost_count + 1, sizeof *page->lost))
      return false;
    page->lost[page->lost_count++] = (segi_lost){edit.offset, label_of(edit.new_bytes)};
  }
  return true;
}

seg_status segi_page_next(segi_page_maker *m, bool held_back, segi_page *page, seg_error *error) {
  style s = draw_style(&m->sampler.random);
  seg_noised block;
  page->text.length = page->lost_count = 0;
  seg_status status = draw_damage(m, s.short_text, error);
  if (status != SEG_OK) return status;
  if (!make_clean(m, &s, held_back, &page->clean)) return segi_nomem(error);
  status = seg_noiser_feed(m->noiser, page->clean.data, page->clean.length, true, &block, error);
  if (status != SEG_OK) return status;
  if (!segi_buf_append(&page->text, block.damaged.data, block.damaged.length) ||
      !note_losses(page, &block))
    return segi_nomem(error);
  for (size_t i = 0; s.flat && i < page->text.length; i++)
    if (page->text.data[i] == '\n') page->text.data[i] = ' ';
  return SEG_OK;
}
