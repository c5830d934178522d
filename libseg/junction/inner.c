#include "junction/inner.h"

#include <stdlib.h>

#include "base/mem.h"
#include "junction/candidate.h"

/* More of a token does not matter to what follows it. */
enum { LONGEST_LEFT = 64 };

/* FNV-1a. */
static uint64_t hash_bytes(const char *bytes, size_t length) {
  uint64_t h = 14695981039346656037u;
  for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)bytes[i]) * 1099511628211u;
  return h;
}

typedef struct finder {
  const segi_words *words;
  const char *text;
  const segi_token *next;
  size_t since_end;
  bool verb_before;
  segi_candidate *places;
  size_t count, capacity;
  bool quote_open;
  bool failed; /* memory */
} finder;

static const segi_class_set closing_marks =
    SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS) | SEGI_SET(SEGI_COMMA) |
    SEGI_SET(SEGI_SEMICOLON) | SEGI_SET(SEGI_COLON) | SEGI_SET(SEGI_CLOSE) | SEGI_SET(SEGI_QUOTE) |
    SEGI_SET(SEGI_HYPHEN) | SEGI_SET(SEGI_DASH);

/* The word before the place, behind its marks. */
static void find_left(finder *f, segi_candidate *p, size_t begin) {
  size_t at = p->offset, start;
  for (int marks = 0; at > begin && marks < 4; marks++) {
    segi_class c = segi_class_before(f->text, begin, at, &start);
    if (!(SEGI_SET(c) & closing_marks)) break;
    at = start;
  }
  p->left_number = at > begin && segi_class_before(f->text, begin, at, &start) == SEGI_DIGIT;
  p->left_half = segi_half_before(f->words, f->text, begin, at);
}

static void find_right(finder *f, segi_candidate *p, size_t end) {
  size_t at = p->offset, n;
  for (int marks = 0; at < end && marks < 3; marks++) {
    segi_class c = segi_class_at(f->text + at, end - at, &n);
    if (c != SEGI_OPEN && c != SEGI_LOW_QUOTE && c != SEGI_QUOTE) break;
    at += n;
  }
  p->right_half = segi_half_from(f->words, f->text, at, end);
  at = p->right_half.end;
  p->digit_behind_right =
    p->right_half.letters > 0 && at < end && f->text[at] >= '0' && f->text[at] <= '9';
}

/* The letters around a place, up to the next sign that is none; no further than a word can be. */
static void find_run(finder *f, segi_candidate *p, size_t begin, size_t end) {
  size_t start = p->left_half.start, stop = p->right_half.end, before, n;
  segi_class c;
  p->humps = 1;
  while (start > begin && stop - start < SEGI_LONGEST_WORD &&
         segi_is_letter(segi_class_before(f->text, begin, start, &before)))
    start = before;
  while (stop - start < SEGI_LONGEST_WORD && segi_letter_at(f->text, stop, end, &c, &n)) stop += n;
  segi_class last = SEGI_SPACE;
  for (size_t at = start; at < stop; at += n, last = c) {
    c = segi_class_at(f->text + at, stop - at, &n);
    p->humps += last == SEGI_LOWER && c == SEGI_UPPER;
  }
  p->humps += p->before == SEGI_UPPER;
  p->whole = segi_look_up(f->words, f->text, start, stop);
  p->rest = segi_look_up(f->words, f->text, p->offset, stop);
  p->pair = segi_look_up(f->words, f->text, p->left_half.start, p->right_half.end);
  p->run_hash = hash_bytes(f->text + start, stop - start);
  p->starts_low = start < stop && segi_class_at(f->text + start, stop - start, &n) == SEGI_LOWER;
}

static bool telling_number(const char *text, size_t at, size_t end) {
  size_t digits = 0;
  while (at < end && text[at] >= '0' && text[at] <= '9' && digits < 8) at++, digits++;
  bool stop =
    at < end && text[at] == '.' && !(at + 1 < end && text[at + 1] >= '0' && text[at + 1] <= '9');
  return digits >= 4 || (digits > 0 && (stop || at < end));
}

static bool digit_before(const char *text, size_t begin, const segi_half *w) {
  size_t start;
  return w->start > begin && segi_class_before(text, begin, w->start, &start) == SEGI_DIGIT;
}

static segi_candidate *add_place(finder *f, const segi_token *t, size_t piece, size_t offset,
                        segi_family kind, segi_class before, segi_class after) {
  if (!segi_grow(&f->places, &f->capacity, f->count + 1, sizeof *f->places)) {
    f->failed = true;
    return NULL;
  }
  segi_candidate *p = &f->places[f->count];
  *p = (segi_candidate){.text = f->text, .offset = offset, .family = kind, .before = before,
               .after = after, .next = f->next,
                        .since_end = f->since_end,
                        .verb_before = f->verb_before, .round_bracket = f->text[offset] == '(',
               .telling_number = telling_number(f->text, offset, t->end)};
  find_left(f, p, piece);
  find_right(f, p, t->end);
  if (kind == SEGI_CASE_CHANGE)
    find_run(f, p, piece, t->end);
  else
    p->starts_low =
      p->left_half.first == SEGI_LOWER && !digit_before(f->text, piece, &p->left_half);
  bool far = offset - piece > LONGEST_LEFT;
  p->left = segi_token_at(f->words, f->text, far ? p->left_half.start : piece, offset);
  p->right = segi_token_at(f->words, f->text, offset, p->right_half.end);
  f->count++;
  return p;
}

/* Which family a place between two characters belongs to; false when it is none. */
static bool family_of(segi_class before, segi_class after, bool closing_quote, bool opening_quote,
                      segi_family *kind) {
  bool letter_after = segi_is_letter(after);
  if (before == SEGI_LOWER && after == SEGI_UPPER) return *kind = SEGI_CASE_CHANGE, true;
  if (before == SEGI_DIGIT && after == SEGI_UPPER) return *kind = SEGI_AFTER_DIGIT, true;
  if (before == SEGI_LOWER && after == SEGI_DIGIT) return *kind = SEGI_BEFORE_DIGIT, true;
  bool mark_before = before == SEGI_STOP || before == SEGI_END || before == SEGI_ELLIPSIS ||
                     before == SEGI_COMMA || before == SEGI_SEMICOLON || before == SEGI_COLON ||
                     before == SEGI_CLOSE || closing_quote;
  if (mark_before && letter_after) return *kind = SEGI_AFTER_MARK, true;
  if (after == SEGI_DIGIT && (before == SEGI_END || before == SEGI_STOP || before == SEGI_COLON ||
                              before == SEGI_CLOSE || closing_quote))
    return *kind = SEGI_AFTER_MARK, true;
  bool opens = after == SEGI_OPEN || after == SEGI_LOW_QUOTE || opening_quote;
  bool something_before = segi_is_word(before) || mark_before;
  if (opens && something_before) return *kind = SEGI_BEFORE_OPENING, true;
  return false;
}

/* ' and ’ are apostrophes more often than quotation marks. */
static bool is_apostrophe(const char *text, size_t at, size_t end) {
  int32_t c;
  segi_decode(text + at, end - at, &c);
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2019 || c == 0x2018;
}

/* Whether the quotation mark at [at, at + n) closes: by what stands around it, else by whether
 * one is open. */
static bool quote_closes(const finder *f, const segi_token *t, segi_class before, size_t at,
                         size_t n) {
  if (before == SEGI_COLON || before == SEGI_OPEN) return false;
  bool at_start = at == t->start, at_end = at + n >= t->end;
  if (at_start != at_end) return at_end;
  return f->quote_open;
}

/* A walk over the characters of one token. */
typedef struct walk {
  const segi_token *token;
  size_t piece;       /* where the token came apart last */
  segi_class before;  /* the character before */
  size_t capitals;    /* in a row, up to it */
  bool closing_quote; /* it closes */
  bool bracket;       /* one opened behind a letter */
  bool checked, is_protected;
} walk;

static bool is_protected(finder *f, walk *w) {
  if (!w->checked) w->is_protected = segi_is_protected(f->text, w->token->start, w->token->end);
  w->checked = true;
  return w->is_protected;
}

/* Adds a candidate; the rest of the token is a piece of its own where it is likely. */
static void try_place(finder *f, walk *w, size_t offset, segi_family kind, segi_class before,
                      segi_class after) {
  if (is_protected(f, w)) return;
  segi_candidate *p = add_place(f, w->token, w->piece, offset, kind, before, after);
  if (p == NULL) return;
  p->bracket_inside = w->bracket;
  p->bracket_at_start = w->token->lead & SEGI_SET(SEGI_OPEN);
  seg_label label;
  if (segi_score_candidate(p, &label) < 0.5) return;
  w->piece = offset;
  w->bracket = false;
}

/* EUR|Letzte: behind capitals comes lower case, and the last capital belongs to it. */
static void try_capitals(finder *f, walk *w, size_t at, size_t n) {
  size_t start, m;
  segi_class next;
  segi_class_before(f->text, w->token->start, at, &start);
  if (start > w->piece && segi_letter_at(f->text, at + n, w->token->end, &next, &m) &&
      next == SEGI_LOWER)
    try_place(f, w, start, SEGI_CASE_CHANGE, SEGI_UPPER, SEGI_UPPER);
}

static void step(finder *f, walk *w, size_t at, size_t n, segi_class c) {
  bool quote = c == SEGI_QUOTE && !is_apostrophe(f->text, at, w->token->end);
  bool opening_quote = quote && !quote_closes(f, w->token, w->before, at, n);
  if (c == SEGI_QUOTE && !quote) c = SEGI_OTHER;
  if (c == SEGI_LOW_QUOTE || quote) f->quote_open = c == SEGI_LOW_QUOTE || opening_quote;
  segi_family kind;
  if (at > w->token->start && family_of(w->before, c, w->closing_quote, opening_quote, &kind))
    try_place(f, w, at, kind, w->before, c);
  else if (w->capitals >= 2 && c == SEGI_LOWER)
    try_capitals(f, w, at, n);
  if (c == SEGI_OPEN && segi_is_word(w->before)) w->bracket = true;
  w->capitals = c == SEGI_UPPER ? w->capitals + 1 : 0;
  w->closing_quote = quote && !opening_quote;
  w->before = c;
}

static void scan_token(finder *f, const segi_token *t) {
  walk w = {.token = t, .piece = t->start, .before = SEGI_SPACE};
  for (size_t at = t->start, n; at < t->end && !f->failed; at += n) {
    segi_class c = segi_class_at(f->text + at, t->end - at, &n);
    if (c != SEGI_MARK) step(f, &w, at, n, c);
  }
}

static void add_glued(finder *f, const segi_token *t, size_t start, size_t end) {
  size_t at = segi_split_glued(f->words, f->text, start, end);
  if (at == 0 || segi_is_protected(f->text, t->start, t->end)) return;
  segi_candidate *p = add_place(f, t, start, at, SEGI_WORDS, SEGI_LOWER, SEGI_LOWER);
  if (p == NULL) return;
  p->left_half = segi_half_of(f->words, f->text, start, at);
  p->right_half = segi_half_of(f->words, f->text, at, end);
  p->right = segi_token_at(f->words, f->text, at, end);
}

/* Parts of compounds, paths and numbers are not words of their own. */
static bool binds(segi_class c) {
  return c == SEGI_HYPHEN || c == SEGI_SLASH;
}

/* The words of a token that are written in lower case, with a capital at most first. */
static void scan_words(finder *f, const segi_token *t) {
  size_t n, m;
  segi_class c, before = SEGI_SPACE;
  for (size_t at = t->start; at < t->end;) {
    if (!segi_letter_at(f->text, at, t->end, &c, &n)) {
      before = c;
      at += n;
      continue;
    }
    segi_half w = segi_half_from(f->words, f->text, at, t->end);
    if (w.end == at) w.end = at + n;
    segi_class next =
        w.end < t->end ? segi_class_at(f->text + w.end, t->end - w.end, &m) : SEGI_SPACE;
    if (!binds(before) && !binds(next) && next != SEGI_DIGIT && w.letters >= 5 &&
        w.known.frequency == 0 && w.second != SEGI_UPPER)
      add_glued(f, t, w.start, w.end);
    before = w.last;
    at = w.end;
  }
}

static int by_offset(const void *a, const void *b) {
  const segi_candidate *p = a, *q = b;
  return (p->offset > q->offset) - (p->offset < q->offset);
}

static int by_hash(const void *a, const void *b) {
  uint64_t p = *(const uint64_t *)a, q = *(const uint64_t *)b;
  return (p > q) - (p < q);
}

/* Marks the places whose run of letters stands more than once in the document. */
static bool mark_repeated(finder *f) {
  uint64_t *hashes = segi_alloc(f->count, sizeof *hashes);
  if (hashes == NULL) return false;
  size_t n = 0;
  for (size_t i = 0; i < f->count; i++)
    if (f->places[i].family == SEGI_CASE_CHANGE) hashes[n++] = f->places[i].run_hash;
  qsort(hashes, n, sizeof *hashes, by_hash);
  for (size_t i = 0; i < f->count; i++) {
    segi_candidate *p = &f->places[i];
    if (p->family != SEGI_CASE_CHANGE) continue;
    size_t low = 0, high = n;
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      if (hashes[middle] < p->run_hash) low = middle + 1;
      else high = middle;
    }
    size_t once = p->humps - 1; /* every place of one run has the same hash */
    p->repeated = low + once < n && hashes[low + once] == p->run_hash;
  }
  free(hashes);
  return true;
}

/* A known word with nothing but marks around it: most tokens are, and hold no place. */
static bool is_plain(const segi_token *t) {
  const segi_class_set quotes = SEGI_SET(SEGI_QUOTE) | SEGI_SET(SEGI_LOW_QUOTE);
  return t->inner == 0 && !(t->lead & ~SEGI_SET(SEGI_OPEN)) && !(t->trail & quotes) &&
         (t->word.frequency > 0 || t->core == t->core_end || t->shape == SEGI_SHAPE_NUMBER);
}

/* How many sure places the document has, and each place whether it is one. */
static size_t count_sure(finder *f) {
  size_t sure = 0;
  seg_label label;
  for (size_t i = 0; i < f->count; i++) {
    segi_candidate *p = &f->places[i];
    p->rate = 1;
    p->sure = segi_score_candidate(p, &label) >= 0.9;
    sure += p->sure;
  }
  return sure;
}

static bool keep_places(finder *f, size_t tokens, double threshold, segi_places *places) {
  size_t sure = count_sure(f);
  for (size_t i = 0; i < f->count; i++) {
    segi_candidate *p = &f->places[i];
    seg_label label;
    p->rate = 1000.0 * (double)(sure - p->sure) / (double)(tokens + 200);
    double probability = segi_score_candidate(p, &label);
    if (probability < threshold) continue;
    if (!segi_grow(&places->items, &places->capacity, places->count + 1, sizeof *places->items))
      return false;
    places->items[places->count++] =
        (segi_place){p->offset, p->family, label, segi_sign_behind(p), probability};
  }
  return true;
}

/* What the sentence up to the token is like. */
static void pass_token(finder *f, const segi_token *t) {
  const segi_class_set ends = SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS);
  bool end = t->line_break || (t->trail & ends);
  f->since_end = end ? 0 : f->since_end + 1;
  f->verb_before = !end && (f->verb_before || (t->word.classes & SEGI_VERB_FORM));
  if (t->line_break) f->quote_open = false;
}

bool segi_find_places(const segi_words *words, const char *text, const segi_tokens *tokens,
                      double threshold, segi_places *places) {
  finder f = {.words = words, .text = text};
  places->count = 0;
  for (size_t i = 0; i < tokens->count && !f.failed; i++) {
    size_t first = f.count;
    f.next = i + 1 < tokens->count ? &tokens->items[i + 1] : &segi_no_token;
    if (!is_plain(&tokens->items[i])) {
      scan_token(&f, &tokens->items[i]);
      scan_words(&f, &tokens->items[i]);
    }
    if (f.count > first + 1)
      qsort(f.places + first, f.count - first, sizeof *f.places, by_offset);
    pass_token(&f, &tokens->items[i]);
  }
  bool done = !f.failed && mark_repeated(&f) &&
              keep_places(&f, tokens->count, threshold, places);
  free(f.places);
  return done;
}

void segi_places_clear(segi_places *places) {
  free(places->items);
  *places = (segi_places){0};
}
