/* Where the rules of an SRX file apply. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "split/srx_rules.h"

/* An expression of a rule: cloned and given the text when it is first needed. */
typedef struct lazy {
  segi_regex *own;
  size_t text; /* number of the text that it was given */
} lazy;

typedef struct rule_state {
  lazy behind, before, after;
} rule_state;

typedef struct candidate {
  size_t place; /* in the wide text */
  size_t rule;  /* the first that is known to apply there; the number of rules when none is */
} candidate;

struct segi_srx_matcher {
  const seg_srx *srx;
  const segi_srx_rule *const *rules; /* [count] */
  size_t count;
  rule_state *states; /* [count] */
  segi_wide wide;
  size_t text;               /* number of the current one, from 1 */
  size_t first;              /* places before this one are context, */
  size_t margin;             /* and where there is any, text[0] is not the beginning */
  candidate *found, *merged; /* the candidates so far, ascending, and room to add more */
  size_t found_count, found_capacity, merged_capacity;
  size_t *trial; /* places at which one rule is tested, ascending; those that pass stay */
  bool *passed;
  size_t trial_count, trial_capacity, passed_capacity;
  segi_srx_place *places;
  size_t place_capacity;
};

seg_status segi_srx_matcher_new(const seg_srx *srx, const segi_srx_rule *const *rules, size_t count,
                                segi_srx_matcher **matcher, seg_error *error) {
  *matcher = NULL;
  segi_srx_matcher *m = segi_calloc(1, sizeof *m);
  if (m == NULL) return segi_nomem(error);
  *m = (segi_srx_matcher){.srx = srx, .rules = rules, .count = count};
  m->states = segi_calloc(count + 1, sizeof *m->states);
  if (m->states == NULL) {
    segi_srx_matcher_free(m);
    return segi_nomem(error);
  }
  *matcher = m;
  return SEG_OK;
}

void segi_srx_matcher_free(segi_srx_matcher *m) {
  if (m == NULL) return;
  for (size_t i = 0; m->states != NULL && i < m->count; i++) {
    segi_regex_free(m->states[i].behind.own);
    segi_regex_free(m->states[i].before.own);
    segi_regex_free(m->states[i].after.own);
  }
  free(m->states);
  segi_wide_clear(&m->wide);
  free(m->found);
  free(m->merged);
  free(m->trial);
  free(m->passed);
  free(m->places);
  free(m);
}

/* The expression ready to match the current text. */
static seg_status ready(segi_srx_matcher *m, lazy *l, const segi_regex *shared, seg_error *error) {
  if (l->own == NULL) l->own = segi_regex_clone(shared);
  if (l->own == NULL) return segi_nomem(error);
  if (l->text == m->text) return SEG_OK;
  l->text = m->text;
  return segi_regex_set_text(l->own, &m->wide, error);
}

/* --- Testing one rule at the places of m->trial */

static bool add_trial(segi_srx_matcher *m, size_t place) {
  if (!segi_grow(&m->trial, &m->trial_capacity, m->trial_count + 1, sizeof *m->trial)) return false;
  m->trial[m->trial_count++] = place;
  return true;
}

/* Keeps the places where a match of the expression begins or, for a look-behind, ends. */
static seg_status keep_at(segi_srx_matcher *m, segi_regex *regex, seg_error *error) {
  size_t kept = 0;
  for (size_t i = 0; i < m->trial_count; i++) {
    bool found;
    seg_status status = segi_regex_at(regex, m->trial[i], &found, error);
    if (status != SEG_OK) return status;
    if (found) m->trial[kept++] = m->trial[i];
  }
  m->trial_count = kept;
  return SEG_OK;
}

/* Marks the places where matches that begin at `start` end. *first is the first trial not before
 * it. */
static seg_status mark_ends(segi_srx_matcher *m, segi_regex *before, size_t start, size_t *first,
                            seg_error *error) {
  while (*first < m->trial_count && m->trial[*first] < start) ++*first;
  for (size_t i = *first; i < m->trial_count; i++) {
    bool further = true;
    if (m->passed[i]) continue;
    seg_status status =
      segi_regex_spans(before, start, m->trial[i], &m->passed[i], &further, error);
    if (status != SEG_OK) return status;
    if (!m->passed[i] && !further) return SEG_OK;
  }
  return SEG_OK;
}

/* Keeps the places where a match of the expression ends. */
static seg_status keep_behind(segi_srx_matcher *m, segi_regex *before, seg_error *error) {
  size_t first = 0, kept = 0, start;
  seg_status status = SEG_OK;
  if (m->trial_count == 0) return SEG_OK;
  if (!segi_grow(&m->passed, &m->passed_capacity, m->trial_count, sizeof *m->passed))
    return segi_nomem(error);
  memset(m->passed, 0, m->trial_count * sizeof *m->passed);
  size_t last = m->trial[m->trial_count - 1];
  for (size_t from = m->margin; from <= last; from = segi_wide_next(&m->wide, start)) {
    status = segi_regex_find(before, from, &start, error);
    if (status == SEG_OK && start <= last) status = mark_ends(m, before, start, &first, error);
    if (status != SEG_OK || start >= m->wide.count) break;
  }
  if (status != SEG_OK && status != SEG_END) return status;
  for (size_t i = 0; i < m->trial_count; i++)
    if (m->passed[i]) m->trial[kept++] = m->trial[i];
  m->trial_count = kept;
  return SEG_OK;
}

static seg_status keep_after(segi_srx_matcher *m, size_t r, seg_error *error) {
  lazy *after = &m->states[r].after;
  if (m->rules[r]->after == NULL || m->trial_count == 0) return SEG_OK;
  seg_status status = ready(m, after, m->rules[r]->after, error);
  return status == SEG_OK ? keep_at(m, after->own, error) : status;
}

static seg_status keep_before(segi_srx_matcher *m, size_t r, seg_error *error) {
  const segi_srx_rule *rule = m->rules[r];
  rule_state *state = &m->states[r];
  seg_status status;
  if (m->trial_count == 0 || (rule->behind == NULL && rule->before == NULL)) return SEG_OK;
  if (rule->behind != NULL) {
    status = ready(m, &state->behind, rule->behind, error);
    return status == SEG_OK ? keep_at(m, state->behind.own, error) : status;
  }
  status = ready(m, &state->before, rule->before, error);
  return status == SEG_OK ? keep_behind(m, state->before.own, error) : status;
}

/* --- Rules that break */

/* All places where the rule's afterbreak matches. */
static seg_status try_everywhere(segi_srx_matcher *m, size_t r, seg_error *error) {
  lazy *after = &m->states[r].after;
  seg_status status = SEG_OK;
  size_t place = m->first;
  m->trial_count = 0;
  if (m->rules[r]->after != NULL) status = ready(m, after, m->rules[r]->after, error);
  while (status == SEG_OK && (place = segi_wide_next(&m->wide, place)) < m->wide.count) {
    if (m->rules[r]->after != NULL) status = segi_regex_find(after->own, place, &place, error);
    if (status == SEG_OK && place >= m->wide.count) break;
    if (status == SEG_OK && !add_trial(m, place)) status = segi_nomem(error);
  }
  return status == SEG_END ? SEG_OK : status;
}

/* Adds the places of the trial to the candidates, with rule r where no rule was before. */
static bool merge(segi_srx_matcher *m, size_t r) {
  size_t most = m->found_count + m->trial_count, i = 0, k = 0, count = 0;
  if (!segi_grow(&m->merged, &m->merged_capacity, most, sizeof *m->merged)) return false;
  while (i < m->found_count || k < m->trial_count) {
    bool old = k == m->trial_count || (i < m->found_count && m->found[i].place <= m->trial[k]);
    if (old && k < m->trial_count && m->found[i].place == m->trial[k]) {
      if (r < m->found[i].rule) m->found[i].rule = r;
      k++;
    }
    m->merged[count++] = old ? m->found[i++] : (candidate){m->trial[k++], r};
  }
  candidate *emptied = m->found;
  size_t capacity = m->found_capacity;
  m->found = m->merged;
  m->found_capacity = m->merged_capacity;
  m->found_count = count;
  m->merged = emptied;
  m->merged_capacity = capacity;
  return true;
}

static seg_status find_breaks(segi_srx_matcher *m, size_t r, seg_error *error) {
  seg_status status = try_everywhere(m, r, error);
  if (status == SEG_OK) status = keep_before(m, r, error);
  return status != SEG_OK || merge(m, r) ? status : segi_nomem(error);
}

/* --- Rules that do not */

static seg_status find_exceptions(segi_srx_matcher *m, size_t r, seg_error *error) {
  m->trial_count = 0;
  for (size_t i = 0; i < m->found_count; i++)
    if (m->found[i].rule > r && !add_trial(m, m->found[i].place)) return segi_nomem(error);
  seg_status status = keep_after(m, r, error);
  if (status == SEG_OK) status = keep_before(m, r, error);
  if (status != SEG_OK || m->trial_count == 0) return status;
  return merge(m, r) ? SEG_OK : segi_nomem(error);
}

/* --- A text */

/* Where the caller wants to know, as candidates without a rule. */
static bool ask(segi_srx_matcher *m, const size_t *asked, size_t count) {
  size_t place = 0;
  m->found_count = m->trial_count = 0;
  for (size_t i = 0; i < count; i++) {
    while (place < m->wide.count && m->wide.bytes[place] < asked[i])
      place = segi_wide_next(&m->wide, place);
    bool inside = place > m->first && place < m->wide.count && m->wide.bytes[place] == asked[i];
    if (inside && !add_trial(m, place)) return false;
  }
  return merge(m, m->count);
}

static bool list_places(segi_srx_matcher *m, size_t *count) {
  *count = 0;
  if (!segi_grow(&m->places, &m->place_capacity, m->found_count + 1, sizeof *m->places))
    return false;
  for (size_t i = 0; i < m->found_count; i++) {
    const candidate *c = &m->found[i];
    if (c->rule == m->count) continue;
    m->places[(*count)++] = (segi_srx_place){m->wide.bytes[c->place], m->rules[c->rule]->breaks};
  }
  return true;
}

static seg_status apply_rules(segi_srx_matcher *m, seg_error *error) {
  for (int pass = 0; pass < 2; pass++)
    for (size_t r = 0; r < m->count; r++) {
      if (m->rules[r]->breaks != (pass == 0)) continue;
      seg_status status = pass == 0 ? find_breaks(m, r, error) : find_exceptions(m, r, error);
      if (status == SEG_OK) continue;
      if (error != NULL && status != SEG_NOMEM) {
        error->line = m->rules[r]->line;
        segi_error_source(error, m->srx->name);
      }
      return status;
    }
  return SEG_OK;
}

seg_status segi_srx_decide(segi_srx_matcher *m, const char *text, size_t from, size_t length,
                           const size_t *asked, size_t asked_count, const segi_srx_place **places,
                           size_t *count, seg_error *error) {
  *places = NULL;
  *count = 0;
  m->text++;
  if (!segi_widen(&m->wide, text, length)) return segi_nomem(error);
  m->margin = from > 0;
  m->first = 0;
  while (m->first < m->wide.count && m->wide.bytes[m->first] < from) m->first++;
  if (m->first >= m->wide.count) return SEG_OK;
  if (!ask(m, asked, asked_count)) return segi_nomem(error);
  seg_status status = apply_rules(m, error);
  if (status != SEG_OK) return status;
  if (!list_places(m, count)) return segi_nomem(error);
  *places = m->places;
  return SEG_OK;
}
