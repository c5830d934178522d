/* Words without any sign between them. */
#include <string.h>

#include "junction/candidate.h"

/* Closed-class words that can stand behind an open-class word without making a German word. */
static const char *const safe_right[] = {
  "und",    "oder",    "aber",   "als",    "wie",     "dass",    "daß",     "weil",   "wenn",
  "was",    "der",     "die",    "das",    "eine",    "einen",   "einem",   "einer",  "ist",
  "sind",   "war",     "wird",   "werden", "wurde",   "wurden",  "hat",     "haben",  "hatte",
  "hatten", "kann",    "können", "konnte", "konnten", "muss",    "müssen",  "soll",   "sollen",
  "sollte", "sollten", "wollen", "nicht",  "auch",    "noch",    "sich",    "mit",    "von",
  "für",    "bei",     "zum",    "zur",    "vom",     "beim",    "durch",   "gegen",  "ob",
  "denn",   "deren",   "dessen", "denen",  "obwohl",  "während", "nachdem", "sodass", "damit",
  "sowie",  "sondern", "wobei",  "seine",  "seinen",  "seiner",  "ihre",    "ihren",  "ihrer",
  "diese",  "diesen",  "dieser", "dieses", NULL};
/* And before one, in lower case. */
static const char *const safe_left[] = {
  "und",   "oder",   "aber", "als",   "wie",   "dass",  "weil", "wenn", "der",  "die",  "das",
  "den",   "dem",    "eine", "einen", "einem", "einer", "ist",  "sind", "war",  "wird", "werden",
  "wurde", "wurden", "hat",  "haben", "kann",  "muss",  "soll", "auch", "noch", "sich", "von",
  "für",   "zum",    "zur",  "vom",   "beim",  "im",    "man",  "wir",  "ihr",  "sie",  NULL};

static bool starts_character(const char *text, size_t at) {
  return ((unsigned char)text[at] & 0xC0) != 0x80;
}

static bool listed(const char *const *list, const char *word_bytes, size_t length) {
  for (; *list != NULL; list++)
    if (strncmp(*list, word_bytes, length) == 0 && (*list)[length] == '\0') return true;
  return false;
}

/* A form of a known word: endings of declension and conjugation taken off. */
static bool inflected(const segi_words *words, const char *folded, size_t length) {
  static const char *const endings[] = {
    "e",     "n",     "s",     "t",   "en",  "er",  "es",  "em",    "et",  "st",   "te",
    "ns",    "ern",   "ten",   "tes", "ter", "nen", "in",  "innen", "end", "ende", "enden",
    "ender", "endes", "endem", "de",  "den", "der", "des", "dem",   NULL};
  for (const char *const *e = endings; *e != NULL; e++) {
    size_t n = strlen(*e);
    if (length > n + 3 && memcmp(folded + length - n, *e, n) == 0 &&
        segi_words_find(words, folded, length - n).frequency > 0)
      return true;
  }
  return false;
}

/* Ends of German words that are words too: Kostenlos, Bergauf, Lehrerin. */
static const char *const suffix_words[] = {
  "in",         "er",         "es",      "ab",        "um",       "an",      "ein",    "da",
  "so",         "wo",         "am",      "los",       "frei",     "voll",    "reich",  "weit",
  "fest",       "bar",        "sam",     "arm",       "wert",     "mal",     "lang",   "hoch",
  "tief",       "nah",        "nahe",    "fern",      "weise",    "halb",    "rund",   "recht",
  "gut",        "neu",        "alt",     "auf",       "aus",      "her",     "hin",    "mals",
  "fach",       "eben",       "sein",    "tum",       "heit",     "keit",    "ung",    "lich",
  "ig",         "isch",       "ern",     "art",       "orten",    "wegen",   "gemäß",  "bereit",
  "nötig",      "fähig",      "würdig",  "pflichtig", "gleich",   "gerecht", "stark",  "schwer",
  "freundlich", "bedingt",    "mäßig",   "haft",      "haltig",   "gut",     "offen",  "treu",
  "ähnlich",    "spezifisch", "bezogen", "basiert",   "weltweit", "über",    "unter",  "wert",
  "seitig",     "seits",      "halber",  "zeit",      "tags",     "nachts",  "abends", "morgens",
  "mitten",     "oben",       "unten",   "ist",       "man",      "war",     "selbst", NULL};

static bool ends_like(const char *word_bytes, size_t length, const char *const *ends) {
  for (; *ends != NULL; ends++) {
    size_t n = strlen(*ends);
    if (length >= n && memcmp(word_bytes + length - n, *ends, n) == 0) return true;
  }
  return false;
}

/* A word that stands in lower case only, and does not make one German noun with a noun before it:
 * no noun, infinitive (Autofahren) or declined adjective (Angestellte). */
static bool never_noun(const char *right, size_t length, segi_word r) {
  static const char *const infinitive[] = {"en", "ern", "eln", NULL};
  static const char *const declined[] = {"e", "en", "er", "es", "em", NULL};
  if (r.capital > 8 || listed(suffix_words, right, length)) return false;
  if (r.classes & SEGI_FUNCTION_WORD)
    return length >= 3 || memcmp(right, "zu", 2) == 0 || memcmp(right, "im", 2) == 0;
  if (r.seen < 3 || r.frequency < 90 || (r.classes & SEGI_NOUN_FORM) || length < 4) return false;
  return !ends_like(right, length, r.classes & SEGI_ADJECTIVE_FORM ? declined : infinitive);
}

/* nachlässt, hierfür: the left word goes together with most others. */
static bool is_prefix(const char *left, size_t k, const char *right, size_t rest, segi_word r) {
  static const char *const after_any[] = {"und", "oder", "aber", "sondern", "denn", NULL};
  static const char *const prefixes[] = {
    "ab",     "an",     "auf",    "aus",    "bei",    "durch",  "ein",      "fort",   "her",
    "hin",    "heim",   "los",    "mit",    "nach",   "nieder", "statt",    "teil",   "um",
    "unter",  "über",   "vor",    "weg",    "weiter", "wieder", "zu",       "zurück", "zusammen",
    "herum",  "heraus", "hinaus", "hinter", "fest",   "frei",   "entgegen", "gegen",  "gegenüber",
    "voraus", "vorbei", "hervor", "dazu",   "davon",  "daran",  "rund",     "hie",    "hier",
    "da",     "dar",    "wo",     "wor",    "nie",    NULL};
  return listed(prefixes, left, k) && !(r.classes & SEGI_SUBORDINATOR) &&
         !listed(after_any, right, rest);
}

/* gehen|der is likelier a participle than a word and an article. */
static bool is_participle(const char *left, size_t k, const char *right, size_t rest) {
  return rest == 3 && memcmp(right, "de", 2) == 0 && left[k - 1] == 'n';
}

static bool is_function_pair(segi_word l, size_t k, segi_word r, const char *right, size_t rest) {
  return (l.classes & r.classes & SEGI_FUNCTION_WORD) && k >= 3 && rest >= 3 &&
         l.frequency >= 110 && r.frequency >= 110 && !listed(suffix_words, right, rest);
}

/* A compound that no lexicon has, by the noun at its end: Aktien|märkten. */
static segi_word compound(const segi_words *words, const char *left, size_t k) {
  for (size_t start = 3; start + 5 <= k; start++) {
    segi_word tail = {0};
    if (starts_character(left, start)) tail = segi_words_find(words, left + start, k - start);
    if (tail.capital >= 230 && tail.frequency >= 75 && tail.seen >= 2) return tail;
  }
  return (segi_word){0};
}

/* Terroristen, Personals: a compound, perhaps with an ending. */
static bool is_compound(const segi_words *words, const char *folded, size_t length) {
  static const char *const endings[] = {"", "s", "n", "e", "en", "es", "er"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t n = strlen(endings[i]);
    if (length > n && memcmp(folded + length - n, endings[i], n) == 0 &&
        compound(words, folded, length - n).frequency > 0)
      return true;
  }
  return false;
}

/* Whether two words, cut at k, are likelier than one that no lexicon has. */
static bool splits(const segi_words *words, const char *left, size_t length, size_t k,
                   bool capital) {
  const char *right = left + k;
  size_t rest = length - k;
  segi_word l = segi_words_find(words, left, k);
  if (l.frequency == 0 && capital && listed(safe_right, right, rest)) l = compound(words, left, k);
  if (l.frequency == 0) return false;
  segi_word r = segi_words_find(words, right, rest);
  if (r.frequency == 0 || is_prefix(left, k, right, rest, r)) return false;
  bool noun = capital && k >= 4 && l.capital >= 200 && l.frequency >= 80;
  if (noun && never_noun(right, rest, r)) return true;
  if (is_participle(left, k, right, rest)) return false;
  bool conjunction = rest >= 4 && (r.classes & SEGI_SUBORDINATOR) != 0;
  if ((conjunction || listed(safe_right, right, rest)) && k >= 3 && l.frequency >= 75)
    return !capital || l.capital > 128;
  if (capital) return false;
  return is_function_pair(l, k, r, right, rest) ||
         (listed(safe_left, left, k) && r.frequency >= 95 && rest >= 4 && r.capital < 128);
}

/* A closed-class word, and then two words: the second place is found in the next round. */
static bool splits_twice(const segi_words *words, const char *folded, size_t length, size_t k) {
  segi_word l = segi_words_find(words, folded, k);
  if (k < 3 || l.frequency < 110 || listed(suffix_words, folded, k) ||
      !(l.classes & SEGI_FUNCTION_WORD))
    return false;
  for (size_t m = 3; m + 3 <= length - k; m++)
    if (starts_character(folded, k + m) && splits(words, folded + k, length - k, m, false))
      return true;
  return false;
}

/* The best of the places where the word comes apart in two; 0 when it does not. */
static size_t best_split(const segi_words *words, const char *folded, size_t length, bool capital) {
  size_t best = 0;
  int best_score = 0;
  for (size_t k = 2; k + 2 <= length; k++) {
    if (!starts_character(folded, k) || !splits(words, folded, length, k, capital)) continue;
    int score =
      segi_words_find(words, folded, k).frequency +
      segi_words_find(words, folded + k, length - k).frequency;
    if (score > best_score) best = k, best_score = score;
  }
  return best;
}

size_t segi_split_glued(const segi_words *words, const char *text, size_t start, size_t end) {
  char folded[SEGI_LONGEST_WORD];
  size_t length = end - start, n;
  if (length < 5 || length > sizeof folded) return 0;
  if (segi_fold(text + start, length, folded, sizeof folded) != length) return 0;
  if (segi_words_find(words, folded, length).frequency > 0 || inflected(words, folded, length))
    return 0;
  bool capital = segi_class_at(text + start, length, &n) == SEGI_UPPER;
  size_t best = best_split(words, folded, length, capital);
  for (size_t k = 3; best == 0 && !capital && k + 6 <= length; k++)
    if (starts_character(folded, k) && splits_twice(words, folded, length, k)) best = k;
  if (best == 0 || (capital && is_compound(words, folded, length))) return 0;
  return start + best;
}
