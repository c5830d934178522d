/* Headlines, by-lines and datelines that ran into the text of a report. */
#include <string.h>

#include "train/damage.h"
#include "train/draft.h"

enum { MAX_SENTENCES = 60, LEAST_SENTENCE = 5 /* tokens */ };

typedef struct sentences {
  size_t start[MAX_SENTENCES], count;
} sentences;

static void find_sentences(const segi_labelled *p, sentences *s) {
  size_t start = 0;
  s->count = 0;
  for (size_t i = 0; i < p->tokens->count && s->count < MAX_SENTENCES; i++) {
    if (p->labels[i] != SEGI_ENDS) continue;
    if (i + 1 - start >= LEAST_SENTENCE) s->start[s->count++] = start;
    start = i + 1;
  }
}

static size_t sentence_end(const segi_labelled *p, size_t start) {
  size_t end = start;
  while (end + 1 < p->tokens->count && p->labels[end] != SEGI_ENDS) end++;
  return end + 1;
}

/* Articles, auxiliaries and the like: most headlines do without. */
static bool is_left_out(const segi_damage *d, const segi_labelled *p, size_t i) {
  const segi_token *t = &p->tokens->items[i];
  char word[16];
  size_t length = t->core_end - t->core;
  if (length < 2 || length > sizeof word) return false;
  size_t n = segi_fold(p->text + t->core, length, word, sizeof word);
  return segi_phrases_hold(d->phrases, "not in headlines", (seg_bytes){word, n}) &&
         segi_happens(d->random, 0.85);
}

static bool is_weak_end(const segi_damage *d, const segi_draft *word) {
  seg_span core = segi_draft_core(word);
  if (core.end == 0) return true;
  bool lower = word->bytes[core.start] >= 'a' && word->bytes[core.start] <= 'z';
  return lower && core.end - core.start <= 3 && segi_happens(d->random, 0.8);
}

/* The last word of a headline has no mark, or now and then ? or !. */
static void finish_headline(segi_damage *d, segi_draft *word) {
  static const char final_or_dividing[] = ".!?,;:";
  seg_span core = segi_draft_core(word);
  char last = word->length > 0 ? word->bytes[word->length - 1] : '\0';
  if (core.end > 0 && last != '\0' && strchr(final_or_dividing, last) != NULL)
    word->length = core.end;
  segi_draft_strip_marks(word);
  if (segi_happens(d->random, 0.06))
    segi_draft_replace(word, word->length, word->length, segi_happens(d->random, 0.5) ? "?" : "!");
}

typedef struct headline {
  segi_draft words[10];
  size_t count;
} headline;

/* Collects words of tokens [start, end). False when they do not make a headline. */
static bool collect(segi_damage *d, const segi_labelled *p, size_t start, size_t end, headline *h) {
  size_t most = 3 + segi_random_below(d->random, 7);
  size_t colon = segi_happens(d->random, 0.2) ? 1 + segi_random_below(d->random, 2) : 0;
  h->count = 0;
  for (size_t i = start; i < end && h->count < most; i++) {
    const segi_token *t = &p->tokens->items[i];
    segi_draft *word = &h->words[h->count];
    if (p->labels[i] == SEGI_UNKNOWN || !segi_draft_set(word, segi_token_bytes(p, i))) return false;
    if (is_left_out(d, p, i)) continue;
    if (h->count == 0) segi_draft_capitalise(word);
    h->count++;
    if (p->labels[i] == SEGI_ENDS || (h->count > 2 && (t->trail & SEGI_SET(SEGI_COMMA)))) break;
    if (h->count == colon && t->shape == SEGI_SHAPE_CAPITAL && t->trail == 0 && h->count < most)
      segi_draft_replace(word, word->length, word->length, ":");
  }
  if (h->count > 1 && is_weak_end(d, &h->words[h->count - 1])) h->count--;
  return h->count > 0;
}

static bool put_headline(segi_damage *d, const segi_labelled *p, size_t start) {
  headline h;
  size_t end = sentence_end(p, start), length = end - start;
  if (segi_happens(d->random, 1 / 3.0))
    start += segi_random_below(d->random, length > 4 ? length / 2 : 1);
  if (!collect(d, p, start, end, &h)) return false;
  finish_headline(d, &h.words[h.count - 1]);
  for (size_t i = 0; i < h.count; i++)
    segi_run_put(d->run, segi_draft_bytes(&h.words[i]),
                 i + 1 == h.count ? SEGI_ENDS : SEGI_INSIDE, false);
  return true;
}

void segi_damage_news_head(segi_damage *d, const segi_labelled *p) {
  sentences s;
  find_sentences(p, &s);
  if (s.count == 0) return;
  size_t chosen = 0;
  if (s.count > 1 && segi_happens(d->random, 0.6))
    chosen = 1 + segi_random_below(d->random, s.count - 1);
  if (!put_headline(d, p, s.start[chosen])) return;
  double more = segi_random_share(d->random);
  if (more < 0.15) put_headline(d, p, s.start[segi_random_below(d->random, s.count)]);
  if (more > 0.85) segi_run_put_words(d->run, segi_damage_phrase(d, "byline"), SEGI_ENDS, false);
  if (segi_happens(d->random, 0.45))
    segi_run_put_words(d->run, segi_damage_phrase(d, "dateline"), SEGI_INSIDE, false);
}
