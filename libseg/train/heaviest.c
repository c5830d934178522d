#include "train/heaviest.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { RUNS = 1000, LEAST_RUNS = 20, RUN = 500, LEAST_USES = 20, TEMPLATES = SEGI_FIRST_LOOK_TEMPLATES };

typedef struct reader reader;

/* What is done with one gap: the tokens around it and its cells. */
typedef void gap_action(reader *r, const char *text, const segi_token *left, const uint32_t *cell);

struct reader {
  const int8_t *first_look;
  uint32_t *uses; /* [TEMPLATES][FIRST_LOOK] */
  segi_heaviest *heaviest;
  double effort;
};

static bool read_text(reader *r, segi_sampler *s, uint64_t seed, gap_action *act) {
  segi_stretch stretch = {0};
  uint32_t cell[TEMPLATES];
  bool ok = true;
  s->random = segi_random_seed(seed);
  for (int run = 0; ok && (run < RUNS * r->effort || run < LEAST_RUNS) && run < RUNS; run++) {
    ok = segi_sampler_next(s, false, RUN);
    stretch.next = 0;
    while (ok && segi_stretch_next(&stretch, &s->run, s->words)) {
      const char *text = s->run.text.data + stretch.words[0].start;
      for (size_t i = 0; i + 1 < stretch.tokens.count; i++) {
        const segi_traits *left = segi_context_token(&stretch.context, i);
        if (segi_is_settled(left, left + 1)) continue;
        segi_first_look_cells(&stretch.context, i, cell);
        act(r, text, &stretch.tokens.items[i], cell);
      }
    }
    ok = ok && !s->run.short_memory;
  }
  segi_stretch_clear(&stretch);
  return ok;
}

static void count_uses(reader *r, const char *text, const segi_token *left, const uint32_t *cell) {
  (void)text, (void)left;
  for (size_t k = 0; k < TEMPLATES; k++) r->uses[k * SEGI_FIRST_LOOK + cell[k]]++;
}

static void copy_token(char example[SEGI_EXAMPLE], const char *text, const segi_token *t) {
  size_t length = t->end - t->start;
  if (length >= SEGI_EXAMPLE) length = SEGI_EXAMPLE - 1;
  while (length > 0 && length < t->end - t->start && ((unsigned char)text[t->start + length] & 0xC0) == 0x80)
    length--;
  memcpy(example, text + t->start, length);
  example[length] = '\0';
}

/* The example that most uses agree on (the majority vote of Boyer and Moore). */
static void vote(reader *r, const char *text, const segi_token *left, const uint32_t *cell) {
  char words[2][SEGI_EXAMPLE];
  for (size_t k = 0; k < TEMPLATES; k++)
    for (size_t i = 0; i < r->heaviest->counts[k]; i++) {
      segi_heavy_cell *heavy = &r->heaviest->cells[k][i];
      if (heavy->cell != cell[k]) continue;
      copy_token(words[0], text, left);
      copy_token(words[1], text, left + 1);
      if (heavy->votes == 0) {
        memcpy(heavy->left, words[0], SEGI_EXAMPLE);
        memcpy(heavy->right, words[1], SEGI_EXAMPLE);
      }
      bool same = strcmp(heavy->left, words[0]) == 0 && strcmp(heavy->right, words[1]) == 0;
      if (same || heavy->votes == 0) heavy->votes++;
      else heavy->votes--;
    }
}

/* Puts a cell into its template's list when it is heavier than the last one there. */
static void rank(segi_heaviest *h, size_t k, segi_heavy_cell cell) {
  segi_heavy_cell *list = h->cells[k];
  size_t place = h->counts[k];
  while (place > 0 && abs(list[place - 1].weight) < abs(cell.weight)) place--;
  if (place >= SEGI_HEAVIEST) return;
  if (h->counts[k] < SEGI_HEAVIEST) h->counts[k]++;
  memmove(list + place + 1, list + place, (h->counts[k] - 1 - place) * sizeof *list);
  list[place] = cell;
}

static void rank_all(reader *r) {
  for (size_t k = 0; k < TEMPLATES; k++)
    for (uint32_t c = 0; c < SEGI_FIRST_LOOK; c++) {
      uint32_t uses = r->uses[k * SEGI_FIRST_LOOK + c];
      if (uses >= LEAST_USES)
        rank(r->heaviest, k, (segi_heavy_cell){.cell = c, .weight = r->first_look[c], .uses = uses});
    }
}

bool segi_heaviest_find(const segi_fit *fit, segi_sampler *sampler, double effort,
                        segi_heaviest *heaviest) {
  reader r = {fit->first_look[SEGI_FIRST_LOOK_MEAN], NULL, heaviest, effort};
  uint64_t seed = segi_random_bits(&sampler->random);
  *heaviest = (segi_heaviest){0};
  r.uses = segi_calloc((size_t)TEMPLATES * SEGI_FIRST_LOOK, sizeof *r.uses);
  sampler->clean = true;
  bool ok = r.uses != NULL && read_text(&r, sampler, seed, count_uses);
  if (ok) rank_all(&r);
  ok = ok && read_text(&r, sampler, seed, vote);
  sampler->clean = false;
  free(r.uses);
  return ok;
}
