#include "train/sampler.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

enum { LONGEST_PARAGRAPH = 60000 /* bytes */ };

/* Shares of runs whose paragraphs are drawn one by one instead of read in order. */
static const double COURT_SHUFFLED = 0.6, RUNNING_SHUFFLED = 0.15;
/* Colons that end a paragraph of prose announce what the source lost: mostly not trained on. */
static const double COLON_UNKNOWN = 0.7;

/* --- The material. */

static seg_status read_corpora(const seg_recipe *recipe, segi_material *m, seg_error *error) {
  m->corpora = segi_calloc(recipe->count, sizeof *m->corpora);
  if (m->corpora == NULL) return segi_nomem(error);
  for (size_t i = 0; i < recipe->count; i++) {
    const segi_source *source = &recipe->sources[i];
    seg_status status = SEG_OK;
    if (segi_is_text(source)) {
      status = segi_corpus_read(source, &m->corpora[m->count++], error);
      m->shares += source->share;
    } else if (source->kind == SEGI_ABBREVIATIONS) {
      status = segi_phrases_read_abbreviations(source, &m->phrases, error);
    } else if (source->kind == SEGI_PHRASES) {
      status = segi_phrases_read(source, &m->phrases, error);
    }
    if (status != SEG_OK) return status;
  }
  if (m->shares > 0) return SEG_OK;
  return segi_fail(error, SEG_BAD_ARGUMENT, "the recipe has no text with a share");
}

seg_status segi_material_read(const seg_recipe *recipe, segi_material *material, seg_error *error) {
  *material = (segi_material){0};
  return read_corpora(recipe, material, error);
}

void segi_material_clear(segi_material *material) {
  for (size_t i = 0; i < material->count; i++) segi_corpus_clear(&material->corpora[i]);
  free(material->corpora);
  segi_phrases_clear(&material->phrases);
  *material = (segi_material){0};
}

/* --- Drawing. */

segi_sampler segi_sampler_make(const segi_material *material, const segi_words *words,
                               uint64_t seed) {
  return (segi_sampler){.material = material, .words = words, .random = segi_random_seed(seed)};
}

void segi_sampler_clear(segi_sampler *s) {
  segi_run_clear(&s->run);
  segi_tokens_clear(&s->tokens);
  segi_buf_clear(&s->phrase);
  free(s->labels);
  *s = (segi_sampler){0};
}

const segi_corpus *segi_sampler_corpus(segi_sampler *s) {
  const segi_material *m = s->material;
  double left = segi_random_share(&s->random) * m->shares;
  size_t i = 0;
  while (i + 1 < m->count && left >= m->corpora[i].source->share)
    left -= m->corpora[i++].source->share;
  return &m->corpora[i];
}

/* Whether a paragraph that ends in a bracket goes on in the next one: heckles of a protocol. */
static bool goes_on(const segi_corpus *c, size_t i) {
  if (c->source->kind != SEGI_RUNNING || i + 1 >= c->count || c->paragraphs[i].document_end)
    return false;
  seg_bytes text = c->paragraphs[i].text, next = c->paragraphs[i + 1].text;
  return text.data[text.length - 1] == ')' && next.data[0] >= 'a' && next.data[0] <= 'z';
}

static segi_gap_label end_label(segi_sampler *s, const segi_style *style, const segi_corpus *c,
                                size_t i) {
  const segi_token *last = &s->tokens.items[s->tokens.count - 1];
  if (goes_on(c, i)) return SEGI_UNKNOWN;
  if (c->source->headlines && !style->paragraphs && (last->trail & SEGI_SET(SEGI_COLON)) &&
      segi_happens(&s->random, COLON_UNKNOWN))
    return SEGI_UNKNOWN;
  return SEGI_ENDS;
}

/* Tokenizes and labels a paragraph. False when memory is short. */
static bool label_paragraph(segi_sampler *s, const segi_style *style, const segi_corpus *c,
                            size_t i) {
  seg_bytes text = c->paragraphs[i].text;
  if (!segi_tokenize(s->words, text.data, text.length, &s->tokens) ||
      !segi_grow(&s->labels, &s->label_capacity, s->tokens.count, sizeof *s->labels))
    return false;
  if (s->tokens.count == 0) return true;
  if (c->source->kind == SEGI_COURT) memset(s->labels, SEGI_INSIDE, s->tokens.count);
  else segi_label_paragraph(&s->material->phrases, text.data, &s->tokens, s->labels);
  s->labels[s->tokens.count - 1] = (uint8_t)end_label(s, style, c, i);
  return true;
}

/* Sentences until the next headline is due. */
static size_t count_ends(const segi_sampler *s) {
  size_t n = 0;
  for (size_t i = 0; i < s->tokens.count; i++) n += s->labels[i] == SEGI_ENDS;
  return n;
}

static bool in_part(const segi_sampler *s, const segi_corpus *c, size_t i) {
  return segi_part_of(c, i) == s->part;
}

/* A paragraph of the part, anywhere; small parts may need many tries. */
static size_t draw_paragraph(segi_sampler *s, const segi_corpus *c) {
  size_t i;
  do i = segi_random_below(&s->random, c->count);
  while (!in_part(s, c, i));
  return i;
}

static bool fill_run(segi_sampler *s, segi_damage *d, const segi_corpus *c, size_t wanted) {
  const segi_source *source = c->source;
  bool shuffled = source->kind == SEGI_SENTENCES ||
                  segi_happens(&s->random, source->kind == SEGI_COURT ? COURT_SHUFFLED : RUNNING_SHUFFLED);
  long until_headline = (long)segi_random_below(&s->random, 3);
  size_t i = draw_paragraph(s, c);
  while (s->run.count < wanted && !s->run.short_memory) {
    if (c->paragraphs[i].text.length <= LONGEST_PARAGRAPH) {
      if (!label_paragraph(s, &d->style, c, i)) return false;
      segi_labelled paragraph = {c->paragraphs[i].text.data, &s->tokens, s->labels};
      if (d->style.news && until_headline <= 0 && s->tokens.count > 5) {
        segi_damage_news_head(d, &paragraph);
        until_headline = 2 + (long)segi_random_below(&s->random, 12);
      }
      segi_damage_paragraph(d, &paragraph);
      until_headline -= (long)count_ends(s);
    }
    if (shuffled) i = draw_paragraph(s, c);
    else if (++i >= c->count || !in_part(s, c, i)) break;
  }
  return !s->run.short_memory;
}

bool segi_sampler_next(segi_sampler *s, bool held_back, size_t wanted) {
  const segi_corpus *corpus = segi_sampler_corpus(s);
  segi_damage damage = {.phrases = &s->material->phrases, .random = &s->random, .run = &s->run};
  damage.style = segi_style_clean(corpus->source);
  s->part = held_back ? SEGI_HELD_BACK
                      : segi_happens(&s->random, 0.5) ? SEGI_HALF_A : SEGI_HALF_B;
  segi_run_start(&s->run);
  if (!s->clean &&
      !segi_style_draw(corpus->source, &s->material->phrases, &s->random, &damage.style))
    return false;
  damage.phrase = s->phrase;
  bool ok = fill_run(s, &damage, corpus, wanted);
  s->phrase = damage.phrase;
  if (s->run.count > 0) s->run.words[s->run.count - 1].broken = true;
  return ok;
}
