/* Counts how German words are written in running text, for make-words.sh.
 *
 *   count_words < TEXT    word <TAB> capitalised <TAB> lower-case <TAB> initial, in byte order
 *   count_words fold      copies standard input, lower-cased
 *
 * TEXT holds one paragraph a line. A use is counted as capitalised or lower-case where another word
 * or a comma stands before it in the same sentence, and as initial after a sure sentence end or at
 * the start of a paragraph of whole sentences. After anything else (a colon, an abbreviation, a
 * number) it is not counted. Words touched by a digit or a hyphen, and runs of words in capitals,
 * are left out, and so are notes in brackets and speaker lines of protocols. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { MAX_WORD = 120, SURE_WORD = 4 /* letters: shorter ones may be abbreviations */ };

typedef enum place { UNSURE, INSIDE, INITIAL } place;

typedef struct count {
  char *word;
  unsigned long capital, lower, initial;
} count;

static count *table;
static size_t slots, used;

static void *checked(void *block) {
  if (!block) {
    fputs("count_words: out of memory\n", stderr);
    exit(2);
  }
  return block;
}

static uint64_t hash(const char *word) {
  uint64_t h = 14695981039346656037u;
  for (; *word; word++) h = (h ^ (unsigned char)*word) * 1099511628211u;
  return h ^ h >> 29;
}

static count *slot_of(const char *word) {
  size_t i = hash(word) & (slots - 1);
  while (table[i].word && strcmp(table[i].word, word) != 0) i = (i + 1) & (slots - 1);
  return &table[i];
}

static void grow(void) {
  count *old = table;
  size_t n = slots;
  slots = n ? n * 2 : 1 << 16;
  table = checked(calloc(slots, sizeof *table));
  for (size_t i = 0; i < n; i++)
    if (old[i].word) *slot_of(old[i].word) = old[i];
  free(old);
}

static count *count_of(const char *word) {
  if (used * 2 >= slots) grow();
  count *c = slot_of(word);
  if (!c->word) {
    c->word = checked(strdup(word));
    used++;
  }
  return c;
}

static size_t decode(const char *p, const char *end, int32_t *c) {
  utf8proc_ssize_t n = utf8proc_iterate((const uint8_t *)p, end - p, c);
  if (n > 0) return (size_t)n;
  *c = -1;
  return 1;
}

static bool is_upper(int32_t c) {
  utf8proc_category_t k = utf8proc_category(c);
  return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT;
}

static bool is_word(int32_t c) {
  utf8proc_category_t k = c < 0 ? UTF8PROC_CATEGORY_CN : utf8proc_category(c);
  return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_MC) || k == UTF8PROC_CATEGORY_ND;
}

/* A word in the line. */
typedef struct word {
  const char *end;
  char folded[MAX_WORD * 2];
  size_t letters, capitals;
  bool first_capital, plain; /* plain: letters only, short enough */
} word;

static void read_word(word *w, const char *p, const char *line_end) {
  int32_t c;
  size_t length = 0, n;
  w->letters = w->capitals = 0;
  w->plain = true;
  for (; p < line_end && (n = decode(p, line_end, &c), is_word(c)); p += n) {
    if (w->letters == 0) w->first_capital = is_upper(c);
    w->letters++;
    w->capitals += is_upper(c);
    if (utf8proc_category(c) == UTF8PROC_CATEGORY_ND || length > MAX_WORD)
      w->plain = false;
    else
      length += (size_t)utf8proc_encode_char(utf8proc_tolower(c), (uint8_t *)w->folded + length);
  }
  w->folded[length] = '\0';
  w->end = p;
}

static bool in_capitals(const word *w) {
  return w->letters > 1 && w->capitals == w->letters;
}

static bool is_end_mark(int32_t c) {
  return c == '.' || c == '!' || c == '?';
}

static bool is_quote(int32_t c) {
  return c == '"' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == 0x2039 ||
         c == 0x203a;
}

/* Whether the line ends as a sentence does, closing marks aside. */
static bool ends_sentence(const char *line, const char *end) {
  while (end > line) {
    const char *p = end - 1;
    int32_t c;
    while (p > line && (*p & 0xc0) == 0x80) p--;
    decode(p, end, &c);
    if (!is_quote(c) && c != ')' && c != ' ') return is_end_mark(c);
    end = p;
  }
  return false;
}

/* Where the next word stands, when c was read and `last` is the word before it. */
static place step(place now, int32_t c, const word *last, bool touches) {
  if (c == '.')
    return touches && last->letters >= SURE_WORD && last->capitals < 2 ? INITIAL : UNSURE;
  if (c == '!' || c == '?') return INITIAL;
  if (c == ',' || c == ';') return INSIDE;
  if (c == ' ' || (is_quote(c) && now == INITIAL)) return now;
  return UNSURE;
}

static void add(const word *w, place now, bool neighbour_in_capitals) {
  if (!w->plain || (in_capitals(w) && neighbour_in_capitals)) return;
  if (now == INITIAL && w->first_capital) count_of(w->folded)->initial++;
  if (now != INSIDE) return;
  count *c = count_of(w->folded);
  if (w->first_capital)
    c->capital++;
  else if (w->capitals == 0)
    c->lower++;
}

static bool next_in_capitals(const char *p, const char *end) {
  word next;
  if (p == end || *p != ' ') return false;
  read_word(&next, p + 1, end);
  return in_capitals(&next);
}

static void count_line(const char *p, const char *end) {
  if (p == end || *p == '(' || end[-1] == ':') return;
  place now = ends_sentence(p, end) ? INITIAL : UNSURE;
  word w = {0};
  bool touches = false, space_before = true;
  while (p < end) {
    int32_t c;
    size_t n = decode(p, end, &c);
    if (is_word(c)) {
      bool capitals_before = in_capitals(&w);
      read_word(&w, p, end);
      p = w.end;
      bool joined = p < end && strchr("-'/", *p) != NULL;
      if (space_before && !joined) add(&w, now, capitals_before || next_in_capitals(p, end));
      now = w.plain ? INSIDE : UNSURE;
      touches = true;
      space_before = false;
      continue;
    }
    now = step(now, c, &w, touches);
    touches = false;
    space_before = c == ' ' || is_quote(c);
    p += n;
  }
}

static void fold_line(const char *p, const char *end) {
  while (p < end) {
    int32_t c;
    uint8_t bytes[4];
    size_t n = decode(p, end, &c);
    if (c < 0)
      putchar(*p);
    else
      fwrite(bytes, 1, (size_t)utf8proc_encode_char(utf8proc_tolower(c), bytes), stdout);
    p += n;
  }
  putchar('\n');
}

static int by_word(const void *a, const void *b) {
  return strcmp(((const count *)a)->word, ((const count *)b)->word);
}

static void print_counts(void) {
  size_t n = 0;
  for (size_t i = 0; i < slots; i++)
    if (table[i].word) table[n++] = table[i];
  if (n) qsort(table, n, sizeof *table, by_word);
  for (size_t i = 0; i < n; i++)
    printf("%s\t%lu\t%lu\t%lu\n", table[i].word, table[i].capital, table[i].lower,
           table[i].initial);
}

int main(int argc, char **argv) {
  bool fold = argc > 1 && strcmp(argv[1], "fold") == 0;
  char *line = NULL;
  size_t capacity = 0;
  ssize_t n;
  while ((n = getline(&line, &capacity, stdin)) != -1) {
    const char *end = line + n - (n > 0 && line[n - 1] == '\n');
    if (fold)
      fold_line(line, end);
    else
      count_line(line, end);
  }
  if (!fold) print_counts();
  if (ferror(stdin) || fflush(stdout) != 0) {
    perror("count_words");
    return 2;
  }
  return 0;
}
