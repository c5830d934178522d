/* Words without any sign between them. */
#include <string.h>

#include "junction/candidate.h"

/* Frequencies (segi_word) of words that may touch; the ends of a chain of three have to be
 * commoner. */
enum { LEAST = SEGI_COMMON, LEAST_IN_CHAIN = 90, LEAST_BEHIND_COMPOUND = 90, LEAST_BEHIND_NAME = 120,
       FREEDOM = 55 /* how much commoner it is than as the end of other words */ };

typedef struct letters {
  const segi_words *words;
  char folded[SEGI_LONGEST_WORD];
  size_t length;
  bool capital, capitals;
} letters;

/* What is known of the letters from `at` on, a common word that may follow a cut. */
typedef struct rest {
  size_t at;
  segi_word word;
} rest;

/* In order; the letters from other places on are taken for unknown. */
typedef struct rests {
  rest items[SEGI_LONGEST_WORD];
  size_t count;
} rests;

static bool starts_character(const letters *l, size_t at) {
  return ((unsigned char)l->folded[at] & 0xC0) != 0x80;
}

static segi_word look_up(const letters *l, size_t from, size_t to) {
  return segi_words_find(l->words, l->folded + from, to - from);
}

/* Nothing is known here of a word that is not common: most strings are none. */
static segi_word look_up_common(const letters *l, size_t from, size_t to) {
  uint64_t hash = segi_word_hash(l->folded + from, to - from);
  return segi_maybe_common(l->words, hash) ? segi_words_find_hash(l->words, hash) : (segi_word){0};
}

/* A word that is mostly written with a capital makes compounds, and does not follow in lower case;
 * what ends many words is a suffix. */
static bool can_follow(const letters *l, segi_word w) {
  enum { NOUN = SEGI_NOUN_FORM, OTHER = SEGI_VERB_FORM | SEGI_ADJECTIVE_FORM };
  if (l->capitals || (w.classes & (SEGI_FUNCTION_WORD | SEGI_SUBORDINATOR))) return true;
  if ((w.classes & NOUN) && !(w.classes & OTHER)) return false;
  return w.seen > 0 ? w.capital < 128 : (w.classes & OTHER) != 0;
}

static bool can_lead(const letters *l, segi_word w) {
  return l->capital || l->capitals || w.seen < 2 || w.capital < 230;
}

static size_t least_length(const letters *l) {
  return l->capitals ? 3 : 2;
}

/* As a part of words it is met more than as a word: Ab|gabe, Sänger|in. It is one beside a word
 * that makes none. */
static bool is_affix(uint8_t parts, segi_word w, segi_word beside) {
  enum { FREE = SEGI_FUNCTION_WORD | SEGI_SUBORDINATOR | SEGI_VERB_FORM };
  return w.frequency < parts && !(beside.classes & FREE);
}

/* A compound that no lexicon has, by the noun at its end: Aktien|märkten. */
static segi_word compound(const letters *l, size_t from, size_t to) {
  for (size_t at = from + 3; at + 4 <= to; at++) {
    segi_word tail = {0};
    if (starts_character(l, at)) tail = look_up_common(l, at, to);
    if (tail.capital >= 200 && tail.frequency >= LEAST && tail.seen >= 2) return tail;
  }
  return (segi_word){0};
}

/* Before a common word in lower case a compound may stand. */
static bool can_follow_compound(segi_word w) {
  return w.frequency >= LEAST_BEHIND_COMPOUND && w.frequency >= w.ends && w.seen >= 2 &&
         w.capital < 100;
}

/* Before one of the commonest words a name may stand that nobody knows. */
static bool can_follow_name(segi_word w) {
  return w.frequency >= LEAST_BEHIND_NAME && w.frequency >= w.ends + FREEDOM && w.seen >= 2 &&
         w.capital < 60 &&
         (w.classes & (SEGI_FUNCTION_WORD | SEGI_VERB_FORM));
}

/* How good a cut at k, before the common word `right`, is: the rarer half's frequency, 0 for none. */
static int quality(const letters *l, size_t from, size_t k, segi_word right) {
  if (k - from < least_length(l)) return 0;
  bool behind_compound = l->capital && can_follow_compound(right);
  bool behind_name = l->capital && k - from >= 3 && can_follow_name(right);
  segi_word left =
    behind_compound || behind_name ? look_up(l, from, k) : look_up_common(l, from, k);
  if (left.frequency == 0 && behind_compound) left = compound(l, from, k);
  if (left.frequency == 0 && behind_name) return LEAST;
  if (left.frequency < LEAST || (from == 0 && !can_lead(l, left))) return 0;
  if (is_affix(left.begins, left, right) || is_affix(right.ends, right, left)) return 0;
  return left.frequency < right.frequency ? left.frequency : right.frequency;
}

/* Hashes of the letters from each place on, but for the last one, of four places at once: none waits
 * for the last step of its own. There are four letters at least. */
static void hash_rests(const letters *l, uint64_t hashes[SEGI_LONGEST_WORD]) {
  enum { AT_ONCE = 4 };
  for (size_t end = l->length - 1, k; end > 0; end = k) {
    uint64_t h[AT_ONCE];
    k = end > AT_ONCE ? end - AT_ONCE : 0;
    for (size_t j = 0; j < AT_ONCE; j++) {
      h[j] = SEGI_WORD_HASH_START;
      for (size_t i = j; i < AT_ONCE - 1; i++) h[j] = segi_word_hash_add(h[j], l->folded[k + i]);
    }
    for (size_t i = k + AT_ONCE - 1; i < l->length; i++)
      for (size_t j = 0; j < AT_ONCE; j++) h[j] = segi_word_hash_add(h[j], l->folded[i]);
    for (size_t j = 0; j < AT_ONCE; j++) hashes[k + j] = segi_word_hash_end(h[j]);
  }
}

static bool may_follow(const letters *l, size_t at, uint64_t hash) {
  if (!starts_character(l, at)) return false;
  return l->capitals ? segi_maybe_common(l->words, hash) : segi_maybe_following(l->words, hash);
}

/* All slots are asked for before the first is read. */
static void look_up_rests(const letters *l, rests *r) {
  uint64_t hashes[SEGI_LONGEST_WORD];
  uint8_t asked[SEGI_LONGEST_WORD];
  size_t count = 0;
  hash_rests(l, hashes);
  for (size_t k = 1; k + least_length(l) <= l->length; k++) {
    if (!may_follow(l, k, hashes[k])) continue;
    segi_words_ask(l->words, hashes[k]);
    asked[count++] = (uint8_t)k;
  }
  r->count = 0;
  for (size_t i = 0; i < count; i++) {
    segi_word word = segi_words_find_hash(l->words, hashes[asked[i]]);
    if (word.frequency >= LEAST && can_follow(l, word))
      r->items[r->count++] = (rest){asked[i], word};
  }
}

typedef struct cut {
  segi_touch touch; /* offsets within the word */
  int quality;
} cut;

/* Keeps the best cuts, best first. */
static size_t keep(cut *best, size_t count, cut c) {
  size_t i = count < SEGI_MOST_TOUCHES ? count : SEGI_MOST_TOUCHES - 1;
  if (count == SEGI_MOST_TOUCHES && best[i].quality >= c.quality) return count;
  for (; i > 0 && best[i - 1].quality < c.quality; i--) best[i] = best[i - 1];
  best[i] = c;
  return count < SEGI_MOST_TOUCHES ? count + 1 : count;
}

static size_t cut_once(const letters *l, const rests *r, cut *best) {
  size_t count = 0;
  for (size_t i = 0; i < r->count; i++) {
    size_t k = r->items[i].at;
    int q = quality(l, 0, k, r->items[i].word);
    if (q > 0) count = keep(best, count, (cut){{0, k, l->length}, q});
  }
  return count;
}

/* Hashes of the letters up to each place where the first word of a chain of three may end; 0 for the
 * other places. */
static void find_starts(const letters *l, uint64_t starts[SEGI_LONGEST_WORD]) {
  uint64_t up_to = SEGI_WORD_HASH_START;
  for (size_t k = 1; k < l->length; k++) {
    up_to = segi_word_hash_add(up_to, l->folded[k - 1]);
    uint64_t hash = segi_word_hash_end(up_to);
    starts[k] = starts_character(l, k) && segi_maybe_common(l->words, hash) ? hash : 0;
  }
}

static bool is_start(const letters *l, uint64_t hash) {
  segi_word first = segi_words_find_hash(l->words, hash);
  return first.frequency >= LEAST_IN_CHAIN && can_lead(l, first);
}

/* Between two words in lower case there is a common one. */
static bool may_be_between(const letters *l, size_t from, size_t to) {
  return l->capitals ||
         segi_maybe_common(l->words, segi_word_hash(l->folded + from, to - from));
}

/* Three words: the two places of the best chain. What costs most is asked last. */
static size_t cut_twice(const letters *l, const rests *r, cut *best) {
  uint64_t starts[SEGI_LONGEST_WORD];
  bool found_starts = false;
  int best_quality = 0;
  for (size_t i = 0; i < r->count; i++) {
    size_t m = r->items[i].at;
    segi_word last = r->items[i].word;
    if (m < 2 * least_length(l) || last.frequency < LEAST_IN_CHAIN) continue;
    if (!found_starts) find_starts(l, starts);
    found_starts = true;
    for (size_t k = least_length(l); k + 2 <= m; k++) {
      if (starts[k] == 0 || !may_be_between(l, k, m)) continue;
      int q = quality(l, k, m, last);
      if (q <= best_quality || q < LEAST_IN_CHAIN || !can_follow(l, look_up(l, k, m)) ||
          !is_start(l, starts[k]))
        continue;
      best_quality = q;
      best[0] = (cut){{0, k, m}, q};
      best[1] = (cut){{k, m, l->length}, q};
    }
  }
  return best_quality > 0 ? 2 : 0;
}

static bool read_letters(const segi_words *words, const char *text, size_t start, size_t end,
                         letters *l) {
  size_t length = end - start, n, m;
  l->words = words;
  l->length = length;
  if (length < 4 || length > sizeof l->folded) return false;
  if (segi_fold(text + start, length, l->folded, sizeof l->folded) != length) return false;
  l->capital = segi_class_at(text + start, length, &n) == SEGI_UPPER;
  l->capitals = l->capital && n < length &&
                segi_class_at(text + start + n, length - n, &m) == SEGI_UPPER;
  return true;
}

size_t segi_find_touching_words(const segi_words *words, const char *text, size_t start,
                                size_t end, segi_touch touches[SEGI_MOST_TOUCHES]) {
  letters l;
  rests r;
  cut best[SEGI_MOST_TOUCHES];
  if (!read_letters(words, text, start, end, &l)) return 0;
  look_up_rests(&l, &r);
  size_t count = cut_once(&l, &r, best);
  if (count == 0) count = cut_twice(&l, &r, best);
  for (size_t i = 0; i < count; i++) {
    segi_touch t = best[i].touch;
    touches[i] = (segi_touch){start + t.start, start + t.place, start + t.end};
  }
  return count;
}
