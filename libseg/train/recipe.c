#include "train/recipe.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

enum { FILE_NAME, KIND, SHARE, COUNT, SPELLING, HEADLINES, LICENCE, ORIGIN, COLUMNS };

static const char *const columns[COLUMNS] = {"file",     "kind",      "share",   "count",
                                             "spelling", "headlines", "licence", "source"};
/* ORDER segi_source_kind, segi_spelling */
static const char *const kinds[] = {"running", "sentences",  "court", "words",
                                    "frequencies", "nouns", "adjectives", "verbs",
                                    "abbreviations", "phrases", NULL};
static const char *const spellings[] = {"new", "old", "swiss", NULL};
static const char *const answers[] = {"no", "yes", NULL};

const char *segi_source_kind_name(segi_source_kind kind) {
  return kinds[kind];
}

static bool cut(seg_bytes *rest, char separator, seg_bytes *piece) {
  if (rest->length == 0) return false;
  const char *end = memchr(rest->data, separator, rest->length);
  size_t length = end != NULL ? (size_t)(end - rest->data) : rest->length;
  *piece = (seg_bytes){rest->data, length};
  size_t used = end != NULL ? length + 1 : length;
  *rest = (seg_bytes){rest->data + used, rest->length - used};
  return true;
}

bool segi_next_line(seg_bytes *rest, seg_bytes *line) {
  if (!cut(rest, '\n', line)) return false;
  if (line->length > 0 && line->data[line->length - 1] == '\r') line->length--;
  return true;
}

bool segi_next_field(seg_bytes *line, seg_bytes *field) {
  return cut(line, '\t', field);
}

/* Splits a terminated line at its tabs. Returns the number of fields, at most COLUMNS + 1. */
static size_t split_row(char *line, char *fields[COLUMNS + 1]) {
  size_t n = 0;
  for (char *field = line; field != NULL && n <= COLUMNS; n++) {
    fields[n] = field;
    field = strchr(field, '\t');
    if (field != NULL) *field++ = '\0';
  }
  return n;
}

static bool choose(const char *value, const char *const *names, int *choice) {
  for (*choice = 0; names[*choice] != NULL; ++*choice)
    if (strcmp(names[*choice], value) == 0) return true;
  return false;
}

/* Digits with at most one point, read without the locale. */
static bool read_number(const char *value, double *number) {
  double unit = 0;
  *number = 0;
  if (*value == '\0') return false;
  for (; *value != '\0'; value++) {
    if (*value == '.' && unit == 0) {
      unit = 1;
    } else if (*value >= '0' && *value <= '9') {
      *number = *number * 10 + (*value - '0');
      unit *= 10;
    } else {
      return false;
    }
  }
  if (unit > 0) *number /= unit;
  return true;
}

static seg_status bad(size_t line, const char *column, const char *value, seg_error *error) {
  return segi_fail_at(error, SEG_BAD_FORMAT, 0, line, "column %s cannot be \"%.60s\"", column,
                      value);
}

static seg_status read_text_columns(segi_source *s, char **fields, size_t line, seg_error *error) {
  double count;
  int choice;
  if (!read_number(fields[SHARE], &s->share)) return bad(line, columns[SHARE], fields[SHARE], error);
  if (!read_number(fields[COUNT], &count) || count > 1000)
    return bad(line, columns[COUNT], fields[COUNT], error);
  s->count = (unsigned)count;
  if (!choose(fields[SPELLING], spellings, &choice))
    return bad(line, columns[SPELLING], fields[SPELLING], error);
  s->spelling = (segi_spelling)choice;
  if (!choose(fields[HEADLINES], answers, &choice))
    return bad(line, columns[HEADLINES], fields[HEADLINES], error);
  s->headlines = choice == 1;
  return SEG_OK;
}

static seg_status read_row(seg_recipe *recipe, char **fields, size_t line, seg_error *error) {
  int kind;
  if (!choose(fields[KIND], kinds, &kind)) return bad(line, columns[KIND], fields[KIND], error);
  segi_source s = {.file = fields[FILE_NAME],
                   .licence = fields[LICENCE],
                   .origin = fields[ORIGIN],
                   .kind = (segi_source_kind)kind};
  if (s.file[0] == '\0' || s.licence[0] == '\0' || s.origin[0] == '\0')
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, line, "file, licence or source is empty");
  if (segi_is_text(&s)) {
    seg_status status = read_text_columns(&s, fields, line, error);
    if (status != SEG_OK) return status;
  } else {
    for (int c = SHARE; c <= HEADLINES; c++)
      if (strcmp(fields[c], "-") != 0) return bad(line, columns[c], fields[c], error);
  }
  if (!segi_grow(&recipe->sources, &recipe->capacity, recipe->count + 1, sizeof s))
    return segi_nomem(error);
  recipe->sources[recipe->count++] = s;
  return SEG_OK;
}

static seg_status read_line(seg_recipe *recipe, char *text, size_t line, bool *head,
                            seg_error *error) {
  char *fields[COLUMNS + 1];
  size_t n = split_row(text, fields);
  if (n != COLUMNS)
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, line, "%s%zu columns, not %d",
                        n > COLUMNS ? "at least " : "", n, COLUMNS);
  if (*head) return read_row(recipe, fields, line, error);
  for (int c = 0; c < COLUMNS; c++)
    if (strcmp(fields[c], columns[c]) != 0)
      return segi_fail_at(error, SEG_BAD_FORMAT, 0, line, "column %d is to be named %s", c + 1,
                          columns[c]);
  *head = true;
  return SEG_OK;
}

static seg_status read_table(seg_recipe *recipe, seg_error *error) {
  bool head = false;
  char *line = recipe->table;
  seg_status status = SEG_OK;
  for (size_t number = 1; line != NULL && status == SEG_OK; number++) {
    char *end = strchr(line, '\n');
    if (end != NULL) *end++ = '\0';
    if (*line != '\0' && *line != '#') status = read_line(recipe, line, number, &head, error);
    line = end;
  }
  if (status == SEG_OK && recipe->count == 0)
    return segi_fail(error, SEG_BAD_FORMAT, "the recipe names no file");
  return status;
}

seg_status seg_recipe_parse(seg_bytes table, seg_recipe **recipe, seg_error *error) {
  *recipe = NULL;
  seg_recipe *r = segi_calloc(1, sizeof *r);
  if (r == NULL) return segi_nomem(error);
  r->table = segi_strndup(table.data, table.length);
  seg_status status = r->table != NULL ? read_table(r, error) : segi_nomem(error);
  if (status != SEG_OK) {
    seg_recipe_free(r);
    return status;
  }
  *recipe = r;
  return SEG_OK;
}

void seg_recipe_free(seg_recipe *recipe) {
  if (recipe == NULL) return;
  free(recipe->table);
  free(recipe->sources);
  free(recipe);
}

size_t seg_recipe_count(const seg_recipe *recipe) {
  return recipe->count;
}

const char *seg_recipe_file(const seg_recipe *recipe, size_t index) {
  return recipe->sources[index].file;
}

void seg_recipe_set_text(seg_recipe *recipe, size_t index, seg_bytes text) {
  recipe->sources[index].text = text;
}
