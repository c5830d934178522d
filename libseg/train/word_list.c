#include "train/word_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lex/lexicon.h"

/* The slot of the word, or the empty one where it belongs. */
static size_t *slot_of(const segi_word_list *list, uint64_t hash, const char *word, size_t length) {
  size_t i = (size_t)hash & (list->slot_count - 1);
  for (;; i = (i + 1) & (list->slot_count - 1)) {
    if (list->slots[i] == 0) return &list->slots[i];
    const segi_counted *c = &list->items[list->slots[i] - 1];
    if (c->hash == hash && c->length == length && memcmp(c->text, word, length) == 0)
      return &list->slots[i];
  }
}

static bool grow_slots(segi_word_list *list) {
  if (list->count * 2 < list->slot_count) return true;
  size_t count = list->slot_count > 0 ? list->slot_count * 2 : 1 << 12;
  size_t *slots = segi_calloc(count, sizeof *slots);
  if (slots == NULL) return false;
  free(list->slots);
  list->slots = slots;
  list->slot_count = count;
  for (size_t i = 0; i < list->count; i++) {
    const segi_counted *c = &list->items[i];
    *slot_of(list, c->hash, c->text, c->length) = i + 1;
  }
  return true;
}

segi_counted *segi_word_list_find(const segi_word_list *list, const char *word, size_t length) {
  if (list->slot_count == 0) return NULL;
  size_t slot = *slot_of(list, segi_word_hash(word, length), word, length);
  return slot > 0 ? &list->items[slot - 1] : NULL;
}

segi_counted *segi_word_list_add(segi_word_list *list, const char *word, size_t length) {
  if (!grow_slots(list) ||
      !segi_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items))
    return NULL;
  uint64_t hash = segi_word_hash(word, length);
  size_t *slot = slot_of(list, hash, word, length);
  if (*slot > 0) return &list->items[*slot - 1];
  const char *text = segi_strndup(word, length);
  if (text == NULL) return NULL;
  list->items[list->count] = (segi_counted){.text = text, .length = length, .hash = hash};
  *slot = ++list->count;
  return &list->items[list->count - 1];
}

void segi_word_list_clear(segi_word_list *list) {
  for (size_t i = 0; i < list->count; i++) free((char *)list->items[i].text);
  free(list->items);
  free(list->slots);
  *list = (segi_word_list){0};
}
