#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "seg/seg.h"
#include "suites.h"
#include "support/random_text.h"

static seg_repairer *repairer(const char *only) {
  seg_repair_options options = seg_repair_defaults;
  options.only = only;
  seg_repairer *r;
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_OK);
  return r;
}

/* The text after the repair; the caller frees it. */
static char *repair(const seg_repairer *r, const char *text, size_t length,
                    size_t *repaired_length, seg_editlog *log) {
  char *repaired;
  seg_editlog_clear(log);
  ck_assert_int_eq(seg_repair_text(r, text, length, 0, log, NULL), SEG_OK);
  ck_assert_int_eq(seg_editlog_apply(log, text, length, &repaired, repaired_length, NULL), SEG_OK);
  return repaired;
}

START_TEST(random_text_comes_back_and_repairs_once) {
  uint64_t seed = (uint64_t)_i + 1;
  size_t length, once_length, twice_length, back_length;
  char *text = random_text(&seed, 1 + random_below(&seed, 4000), &length);
  seg_repairer *r = repairer(NULL);
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  char *once = repair(r, text, length, &once_length, log), *back;
  for (size_t i = 0; i < seg_editlog_count(log); i++) {
    double confidence = seg_editlog_get(log, i).confidence;
    ck_assert(confidence >= 0.5 && confidence <= 1);
  }
  ck_assert_int_eq(seg_editlog_undo(log, once, once_length, &back, &back_length, NULL), SEG_OK);
  ck_assert_uint_eq(back_length, length);
  ck_assert(length == 0 || memcmp(back, text, length) == 0);
  char *twice = repair(r, once, once_length, &twice_length, log);
  ck_assert_uint_eq(seg_editlog_count(log), 0);
  free(text);
  seg_free(once);
  seg_free(twice);
  seg_free(back);
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

START_TEST(offsets_count_from_the_base) {
  static const char text[] = "Er fuhr nach RusslandDamit war es gut.";
  seg_repairer *r = repairer(NULL);
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  ck_assert_int_eq(seg_repair_text(r, text, strlen(text), 1000, log, NULL), SEG_OK);
  ck_assert_uint_eq(seg_editlog_count(log), 1);
  ck_assert_uint_eq(seg_editlog_get(log, 0).offset, 1021);
  ck_assert_str_eq(seg_editlog_get(log, 0).kind, "sentence-join");
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

/* Alone, every kind makes its example. */
START_TEST(kinds_do_what_their_examples_say) {
  size_t count, length;
  const seg_repair_kind *kind = &seg_repair_kinds(&count)[_i];
  ck_assert_uint_lt((size_t)_i, count);
  seg_repairer *r = repairer(kind->id);
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  char *after = repair(r, kind->before, strlen(kind->before), &length, log);
  ck_assert_str_eq(after, kind->after);
  for (size_t i = 0; i < seg_editlog_count(log); i++)
    ck_assert_str_eq(seg_editlog_get(log, i).kind, kind->id);
  seg_free(after);
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

START_TEST(unknown_kinds_are_named) {
  seg_repair_options options = seg_repair_defaults;
  seg_repairer *r = (seg_repairer *)"";
  seg_error error = {0};
  options.only = "word-join,no-such-kind";
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, &error), SEG_BAD_ARGUMENT);
  ck_assert_ptr_null(r);
  ck_assert_ptr_nonnull(strstr(error.message, "no-such-kind"));
  options.only = NULL;
  options.min_confidence = 2;
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_BAD_ARGUMENT);
}
END_TEST

START_TEST(what_is_skipped_stays) {
  static const char text[] = "Er fuhr nach RusslandDamit war es gut.Dann kam er.";
  seg_repair_options options = seg_repair_defaults;
  options.skip = "sentence-join";
  seg_repairer *r;
  seg_editlog *log;
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_OK);
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  ck_assert_int_eq(seg_repair_text(r, text, strlen(text), 0, log, NULL), SEG_OK);
  ck_assert_uint_eq(seg_editlog_count(log), 1);
  ck_assert_str_eq(seg_editlog_get(log, 0).kind, "space-after-mark");
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

START_TEST(memory_may_end_anywhere) {
  static const char text[] = "nach RusslandDamit ist es gut.Dann fand er stattals er kam \"So.";
  for (long n = 1;; n++) {
    seg_repairer *r = NULL;
    seg_editlog *log = NULL;
    segi_fail_allocation(n);
    seg_status status = seg_repairer_new(NULL, NULL, &r, NULL);
    if (status == SEG_OK) status = seg_editlog_new(&log, NULL);
    if (status == SEG_OK) status = seg_repair_text(r, text, strlen(text), 0, log, NULL);
    segi_fail_allocation(0);
    seg_editlog_free(log);
    seg_repairer_free(r);
    if (status == SEG_OK) break;
    ck_assert_int_eq(status, SEG_NOMEM);
    ck_assert_int_lt(n, 100000);
  }
}
END_TEST

/* Long runs of one thing must not take long. */
START_TEST(monsters_finish) {
  static const char *const pieces[] = {"a", "aB", "z.B.", ".", "\"", "A", "(a", "1", "\xCC\x81", "\xFF", "und", "ä."};
  segi_buf text = SEGI_BUF_EMPTY;
  seg_repairer *r = repairer(NULL);
  seg_editlog *log;
  size_t length;
  while (text.length < 100000) ck_assert(segi_buf_append_string(&text, pieces[_i]));
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  char *repaired = repair(r, text.data, text.length, &length, log);
  ck_assert_uint_ge(length, text.length);
  seg_free(repaired);
  segi_buf_clear(&text);
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

/* --- Golden cases: "input => output" or text that stays; the README tells the format. */

/* A line of a case as text: the sign for a line break becomes one. */
static void add_case_text(segi_buf *buf, const char *text, size_t length) {
  static const char sign[] = "\xE2\x86\xB5";
  buf->length = 0;
  for (size_t i = 0; i < length;) {
    bool feed = length - i >= 3 && memcmp(text + i, sign, 3) == 0;
    ck_assert(segi_buf_append(buf, feed ? "\n" : text + i, 1));
    i += feed ? 3 : 1;
  }
  ck_assert(segi_buf_append(buf, "", 0));
}

static void check_case(const seg_repairer *r, seg_editlog *log, const char *file, size_t number,
                       const char *line) {
  static const char arrow[] = " => ";
  segi_buf input = SEGI_BUF_EMPTY, wanted = SEGI_BUF_EMPTY;
  const char *split = strstr(line, arrow);
  size_t length;
  add_case_text(&input, line, split != NULL ? (size_t)(split - line) : strlen(line));
  add_case_text(&wanted, split != NULL ? split + strlen(arrow) : line,
                strlen(split != NULL ? split + strlen(arrow) : line));
  char *output = repair(r, input.data, input.length, &length, log);
  ck_assert_msg(strcmp(output, wanted.data) == 0, "%s:%zu: %s\n  made     %s\n  expected %s", file,
                number, input.data, output, wanted.data);
  seg_free(output);
  segi_buf_clear(&input);
  segi_buf_clear(&wanted);
}

static size_t check_file(const seg_repairer *r, seg_editlog *log, const char *name) {
  char path[4096], line[4096];
  size_t cases = 0, number = 0;
  snprintf(path, sizeof path, "%s/repair/%s", SEG_GOLDEN, name);
  FILE *file = fopen(path, "r");
  ck_assert_ptr_nonnull(file);
  while (fgets(line, sizeof line, file) != NULL) {
    number++;
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '\0' || strncmp(line, "# ", 2) == 0) continue;
    check_case(r, log, name, number, line);
    cases++;
  }
  fclose(file);
  return cases;
}

START_TEST(golden_cases) {
  seg_repairer *r = repairer(NULL);
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  DIR *folder = opendir(SEG_GOLDEN "/repair");
  ck_assert_ptr_nonnull(folder);
  size_t cases = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    size_t n = strlen(entry->d_name);
    if (n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0)
      cases += check_file(r, log, entry->d_name);
  }
  closedir(folder);
  ck_assert_uint_gt(cases, 100);
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

Suite *repair_suite(void) {
  Suite *suite = suite_create("repair");
  TCase *tests = tcase_create("repair");
  size_t kinds;
  seg_repair_kinds(&kinds);
  tcase_add_loop_test(tests, random_text_comes_back_and_repairs_once, 0, 300);
  tcase_add_test(tests, offsets_count_from_the_base);
  tcase_add_loop_test(tests, kinds_do_what_their_examples_say, 0, (int)kinds);
  tcase_add_test(tests, unknown_kinds_are_named);
  tcase_add_test(tests, what_is_skipped_stays);
  tcase_add_test(tests, memory_may_end_anywhere);
  tcase_add_loop_test(tests, monsters_finish, 0, 12);
  tcase_add_test(tests, golden_cases);
  tcase_set_timeout(tests, 120);
  suite_add_tcase(suite, tests);
  return suite;
}
