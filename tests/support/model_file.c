#include "support/model_file.h"

#include <stdlib.h>
#include <string.h>

#include "lex/lexicon.h"
#include "model/format.h"
#include "model/weights.h"
#include "seg/model.h"
#include "support/random_text.h"

enum { WORD_SLOTS = 5, WORD_ROWS = 3 };

/* Not a check of the library: the fuzz targets, which know no Check, need the file, too. */
static void need(bool done) {
  if (!done) abort();
}

static void put(unsigned char *p, size_t bytes, uint64_t value) {
  for (size_t i = 0; i < bytes; i++) p[i] = (unsigned char)(value >> 8 * i);
}

static void add_word(segi_word_slot *slots, const char *word, unsigned row) {
  uint64_t hash = segi_word_hash(word, strlen(word));
  uint32_t place = segi_word_place(hash, WORD_SLOTS);
  while (slots[place].frequency > 0) place = (place + 1) % WORD_SLOTS;
  slots[place] = (segi_word_slot){.frequency = 100, .capital = 9, .initial = 3, .seen = 2};
  put(slots[place].print, 6, hash);
  put(slots[place].row, 2, row);
}

static void *random_bytes(uint64_t *state, size_t length) {
  unsigned char *bytes = malloc(length);
  need(bytes != NULL);
  for (size_t i = 0; i < length; i++) bytes[i] = (unsigned char)random_below(state, 256);
  return bytes;
}

static void random_biases(uint64_t *state, unsigned char *numbers, size_t count) {
  for (size_t u = 0; u < count; u++)
    put(numbers + 4 * u, 4,
        (uint64_t)SEGI_LARGEST_BIAS - random_below(state, 2 * SEGI_LARGEST_BIAS + 1));
}

static void random_numbers(uint64_t *state, unsigned char numbers[(SEGI_G + 5) * 4]) {
  random_biases(state, numbers, SEGI_G);
  unsigned char *rest = numbers + 4 * SEGI_G;
  put(rest, 4, UINT32_C(0x80000000)); /* the lowest bias */
  put(rest + 4, 4, SEGI_NUMBER_STEP);
  put(rest + 8, 4, 77);
  put(rest + 12, 4, SEGI_NUMBER_STEP * 3 / 4);
  put(rest + 16, 4, SEGI_NUMBER_STEP / 4);
}

/* One tree for each class: a leaf. */
static size_t small_trees(unsigned char *section, uint32_t classes) {
  unsigned char *p = section;
  put(p, 4, classes);
  put(p + 4, 4, classes);
  put(p + 8, 4, SEGI_PLACE_FEATURES);
  put(p + 12, 4, classes);
  p += 16;
  for (uint32_t c = 0; c < classes; c++, p += 4) put(p, 4, 7 * c);
  for (uint32_t c = 0; c < classes; c++, p += 4) put(p, 4, c);
  for (uint32_t c = 0; c < classes; c++, p += 8) {
    put(p, 2, 100 * c);
    put(p + 2, 2, SEGI_TREE_LEAF);
    put(p + 4, 4, 0);
  }
  return (size_t)(p - section);
}

void random_model(uint64_t seed, segi_buf *out) {
  static const char name[] = "test-1", card[] = "{\"sources\": []}";
  segi_word_slot slots[WORD_SLOTS] = {0};
  unsigned char numbers[(SEGI_G + 5) * 4], mark_numbers[(SEGI_M + SEGI_LOST_LABELS) * 4];
  unsigned char joins[64], labels[160];
  size_t join_length = small_trees(joins, 1), label_length = small_trees(labels, SEG_LABELS - 1);
  add_word(slots, "ein", 0);
  add_word(slots, "wort", WORD_ROWS - 1);
  random_numbers(&seed, numbers);
  random_biases(&seed, mark_numbers, SEGI_M + SEGI_LOST_LABELS);
  segi_section sections[] = {
    {"name", name, sizeof name},
    {"card", card, sizeof card},
    {"words", slots, sizeof slots},
    {"numbers", numbers, sizeof numbers},
    {"mark-numbers", mark_numbers, sizeof mark_numbers},
    {"join-trees", joins, join_length},
    {"label-trees", labels, label_length},
    {"word-rows", NULL, WORD_ROWS * SEGI_D},
    {"trait-rows", NULL, SEGI_TRAIT_ROWS * SEGI_D},
    {"glance", NULL, SEGI_GLANCE},
    {"first-look", NULL, SEGI_FIRST_LOOK},
    {"second-look", NULL, SEGI_SECOND_LOOK},
    {"context-rows", NULL, SEGI_CONTEXT_ROWS * SEGI_H},
    {"window", NULL, SEGI_H * 2 * SEGI_K * SEGI_D},
    {"hidden", NULL, SEGI_G * SEGI_H},
    {"output", NULL, SEGI_G},
    {"mark-rows", NULL, SEGI_MARK_ROWS * SEGI_LOST_LABELS},
    {"mark-window", NULL, SEGI_M * 2 * SEGI_K * SEGI_D},
    {"mark-output", NULL, SEGI_LOST_LABELS * SEGI_M},
  };
  size_t count = sizeof sections / sizeof *sections, first_random = 7;
  for (size_t i = first_random; i < count; i++)
    sections[i].bytes = random_bytes(&seed, sections[i].length);
  need(segi_model_write(sections, count, out));
  for (size_t i = first_random; i < count; i++) free((void *)(uintptr_t)sections[i].bytes);
}

void mend_header(segi_buf *file) {
  unsigned char *p = (unsigned char *)file->data;
  if (file->length < 32) return;
  put(p + 16, 8, file->length);
  put(p + 24, 8, segi_model_checksum(p + 32, file->length - 32));
}
