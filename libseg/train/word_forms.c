#include "train/word_forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "lex/lexicon.h"
#include "text/chars.h"
#include "train/word_counts.h"

typedef seg_bytes bytes;

static bool same(const char *a, const char *b, size_t length) {
  return length == 0 || memcmp(a, b, length) == 0;
}

static bool equal(bytes a, bytes b) {
  return a.length == b.length && same(a.data, b.data, a.length);
}

static bool is_separable_prefix(bytes form, bytes lemma) {
  return form.length + 3 <= lemma.length && same(form.data, lemma.data, form.length);
}

static bool has_zu_inside(bytes form, bytes lemma) {
  if (form.length != lemma.length + 2) return false;
  for (size_t i = 1; i < lemma.length; i++)
    if (same(form.data, lemma.data, i) && same(form.data + i, "zu", 2) &&
        same(form.data + i + 2, lemma.data + i, lemma.length - i))
      return true;
  return false;
}

static bool stands_at(bytes word, size_t at, const char *part) {
  size_t length = strlen(part);
  return at + length <= word.length && same(word.data + at, part, length);
}

/* The first ge of the form that its lemma lacks: gemacht, abgemacht, gegessen. */
static bool is_past_participle(bytes form, bytes lemma) {
  char last = form.data[form.length - 1];
  if (equal(form, lemma) || (last != 't' && last != 'n')) return false;
  for (size_t i = 0; i + 1 < form.length; i++) {
    size_t common = i < lemma.length ? i : lemma.length;
    if (common < i || !same(form.data, lemma.data, i)) return false;
    if (stands_at(form, i, "ge") && !stands_at(lemma, i, "ge")) return true;
    if (stands_at(form, i, "geg") && !stands_at(lemma, i, "geg")) return true;
  }
  return false;
}

static bool is_present_participle(bytes form, bytes lemma) {
  return form.length == lemma.length + 1 && form.data[lemma.length] == 'd' &&
         same(form.data, lemma.data, lemma.length);
}

static uint16_t verb_form(bytes form, bytes lemma) {
  if (is_separable_prefix(form, lemma) || has_zu_inside(form, lemma)) return 0;
  bool participle = is_present_participle(form, lemma) || is_past_participle(form, lemma);
  return participle ? SEGI_ADJECTIVE_FORM : SEGI_VERB_FORM;
}

static bool mark(segi_word_list *list, bytes form, uint16_t class) {
  if (class == 0 || !segi_is_german_word(form.data, form.length)) return true;
  segi_counted *c = segi_word_list_add(list, form.data, form.length);
  if (c == NULL) return false;
  c->forms |= class;
  c->spelled = true;
  return true;
}

static bool next_form(bytes *forms, bytes *form) {
  while (forms->length > 0 && *forms->data == ' ') *forms = (bytes){forms->data + 1, forms->length - 1};
  if (forms->length == 0) return false;
  const char *space = memchr(forms->data, ' ', forms->length);
  size_t length = space != NULL ? (size_t)(space - forms->data) : forms->length;
  *form = (bytes){forms->data, length};
  *forms = (bytes){forms->data + length, forms->length - length};
  return true;
}

static bool add_line(segi_source_kind kind, bytes lemma, bytes forms, segi_word_list *list) {
  bytes form;
  if (kind == SEGI_ADJECTIVES && !mark(list, lemma, SEGI_ADJECTIVE_FORM)) return false;
  while (next_form(&forms, &form)) {
    uint16_t class = kind == SEGI_NOUNS        ? SEGI_NOUN_FORM
                     : kind == SEGI_ADJECTIVES ? SEGI_ADJECTIVE_FORM
                                               : verb_form(form, lemma);
    if (!mark(list, form, class)) return false;
  }
  return true;
}

seg_status segi_add_word_forms(const segi_source *source, segi_word_list *list, seg_error *error) {
  bytes rest = source->text, line, lemma, word_class, forms;
  char *folded = NULL;
  size_t capacity = 0;
  seg_status status = SEG_OK;
  for (size_t number = 1; status == SEG_OK && segi_next_line(&rest, &line); number++) {
    if (line.length == 0) continue;
    if (!segi_grow(&folded, &capacity, line.length * 2 + 8, 1)) {
      status = segi_nomem(error);
      break;
    }
    line = (bytes){folded, segi_fold(line.data, line.length, folded, capacity)};
    if (!segi_next_field(&line, &lemma) || !segi_next_field(&line, &word_class)) {
      status = segi_fail_at(error, SEG_BAD_FORMAT, 0, number, "lemma, class and forms wanted");
      segi_error_source(error, source->file);
    } else if (segi_next_field(&line, &forms) && !add_line(source->kind, lemma, forms, list)) {
      status = segi_nomem(error);
    }
  }
  free(folded);
  return status;
}
