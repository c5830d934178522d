/* Noise in parallel texts: lines merged, split, deleted and put in on either side. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "seg/noise.h"
#include "text/chars.h"
#include "train/chance.h"

enum {
  LEAST_HALF = 12, /* bytes of a line split off */
  ELSEWHERE = 10,  /* lines between a place and the line put in there, at least */
  SHORTEST_TEXT = 4 * ELSEWHERE
};

typedef enum operation { KEEP, MERGE, SPLIT, DELETE, INSERT } operation;

/* What is asked of chance at a line: numbers for segi_draw. */
enum { WHICH_OPERATION, WHICH_PLACE, WHICH_LINE };

typedef struct side {
  const seg_bytes *lines; /* [count] clean */
  uint64_t seed;
  seg_bytes *out; /* [out_count] noisy; data NULL: at `length` in the text, to be set at the end */
  size_t *offsets; /* [out_count] in the text for merged lines */
  size_t out_count, capacity, offsets_capacity;
  size_t sentences; /* lines of `out` that are not empty */
} side;

typedef struct work {
  const seg_bitext_noise *options;
  side sides[2];
  size_t count;
  segi_buf text;
  seg_bead *beads;
  size_t bead_count, bead_capacity;
} work;

static bool is_blank(seg_bytes line) {
  size_t length;
  for (size_t i = 0; i < line.length; i += length) {
    segi_class c = segi_class_at(line.data + i, line.length - i, &length);
    if (c != SEGI_SPACE && c != SEGI_NEWLINE) return false;
  }
  return true;
}

static bool ends_paragraph(const work *w, size_t i) {
  return is_blank(w->sides[0].lines[i]) && is_blank(w->sides[1].lines[i]);
}

/* --- Where a line can be split. */

static bool starts_with(seg_bytes text, const char *word) {
  size_t length = strlen(word);
  return text.length >= length && memcmp(text.data, word, length) == 0;
}

/* Whether the second half may begin at `at`, which stands behind a space. */
static bool can_split(seg_bytes line, size_t at) {
  static const char *const conjunctions[] = {"und ", "oder ", "aber ", "and ", "or ", "but ",
                                             "et ",  "ou ",   "mais ", "e ",   "o ",  "ma "};
  if (at < LEAST_HALF || line.length - at < LEAST_HALF) return false;
  char mark = line.data[at - 2];
  if (mark == ',' || mark == ';') return true;
  seg_bytes rest = {line.data + at, line.length - at};
  for (size_t i = 0; i < sizeof conjunctions / sizeof *conjunctions; i++)
    if (starts_with(rest, conjunctions[i])) return true;
  return false;
}

/* A split of the other side: halves that correspond would be beads of their own. */
typedef struct other_split {
  size_t at, length; /* bytes of that line; at 0: it is not split */
} other_split;

/* Whether less than a quarter of a line lies between the two places. */
static bool corresponds(const other_split *other, size_t at, size_t length) {
  if (other->at == 0) return false;
  double distance = (double)at / (double)length - (double)other->at / (double)other->length;
  return distance < 0.25 && distance > -0.25;
}

/* The number-th place where the line can be split, 0 when there are fewer; *count of them. */
static size_t split_place(seg_bytes line, const other_split *other, size_t number, size_t *count) {
  *count = 0;
  size_t found = 0;
  for (size_t at = 2; at < line.length; at++)
    if (line.data[at - 1] == ' ' && can_split(line, at) && !corresponds(other, at, line.length) &&
        (*count)++ == number)
      found = at;
  return found;
}

/* --- What strikes a line. */

static uint64_t draw(const side *s, size_t line, size_t question) {
  return segi_draw(s->seed, line, question);
}

static operation drawn_operation(const work *w, const side *s, size_t i) {
  const double rates[] = {[MERGE] = w->options->merge, [SPLIT] = w->options->split,
                          [DELETE] = w->options->deletion, [INSERT] = w->options->insertion};
  double chance = segi_chance(draw(s, i, WHICH_OPERATION));
  for (int o = MERGE; o <= INSERT; o++) {
    if (chance < rates[o]) return (operation)o;
    chance -= rates[o];
  }
  return KEEP;
}

/* Whether line i is joined with the one behind it, which is then not struck itself. */
static bool merges(const work *w, const side *s, size_t i) {
  return i + 1 < w->count && !is_blank(s->lines[i]) && !is_blank(s->lines[i + 1]) &&
         drawn_operation(w, s, i) == MERGE && drawn_operation(w, s, i + 1) == KEEP;
}

/* --- Writing noisy lines. */

static bool put_line(side *s, seg_bytes line, size_t text_offset) {
  if (!segi_grow(&s->out, &s->capacity, s->out_count + 1, sizeof *s->out) ||
      !segi_grow(&s->offsets, &s->offsets_capacity, s->out_count + 1, sizeof *s->offsets))
    return false;
  s->offsets[s->out_count] = text_offset;
  s->out[s->out_count++] = line;
  s->sentences += line.length > 0;
  return true;
}

static bool put_merged(work *w, side *s, size_t i) {
  size_t start = w->text.length;
  seg_bytes first = s->lines[i], second = s->lines[i + 1];
  return segi_buf_append(&w->text, first.data, first.length) &&
         segi_buf_append(&w->text, " ", 1) &&
         segi_buf_append(&w->text, second.data, second.length) &&
         put_line(s, (seg_bytes){NULL, w->text.length - start}, start);
}

static size_t choose_split(const side *s, size_t i, const other_split *other) {
  size_t count;
  split_place(s->lines[i], other, 0, &count);
  if (count == 0) return 0;
  return split_place(s->lines[i], other, segi_choice(draw(s, i, WHICH_PLACE), count), &count);
}

static bool put_split(const work *w, side *s, size_t i) {
  const side *source = &w->sides[0];
  seg_bytes line = s->lines[i];
  other_split other = {0, source->lines[i].length};
  if (s != source && drawn_operation(w, source, i) == SPLIT)
    other.at = choose_split(source, i, &(other_split){0});
  size_t at = choose_split(s, i, &other);
  if (at == 0) return put_line(s, line, 0);
  return put_line(s, (seg_bytes){line.data, at - 1}, 0) &&
         put_line(s, (seg_bytes){line.data + at, line.length - at}, 0);
}

/* The line of pair i, as far as it was not merged with the one before. */
static bool put_pair(work *w, side *s, size_t i) {
  if (is_blank(s->lines[i]) || (i > 0 && merges(w, s, i - 1))) return true;
  if (merges(w, s, i)) return put_merged(w, s, i);
  switch (drawn_operation(w, s, i)) {
    case SPLIT: return put_split(w, s, i);
    case DELETE: return true;
    default: return put_line(s, s->lines[i], 0);
  }
}

static bool add_bead(work *w, seg_bead bead) {
  if (!segi_grow(&w->beads, &w->bead_capacity, w->bead_count + 1, sizeof *w->beads)) return false;
  w->beads[w->bead_count++] = bead;
  return true;
}

/* The bead of the sentences from first on; those without a partner are a bead each. */
static bool put_bead(work *w, const size_t *first) {
  size_t S = w->sides[0].sentences - first[0], T = w->sides[1].sentences - first[1];
  if (S > 0 && T > 0) return add_bead(w, (seg_bead){first[0], S, first[1], T, 1});
  for (size_t i = 0; i < S; i++)
    if (!add_bead(w, (seg_bead){first[0] + i, 1, first[1], 0, 1})) return false;
  for (size_t i = 0; i < T; i++)
    if (!add_bead(w, (seg_bead){first[0], 0, first[1] + i, 1, 1})) return false;
  return true;
}

/* A line of the same side from elsewhere behind line i, as a bead of its own. */
static bool put_foreign(work *w, side *s, size_t i) {
  if (drawn_operation(w, s, i) != INSERT || w->count < SHORTEST_TEXT) return true;
  size_t first[2] = {w->sides[0].sentences, w->sides[1].sentences};
  size_t distance = ELSEWHERE + segi_choice(draw(s, i, WHICH_LINE), w->count - 2 * ELSEWHERE);
  seg_bytes line = s->lines[(i + distance) % w->count];
  return is_blank(line) || (put_line(s, line, 0) && put_bead(w, first));
}

static bool put_paragraph_end(work *w) {
  return put_line(&w->sides[0], (seg_bytes){"", 0}, 0) &&
         put_line(&w->sides[1], (seg_bytes){"", 0}, 0);
}

static bool put_all(work *w) {
  size_t first[2] = {0, 0};
  for (size_t i = 0; i < w->count; i++) {
    if (ends_paragraph(w, i)) {
      if (!put_paragraph_end(w)) return false;
      continue;
    }
    if (!put_pair(w, &w->sides[0], i) || !put_pair(w, &w->sides[1], i)) return false;
    if (merges(w, &w->sides[0], i) || merges(w, &w->sides[1], i)) continue;
    if (!put_bead(w, first) || !put_foreign(w, &w->sides[0], i) ||
        !put_foreign(w, &w->sides[1], i))
      return false;
    first[0] = w->sides[0].sentences;
    first[1] = w->sides[1].sentences;
  }
  return true;
}

/* --- The whole. */

static seg_status check_options(const seg_bitext_noise *o, seg_error *error) {
  double rates[] = {o->merge, o->split, o->deletion, o->insertion}, sum = 0;
  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
    if (!(rates[i] >= 0 && rates[i] <= 1))
      return segi_fail(error, SEG_BAD_ARGUMENT, "a rate is not from 0 to 1");
    sum += rates[i];
  }
  return sum <= 1 ? SEG_OK
                  : segi_fail(error, SEG_BAD_ARGUMENT, "the rates are more than 1 in all");
}

static void resolve_merged(side *s, const char *text) {
  for (size_t i = 0; i < s->out_count; i++)
    if (s->out[i].data == NULL) s->out[i].data = text + s->offsets[i];
}

seg_status seg_noise_bitext(const seg_bitext_noise *options, const seg_bytes *source,
                            const seg_bytes *target, size_t count, seg_noisy_bitext *noisy,
                            seg_error *error) {
  *noisy = (seg_noisy_bitext){0};
  seg_status status = check_options(options, error);
  if (status != SEG_OK) return status;
  work w = {.options = options, .count = count, .text = SEGI_BUF_EMPTY};
  w.sides[0] = (side){.lines = source, .seed = segi_mix(options->seed)};
  w.sides[1] = (side){.lines = target, .seed = segi_mix(~options->seed)};
  if (!put_all(&w)) status = segi_nomem(error);
  for (int s = 0; s < 2; s++) {
    resolve_merged(&w.sides[s], w.text.data);
    free(w.sides[s].offsets);
  }
  *noisy = (seg_noisy_bitext){w.sides[0].out,       w.sides[1].out, w.sides[0].out_count,
                              w.sides[1].out_count, w.beads,        w.bead_count,
                              segi_buf_take(&w.text)};
  if (status != SEG_OK) seg_noisy_bitext_clear(noisy);
  return status;
}

void seg_noisy_bitext_clear(seg_noisy_bitext *noisy) {
  free(noisy->source);
  free(noisy->target);
  free(noisy->beads);
  free(noisy->text);
  *noisy = (seg_noisy_bitext){0};
}
