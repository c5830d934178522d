#include "train/lost_marks.h"

#include "junction/marks.h"

/* Shares of sentence ends that end the text, and of junctions all of whose neighbours lost their
 * marks too. */
static const double PARAGRAPH_ENDS = 0.25, UNMARKED = 0.15;

enum {
  PLACES = 2 * SEGI_K,
  FINAL_MARKS = SEGI_SET(SEGI_STOP) | SEGI_SET(SEGI_END) | SEGI_SET(SEGI_ELLIPSIS)
};

/* What is lost when the marks of token i go; SEGI_LOST_LABELS when it is something else, such as
 * a quotation mark, or not sure. */
static segi_lost_label lost_behind(const segi_stretch *s, size_t i) {
  const segi_token *t = &s->tokens.items[i];
  bool ends = s->words[i].label == SEGI_ENDS, inside = s->words[i].label == SEGI_INSIDE;
  bool word = t->core_end > t->core &&
              segi_context_token(&s->context, i)->shape != SEGI_SHAPE_EMOTICON;
  if (!word) return SEGI_LOST_LABELS;
  if (t->trail == SEGI_SET(SEGI_COMMA)) return SEGI_LOST_COMMA;
  if (t->trail == SEGI_SET(SEGI_COLON)) return SEGI_LOST_COLON;
  if (ends && (t->trail | FINAL_MARKS) == FINAL_MARKS) return SEGI_LOST_SENTENCE;
  return inside && t->trail == 0 ? SEGI_LOST_NOTHING : SEGI_LOST_LABELS;
}

static bool text_ends(segi_sampler *sampler, const segi_stretch *s, size_t i) {
  return i + 1 == s->tokens.count ||
         (s->words[i].label == SEGI_ENDS && segi_happens(&sampler->random, PARAGRAPH_ENDS));
}

/* Puts the tokens on both sides of junction i into the window, up to the ends of the text. */
static void fill_window(segi_sampler *sampler, const segi_stretch *s, size_t i,
                        const segi_traits *window[PLACES]) {
  for (size_t k = 0; k < PLACES; k++) window[k] = NULL;
  for (size_t k = 0; k < SEGI_K; k++) {
    window[SEGI_K - 1 - k] = segi_context_token(&s->context, i - k);
    if (i == k || text_ends(sampler, s, i - k - 1)) break;
  }
  for (size_t k = 1; k <= SEGI_K; k++) {
    window[SEGI_K - 1 + k] = segi_context_token(&s->context, i + k);
    if (text_ends(sampler, s, i + k)) break;
  }
}

static void hide_marks(segi_traits bare[PLACES], const segi_traits *window[PLACES]) {
  for (size_t k = 0; k < PLACES; k++) {
    if (window[k] == NULL) continue;
    bare[k] = segi_traits_without_trail(window[k]);
    window[k] = &bare[k];
  }
}

bool segi_each_lost_mark(segi_sampler *sampler, segi_stretch *s, segi_take_lost_mark *take,
                         void *context) {
  s->next = 0;
  while (segi_stretch_next(s, &sampler->run, sampler->words))
    for (size_t i = 0; i + 1 < s->tokens.count; i++) {
      segi_lost_label lost = lost_behind(s, i);
      if (lost == SEGI_LOST_LABELS) continue;
      const segi_traits *window[PLACES];
      segi_traits bare[PLACES];
      fill_window(sampler, s, i, window);
      if (segi_happens(&sampler->random, UNMARKED)) hide_marks(bare, window);
      take(context, window, lost);
    }
  return !sampler->run.short_memory;
}
