/* Build-time program: mktables DATADIR OUTPUT.c
 *
 * Reads the word lists of libseg/data/de (their README tells the format), checks them and writes
 * the tables that lex/lexicon.c looks words up in. A mistake in a list ends the build with
 * file:line and the reason; no output is left behind then. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../lex/lexicon.h"
#include "../lex/tables.h"

/* The lists: words named without a class word get `classes`. */
static const struct list {
  const char *file;
  unsigned classes;
  bool class_words; /* a line is: entry TAB class words */
} lists[] = {
  {"abbreviations.txt", 0, true},
  {"months.txt", SEGI_MONTH, false},
  {"ordinal_nouns.txt", SEGI_ORDINAL_NOUN, false},
  {"subordinators.txt", SEGI_SUBORDINATOR, false},
  {"conjunctions.txt", SEGI_CONJUNCTION, false},
  {"function_words.txt", SEGI_FUNCTION_WORD, false},
  {"openers.txt", SEGI_OPENER, false},
  {"titles.txt", SEGI_NAME_TITLE, false},
  {"units.txt", SEGI_UNIT, false},
};

static const struct class_word {
  const char *name;
  unsigned classes;
} class_words[] = {
  {"abbreviation", SEGI_ABBREVIATION},
  {"abbreviation_number", SEGI_ABBREVIATION | SEGI_ABBREVIATION_NUMBER},
  {"abbreviation_final", SEGI_ABBREVIATION | SEGI_ABBREVIATION_FINAL},
};

typedef struct known {
  char *word;
  uint64_t hash;
  unsigned classes;
} known;

typedef struct place {
  char file[512];
  unsigned long line;
} place;

static const char *output_name;

static void fail(const place *at, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "mktables: %s:%lu: ", at->file, at->line);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

/* Half a table must not look like a finished one; a device or pipe is never removed. */
static void remove_output(void) {
  struct stat about;
  if (output_name && stat(output_name, &about) == 0 && S_ISREG(about.st_mode)) remove(output_name);
}

static void fail_on_file(const char *file) {
  fprintf(stderr, "mktables: ");
  perror(file);
  remove_output();
  exit(1);
}

static void *checked(void *block) {
  if (!block) {
    fputs("mktables: out of memory\n", stderr);
    exit(1);
  }
  return block;
}

static char *copy(const char *text) {
  size_t n = strlen(text) + 1;
  return memcpy(checked(malloc(n)), text, n);
}

/* All words, in an open-addressed index of their own. */
static known *words; /* [word_count] */
static size_t word_count, word_room;
static size_t *word_index; /* [index_slots] 1 + number of the word, 0 empty */
static size_t index_slots;

static void index_word(size_t number) {
  size_t i = words[number].hash & (index_slots - 1);
  while (word_index[i]) i = (i + 1) & (index_slots - 1);
  word_index[i] = number + 1;
}

static void make_room(void) {
  if (word_count < word_room) return;
  word_room = word_room ? word_room * 2 : 1024;
  words = checked(realloc(words, word_room * sizeof *words));
  index_slots = word_room * 2;
  free(word_index);
  word_index = checked(calloc(index_slots, sizeof *word_index));
  for (size_t i = 0; i < word_count; i++) index_word(i);
}

/* The word's record, made when new. Two words of one hash would look the same to the lookup. */
static known *record_of(const char *word, const place *at) {
  make_room();
  uint64_t hash = segi_word_hash(word, strlen(word));
  for (size_t i = hash & (index_slots - 1); word_index[i]; i = (i + 1) & (index_slots - 1)) {
    known *w = &words[word_index[i] - 1];
    if (strcmp(w->word, word) == 0) return w;
    if (w->hash == hash) fail(at, "\"%s\" and \"%s\" share a hash", word, w->word);
  }
  words[word_count] = (known){.word = copy(word), .hash = hash};
  index_word(word_count);
  return &words[word_count++];
}

/* Capitals of ASCII and Latin-1, the ones that German has. */
static bool has_capital(const char *s) {
  for (const unsigned char *p = (const unsigned char *)s; *p; p++)
    if ((*p >= 'A' && *p <= 'Z') || (p[0] == 0xc3 && p[1] >= 0x80 && p[1] <= 0x9e)) return true;
  return false;
}

static void check_entry(const char *entry, const place *at) {
  if (!*entry) fail(at, "empty entry");
  if (has_capital(entry)) fail(at, "\"%s\" is not in lower case", entry);
}

static void check_word(const char *word, const place *at) {
  check_entry(word, at);
  if (word[strlen(word) - 1] == '.') fail(at, "\"%s\": leave the last full stop out", word);
  if (strpbrk(word, " \t")) fail(at, "\"%s\": leave spaces out", word);
}

static unsigned classes_of(char *names, const place *at) {
  unsigned classes = 0;
  for (char *name = strtok(names, " "); name; name = strtok(NULL, " ")) {
    size_t i = 0, n = sizeof class_words / sizeof *class_words;
    while (i < n && strcmp(class_words[i].name, name) != 0) i++;
    if (i == n) fail(at, "unknown class word \"%s\"", name);
    classes |= class_words[i].classes;
  }
  if (!classes) fail(at, "class word missing");
  return classes;
}

static FILE *open_list(const char *folder, const char *file, place *at) {
  int n = snprintf(at->file, sizeof at->file, "%s/%s", folder, file);
  at->line = 0;
  FILE *in = n > 0 && (size_t)n < sizeof at->file ? fopen(at->file, "r") : NULL;
  if (!in) fail_on_file(at->file);
  return in;
}

/* The next line that is not empty and no comment, without line end; NULL at the end. */
static char *next_line(FILE *in, char *line, int room, place *at) {
  while (fgets(line, room, in)) {
    at->line++;
    size_t n = strlen(line);
    if (n == 0 || line[n - 1] != '\n') fail(at, "line too long or not ended");
    line[n - 1] = '\0';
    if (n > 1 && line[n - 2] == ' ') fail(at, "space at the end");
    if (*line && *line != '#') return line;
  }
  if (ferror(in)) fail_on_file(at->file);
  return NULL;
}

static void read_list(const char *folder, const struct list *list) {
  char buffer[1024], *line;
  place at;
  FILE *in = open_list(folder, list->file, &at);
  while ((line = next_line(in, buffer, sizeof buffer, &at))) {
    unsigned classes = list->classes;
    if (list->class_words) {
      char *tab = strchr(line, '\t');
      if (!tab) fail(&at, "no tab and class word after \"%s\"", line);
      *tab = '\0';
      classes = classes_of(tab + 1, &at);
    }
    check_word(line, &at);
    known *w = record_of(line, &at);
    if (w->classes & classes) fail(&at, "\"%s\" stands in this list already", line);
    w->classes |= classes;
  }
  fclose(in);
}

/* Lists whose entries may end in $, which is a flag then. */
static struct phrase_list {
  const char *file, *name; /* of the table */
  segi_phrase *items;
  size_t count;
} phrase_lists[] = {
  {"furniture.txt", "segi_furniture", NULL, 0},
  {"name_suffixes.txt", "segi_name_suffixes", NULL, 0},
};
enum { PHRASE_LISTS = sizeof phrase_lists / sizeof *phrase_lists };

static int by_text(const void *a, const void *b) {
  return strcmp(((const segi_phrase *)a)->text, ((const segi_phrase *)b)->text);
}

static void read_phrases(const char *folder, struct phrase_list *list) {
  char buffer[256], *line;
  place at;
  FILE *in = open_list(folder, list->file, &at);
  while ((line = next_line(in, buffer, sizeof buffer, &at))) {
    size_t n = strlen(line);
    bool whole = line[n - 1] == '$';
    if (whole) line[--n] = '\0';
    check_entry(line, &at);
    if (n > 255) fail(&at, "phrase longer than 255 bytes");
    for (size_t i = 0; i < list->count; i++)
      if (strcmp(list->items[i].text, line) == 0) fail(&at, "\"%s\" stands in this list already", line);
    list->items = checked(realloc(list->items, (list->count + 1) * sizeof *list->items));
    list->items[list->count++] = (segi_phrase){copy(line), (uint8_t)n, whole};
  }
  fclose(in);
  if (list->count) qsort(list->items, list->count, sizeof *list->items, by_text);
}

static int by_text_of_word(const void *a, const void *b) {
  return strcmp(((const known *)a)->word, ((const known *)b)->word);
}

static void write_hints(FILE *out) {
  static uint64_t hints[SEGI_LISTED_HINTS / 64];
  for (size_t i = 0; i < word_count; i++) {
    uint64_t bit = words[i].hash % SEGI_LISTED_HINTS;
    hints[bit / 64] |= UINT64_C(1) << bit % 64;
  }
  fputs("const uint64_t segi_listed_hints[] = {\n", out);
  for (size_t i = 0; i < SEGI_LISTED_HINTS / 64; i++)
    fprintf(out, "  UINT64_C(0x%016" PRIX64 "),\n", hints[i]);
  fputs("};\n", out);
}

static void write_words(FILE *out) {
  uint32_t slots = (uint32_t)(2 * word_count + 1);
  segi_listed *table = checked(calloc(slots, sizeof *table));
  qsort(words, word_count, sizeof *words, by_text_of_word);
  for (size_t i = 0; i < word_count; i++) {
    uint64_t hash = words[i].hash;
    uint32_t slot = segi_word_place(hash, slots);
    while (table[slot].classes) slot = (slot + 1) % slots;
    table[slot] = (segi_listed){(uint32_t)hash, (uint16_t)(hash >> 32), (uint16_t)words[i].classes};
  }
  write_hints(out);
  fprintf(out, "const uint32_t segi_listed_count = %u;\n", slots);
  fputs("const segi_listed segi_listed_words[] = {\n", out);
  for (uint32_t i = 0; i < slots; i++)
    fprintf(out, "{%u,%u,%u},\n", table[i].print, table[i].print_more, table[i].classes);
  fputs("};\n", out);
  free(table);
}

static void write_string(FILE *out, const char *text) {
  fputc('"', out);
  for (; *text; text++) fprintf(out, "\\%03o", (unsigned)(unsigned char)*text);
  fputc('"', out);
}

static void write_phrases(FILE *out, const struct phrase_list *list) {
  fprintf(out, "const uint32_t %s_count = %zu;\nconst segi_phrase %s[] = {\n", list->name, list->count,
          list->name);
  for (size_t i = 0; i < list->count; i++) {
    const segi_phrase *phrase = &list->items[i];
    fputc('{', out);
    write_string(out, phrase->text);
    fprintf(out, ",%u,%u}, /* %s */\n", phrase->length, phrase->whole, phrase->text);
  }
  fputs("};\n", out);
}

static void write_tables(const char *file) {
  FILE *out = fopen(file, "w");
  if (!out) fail_on_file(file);
  output_name = file;
  fputs("/* Written by libseg/gen/mktables.c from libseg/data/de; do not edit. */\n"
        "#include \"lex/tables.h\"\n\n",
        out);
  write_words(out);
  for (size_t i = 0; i < PHRASE_LISTS; i++) write_phrases(out, &phrase_lists[i]);
  bool failed = ferror(out) != 0;
  if (fclose(out) != 0 || failed) fail_on_file(file);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fputs("usage: mktables DATADIR OUTPUT.c\n", stderr);
    return 1;
  }
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) read_list(argv[1], &lists[i]);
  bool empty = word_count == 0;
  for (size_t i = 0; i < PHRASE_LISTS; i++) {
    read_phrases(argv[1], &phrase_lists[i]);
    empty = empty || phrase_lists[i].count == 0;
  }
  if (empty) {
    fprintf(stderr, "mktables: %s: empty lists\n", argv[1]);
    return 1;
  }
  write_tables(argv[2]);
  return 0;
}
