#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "seg/eval.h"

/* --- Reading. */

typedef struct scanner {
  const char *at, *end; /* rest of one line */
} scanner;

static void skip_blanks(scanner *s) {
  while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\r')) s->at++;
}

/* Whether the next sign is this one, which is then behind us. */
static bool take(scanner *s, char sign) {
  skip_blanks(s);
  if (s->at == s->end || *s->at != sign) return false;
  s->at++;
  return true;
}

static bool take_number(scanner *s, size_t *number) {
  skip_blanks(s);
  const char *start = s->at;
  for (*number = 0; s->at < s->end && *s->at >= '0' && *s->at <= '9'; s->at++) {
    if (*number > (SIZE_MAX - 9) / 10) return false;
    *number = *number * 10 + (size_t)(*s->at - '0');
  }
  return s->at > start;
}

/* Reads "[0, 1]"; SEG_BAD_FORMAT leaves the message to the caller. */
static seg_status take_list(scanner *s, size_t **numbers, size_t *count) {
  size_t capacity = 0;
  if (!take(s, '[')) return SEG_BAD_FORMAT;
  if (take(s, ']')) return SEG_OK;
  do {
    size_t number;
    if (!take_number(s, &number)) return SEG_BAD_FORMAT;
    if (*count > 0 && number <= (*numbers)[*count - 1]) return SEG_BAD_FORMAT;
    if (!segi_grow(numbers, &capacity, *count + 1, sizeof **numbers)) return SEG_NOMEM;
    (*numbers)[(*count)++] = number;
  } while (take(s, ','));
  return take(s, ']') ? SEG_OK : SEG_BAD_FORMAT;
}

static seg_status take_link(scanner *s, seg_link *link) {
  seg_status status = take_list(s, &link->source, &link->source_count);
  if (status == SEG_OK && !take(s, ':')) status = SEG_BAD_FORMAT;
  if (status == SEG_OK) status = take_list(s, &link->target, &link->target_count);
  skip_blanks(s);
  if (status == SEG_OK && s->at < s->end && *s->at != ':') status = SEG_BAD_FORMAT;
  return status;
}

static void free_link(seg_link *link) {
  seg_free(link->source);
  seg_free(link->target);
}

void seg_links_clear(seg_links *links) {
  for (size_t i = 0; i < links->count; i++) free_link(&links->items[i]);
  seg_free(links->items);
  *links = (seg_links){NULL, 0};
}

static seg_status parse_line(scanner line, seg_links *links, size_t *capacity) {
  skip_blanks(&line);
  if (line.at == line.end) return SEG_OK;
  if (!segi_grow(&links->items, capacity, links->count + 1, sizeof *links->items))
    return SEG_NOMEM;
  seg_link *link = &links->items[links->count++];
  *link = (seg_link){NULL, 0, NULL, 0};
  return take_link(&line, link);
}

seg_status seg_links_parse(seg_bytes text, seg_links *links, seg_error *error) {
  *links = (seg_links){NULL, 0};
  size_t capacity = 0, line = 1;
  seg_status status = SEG_OK;
  for (size_t start = 0; status == SEG_OK && start < text.length; line++) {
    const char *feed = memchr(text.data + start, '\n', text.length - start);
    size_t end = feed != NULL ? (size_t)(feed - text.data) : text.length;
    status = parse_line((scanner){text.data + start, text.data + end}, links, &capacity);
    if (status == SEG_NOMEM) segi_nomem(error);
    if (status == SEG_BAD_FORMAT)
      segi_fail_at(error, status, start, line,
                   "not a bead: want two lists of ascending sentence numbers, \"[0]:[0, 1]\"");
    start = end + 1;
  }
  if (status != SEG_OK) seg_links_clear(links);
  return status;
}

/* --- Comparing. */

/* One source sentence of a bead. */
typedef struct entry {
  size_t sentence;
  const seg_link *link;
} entry;

/* The beads of one side of the comparison, ready for look-up. */
typedef struct bead_set {
  const seg_link **beads; /* ordered, each once, none empty on both sides */
  size_t count;
  entry *entries;         /* ordered by sentence */
  size_t entry_count;
} bead_set;

static int compare_numbers(const size_t *a, size_t a_count, const size_t *b, size_t b_count) {
  for (size_t i = 0; i < a_count && i < b_count; i++)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return (a_count > b_count) - (a_count < b_count);
}

static int compare_beads(const void *a, const void *b) {
  const seg_link *p = *(const seg_link *const *)a, *q = *(const seg_link *const *)b;
  int order = compare_numbers(p->source, p->source_count, q->source, q->source_count);
  return order != 0 ? order
                    : compare_numbers(p->target, p->target_count, q->target, q->target_count);
}

static int compare_entries(const void *a, const void *b) {
  const entry *p = a, *q = b;
  return (p->sentence > q->sentence) - (p->sentence < q->sentence);
}

static bool contains(const bead_set *set, const seg_link *bead) {
  return set->count > 0 &&
         bsearch(&bead, set->beads, set->count, sizeof *set->beads, compare_beads) != NULL;
}

static void clear(bead_set *set) {
  seg_free(set->beads);
  seg_free(set->entries);
}

static bool build(const seg_links *links, bead_set *set) {
  size_t sentences = 0, kept = 0;
  set->beads = segi_alloc(links->count, sizeof *set->beads);
  for (size_t i = 0; i < links->count; i++) sentences += links->items[i].source_count;
  set->entries = segi_alloc(sentences, sizeof *set->entries);
  if (set->beads == NULL || set->entries == NULL) return false;
  for (size_t i = 0; i < links->count; i++) {
    const seg_link *bead = &links->items[i];
    if (bead->source_count + bead->target_count > 0) set->beads[set->count++] = bead;
    for (size_t k = 0; k < bead->source_count; k++)
      set->entries[set->entry_count++] = (entry){bead->source[k], bead};
  }
  qsort(set->beads, set->count, sizeof *set->beads, compare_beads);
  qsort(set->entries, set->entry_count, sizeof *set->entries, compare_entries);
  for (size_t i = 0; i < set->count; i++)
    if (i == 0 || compare_beads(&set->beads[i - 1], &set->beads[i]) != 0)
      set->beads[kept++] = set->beads[i];
  set->count = kept;
  return true;
}

static bool share_target(const seg_link *a, const seg_link *b) {
  for (size_t i = 0, k = 0; i < a->target_count && k < b->target_count;) {
    if (a->target[i] == b->target[k]) return true;
    *(a->target[i] < b->target[k] ? &i : &k) += 1;
  }
  return false;
}

static size_t first_entry(const bead_set *set, size_t sentence) {
  size_t low = 0, high = set->entry_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (set->entries[middle].sentence < sentence)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Whether some bead of the set shares a sentence on both sides. */
static bool touches(const bead_set *set, const seg_link *bead) {
  for (size_t i = 0; i < bead->source_count; i++)
    for (size_t e = first_entry(set, bead->source[i]);
         e < set->entry_count && set->entries[e].sentence == bead->source[i]; e++)
      if (share_target(set->entries[e].link, bead)) return true;
  return false;
}

static void count_found(const bead_set *gold, const bead_set *output, seg_bead_counts *sum) {
  for (size_t i = 0; i < output->count; i++) {
    bool same = contains(gold, output->beads[i]);
    sum->strict.found_right += same;
    sum->lax.found_right += same || touches(gold, output->beads[i]);
  }
  sum->strict.found += output->count;
  sum->lax.found += output->count;
}

static void count_gold(const bead_set *gold, const bead_set *output, seg_bead_counts *sum) {
  for (size_t i = 0; i < gold->count; i++) {
    const seg_link *bead = gold->beads[i];
    if (bead->source_count == 0 || bead->target_count == 0) continue;
    bool same = contains(output, bead);
    sum->strict.gold_right += same;
    sum->lax.gold_right += same || touches(output, bead);
    sum->strict.gold++;
    sum->lax.gold++;
  }
}

seg_status seg_eval_beads(const seg_links *gold, const seg_links *output, seg_bead_counts *counts,
                          bool *gold_found, seg_error *error) {
  bead_set gold_set = {0}, output_set = {0};
  bool ok = build(gold, &gold_set) && build(output, &output_set);
  if (ok) {
    count_found(&gold_set, &output_set, counts);
    count_gold(&gold_set, &output_set, counts);
    for (size_t i = 0; gold_found != NULL && i < gold->count; i++)
      gold_found[i] = contains(&output_set, &gold->items[i]);
  }
  clear(&gold_set);
  clear(&output_set);
  return ok ? SEG_OK : segi_nomem(error);
}
