/* The rules of an SRX file: building and choosing those of a language. */
#include "split/srx_rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

seg_status segi_srx_new(const char *name, seg_srx **srx, seg_error *error) {
  *srx = segi_calloc(1, sizeof **srx);
  if (*srx == NULL) return segi_nomem(error);
  (*srx)->name = segi_strndup(name, strlen(name));
  if ((*srx)->name != NULL) return SEG_OK;
  seg_srx_free(*srx);
  *srx = NULL;
  return segi_nomem(error);
}

static void clear_rule(segi_srx_rule *rule) {
  segi_regex_free(rule->behind);
  segi_regex_free(rule->before);
  segi_regex_free(rule->after);
}

void seg_srx_free(seg_srx *srx) {
  if (srx == NULL) return;
  for (size_t i = 0; i < srx->set_count; i++) {
    for (size_t k = 0; k < srx->sets[i].count; k++) clear_rule(&srx->sets[i].rules[k]);
    free(srx->sets[i].rules);
    free(srx->sets[i].name);
  }
  for (size_t i = 0; i < srx->map_count; i++) segi_regex_free(srx->maps[i].pattern);
  free(srx->sets);
  free(srx->maps);
  free(srx->name);
  free(srx);
}

/* --- Building */

/* Gives an error of a rule or map its place. */
static seg_status at_line(const seg_srx *srx, size_t line, seg_status status, seg_error *error) {
  if (error == NULL || status == SEG_OK || status == SEG_NOMEM) return status;
  error->line = line;
  segi_error_source(error, srx->name);
  return status;
}

static seg_srx_set *find_set(const seg_srx *srx, const char *name, size_t *index) {
  for (*index = 0; *index < srx->set_count; ++*index)
    if (strcmp(srx->sets[*index].name, name) == 0) return &srx->sets[*index];
  return NULL;
}

seg_status segi_srx_add_set(seg_srx *srx, const char *name, size_t line, seg_error *error) {
  size_t index;
  if (find_set(srx, name, &index) != NULL)
    return at_line(
      srx, line, segi_fail(error, SEG_BAD_FORMAT, "there are two languagerules '%s'", name), error);
  if (!segi_grow(&srx->sets, &srx->set_capacity, srx->set_count + 1, sizeof *srx->sets))
    return segi_nomem(error);
  char *copy = segi_strndup(name, strlen(name));
  if (copy == NULL) return segi_nomem(error);
  srx->sets[srx->set_count++] = (seg_srx_set){.name = copy};
  return SEG_OK;
}

/* What was compiled stays in *rule also when it fails. */
static seg_status compile(const char *before, const char *after, segi_srx_rule *rule,
                          seg_error *error) {
  seg_status status = SEG_OK;
  if (after != NULL && *after != '\0') status = segi_regex_new(after, &rule->after, error);
  if (status != SEG_OK || before == NULL || *before == '\0') return status;
  status = segi_regex_new(before, &rule->before, error);
  if (status != SEG_OK) return status;
  status = segi_regex_new_behind(before, &rule->behind, error);
  if (status == SEG_UNSUPPORTED) return SEG_OK;
  segi_regex_free(rule->before);
  rule->before = NULL;
  return status;
}

seg_status segi_srx_add_rule(seg_srx *srx, bool breaks, const char *before, const char *after,
                             size_t line, seg_error *error) {
  seg_srx_set *set = &srx->sets[srx->set_count - 1];
  segi_srx_rule rule = {.breaks = breaks, .line = line};
  seg_status status = compile(before, after, &rule, error);
  if (status == SEG_OK && !segi_grow(&set->rules, &set->capacity, set->count + 1, sizeof rule))
    status = segi_nomem(error);
  if (status == SEG_OK)
    set->rules[set->count++] = rule;
  else
    clear_rule(&rule);
  return at_line(srx, line, status, error);
}

seg_status segi_srx_add_map(seg_srx *srx, const char *pattern, const char *set, size_t line,
                            seg_error *error) {
  seg_srx_map map = {0};
  if (find_set(srx, set, &map.set) == NULL)
    return at_line(srx, line,
                   segi_fail(error, SEG_BAD_FORMAT, "there is no languagerule '%s'", set), error);
  seg_status status = segi_regex_new(pattern, &map.pattern, error);
  if (status != SEG_OK) return at_line(srx, line, status, error);
  if (!segi_grow(&srx->maps, &srx->map_capacity, srx->map_count + 1, sizeof map)) {
    segi_regex_free(map.pattern);
    return segi_nomem(error);
  }
  srx->maps[srx->map_count++] = map;
  return SEG_OK;
}

void segi_srx_set_cascade(seg_srx *srx, bool cascade) {
  srx->cascade = cascade;
}

/* --- The rules of a language */

static bool add_rules(const seg_srx_set *set, const segi_srx_rule ***rules, size_t *capacity,
                      size_t *count) {
  if (!segi_grow(rules, capacity, *count + set->count, sizeof **rules)) return false;
  for (size_t i = 0; i < set->count; i++) (*rules)[(*count)++] = &set->rules[i];
  return true;
}

seg_status segi_srx_pick(const seg_srx *srx, const char *language, const segi_srx_rule ***rules,
                         size_t *count, seg_error *error) {
  size_t capacity = 0;
  bool found = false;
  seg_status status = SEG_OK;
  *rules = NULL;
  *count = 0;
  for (size_t i = 0; i < srx->map_count && status == SEG_OK && !(found && !srx->cascade); i++) {
    bool matches;
    status = segi_regex_matches(srx->maps[i].pattern, language, &matches, error);
    if (status == SEG_OK && matches &&
        !add_rules(&srx->sets[srx->maps[i].set], rules, &capacity, count))
      status = segi_nomem(error);
    found |= status == SEG_OK && matches;
  }
  if (status == SEG_OK && !found)
    status =
      segi_fail(error, SEG_UNSUPPORTED, "no languagemap matches the language '%s'", language);
  if (status == SEG_OK) return SEG_OK;
  free(*rules);
  *rules = NULL;
  *count = 0;
  return at_line(srx, 0, status, error);
}
