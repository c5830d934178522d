#include "align/lexicon_formats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/terms.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

enum {
  PHRASE = 3,       /* most words of an entry that is used */
  SHORT_LETTERS = 3 /* words of phrases that say little, in bytes: "to", "der" */
};

typedef struct entry {
  uint64_t source, target;
  double weight;
} entry;

typedef struct reader {
  bool reversed;
  entry *entries;
  size_t count, capacity;
  segi_buf left, right; /* the sides of a line without notes */
  size_t last_number;   /* of the line before */
} reader;

/* --- Lines and their parts */

/* The part before a separator; *text moves behind it, and is empty when there is none. */
static seg_bytes cut(seg_bytes *text, const char *separator) {
  size_t length = strlen(separator), end = 0;
  while (end + length <= text->length && memcmp(text->data + end, separator, length) != 0) end++;
  bool found = end + length <= text->length;
  seg_bytes part = {text->data, found ? end : text->length};
  size_t step = found ? end + length : text->length;
  text->data += step;
  text->length -= step;
  return part;
}

static bool has(seg_bytes text, const char *separator) {
  size_t length = text.length;
  return cut(&text, separator).length < length;
}

/* Copies text without what stands in brackets or between slashes; an open one goes to the end. */
static bool drop_notes(seg_bytes text, segi_buf *kept) {
  static const char opening[] = "([{</", closing[] = ")]}>/";
  char until = 0;
  kept->length = 0;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.data[i];
    const char *open = c != '\0' ? strchr(opening, c) : NULL;
    if (until != 0) {
      if (c == until) until = 0;
    } else if (open != NULL) {
      until = closing[open - opening];
    } else if (!segi_buf_append(kept, &c, 1)) {
      return false;
    }
  }
  return true;
}

/* --- Entries */

/* Keys of the words of an entry: none when it has too many, or numbers only. */
static size_t read_words(seg_bytes text, char kind, uint64_t *keys) {
  segi_term terms[PHRASE];
  size_t count = 0, longer = 0, kept = 0;
  segi_term term;
  for (size_t at = 0; segi_next_term(text.data, text.length, &at, &term);) {
    if (term.number) continue;
    if (count == PHRASE) return 0;
    longer += term.stem_length > SHORT_LETTERS;
    terms[count++] = term;
  }
  for (size_t k = 0; k < count; k++)
    if (longer == 0 || terms[k].stem_length > SHORT_LETTERS)
      keys[kept++] = segi_term_key(kind, terms[k].stem, terms[k].stem_length);
  return kept;
}

static bool add_entry(reader *r, seg_bytes left, seg_bytes right, double weight) {
  uint64_t source[PHRASE], target[PHRASE];
  size_t a = read_words(r->reversed ? right : left, SEGI_SOURCE_WORD, source);
  size_t b = read_words(r->reversed ? left : right, SEGI_TARGET_WORD, target);
  if (!segi_grow(&r->entries, &r->capacity, r->count + a * b, sizeof *r->entries)) return false;
  for (size_t i = 0; i < a; i++)
    for (size_t j = 0; j < b; j++)
      r->entries[r->count++] = (entry){source[i], target[j], weight / (double)(a * b)};
  return true;
}

/* "0.25", "3", "1e-05", whatever the locale. */
static bool read_weight(seg_bytes text, double *weight) {
  double value = 0, scale = 1;
  size_t i = 0, digits = 0;
  for (; i < text.length && text.data[i] >= '0' && text.data[i] <= '9'; i++, digits++)
    value = 10 * value + (text.data[i] - '0');
  if (i < text.length && text.data[i] == '.')
    for (i++; i < text.length && text.data[i] >= '0' && text.data[i] <= '9'; i++, digits++)
      value += (scale /= 10) * (text.data[i] - '0');
  if (digits > 0 && i < text.length && (text.data[i] | 32) == 'e') {
    bool minus = ++i < text.length && text.data[i] == '-';
    int exponent = 0;
    if (i < text.length && (text.data[i] == '-' || text.data[i] == '+')) i++;
    for (digits = 0; i < text.length && text.data[i] >= '0' && text.data[i] <= '9'; i++, digits++)
      exponent = exponent < 1000 ? 10 * exponent + (text.data[i] - '0') : exponent;
    value *= pow(10, minus ? -exponent : exponent);
  }
  *weight = value;
  return digits > 0 && i == text.length && value < 1e30;
}

static seg_status read_tsv(reader *r, seg_bytes line, size_t number, seg_error *error) {
  if (memchr(line.data, '\t', line.length) == NULL)
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "no tab between the two words");
  seg_bytes left = cut(&line, "\t"), right = cut(&line, "\t"), field = cut(&line, "\t");
  double weight = 1;
  if (field.length > 0 && !read_weight(field, &weight))
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "the weight is not a positive number");
  return weight <= 0 || add_entry(r, left, right, weight) ? SEG_OK : segi_nomem(error);
}

static seg_status read_hunalign(reader *r, seg_bytes line, size_t number, seg_error *error) {
  if (!has(line, " @ "))
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "no \" @ \" between the two words");
  seg_bytes target = cut(&line, " @ ");
  return add_entry(r, line, target, 1) ? SEG_OK : segi_nomem(error);
}

/* Alternatives of one part of a line. */
static bool read_alternatives(reader *r, seg_bytes left, seg_bytes right) {
  while (left.length > 0) {
    seg_bytes one = cut(&left, ";"), others = right;
    while (others.length > 0)
      if (!add_entry(r, one, cut(&others, ";"), 1)) return false;
  }
  return true;
}

static seg_status read_ding(reader *r, seg_bytes line, size_t number, seg_error *error) {
  if (!has(line, "::"))
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "no \"::\" between the two languages");
  seg_bytes side = cut(&line, "::");
  if (!drop_notes(side, &r->left) || !drop_notes(line, &r->right)) return segi_nomem(error);
  seg_bytes left = {r->left.data, r->left.length}, right = {r->right.data, r->right.length};
  while (left.length > 0 && right.length > 0)
    if (!read_alternatives(r, cut(&left, "|"), cut(&right, "|"))) return segi_nomem(error);
  return SEG_OK;
}

/* A word has its pronunciation beside it or a blank line before it. Its translations follow; lines
 * with examples and references do not count. */
static seg_status read_dictd(reader *r, seg_bytes line, bool after_blank, seg_error *error) {
  bool indented = line.data[0] == ' ' || line.data[0] == '\t';
  bool word = !indented && (after_blank || memchr(line.data, '/', line.length) != NULL);
  if (has(line, ":") || has(line, "\"")) return SEG_OK;
  if (!drop_notes(line, word ? &r->left : &r->right)) return segi_nomem(error);
  if (word) return SEG_OK;
  seg_bytes left = {r->left.data, r->left.length}, right = {r->right.data, r->right.length};
  while (right.length > 0)
    for (seg_bytes part = cut(&right, ";"); part.length > 0;)
      if (!add_entry(r, left, cut(&part, ","), 1)) return segi_nomem(error);
  return SEG_OK;
}

static seg_status read_line(reader *r, seg_lexicon_format format, seg_bytes line, size_t number,
                            seg_error *error) {
  switch (format) {
    case SEG_LEXICON_DING: return read_ding(r, line, number, error);
    case SEG_LEXICON_DICTD: {
      bool after_blank = number > r->last_number + 1;
      r->last_number = number;
      return read_dictd(r, line, after_blank, error);
    }
    case SEG_LEXICON_HUNALIGN: return read_hunalign(r, line, number, error);
    default: return read_tsv(r, line, number, error);
  }
}

/* --- The whole text */

static int by_words(const void *left, const void *right) {
  const entry *a = left, *b = right;
  if (a->source != b->source) return a->source < b->source ? -1 : 1;
  return (a->target > b->target) - (a->target < b->target);
}

/* A pair that stands there several times is one, with a weight accordingly. */
static void unite_repeated(reader *r) {
  size_t kept = 0;
  if (r->count > 0) qsort(r->entries, r->count, sizeof *r->entries, by_words);
  for (size_t k = 0; k < r->count; k++) {
    if (kept > 0 && by_words(&r->entries[kept - 1], &r->entries[k]) == 0)
      r->entries[kept - 1].weight += r->entries[k].weight;
    else
      r->entries[kept++] = r->entries[k];
  }
  r->count = kept;
}

static double sum_of(const segi_keys *words, const double *sums, uint64_t word) {
  return sums[segi_keys_find(words, word)];
}

/* Weights become probabilities in both directions. */
static seg_status make_table(reader *r, segi_translations *table, seg_error *error) {
  segi_keys words = SEGI_KEYS_EMPTY;
  bool fine = true;
  unite_repeated(r);
  for (size_t k = 0; k < r->count && fine; k++)
    fine = segi_keys_add(&words, r->entries[k].source) != SEGI_NO_KEY &&
           segi_keys_add(&words, r->entries[k].target) != SEGI_NO_KEY;
  double *sums = segi_calloc(words.count, sizeof *sums);
  segi_word_pair *pairs = segi_alloc(r->count, sizeof *pairs);
  fine = fine && sums != NULL && pairs != NULL;
  for (size_t k = 0; k < r->count && fine; k++) {
    sums[segi_keys_find(&words, r->entries[k].source)] += r->entries[k].weight;
    sums[segi_keys_find(&words, r->entries[k].target)] += r->entries[k].weight;
  }
  for (size_t k = 0; k < r->count && fine; k++) {
    const entry *e = &r->entries[k];
    pairs[k] =
      (segi_word_pair){e->source, e->target, (float)(e->weight / sum_of(&words, sums, e->source)),
                       (float)(e->weight / sum_of(&words, sums, e->target))};
  }
  fine = fine && segi_translations_make(pairs, r->count, table);
  segi_keys_clear(&words);
  free(sums);
  free(pairs);
  return fine ? SEG_OK : segi_nomem(error);
}

/* The next line that is no comment and not blank; its number counts from 1. */
static bool next_line(seg_bytes *text, size_t *number, seg_bytes *line) {
  while (text->length > 0) {
    *line = cut(text, "\n");
    ++*number;
    if (line->length > 0 && line->data[line->length - 1] == '\r') line->length--;
    if (line->length > 0 && line->data[0] != '#') return true;
  }
  return false;
}

/* "word 12 34" */
static bool is_trained_field(seg_bytes field) {
  for (int k = 0; k < 2; k++) {
    size_t digits = 0;
    while (digits < field.length && field.data[field.length - 1 - digits] >= '0' &&
           field.data[field.length - 1 - digits] <= '9')
      digits++;
    if (digits == 0 || digits == field.length || field.data[field.length - 1 - digits] != ' ')
      return false;
    field.length -= digits + 1;
  }
  return field.length > 0;
}

static seg_status recognize(seg_bytes text, seg_lexicon_format *format, seg_error *error) {
  size_t number = 0;
  seg_bytes line;
  *format = SEG_LEXICON_TSV;
  if (!next_line(&text, &number, &line)) return SEG_OK;
  if (line.length >= 11 && memcmp(line.data, "00-database", 11) == 0) {
    *format = SEG_LEXICON_DICTD;
  } else if (has(line, "\t")) {
    cut(&line, "\t");
    if (is_trained_field(cut(&line, "\t"))) *format = SEG_LEXICON_TRAINED;
  } else if (has(line, "::")) {
    *format = SEG_LEXICON_DING;
  } else if (has(line, " @ ")) {
    *format = SEG_LEXICON_HUNALIGN;
  } else {
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, number,
                        "not a word list: neither a tab nor \"::\" nor \" @ \"");
  }
  return SEG_OK;
}

seg_status segi_lexicon_parse(seg_bytes text, seg_lexicon_format format, bool reversed,
                              segi_translations *table, seg_error *error) {
  seg_status status = SEG_OK;
  *table = (segi_translations){.words = SEGI_KEYS_EMPTY};
  if (format == SEG_LEXICON_AUTO) status = recognize(text, &format, error);
  if (status != SEG_OK) return status;
  if (format == SEG_LEXICON_TRAINED) return segi_translations_read(text, reversed, table, error);
  reader r = {.reversed = reversed};
  size_t number = 0;
  for (seg_bytes line; status == SEG_OK && next_line(&text, &number, &line);)
    status = read_line(&r, format, line, number, error);
  if (status == SEG_OK) status = make_table(&r, table, error);
  free(r.entries);
  segi_buf_clear(&r.left);
  segi_buf_clear(&r.right);
  return status;
}
