/* What a document holds, found again where the document was edited.
 *
 *   tokens before   .....|   |..........|   |....      a stretch: whole lines around edits
 *   tokens          .....|      |..........||....      copied, but for the stretches
 *
 * Candidates depend on the tokens of their line and on a few of the lines around. */
#include "repair/finds.h"

#include <stdlib.h>

#include "base/mem.h"
#include "model/model.h"

/* As many tokens around an edit are looked at again: what a candidate sees in the lines around,
 * and the words of an abbreviation there. */
enum { ABBREVIATION = 5, AROUND = SEGI_K + ABBREVIATION + 1 };

typedef struct stretch {
  size_t old_first, old_end; /* tokens before */
  size_t from, to;           /* bytes of the text */
  size_t first, end;         /* tokens */
} stretch;

typedef struct update {
  const seg_model *model;
  const char *text;
  size_t length;
  const segi_finds *old;
  segi_finds finds;
  stretch *stretches;
  size_t count, capacity;
} update;

/* --- Stretches. */

/* The first token from i on that ends at `at` or behind it; the first that starts behind it. */
static size_t ends_from(const segi_tokens *tokens, size_t i, size_t at) {
  while (i < tokens->count && tokens->items[i].end < at) i++;
  return i;
}
static size_t starts_behind(const segi_tokens *tokens, size_t i, size_t at) {
  while (i < tokens->count && tokens->items[i].start <= at) i++;
  return i;
}

static size_t line_start(const segi_tokens *tokens, size_t i, size_t least) {
  while (i > least && !tokens->items[i - 1].line_break) i--;
  return i;
}
static size_t line_end(const segi_tokens *tokens, size_t i) {
  while (i < tokens->count && !tokens->items[i - 1].line_break) i++;
  return i;
}

/* The stretch that tokens [first, end), which an edit touches, are in: a new one, or the last. */
static stretch *stretch_around(update *u, size_t first, size_t end) {
  const segi_tokens *tokens = &u->old->tokens;
  size_t least = u->count > 0 ? u->stretches[u->count - 1].old_end : 0;
  if (u->count > 0 && end + AROUND <= least) return &u->stretches[u->count - 1];
  first = line_start(tokens, first > least + AROUND ? first - AROUND : least, least);
  end = end + AROUND < tokens->count ? line_end(tokens, end + AROUND) : tokens->count;
  if (u->count > 0 && first == least) {
    stretch *last = &u->stretches[u->count - 1];
    if (end > last->old_end) last->old_end = end;
    return last;
  }
  if (!segi_grow(&u->stretches, &u->capacity, u->count + 1, sizeof *u->stretches)) return NULL;
  stretch *s = &u->stretches[u->count++];
  *s = (stretch){.old_first = first, .old_end = end};
  return s;
}

/* Where the old token begins now that the text before it is longer by `shift`. */
static size_t place_of(const update *u, size_t token, size_t shift) {
  return token < u->old->tokens.count ? u->old->tokens.items[token].start + shift : u->length;
}

static bool find_stretches(update *u, const seg_editlog *edits) {
  const segi_tokens *tokens = &u->old->tokens;
  size_t first = 0, shift = 0 /* modulo the range of the type: it may be less than nothing */;
  for (size_t i = 0; i < seg_editlog_count(edits); i++) {
    seg_edit e = seg_editlog_get(edits, i);
    size_t end, count = u->count;
    first = ends_from(tokens, first, e.offset);
    end = starts_behind(tokens, first, e.offset + e.old_bytes.length);
    stretch *s = stretch_around(u, first, end);
    if (s == NULL) return false;
    if (u->count > count) s->from = s->old_first > 0 ? place_of(u, s->old_first, shift) : 0;
    shift += e.new_bytes.length - e.old_bytes.length;
    s->to = place_of(u, s->old_end, shift);
  }
  return true;
}

/* --- Tokens and candidates. */

static bool copy_tokens(update *u, size_t first, size_t end, size_t shift) {
  segi_tokens *to = &u->finds.tokens;
  if (!segi_grow(&to->items, &to->capacity, to->count + (end - first), sizeof *to->items))
    return false;
  size_t behind = to->count;
  for (size_t i = first; i < end; i++) {
    segi_token *t = &to->items[to->count++];
    *t = u->old->tokens.items[i];
    t->start += shift;
    t->core += shift;
    t->core_end += shift;
    t->end += shift;
  }
  for (size_t i = behind; i < to->count && i < behind + ABBREVIATION; i++)
    segi_join_abbreviation(to, i);
  return true;
}

static bool make_tokens(update *u) {
  size_t next = 0, shift = 0;
  for (size_t i = 0; i < u->count; i++) {
    stretch *s = &u->stretches[i];
    if (!copy_tokens(u, next, s->old_first, shift)) return false;
    s->first = u->finds.tokens.count;
    if (!segi_scan_more_tokens(s->from, s->to, &u->finds.tokens)) return false;
    s->end = u->finds.tokens.count;
    next = s->old_end;
    shift = next < u->old->tokens.count ? s->to - u->old->tokens.items[next].start : 0;
  }
  return copy_tokens(u, next, u->old->tokens.count, shift);
}

/* Those of the old tokens up to `end`, where `token` is the one that old token `next` became. */
static bool copy_candidates(update *u, size_t *read, size_t end, size_t next, size_t token) {
  const segi_candidates *old = &u->old->candidates;
  segi_candidates *to = &u->finds.candidates;
  for (; *read < old->count && old->items[*read].token < end; ++*read) {
    if (!segi_grow(&to->items, &to->capacity, to->count + 1, sizeof *to->items)) return false;
    segi_candidate *c = &to->items[to->count++];
    *c = old->items[*read];
    c->offset += u->finds.tokens.items[c->token - next + token].start -
                 u->old->tokens.items[c->token].start;
    c->token = c->token - next + token;
  }
  return true;
}

static bool make_candidates(update *u) {
  const segi_candidates *old = &u->old->candidates;
  size_t read = 0, next = 0, token = 0;
  for (size_t i = 0; i < u->count; i++) {
    const stretch *s = &u->stretches[i];
    if (!copy_candidates(u, &read, s->old_first, next, token) ||
        !segi_find_more_candidates(u->model, u->text, &u->finds.tokens, s->first, s->end,
                                   &u->finds.candidates))
      return false;
    while (read < old->count && old->items[read].token < s->old_end) read++;
    next = s->old_end;
    token = s->end;
  }
  return copy_candidates(u, &read, u->old->tokens.count, next, token);
}

/* --- All of a text. */

/* Room is made for all tokens of most texts: they are this long, with the space behind them. Tokens
 * of so many bytes are looked at while they are in the cache. */
enum { TOKEN_BYTES = 6, PIECE = 16 << 10 };

/* Where a piece that starts at `from` ends: at white space. */
static size_t piece_end(const update *u, size_t from) {
  size_t end = u->length - from > PIECE ? from + PIECE : u->length;
  while (end < u->length && u->text[end] != ' ' && u->text[end] != '\n') end++;
  return end;
}

/* The last place in (from, end] behind a line; `otherwise` when there is none. */
static size_t last_line_end(const segi_tokens *tokens, size_t from, size_t end, size_t otherwise) {
  for (; end > from; end--)
    if (tokens->items[end - 1].line_break) return end;
  return otherwise;
}

static bool find_all(update *u) {
  segi_tokens *tokens = &u->finds.tokens;
  size_t first = 0, seen = 0; /* tokens looked at; those whose lines are known */
  if (!segi_grow(&tokens->items, &tokens->capacity, u->length / TOKEN_BYTES, sizeof *tokens->items))
    return false;
  for (size_t from = 0, to, end; from < u->length; from = to, first = end) {
    to = piece_end(u, from);
    if (!segi_scan_more_tokens(from, to, tokens)) return false;
    size_t sure = tokens->count > AROUND ? tokens->count - AROUND : 0;
    end = to < u->length ? last_line_end(tokens, seen, sure, first) : tokens->count;
    if (!segi_find_more_candidates(u->model, u->text, tokens, first, end, &u->finds.candidates))
      return false;
    seen = sure;
  }
  return true;
}

static bool find_changed(update *u, const seg_editlog *edits) {
  return find_stretches(u, edits) && make_tokens(u) && make_candidates(u);
}

bool segi_find_again(const seg_model *model, const char *text, size_t length,
                     const seg_editlog *edits, segi_finds *finds) {
  update u = {.model = model, .text = text, .length = length, .old = finds,
              .finds.tokens = {.text = text, .words = &model->words}};
  bool none = finds->tokens.text == NULL;
  bool done = (none ? find_all(&u) : find_changed(&u, edits)) &&
              segi_fill_document_numbers(&u.finds.tokens, &u.finds.candidates);
  free(u.stretches);
  segi_finds_clear(finds);
  if (done) *finds = u.finds;
  else segi_finds_clear(&u.finds);
  return done;
}

void segi_finds_clear(segi_finds *finds) {
  segi_tokens_clear(&finds->tokens);
  segi_candidates_clear(&finds->candidates);
}
