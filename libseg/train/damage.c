#include "train/damage.h"

#include <string.h>

#include "base/error.h"

/* Every list that is drawn from or looked up, here and in the files that work with this one. */
static const char *const needed_lists[] = {
  "abbreviation", "arrow", "before ordinal", "byline", "cited page", "dash", "dateline", "emoticon", "hashtag",
  "list marker", "mention", "not in headlines", "number at end", "opening emoticon", "place",
  "quotes", "section heading", "surname", "title marks", "torn hyphen"};

seg_status segi_damage_check(const segi_phrases *phrases, seg_error *error) {
  for (size_t i = 0; i < sizeof needed_lists / sizeof *needed_lists; i++)
    if (!segi_phrases_has(phrases, needed_lists[i]))
      return segi_fail(error, SEG_BAD_FORMAT, "the phrases lack the list \"%s\"", needed_lists[i]);
  return SEG_OK;
}

seg_bytes segi_damage_phrase(segi_damage *d, const char *list) {
  d->phrase.length = 0;
  if (!segi_phrases_draw(d->phrases, list, d->random, &d->phrase)) d->run->short_memory = true;
  return (seg_bytes){d->phrase.data, d->phrase.length};
}

/* What holds for a whole paragraph, and where its sentences start. */
typedef struct state {
  bool lower, lower_starts, angle_brackets;
  bool start; /* the next word opens a sentence */
  segi_insertions insertions;
} state;

static bool chance(const segi_damage *d, double probability) {
  return probability > 0 && segi_happens(d->random, probability);
}

static segi_run_word *last_word(const segi_damage *d) {
  return d->run->count > 0 ? &d->run->words[d->run->count - 1] : NULL;
}

/* --- Letters and marks of one word. */

static void change_case(segi_damage *d, const state *s, const segi_token *t, segi_draft *word) {
  if (s->lower)
    segi_draft_lower(word);
  else if (s->start && s->lower_starts && !(t->word.seen > 0 && segi_mostly_capital(t)))
    segi_draft_lower_first(word);
  else if (d->style.chat && !s->start && t->shape == SEGI_SHAPE_LOWER && chance(d, 0.025))
    segi_draft_capitalise(word);
}

/* Court text that came without its round brackets. */
static void angle_brackets(segi_draft *word) {
  for (size_t i = 0; i < word->length; i++) {
    if (word->bytes[i] == '(') word->bytes[i] = '<';
    if (word->bytes[i] == ')') word->bytes[i] = '>';
  }
}

/* "also... ich" for "also, ich" */
static void dots_for_comma(segi_damage *d, segi_draft *word) {
  if (word->length < 2 || word->bytes[word->length - 1] != ',' || !chance(d, 0.12)) return;
  segi_draft_replace(word, word->length - 1, word->length, chance(d, 0.5) ? ".." : "...");
}

/* "!!!" for "!", "..", "!" for "." */
static void repeat_mark(segi_damage *d, segi_draft *word) {
  char mark[2] = {word->length > 0 ? word->bytes[word->length - 1] : '\0', '\0'};
  if (strchr(".!?", mark[0]) == NULL || mark[0] == '\0') return;
  size_t times = 1 + segi_random_below(d->random, 3);
  if (mark[0] == '.' && chance(d, 0.3)) {
    mark[0] = '!';
    word->bytes[word->length - 1] = '!';
  } else if (mark[0] == '.' && times == 1) {
    times = 2;
  }
  while (times-- > 0) segi_draft_replace(word, word->length, word->length, mark);
}

/* Loses or changes the marks of a word that ends a sentence. True when they are lost. */
static bool change_end(segi_damage *d, segi_draft *word) {
  double choice = segi_random_share(d->random);
  if (choice < d->style.unmarked) {
    segi_draft_strip_marks(word);
    return true;
  }
  if (choice < d->style.unmarked + d->style.repeated) repeat_mark(d, word);
  return false;
}

/* An ellipsis as three dots or one sign, joined to its word or set off. */
static void change_ellipsis(segi_damage *d, segi_draft *word) {
  size_t at = 0;
  for (size_t i = 1; at == 0 && i + 2 < word->length; i++)
    if (memcmp(word->bytes + i, "…", 3) == 0 || memcmp(word->bytes + i, "...", 3) == 0) at = i;
  if (at == 0 || !chance(d, 0.5)) return;
  segi_draft_replace(word, at, at + 3, chance(d, 0.7) ? "..." : "…");
  if (!chance(d, d->style.court ? 0.6 : 0.18)) return;
  segi_run_put(d->run, (seg_bytes){word->bytes, at}, SEGI_INSIDE, false);
  segi_draft_replace(word, 0, at, "");
}

/* "DFB -Pokal" */
static void tear_compound(segi_damage *d, const segi_token *t, segi_draft *word) {
  if (word->length < 4 || t->shape != SEGI_SHAPE_CAPITAL || !chance(d, d->style.torn)) return;
  const char *hyphen = memchr(word->bytes + 1, '-', word->length - 2);
  size_t at = hyphen != NULL ? (size_t)(hyphen - word->bytes) : 0;
  if (at < 3) return;
  segi_run_put(d->run, (seg_bytes){word->bytes, at}, SEGI_INSIDE, false);
  segi_run_put(d->run, segi_damage_phrase(d, "torn hyphen"), SEGI_INSIDE, false);
  segi_draft_replace(word, 0, at + 1, "");
}

/* --- What is put between words. */

/* Before a sentence of chat: a mention that stands alone, an emoticon, an arrow to what is said. */
static void put_before(segi_damage *d) {
  segi_run_word *last = last_word(d);
  if (chance(d, d->style.tags)) {
    if (last != NULL && last->label == SEGI_ENDS) last->broken = true;
    segi_run_put_words(d->run, segi_damage_phrase(d, "mention"), SEGI_ENDS, false);
  } else if ((last == NULL || last->broken) && chance(d, 0.06)) {
    segi_run_put_words(d->run, segi_damage_phrase(d, "opening emoticon"), SEGI_INSIDE, false);
  } else if (last != NULL && last->label == SEGI_ENDS && chance(d, 0.03)) {
    last->broken = false;
    segi_run_put_words(d->run, segi_damage_phrase(d, "arrow"), SEGI_INSIDE, false);
  }
}

static bool can_touch_word(seg_bytes emoticon) {
  return memchr("*lxX", emoticon.data[0], 4) == NULL;
}

/* A word that ends a sentence, with an emoticon behind or in place of its marks. */
static void put_with_emoticon(segi_damage *d, segi_draft *word, bool unmarked, bool broken) {
  seg_bytes emoticon = segi_damage_phrase(d, "emoticon");
  double choice = segi_random_share(d->random);
  if (emoticon.length == 0) return;
  if (choice < 0.4 && !unmarked) segi_draft_strip_marks(word);
  if (choice > 0.7 && can_touch_word(emoticon)) {
    segi_draft_replace(word, word->length, word->length, d->phrase.data);
    segi_run_put_words(d->run, segi_draft_bytes(word), SEGI_ENDS, broken);
  } else {
    segi_run_put(d->run, segi_draft_bytes(word), SEGI_INSIDE, false);
    segi_run_put_words(d->run, emoticon, SEGI_ENDS, broken);
  }
}

/* The page that is cited from, as constitutional decisions write it: "BVerfGE 139, 64 <97 f.>" */
static bool put_cited_page(segi_damage *d, const segi_labelled *p, size_t i, const segi_draft *word,
                           segi_gap_label label, bool broken) {
  const segi_token *t = &p->tokens->items[i];
  if (!d->style.court || i < 2 || t->shape != SEGI_SHAPE_NUMBER || word->length > 40) return false;
  if (t[-1].shape != SEGI_SHAPE_NUMBER || t[-1].trail != SEGI_SET(SEGI_COMMA)) return false;
  bool reporter = t[-2].core_end - t[-2].core > 3 &&
                  (t[-2].shape == SEGI_SHAPE_CAPITAL || t[-2].shape == SEGI_SHAPE_CAPITALS ||
                   t[-2].shape == SEGI_SHAPE_MIXED);
  if (!reporter || !chance(d, 0.5)) return false;
  size_t end = segi_draft_core(word).end;
  segi_run_put(d->run, (seg_bytes){word->bytes, end}, SEGI_INSIDE, false);
  segi_damage_phrase(d, "cited page");
  if (!segi_buf_append(&d->phrase, word->bytes + end, word->length - end))
    d->run->short_memory = true;
  segi_run_put_words(d->run, (seg_bytes){d->phrase.data, d->phrase.length}, label, broken);
  return true;
}

static void put_with_hashtag(segi_damage *d, const segi_draft *word, bool broken) {
  segi_run_put(d->run, segi_draft_bytes(word), SEGI_ENDS, false);
  segi_run_put_words(d->run, segi_damage_phrase(d, "hashtag"), SEGI_ENDS, broken);
}

/* --- Paragraphs. */

static void damage_word(segi_damage *d, const segi_labelled *p, size_t i, state *s) {
  const segi_token *t = &p->tokens->items[i];
  segi_gap_label label = (segi_gap_label)p->labels[i];
  bool last = i + 1 == p->tokens->count;
  bool broken = (last && d->style.paragraphs) ||
                (label == SEGI_ENDS && chance(d, d->style.postings));
  segi_draft word;
  if (!segi_draft_set(&word, segi_token_bytes(p, i))) {
    segi_run_put(d->run, segi_token_bytes(p, i), label, broken);
    s->start = label == SEGI_ENDS;
    return;
  }
  change_case(d, s, t, &word);
  if (s->angle_brackets) angle_brackets(&word);
  if (d->style.chat && label == SEGI_INSIDE) dots_for_comma(d, &word);
  if (s->start && d->style.chat) put_before(d);
  segi_insert_before_word(d, p, i, s->start, &s->insertions);
  s->start = label == SEGI_ENDS;
  segi_draft_restyle(&word, d->style.quotes, d->style.dash);
  segi_insert_marks(&s->insertions, i, &word);
  tear_compound(d, t, &word);
  if (segi_insert_number_at_end(d, p, i, &word, broken)) return;
  bool unmarked = label == SEGI_ENDS && change_end(d, &word);
  change_ellipsis(d, &word);
  if (label == SEGI_ENDS && chance(d, d->style.tags))
    put_with_hashtag(d, &word, broken);
  else if (label == SEGI_ENDS && chance(d, d->style.emoticons))
    put_with_emoticon(d, &word, unmarked, broken);
  else if (!put_cited_page(d, p, i, &word, label, broken))
    segi_run_put(d->run, segi_draft_bytes(&word), label, broken);
}

void segi_damage_paragraph(segi_damage *d, const segi_labelled *p) {
  state s = {.lower = chance(d, d->style.all_lower),
             .lower_starts = chance(d, d->style.lower_start),
             .angle_brackets = d->style.court && chance(d, 0.12),
             .start = true};
  segi_insert_before_paragraph(d, p, &s.insertions);
  for (size_t i = 0; i < p->tokens->count; i++) damage_word(d, p, i, &s);
}
