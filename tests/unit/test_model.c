/* Model files: good ones, and all ways to break them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "model/format.h"
#include "model/model.h"
#include "seg/split.h"
#include "seg/text.h"
#include "suites.h"
#include "support/model_file.h"
#include "support/random_text.h"

static segi_buf file; /* a good model */
static segi_buf damaged;

static void setup(void) {
  random_model(42, &file);
}

static void teardown(void) {
  segi_buf_clear(&file);
  segi_buf_clear(&damaged);
}

static void copy_of_file(size_t length) {
  damaged.length = 0;
  ck_assert(segi_buf_append(&damaged, file.data, length));
}

static seg_status open_bytes(const segi_buf *bytes, seg_model *model, seg_error *error) {
  return segi_model_open(bytes->data, bytes->length, false, model, error);
}

static void expect_damage(const char *message) {
  seg_error error = {0};
  static seg_model model;
  ck_assert_int_eq(open_bytes(&damaged, &model, &error), SEG_BAD_FORMAT);
  ck_assert_msg(strstr(error.message, message) != NULL, "\"%s\", not \"%s\"", error.message, message);
}

/* Splits text of all kinds: nothing that was checked at loading may be read out of bounds. */
static void use(const seg_model *model) {
  uint64_t state = 5;
  seg_splitter *splitter;
  ck_assert_int_eq(seg_splitter_new(NULL, model, &splitter, NULL), SEG_OK);
  for (int i = 0; i < 5; i++) {
    size_t length, count;
    char *text = random_text(&state, 2000, &length);
    seg_segment *segments;
    ck_assert_int_eq(seg_split_text(splitter, text, length, &segments, &count, NULL), SEG_OK);
    seg_free(segments);
    free(text);
  }
  seg_splitter_free(splitter);
}

/* A file with the bytes; the caller frees and removes its name. */
static char *save(const segi_buf *bytes) {
  char *path = strdup("/tmp/seg-test-model-XXXXXX");
  int descriptor = mkstemp(path);
  ck_assert_int_ge(descriptor, 0);
  ck_assert_int_eq(write(descriptor, bytes->data, bytes->length), (ssize_t)bytes->length);
  close(descriptor);
  return path;
}

START_TEST(good_file_is_loaded) {
  char *path = save(&file);
  seg_model *model;
  ck_assert_int_eq(seg_model_load(path, &model, NULL), SEG_OK);
  ck_assert_str_eq(seg_model_name(model), "test-1");
  ck_assert_str_eq(seg_model_card(model), "{\"sources\": []}");
  ck_assert_double_eq(seg_model_threshold(model, SEG_PREFER_BALANCE), 0.5);
  ck_assert_double_eq(seg_model_threshold(model, SEG_PREFER_PRECISION), 0.75);
  ck_assert_double_eq(seg_model_threshold(model, SEG_PREFER_RECALL), 0.25);
  ck_assert_int_eq(segi_words_find(&model->words, "wort", 4).row, 2);
  ck_assert_int_eq(segi_words_find(&model->words, "xqzv", 4).frequency, 0);
  use(model);
  seg_model_free(model);
  remove(path);
  free(path);
}
END_TEST

START_TEST(default_model_stands_every_check) {
  extern const unsigned char segi_embedded_model[], segi_embedded_model_end[];
  static seg_model model;
  seg_error error = {0};
  size_t length = (size_t)(segi_embedded_model_end - segi_embedded_model);
  ck_assert_msg(segi_model_open(segi_embedded_model, length, false, &model, &error) == SEG_OK,
                "%s", error.message);
  ck_assert_uint_le(length, 8 << 20);
  ck_assert_str_eq(seg_model_name(seg_model_default()), model.name);
  seg_model_free((seg_model *)(uintptr_t)seg_model_default());
  ck_assert_ptr_nonnull(strchr(seg_model_card(seg_model_default()), '{'));
}
END_TEST

START_TEST(missing_file_names_itself) {
  seg_model *model;
  seg_error error = {0};
  ck_assert_int_eq(seg_model_load("/nowhere/german.model", &model, &error), SEG_IO);
  ck_assert_ptr_null(model);
  ck_assert_str_eq(error.source, "/nowhere/german.model");
  ck_assert_str_eq(error.message, "No such file or directory");
}
END_TEST

START_TEST(damaged_file_names_itself) {
  copy_of_file(file.length / 2);
  char *path = save(&damaged);
  seg_model *model;
  seg_error error = {0};
  ck_assert_int_eq(seg_model_load(path, &model, &error), SEG_BAD_FORMAT);
  ck_assert_ptr_null(model);
  ck_assert_str_eq(error.source, path);
  remove(path);
  free(path);
}
END_TEST

START_TEST(other_files_are_refused) {
  damaged.length = 0;
  expect_damage("no libseg model");
  segi_buf_append_string(&damaged, "Es war einmal ein König. Der hatte eine Tochter.");
  expect_damage("no libseg model");
}
END_TEST

START_TEST(other_versions_are_refused) {
  copy_of_file(file.length);
  damaged.data[8]++;
  mend_header(&damaged);
  expect_damage("model format 2, this program reads 1");
}
END_TEST

/* Every place where a section begins or ends, and one byte to each side. */
START_TEST(cut_at_section_edges) {
  segi_model_file parts;
  ck_assert_int_eq(segi_model_file_check(file.data, file.length, &parts, NULL), SEG_OK);
  static const char *const names[] = {"name", "card", "words", "numbers", "word-rows", "trait-rows",
                                      "first-look", "context-rows", "window", "hidden", "output",
                                      "mark-rows", "mark-window", "mark-output", "mark-numbers",
                                      "join-trees", "label-trees"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t length;
    const char *begin = segi_model_section(&parts, names[i], &length);
    ck_assert_ptr_nonnull(begin);
    size_t edges[] = {(size_t)(begin - file.data), (size_t)(begin - file.data) + length};
    for (size_t k = 0; k < 6; k++) {
      size_t cut = edges[k / 3] + k % 3 - 1;
      if (cut >= file.length) continue;
      copy_of_file(cut);
      expect_damage("cut short");
      mend_header(&damaged);
      expect_damage("the model");
    }
  }
}
END_TEST

START_TEST(cut_anywhere) {
  uint64_t state = 7 + (uint64_t)_i;
  copy_of_file(random_below(&state, _i % 2 ? 700 : file.length));
  expect_damage("model");
  mend_header(&damaged);
  expect_damage("model");
}
END_TEST

START_TEST(flipped_bits_are_seen) {
  uint64_t state = 70 + (uint64_t)_i;
  copy_of_file(file.length);
  size_t at = random_below(&state, file.length);
  damaged.data[at] = (char)(damaged.data[at] ^ 1 << random_below(&state, 8));
  expect_damage("model");
}
END_TEST

/* With the checksum made right again: refused, or harmless. */
START_TEST(forged_files_do_no_harm) {
  static seg_model model;
  uint64_t state = 700 + (uint64_t)_i;
  segi_model_file parts;
  segi_model_file_check(file.data, file.length, &parts, NULL);
  size_t unused, header = (size_t)((const char *)segi_model_section(&parts, "word-rows", &unused) - file.data);
  copy_of_file(file.length);
  for (size_t flips = 1 + random_below(&state, 3); flips > 0; flips--) {
    size_t at = 8 + random_below(&state, header - 8);
    damaged.data[at] = (char)(damaged.data[at] ^ 1 << random_below(&state, 8));
  }
  mend_header(&damaged);
  seg_error error = {0};
  if (open_bytes(&damaged, &model, &error) == SEG_OK) use(&model);
  else ck_assert_int_eq(error.status, SEG_BAD_FORMAT);
}
END_TEST

static const struct {
  const char *section;
  size_t last; /* byte to be set high: a bias then is beyond the largest */
} biases[] = {{"numbers", 3}, {"mark-numbers", 3}, {"mark-numbers", (SEGI_M + 1) * 4 - 1}};

START_TEST(bias_that_could_overflow_is_refused) {
  segi_model_file parts;
  size_t length;
  copy_of_file(file.length);
  segi_model_file_check(damaged.data, damaged.length, &parts, NULL);
  const char *numbers = segi_model_section(&parts, biases[_i].section, &length);
  damaged.data[numbers - damaged.data + (ptrdiff_t)biases[_i].last] = 0x40;
  mend_header(&damaged);
  expect_damage(biases[_i].section);
}
END_TEST

/* Under another name a section is as good as missing. */
START_TEST(missing_marks_are_refused) {
  enum { TABLE = 32, ENTRY = SEGI_SECTION_NAME + 16 };
  copy_of_file(file.length);
  char *entry = damaged.data + TABLE;
  while (strcmp(entry, "mark-window") != 0) entry += ENTRY;
  *entry = 'd';
  mend_header(&damaged);
  expect_damage("\"mark-window\" has 0 bytes");
}
END_TEST

START_TEST(full_word_table_is_refused) {
  segi_model_file parts;
  size_t length;
  copy_of_file(file.length);
  segi_model_file_check(damaged.data, damaged.length, &parts, NULL);
  const char *words = segi_model_section(&parts, "words", &length);
  segi_word_slot *slots = (segi_word_slot *)(damaged.data + (words - damaged.data));
  for (size_t i = 0; i < length / sizeof *slots; i++) slots[i].frequency = 1;
  mend_header(&damaged);
  expect_damage("word table");
}
END_TEST

START_TEST(row_beyond_the_table_is_refused) {
  segi_model_file parts;
  size_t length;
  copy_of_file(file.length);
  segi_model_file_check(damaged.data, damaged.length, &parts, NULL);
  const char *words = segi_model_section(&parts, "words", &length);
  segi_word_slot *slots = (segi_word_slot *)(damaged.data + (words - damaged.data));
  for (size_t i = 0; i < length / sizeof *slots; i++) slots[i].row[0] = 3;
  mend_header(&damaged);
  expect_damage("word table");
}
END_TEST

START_TEST(memory_may_be_short) {
  char *path = save(&file);
  seg_status status = SEG_NOMEM;
  seg_model *model = NULL;
  for (long n = 1; status == SEG_NOMEM; n++) {
    segi_fail_allocation(n);
    status = seg_model_load(path, &model, NULL);
    segi_fail_allocation(0);
    if (status != SEG_OK) ck_assert_ptr_null(model);
  }
  ck_assert_int_eq(status, SEG_OK);
  seg_model_free(model);
  seg_model_free(NULL);
  remove(path);
  free(path);
}
END_TEST

Suite *model_suite(void) {
  Suite *suite = suite_create("model");
  TCase *tests = tcase_create("model");
  tcase_add_checked_fixture(tests, setup, teardown);
  tcase_add_test(tests, good_file_is_loaded);
  tcase_add_test(tests, default_model_stands_every_check);
  tcase_add_test(tests, missing_file_names_itself);
  tcase_add_test(tests, damaged_file_names_itself);
  tcase_add_test(tests, other_files_are_refused);
  tcase_add_test(tests, other_versions_are_refused);
  tcase_add_test(tests, cut_at_section_edges);
  tcase_add_loop_test(tests, cut_anywhere, 0, 40);
  tcase_add_loop_test(tests, flipped_bits_are_seen, 0, 40);
  tcase_add_loop_test(tests, forged_files_do_no_harm, 0, 100);
  tcase_add_loop_test(tests, bias_that_could_overflow_is_refused, 0, sizeof biases / sizeof *biases);
  tcase_add_test(tests, missing_marks_are_refused);
  tcase_add_test(tests, full_word_table_is_refused);
  tcase_add_test(tests, row_beyond_the_table_is_refused);
  tcase_add_test(tests, memory_may_be_short);
  suite_add_tcase(suite, tests);
  return suite;
}
