#include "train/phrases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

enum { DEEPEST = 8, LONGEST_NAME = 40 };

/* --- Reading. */

bool segi_phrases_add(segi_phrases *phrases, const char *list, seg_bytes text, double weight) {
  if (!segi_grow(&phrases->entries, &phrases->capacity, phrases->count + 1,
                 sizeof *phrases->entries))
    return false;
  char *name = segi_strndup(list, strlen(list)), *copy = segi_strndup(text.data, text.length);
  if (name == NULL || copy == NULL) {
    free(name);
    free(copy);
    return false;
  }
  phrases->entries[phrases->count++] = (segi_phrase_entry){name, copy, weight};
  return true;
}

static bool read_weight(seg_bytes field, double *weight) {
  *weight = 0;
  for (size_t i = 0; i < field.length; i++) {
    if (field.data[i] < '0' || field.data[i] > '9') return false;
    *weight = *weight * 10 + (field.data[i] - '0');
  }
  return *weight > 0 && *weight < 1e6;
}

static seg_status read_phrase(segi_phrases *phrases, seg_bytes line, seg_error *error,
                              size_t number) {
  seg_bytes list, weight_field;
  double weight;
  char name[LONGEST_NAME];
  if (!segi_next_field(&line, &list) || !segi_next_field(&line, &weight_field) ||
      line.length == 0 || list.length == 0 || list.length >= sizeof name ||
      !read_weight(weight_field, &weight))
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "list, weight and text wanted");
  memcpy(name, list.data, list.length);
  name[list.length] = '\0';
  return segi_phrases_add(phrases, name, line, weight) ? SEG_OK : segi_nomem(error);
}

seg_status segi_phrases_read(const segi_source *source, segi_phrases *phrases, seg_error *error) {
  seg_bytes rest = source->text, line;
  seg_status status = SEG_OK;
  for (size_t number = 1; status == SEG_OK && segi_next_line(&rest, &line); number++)
    if (line.length > 0 && line.data[0] != '#') status = read_phrase(phrases, line, error, number);
  if (status == SEG_BAD_FORMAT) segi_error_source(error, source->file);
  return status;
}

static bool is(seg_bytes a, const char *b) {
  return a.length == strlen(b) && memcmp(a.data, b, a.length) == 0;
}

static bool add_abbreviation(segi_phrases *phrases, const char *list, seg_bytes entry) {
  char word[LONGEST_NAME + 2];
  memcpy(word, entry.data, entry.length);
  word[entry.length] = '.';
  seg_bytes text = {word, entry.length + 1};
  if (!segi_phrases_add(phrases, list, text, 1)) return false;
  if (word[0] < 'a' || word[0] > 'z') return true;
  word[0] = (char)(word[0] - 32);
  return segi_phrases_add(phrases, list, text, 1);
}

seg_status segi_phrases_read_abbreviations(const segi_source *source, segi_phrases *phrases,
                                           seg_error *error) {
  seg_bytes rest = source->text, line, entry;
  for (size_t number = 1; segi_next_line(&rest, &line); number++) {
    if (line.length == 0 || line.data[0] == '#') continue;
    if (!segi_next_field(&line, &entry) || line.length == 0 || entry.length == 0 ||
        entry.length > LONGEST_NAME) {
      segi_error_source(error, source->file);
      return segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "abbreviation and class wanted");
    }
    const char *list = is(line, "abbreviation")          ? "abbreviation"
                       : is(line, "abbreviation_number") ? "number abbreviation"
                                                         : NULL;
    bool parts = memchr(entry.data, '.', entry.length) != NULL;
    if (list != NULL && !parts && !add_abbreviation(phrases, list, entry)) return segi_nomem(error);
  }
  return SEG_OK;
}

/* --- The lists. */

static int by_list(const void *a, const void *b) {
  const segi_phrase_entry *x = a, *y = b;
  int order = strcmp(x->list, y->list);
  return order != 0 ? order : strcmp(x->text, y->text);
}

/* The first phrase of the list; *count 0 when there is none. */
static const segi_phrase_entry *find(const segi_phrases *phrases, const char *list, size_t *count) {
  size_t low = 0, high = phrases->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (strcmp(phrases->entries[middle].list, list) < 0) low = middle + 1;
    else high = middle;
  }
  *count = 0;
  while (low + *count < phrases->count && strcmp(phrases->entries[low + *count].list, list) == 0)
    ++*count;
  return &phrases->entries[low];
}

/* The name between braces at p; false when there is none. */
static bool read_name(const char *p, char name[LONGEST_NAME]) {
  const char *end = *p == '{' ? strchr(p, '}') : NULL;
  size_t length = end != NULL ? (size_t)(end - p - 1) : 0;
  if (length == 0 || length >= LONGEST_NAME) return false;
  memcpy(name, p + 1, length);
  name[length] = '\0';
  return true;
}

static bool is_number(const char *name) {
  return *name >= '0' && *name <= '9';
}

seg_status segi_phrases_finish(segi_phrases *phrases, seg_error *error) {
  char name[LONGEST_NAME];
  size_t count;
  if (phrases->count > 0)
    qsort(phrases->entries, phrases->count, sizeof *phrases->entries, by_list);
  for (size_t i = 0; i < phrases->count; i++)
    for (const char *p = phrases->entries[i].text; *p != '\0'; p++) {
      if (!read_name(p, name) || is_number(name)) continue;
      find(phrases, name, &count);
      if (count == 0)
        return segi_fail(error, SEG_BAD_FORMAT, "phrase \"%.80s\" names {%s}, which has no phrases",
                         phrases->entries[i].text, name);
    }
  return SEG_OK;
}

/* --- Drawing. */

/* {7-12}: a number of that range, {01-12} as wide as its lower end. */
static bool draw_number(const char *range, segi_random *random, segi_buf *out) {
  char *rest, digits[32];
  unsigned long low = strtoul(range, &rest, 10);
  unsigned long high = *rest == '-' ? strtoul(rest + 1, NULL, 10) : low;
  size_t width = range[0] == '0' ? strcspn(range, "-") : 1;
  unsigned long n = high > low ? low + segi_random_below(random, high - low + 1) : low;
  snprintf(digits, sizeof digits, "%0*lu", width < 10 ? (int)width : 10, n);
  return segi_buf_append_string(out, digits);
}

static bool draw(const segi_phrases *phrases, const char *list, segi_random *random, int depth,
                 segi_buf *out) {
  size_t count, chosen = 0;
  const segi_phrase_entry *entries = find(phrases, list, &count);
  char name[LONGEST_NAME];
  if (count == 0 || depth > DEEPEST) return true;
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += entries[i].weight;
  double left = segi_random_share(random) * sum - entries[0].weight;
  while (left >= 0 && chosen + 1 < count) left -= entries[++chosen].weight;
  for (const char *p = entries[chosen].text; *p != '\0'; p++) {
    bool named = read_name(p, name);
    bool ok = !named            ? segi_buf_append(out, p, 1)
              : is_number(name) ? draw_number(name, random, out)
                                : draw(phrases, name, random, depth + 1, out);
    if (!ok) return false;
    if (named) p = strchr(p, '}');
  }
  return true;
}

bool segi_phrases_draw(const segi_phrases *phrases, const char *list, segi_random *random,
                       segi_buf *out) {
  return draw(phrases, list, random, 0, out);
}

bool segi_phrases_has(const segi_phrases *phrases, const char *list) {
  size_t count;
  find(phrases, list, &count);
  return count > 0;
}

bool segi_phrases_hold(const segi_phrases *phrases, const char *list, seg_bytes text) {
  size_t count;
  const segi_phrase_entry *entries = find(phrases, list, &count);
  for (size_t i = 0; i < count; i++)
    if (strlen(entries[i].text) == text.length &&
        memcmp(entries[i].text, text.data, text.length) == 0)
      return true;
  return false;
}

void segi_phrases_clear(segi_phrases *phrases) {
  for (size_t i = 0; i < phrases->count; i++) {
    free((char *)phrases->entries[i].list);
    free((char *)phrases->entries[i].text);
  }
  free(phrases->entries);
  *phrases = (segi_phrases){0};
}
