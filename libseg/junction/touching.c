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
  segi_word rest[SEGI_LONGEST_WORD]; /* [k] what is known of the letters from k on */
} letters;

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

/* How good a cut at k, before a common word, is: the rarer half's frequency, 0 for none. */
static int quality(const letters *l, size_t from, size_t k) {
  segi_word right = l->rest[k];
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

/* Hashes of the letters from each place on: all go on by one letter at a time, so that none waits
 * for the last step of its own. */
static void hash_rests(const letters *l, uint64_t hash[SEGI_LONGEST_WORD]) {
  for (size_t i = 0; i < l->length; i++) {
    hash[i] = SEGI_WORD_HASH_START;
    for (size_t k = 1; k <= i; k++) hash[k] = segi_word_hash_add(hash[k], l->folded[i]);
  }
  for (size_t k = 1; k < l->length; k++) hash[k] = segi_word_hash_end(hash[k]);
}

static bool may_follow(const letters *l, size_t at, uint64_t hash) {
  if (!starts_character(l, at) || l->length - at < least_length(l)) return false;
  return l->capitals ? segi_maybe_common(l->words, hash) : segi_maybe_following(l->words, hash);
}

/* Looks up what may follow a cut; the rest is taken for unknown. All slots are asked for before the
 * first is read. */
static void look_up_rests(letters *l) {
  uint64_t hash[SEGI_LONGEST_WORD];
  hash_rests(l, hash);
  for (size_t k = 1; k < l->length; k++) {
    l->rest[k] = (segi_word){0};
    if (may_follow(l, k, hash[k])) segi_words_ask(l->words, hash[k]);
    else hash[k] = 0;
  }
  for (size_t k = 1; k < l->length; k++) {
    if (hash[k] == 0) continue;
    segi_word rest = segi_words_find_hash(l->words, hash[k]);
    if (can_follow(l, rest)) l->rest[k] = rest;
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

static size_t cut_once(const letters *l, cut *best) {
  size_t count = 0;
  for (size_t k = 1; k < l->length; k++) {
    int q = l->rest[k].frequency >= LEAST ? quality(l, 0, k) : 0;
    if (q > 0) count = keep(best, count, (cut){{0, k, l->length}, q});
  }
  return count;
}

/* Where the first word of a chain of three may end. */
static void find_starts(const letters *l, bool starts[SEGI_LONGEST_WORD]) {
  uint64_t hash[SEGI_LONGEST_WORD], up_to = SEGI_WORD_HASH_START;
  for (size_t k = 1; k < l->length; k++) {
    up_to = segi_word_hash_add(up_to, l->folded[k - 1]);
    hash[k] = segi_word_hash_end(up_to);
    starts[k] = starts_character(l, k) && segi_maybe_common(l->words, hash[k]);
    if (starts[k]) segi_words_ask(l->words, hash[k]);
  }
  for (size_t k = least_length(l); k < l->length; k++) {
    if (!starts[k]) continue;
    segi_word first = segi_words_find_hash(l->words, hash[k]);
    starts[k] = first.frequency >= LEAST_IN_CHAIN && can_lead(l, first);
  }
}

/* Three words: the two places of the best chain. */
static size_t cut_twice(const letters *l, cut *best) {
  bool starts[SEGI_LONGEST_WORD], looked_up = false;
  int best_quality = 0;
  for (size_t m = 2 * least_length(l); m + 2 <= l->length; m++) {
    if (l->rest[m].frequency < LEAST_IN_CHAIN) continue;
    if (!looked_up) find_starts(l, starts);
    looked_up = true;
    for (size_t k = least_length(l); k + 2 <= m; k++) {
      int q = starts[k] ? quality(l, k, m) : 0;
      if (q <= best_quality || q < LEAST_IN_CHAIN || !can_follow(l, look_up(l, k, m))) continue;
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
  cut best[SEGI_MOST_TOUCHES];
  if (!read_letters(words, text, start, end, &l)) return 0;
  look_up_rests(&l);
  size_t count = cut_once(&l, best);
  if (count == 0) count = cut_twice(&l, best);
  for (size_t i = 0; i < count; i++) {
    segi_touch t = best[i].touch;
    touches[i] = (segi_touch){start + t.start, start + t.place, start + t.end};
  }
  return count;
}
