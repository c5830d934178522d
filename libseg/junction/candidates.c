/* Where a token could come apart. */
#include <stdlib.h>

#include "base/mem.h"
#include "junction/candidate.h"

/* More of a token does not matter to a place in it. */
enum { MOST_MARKS = 4 };
/* Frequency (segi_word) of a word in lower case that may follow capitals: DVGW|finden. */
enum { LEAST_BEHIND_CAPITALS = 80 };

typedef struct finder {
  const seg_model *model;
  const segi_words *words; /* the model's */
  const char *text;
  segi_tokens *tokens;
  segi_candidates *candidates;
  size_t sentence;   /* the token behind the last end mark or line break */
  size_t verbs_from; /* tokens of the sentence from here on were not asked yet */
  bool verb_before;  /* one of those before is a form of a verb */
  bool quote_open;
  bool failed; /* memory */
} finder;

/* A walk over the characters of one token. */
typedef struct walk {
  finder *finder;
  const segi_token *token;
  segi_class before2, before; /* the characters before */
  int32_t sign_before;
  size_t capitals;            /* in a row, up to it */
  bool closing_quote;         /* it closes */
  bool bracket;               /* one opened behind a letter */
  segi_protected stretch;     /* the next one that never comes apart */
} walk;

/* --- What stands around a place. */

static bool is_closing(segi_class c) {
  const segi_class_set closing =
    SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS) | SEGI_SET(SEGI_COMMA) |
    SEGI_SET(SEGI_SEMICOLON) | SEGI_SET(SEGI_COLON) | SEGI_SET(SEGI_CLOSE) | SEGI_SET(SEGI_QUOTE) |
    SEGI_SET(SEGI_HYPHEN) | SEGI_SET(SEGI_DASH);
  return (SEGI_SET(c) & closing) != 0;
}

/* The word before the place, behind its marks. */
static void find_left(segi_place_view *v) {
  size_t at = v->offset, start;
  while (at > v->token->start && v->marks_left < MOST_MARKS &&
         is_closing(segi_class_before(v->text, v->token->start, at, &start))) {
    at = start;
    v->marks_left++;
  }
  v->left = segi_half_before(v->words, v->text, v->token->start, at);
}

static void find_right(segi_place_view *v) {
  size_t at = v->offset, end = v->token->end, n;
  while (at < end && v->marks_right < MOST_MARKS) {
    segi_class c = segi_class_at(v->text + at, end - at, &n);
    if (segi_is_word(c)) break;
    at += n;
    v->marks_right++;
  }
  v->right = segi_half_from(v->words, v->text, at, end);
}

/* The letters around a place, up to the next sign that is none; no further than a word can be. */
static void find_run(segi_place_view *v) {
  size_t start = v->left.start, stop = v->right.end, before, n;
  segi_class c;
  while (start > v->token->start && stop - start < SEGI_LONGEST_WORD &&
         segi_is_letter(segi_class_before(v->text, v->token->start, start, &before)))
    start = before;
  while (stop - start < SEGI_LONGEST_WORD &&
         segi_letter_at(v->text, stop, v->token->end, &c, &n))
    stop += n;
  v->run_start = start;
  v->run_end = stop;
}

static void judge(const segi_trees *joins, segi_candidate *c) {
  enum { FALL = 1843 /* step 1/SEGI_TREE_STEP: none that all trees find likely falls near that */ };
  segi_trees_add(joins, c->row, 0, segi_first_trees(joins), &c->first_score);
  c->hopeless = c->first_score < -FALL;
}

static void know_around(segi_tokens *tokens, size_t i, size_t before, size_t behind) {
  size_t first = i < before ? 0 : i - before, end = i + behind + 1;
  for (size_t k = first; k < end && k < tokens->count; k++) segi_know_token(tokens, k);
}

static void put(finder *f, const segi_place_view *v) {
  segi_candidates *all = f->candidates;
  if (!segi_grow(&all->items, &all->capacity, all->count + 1, sizeof *all->items)) {
    f->failed = true;
    return;
  }
  segi_candidate *c = &all->items[all->count++];
  *c = (segi_candidate){.offset = v->offset, .token = (size_t)(v->token - f->tokens->items),
                        .family = v->family, .before = v->before, .after = v->after,
                        .left = v->left.hash, .right = v->right.hash};
  segi_fill_place_row(v, c);
  judge(&f->model->weights.joins, c);
  if (c->hopeless || !segi_needs_label(c)) return;
  know_around(f->tokens, c->token, SEGI_K, SEGI_K);
  segi_fill_mark_numbers(f->model, v, c);
}

/* Whether the sentence has a form of a verb before token i. */
static bool verb_before(finder *f, size_t i) {
  if (f->verbs_from < f->sentence) {
    f->verbs_from = f->sentence;
    f->verb_before = false;
  }
  for (; f->verbs_from < i; f->verbs_from++) {
    segi_know_token(f->tokens, f->verbs_from);
    f->verb_before |= (f->tokens->items[f->verbs_from].word.classes & SEGI_VERB_FORM) != 0;
  }
  return f->verb_before;
}

static segi_place_view view_of(finder *f, const segi_token *t, size_t offset,
                               segi_family family) {
  size_t i = (size_t)(t - f->tokens->items);
  know_around(f->tokens, i, 1, 1);
  return (segi_place_view){
    .text = f->text, .words = f->words, .tokens = f->tokens, .token = t, .offset = offset,
    .family = family, .in_quote = f->quote_open, .since_end = i - f->sentence,
    .verb_before = verb_before(f, i), .before2 = SEGI_SPACE, .after2 = SEGI_SPACE};
}

/* The characters at and behind the place. */
static void look_behind(segi_place_view *v) {
  size_t end = v->token->end;
  size_t n = segi_decode(v->text + v->offset, end - v->offset, &v->sign_after), m;
  v->after = segi_classify(v->sign_after);
  if (v->offset + n < end) v->after2 = segi_class_at(v->text + v->offset + n, end - v->offset - n, &m);
}

static bool between_letters(const segi_place_view *v) {
  return segi_is_letter(v->before) && segi_is_letter(v->after);
}

static void complete(finder *f, segi_place_view *v) {
  look_behind(v);
  find_left(v);
  find_right(v);
  if (between_letters(v)) find_run(v);
  put(f, v);
}

/* --- Places at a change from one kind of character to another. */

/* Which family a place between two characters belongs to; false when it is none. */
static bool family_of(const walk *w, segi_class after, bool opening_quote, segi_family *family) {
  segi_class before = w->before;
  if (before == SEGI_LOWER && after == SEGI_UPPER) return *family = SEGI_CASE_CHANGE, true;
  if (before == SEGI_DIGIT && segi_is_letter(after)) return *family = SEGI_AFTER_DIGIT, true;
  if (segi_is_letter(before) && after == SEGI_DIGIT) return *family = SEGI_BEFORE_DIGIT, true;
  bool mark_before = before == SEGI_STOP || before == SEGI_END || before == SEGI_ELLIPSIS ||
                     before == SEGI_COMMA || before == SEGI_SEMICOLON || before == SEGI_COLON ||
                     before == SEGI_CLOSE || w->closing_quote;
  bool word_after = segi_is_letter(after) || after == SEGI_DIGIT;
  if (mark_before && word_after) {
    *family = SEGI_AFTER_MARK;
    return after != SEGI_DIGIT || (before != SEGI_COMMA && before != SEGI_SEMICOLON);
  }
  bool opens = after == SEGI_OPEN || after == SEGI_LOW_QUOTE || opening_quote;
  if (opens && (segi_is_word(before) || mark_before)) return *family = SEGI_BEFORE_OPENING, true;
  bool sign_after = after == SEGI_OTHER || after == SEGI_BULLET || after == SEGI_DASH;
  bool sign_before = before == SEGI_OTHER || before == SEGI_BULLET || before == SEGI_DASH;
  *family = SEGI_AT_SIGN;
  return (sign_after && (segi_is_word(before) || mark_before)) || (sign_before && word_after);
}

/* ' and ’ are apostrophes more often than quotation marks. */
static bool is_apostrophe(int32_t c) {
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2019 || c == 0x2018;
}

/* Whether the quotation mark at [at, at + n) closes: by what stands around it, else by whether
 * one is open. */
static bool quote_closes(const walk *w, size_t at, size_t n) {
  if (w->before == SEGI_COLON || w->before == SEGI_OPEN) return false;
  bool at_start = at == w->token->start, at_end = at + n >= w->token->end;
  if (at_start != at_end) return at_end;
  return w->finder->quote_open;
}

/* Whether the place lies within an address or the like. */
static bool is_protected(walk *w, size_t offset) {
  if (w->stretch.end <= offset)
    w->stretch = segi_next_protected(w->finder->text, w->stretch.end, w->token->end, offset);
  return w->stretch.start < offset && offset < w->stretch.end;
}

static void try_place(walk *w, size_t offset, segi_family family, segi_class before2,
                      segi_class before) {
  if (is_protected(w, offset)) return;
  segi_place_view v = view_of(w->finder, w->token, offset, family);
  v.before2 = before2;
  v.before = before;
  v.sign_before = w->sign_before;
  v.bracket_inside = w->bracket;
  complete(w->finder, &v);
}

/* EUR|Letzte: behind capitals comes lower case, and the last capital belongs to it. DVGW|finden:
 * or it does not. */
static void try_capitals(walk *w, size_t at) {
  size_t start;
  const char *text = w->finder->text;
  segi_class_before(text, w->token->start, at, &start);
  try_place(w, start, SEGI_CASE_CHANGE, SEGI_UPPER, SEGI_UPPER);
  segi_half low = segi_half_from(w->finder->words, text, at, w->token->end);
  if (low.letters >= 2 && low.known.frequency >= LEAST_BEHIND_CAPITALS)
    try_place(w, at, SEGI_CASE_CHANGE, SEGI_UPPER, SEGI_UPPER);
}

static void step(walk *w, size_t at, size_t n, int32_t sign) {
  segi_class c = segi_classify(sign);
  bool quote = c == SEGI_QUOTE && !is_apostrophe(sign);
  bool opening_quote = quote && !quote_closes(w, at, n);
  if (c == SEGI_QUOTE && !quote) c = SEGI_MARK;
  if (sign >= 0 && sign < ' ') c = SEGI_SPACE; /* controls are no signs of a text */
  if (c == SEGI_LOW_QUOTE || quote) w->finder->quote_open = c == SEGI_LOW_QUOTE || opening_quote;
  segi_family family;
  if (at > w->token->start && family_of(w, c, opening_quote, &family))
    try_place(w, at, family, w->before2, w->before);
  else if (w->capitals >= 2 && c == SEGI_LOWER)
    try_capitals(w, at);
  if (c == SEGI_OPEN && segi_is_word(w->before)) w->bracket = true;
  if (c == SEGI_CLOSE) w->bracket = w->bracket && w->before != SEGI_CLOSE;
  if (c == SEGI_MARK) return;
  w->capitals = c == SEGI_UPPER ? w->capitals + 1 : 0;
  w->closing_quote = quote && !opening_quote;
  w->before2 = w->before;
  w->before = c;
  w->sign_before = sign;
}

/* Between two letters in lower case nothing changes: most characters. */
static bool pass_lower(walk *w, char c) {
  if (w->before != SEGI_LOWER || c < 'a' || c > 'z') return false;
  w->before2 = SEGI_LOWER;
  w->sign_before = c;
  return true;
}

static void scan_characters(walk *w) {
  const segi_token *t = w->token;
  int32_t sign;
  for (size_t at = t->start, n; at < t->end && !w->finder->failed; at += n) {
    n = 1;
    if (pass_lower(w, w->finder->text[at])) continue;
    n = segi_decode(w->finder->text + at, t->end - at, &sign);
    step(w, at, n, sign);
  }
}

/* --- Places between two letters of one word. */

static void put_touching(walk *w, const segi_touch *touch) {
  if (is_protected(w, touch->place)) return;
  segi_place_view v = view_of(w->finder, w->token, touch->place, SEGI_TOUCHING);
  size_t start;
  v.before = segi_class_before(v.text, w->token->start, touch->place, &start);
  segi_decode(v.text + start, w->token->end - start, &v.sign_before);
  look_behind(&v);
  v.left = segi_half_of(v.words, v.text, touch->start, touch->place);
  v.right = segi_half_of(v.words, v.text, touch->place, touch->end);
  find_run(&v);
  put(w->finder, &v);
}

/* Parts of compounds, paths and numbers are not words of their own. */
static bool binds(segi_class c) {
  return c == SEGI_HYPHEN || c == SEGI_SLASH;
}

enum { LEAST_CUT = 5 /* letters */ };

static size_t count_characters(const char *text, size_t start, size_t end) {
  size_t count = 0;
  for (size_t i = start; i < end; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

static void cut_word(walk *w, size_t start, size_t end) {
  segi_touch touches[SEGI_MOST_TOUCHES];
  finder *f = w->finder;
  size_t count = segi_find_touching_words(f->words, f->text, start, end, touches);
  for (size_t i = 0; i < count; i++) put_touching(w, &touches[i]);
}

/* The words of a token that are written in one case, with a capital at most first. */
static void scan_words(walk *w) {
  const segi_token *t = w->token;
  const char *text = w->finder->text;
  size_t n, m;
  segi_class c, before = SEGI_SPACE;
  for (size_t at = t->start; at < t->end && !w->finder->failed;) {
    if (!segi_letter_at(text, at, t->end, &c, &n)) {
      before = c;
      at += n;
      continue;
    }
    segi_half word = segi_letters_from(text, at, t->end);
    if (word.end == at) word.end = at + n;
    segi_class next = word.end < t->end ? segi_class_at(text + word.end, t->end - word.end, &m)
                                        : SEGI_SPACE;
    if (!binds(before) && !binds(next) && word.letters >= LEAST_CUT &&
        segi_half_of(w->finder->words, text, at, word.end).known.frequency == 0)
      cut_word(w, word.start, word.end);
    before = word.last;
    at = word.end;
  }
}

enum {
  QUOTES = SEGI_SET(SEGI_QUOTE) | SEGI_SET(SEGI_LOW_QUOTE),
  SIGNS = SEGI_SET(SEGI_OTHER) | SEGI_SET(SEGI_BULLET) | SEGI_SET(SEGI_DASH) | SEGI_SET(SEGI_OPEN)
};

/* A known word with nothing but marks around it: most tokens are, and hold no place. */
static bool holds_no_place(const segi_words *words, const segi_token *t) {
  if (t->inner != 0 || (t->lead & ~SEGI_SET(SEGI_OPEN)) || (t->trail & (QUOTES | SIGNS)))
    return false;
  return t->core == t->core_end || t->shape == SEGI_SHAPE_NUMBER ||
         (t->hash != 0 && segi_words_have(words, t->hash));
}

/* One that is not known: there is no place but within it. */
static bool is_one_word(const segi_token *t) {
  return t->plain && !(t->trail & (QUOTES | SIGNS));
}

static int by_offset(const void *a, const void *b) {
  const segi_candidate *p = a, *q = b;
  return (p->offset > q->offset) - (p->offset < q->offset);
}

/* A word that is not known and has marks at most behind it. */
static void scan_one_word(walk *w) {
  const segi_token *t = w->token;
  bool bound = t->trail & (SEGI_SET(SEGI_HYPHEN) | SEGI_SET(SEGI_SLASH));
  if (!bound && count_characters(w->finder->text, t->core, t->core_end) >= LEAST_CUT)
    cut_word(w, t->core, t->core_end);
}

static void scan_token(finder *f, const segi_token *t) {
  size_t first = f->candidates->count;
  walk w = {.finder = f, .token = t, .before2 = SEGI_SPACE, .before = SEGI_SPACE,
            .stretch = {t->start, t->start}};
  if (is_one_word(t)) {
    scan_one_word(&w);
  } else if (!segi_is_code(f->text, t->start, t->end)) {
    scan_characters(&w);
    w.stretch = (segi_protected){t->start, t->start};
    scan_words(&w);
  }
  size_t count = f->candidates->count - first;
  if (count > 1) qsort(f->candidates->items + first, count, sizeof(segi_candidate), by_offset);
}

static void pass_token(finder *f, size_t i) {
  const segi_class_set ends = SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS);
  const segi_token *t = &f->tokens->items[i];
  if (t->line_break || (t->trail & ends)) f->sentence = i + 1;
  if (t->line_break) f->quote_open = false;
}

bool segi_find_more_candidates(const seg_model *model, const char *text, segi_tokens *tokens,
                               size_t first, size_t end, segi_candidates *candidates) {
  enum { AHEAD = 16 };
  finder f = {.model = model, .words = &model->words, .text = text, .tokens = tokens,
              .candidates = candidates, .sentence = first, .verbs_from = first};
  segi_model_note_common(model);
  segi_ask_tokens(tokens, first, first + AHEAD);
  for (size_t i = first; i < end && !f.failed; i++) {
    if ((i - first) % AHEAD == 0) segi_ask_tokens(tokens, i + AHEAD, i + 2 * AHEAD);
    if (!holds_no_place(f.words, &tokens->items[i])) scan_token(&f, &tokens->items[i]);
    pass_token(&f, i);
  }
  return !f.failed;
}

bool segi_find_candidates(const seg_model *model, const char *text, segi_tokens *tokens,
                          segi_candidates *candidates) {
  candidates->count = 0;
  return segi_find_more_candidates(model, text, tokens, 0, tokens->count, candidates) &&
         segi_fill_document_numbers(tokens, candidates);
}

void segi_candidates_clear(segi_candidates *candidates) {
  free(candidates->items);
  *candidates = (segi_candidates){0};
}

bool segi_sign_behind(const segi_candidate *c) {
  return c->family == SEGI_AFTER_MARK || c->family == SEGI_AT_SIGN ||
         (c->family == SEGI_BEFORE_OPENING && !segi_is_word(c->before));
}

bool segi_needs_label(const segi_candidate *c) {
  return !segi_sign_behind(c) && c->family != SEGI_BEFORE_OPENING;
}
