/* for mkdtemp */
#define _XOPEN_SOURCE 700

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "seg/pairs.h"
#include "suites.h"
#include "support/scratch.h"

static const char *const names[] = {"out", "out.de", "out.fr"};

static void leave_folder(void) {
  for (int i = 0; i < 3; i++) unlink(names[i]);
  ck_assert_uint_eq(count_scratch(), 0); /* no temporary file is left */
  leave_scratch();
}

static void assert_file(const char *path, const char *wanted) {
  char data[4000] = "";
  FILE *file = fopen(path, "rb");
  ck_assert_ptr_nonnull(file);
  data[fread(data, 1, sizeof data - 1, file)] = '\0';
  fclose(file);
  ck_assert_str_eq(data, wanted);
}

static seg_status put(seg_pair_writer *writer, const char *source, const char *target,
                      double score) {
  return seg_pair_writer_put(writer, (seg_bytes){source, strlen(source)},
                             (seg_bytes){target, strlen(target)}, score, NULL);
}

static seg_status write_pairs(seg_pair_format format) {
  seg_pair_options options = seg_pair_defaults;
  options.format = format;
  options.path = "out";
  options.target_language = "fr";
  seg_pair_writer *writer;
  seg_status status = seg_pair_writer_open(&options, &writer, NULL);
  if (status != SEG_OK) return status;
  status = put(writer, "Ja.\tGut.", "Oui\r\n<b>\x01\xFF&", 0.9996);
  if (status == SEG_OK) status = put(writer, "", "Rien.", 0);
  if (status == SEG_OK) status = put(writer, "Nein.", "Non.", 0.5);
  if (status == SEG_OK) return seg_pair_writer_commit(writer, NULL);
  seg_pair_writer_discard(writer);
  return status;
}

START_TEST(writes_a_table) {
  ck_assert_int_eq(write_pairs(SEG_PAIRS_TSV), SEG_OK);
  assert_file("out", "1.000\tJa. Gut.\tOui  <b>\x01\xFF&\n0.000\t\tRien.\n0.500\tNein.\tNon.\n");
}
END_TEST

START_TEST(writes_two_files) {
  ck_assert_int_eq(write_pairs(SEG_PAIRS_MOSES), SEG_OK);
  assert_file("out.de", "Ja. Gut.\nNein.\n");
  assert_file("out.fr", "Oui  <b>\x01\xFF&\nNon.\n");
}
END_TEST

START_TEST(writes_a_memory) {
  ck_assert_int_eq(write_pairs(SEG_PAIRS_TMX), SEG_OK);
  assert_file("out",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"
    "<tmx version=\"1.4\">\n<header creationtool=\"libseg\" creationtoolversion=\"0.1.0\" "
    "segtype=\"sentence\" o-tmf=\"libseg\" adminlang=\"en\" srclang=\"de\" "
    "datatype=\"plaintext\"/>\n<body>\n"
    "<tu><prop type=\"x-score\">1.000</prop><tuv xml:lang=\"de\"><seg>Ja.\tGut.</seg></tuv>"
    "<tuv xml:lang=\"fr\"><seg>Oui&#13;\n&lt;b&gt;\xEF\xBF\xBD\xEF\xBF\xBD&amp;</seg></tuv></tu>\n"
    "<tu><prop type=\"x-score\">0.500</prop><tuv xml:lang=\"de\"><seg>Nein.</seg></tuv>"
    "<tuv xml:lang=\"fr\"><seg>Non.</seg></tuv></tu>\n</body>\n</tmx>\n");
}
END_TEST

START_TEST(survives_every_allocation_failure) {
  seg_status status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM; n++) {
    ck_assert_int_lt(n, 100);
    segi_fail_allocation(n);
    status = write_pairs((seg_pair_format)_i);
    segi_fail_allocation(0);
    bool there = access(_i == SEG_PAIRS_MOSES ? "out.fr" : "out", F_OK) == 0;
    ck_assert_int_eq(there, status == SEG_OK);
  }
  ck_assert_int_eq(status, SEG_OK);
}
END_TEST

START_TEST(refuses_what_it_cannot_do) {
  seg_pair_options options = seg_pair_defaults;
  seg_pair_writer *writer;
  options.format = SEG_PAIRS_MOSES;
  ck_assert_int_eq(seg_pair_writer_open(&options, &writer, NULL), SEG_BAD_ARGUMENT);
  options.path = "out";
  options.target_language = "de";
  ck_assert_int_eq(seg_pair_writer_open(&options, &writer, NULL), SEG_BAD_ARGUMENT);
  options.path = "missing/out";
  options.target_language = "fr";
  ck_assert_int_eq(seg_pair_writer_open(&options, &writer, NULL), SEG_IO);
  ck_assert_ptr_null(writer);
  seg_pair_writer_discard(NULL);
}
END_TEST

Suite *pairs_suite(void) {
  Suite *suite = suite_create("pairs");
  TCase *all = tcase_create("pairs");
  tcase_add_checked_fixture(all, enter_scratch, leave_folder);
  tcase_add_test(all, writes_a_table);
  tcase_add_test(all, writes_two_files);
  tcase_add_test(all, writes_a_memory);
  tcase_add_loop_test(all, survives_every_allocation_failure, 0, 3);
  tcase_add_test(all, refuses_what_it_cannot_do);
  suite_add_tcase(suite, all);
  return suite;
}
