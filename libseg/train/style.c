#include "train/style.h"

#include <string.h>

/* How often a run of running text gets which style; the rest is the plain one. */
static const double UNMARKED = 0.06, UNTOUCHED = 0.10, CHAT = 0.12, NEWS = 0.47;
static const double RESTYLED = 0.1, TORN = 0.1, PARAGRAPHS = 0.1, NUMBERED = 0.03;
/* What happens now and then in all runs. */
static const double TITLES = 0.03, HEADINGS = 0.03, ABBREVIATED = 0.003, NUMBERS = 0.006;

segi_style segi_style_clean(const segi_source *source) {
  return (segi_style){.court = source->kind == SEGI_COURT};
}

static void draw_chat(segi_style *s, segi_random *random) {
  double writing = segi_random_share(random);
  s->chat = true;
  s->unmarked = 0.1;
  s->all_lower = writing < 0.35 ? 0.9 : 0.1;
  s->lower_start = writing < 0.5 ? 0.9 : writing < 0.7 ? 0.4 : 0.1;
  s->emoticons = 0.2;
  s->repeated = 0.3;
  s->tags = 0.05;
  s->postings = segi_happens(random, 0.7) ? 0.35 : 0;
  s->paragraphs = s->postings > 0;
}

static bool draw_convention(const segi_phrases *phrases, const char *list, segi_random *random,
                            char convention[SEGI_CONVENTION]) {
  segi_buf drawn = SEGI_BUF_EMPTY;
  bool ok = segi_phrases_draw(phrases, list, random, &drawn);
  if (ok && drawn.length > 0 && drawn.length < SEGI_CONVENTION)
    memcpy(convention, drawn.data, drawn.length + 1);
  segi_buf_clear(&drawn);
  return ok;
}

bool segi_style_draw(const segi_source *source, const segi_phrases *phrases, segi_random *random,
                     segi_style *style) {
  segi_style s = segi_style_clean(source);
  double choice = segi_random_share(random);
  s.unmarked = s.court ? 0.005 : 0.015;
  s.paragraphs = segi_happens(random, PARAGRAPHS);
  s.torn = segi_happens(random, TORN) ? 0.3 : 0;
  s.titles = TITLES;
  s.abbreviated = ABBREVIATED;
  s.numbers = NUMBERS;
  if (!s.court) {
    s.headings = HEADINGS;
    s.numbered = segi_happens(random, NUMBERED);
    if (choice < UNMARKED) s.unmarked = 0.25;
    else if (choice < UNMARKED + UNTOUCHED) s.unmarked = 0;
    else if (choice < UNMARKED + UNTOUCHED + CHAT) draw_chat(&s, random);
    else if (choice < UNMARKED + UNTOUCHED + CHAT + NEWS) s.news = source->headlines;
  }
  *style = s;
  return (!segi_happens(random, RESTYLED) ||
          draw_convention(phrases, "quotes", random, style->quotes)) &&
         (!segi_happens(random, RESTYLED) ||
          draw_convention(phrases, "dash", random, style->dash));
}
