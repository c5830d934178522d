/* What is put between the words of a text in any style: headings, list markers, abbreviations,
 * numbers at the end of a sentence, quotations and brackets that hold an end mark. */
#include <stdio.h>
#include <string.h>

#include "train/damage.h"

enum { LONGEST_TITLE = 4 /* tokens */ };

static bool chance(const segi_damage *d, double probability) {
  return probability > 0 && segi_happens(d->random, probability);
}

/* Copies a phrase of the list when it fits; else leaves *copy empty. */
static void draw_copy(segi_damage *d, const char *list, char *copy, size_t room) {
  seg_bytes phrase = segi_damage_phrase(d, list);
  copy[0] = '\0';
  if (phrase.length > 0 && phrase.length < room) memcpy(copy, phrase.data, phrase.length + 1);
}

/* A token without marks of its own in the middle of a sentence. */
static bool is_plain_inside(const segi_labelled *p, size_t i) {
  const segi_token *t = &p->tokens->items[i];
  return p->labels[i] == SEGI_INSIDE && t->lead == 0 && t->trail == 0 && t->core_end > t->core;
}

/* Some words in a row that a quotation or bracket can hold, before a word in lower case: before a
 * capital nobody could tell whether the sentence ends with the quotation. */
static void choose_title(segi_damage *d, const segi_labelled *p, segi_insertions *in) {
  size_t length = 1 + segi_random_below(d->random, LONGEST_TITLE);
  if (p->tokens->count < length + 4) return;
  size_t open = 1 + segi_random_below(d->random, p->tokens->count - length - 3);
  for (size_t i = open - 1; i <= open + length; i++)
    if (!is_plain_inside(p, i)) return;
  if (p->tokens->items[open + length].shape != SEGI_SHAPE_LOWER) return;
  draw_copy(d, "title marks", in->marks, sizeof in->marks);
  if (strchr(in->marks, ' ') == NULL) return;
  in->open = open;
  in->close = open + length - 1;
}

void segi_insert_before_paragraph(segi_damage *d, const segi_labelled *p, segi_insertions *in) {
  *in = (segi_insertions){0};
  if (chance(d, d->style.titles)) choose_title(d, p, in);
  if (d->style.numbered) draw_copy(d, "list marker", in->marker, sizeof in->marker);
  if (chance(d, d->style.headings))
    segi_run_put_words(d->run, segi_damage_phrase(d, "section heading"), SEGI_ENDS,
                       d->style.paragraphs);
}

/* "#" stands for the number of the item, "@" for its letter. */
static void put_marker(segi_damage *d, segi_insertions *in) {
  char marker[48];
  size_t used = 0;
  for (const char *m = in->marker; *m != '\0' && used + 12 < sizeof marker; m++) {
    if (*m == '#') used += (size_t)snprintf(marker + used, 12, "%u", in->items + 1);
    else marker[used++] = *m == '@' ? (char)('a' + in->items % 26) : *m;
  }
  in->items++;
  segi_run_put_words(d->run, (seg_bytes){marker, used}, SEGI_INSIDE, false);
}

void segi_insert_before_word(segi_damage *d, const segi_labelled *p, size_t i, bool start,
                             segi_insertions *in) {
  if (start && in->marker[0] != '\0') put_marker(d, in);
  const segi_token *t = &p->tokens->items[i];
  if (i > 0 && is_plain_inside(p, i - 1) && t->lead == 0 && t->shape == SEGI_SHAPE_CAPITAL &&
      chance(d, d->style.abbreviated))
    segi_run_put_words(d->run, segi_damage_phrase(d, "abbreviation"), SEGI_INSIDE, false);
}

void segi_insert_marks(const segi_insertions *in, size_t i, segi_draft *word) {
  if (in->close == 0 || (i != in->open && i != in->close)) return;
  const char *space = strchr(in->marks, ' ');
  char opening[SEGI_CONVENTION] = "";
  memcpy(opening, in->marks, (size_t)(space - in->marks));
  if (i == in->close) segi_draft_replace(word, word->length, word->length, space + 1);
  if (i == in->open) segi_draft_replace(word, 0, 0, opening);
}

bool segi_insert_number_at_end(segi_damage *d, const segi_labelled *p, size_t i,
                               segi_draft *word, bool broken) {
  const segi_token *t = &p->tokens->items[i];
  if (p->labels[i] != SEGI_ENDS || t->trail != SEGI_SET(SEGI_STOP) || t->core_end == t->core ||
      !chance(d, d->style.numbers))
    return false;
  segi_draft_strip_marks(word);
  segi_run_put(d->run, segi_draft_bytes(word), SEGI_INSIDE, false);
  segi_run_put_words(d->run, segi_damage_phrase(d, "number at end"), SEGI_ENDS, broken);
  return true;
}
