/* for mkdtemp */
#define _XOPEN_SOURCE 700

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "seg/xliff.h"
#include "suites.h"
#include "support/scratch.h"

static void leave_folder(void) {
  unlink("out");
  leave_scratch();
}

static seg_bytes bytes(const char *text) {
  return (seg_bytes){text, strlen(text)};
}

/* Two texts, the first in two pieces. */
static seg_status write_texts(seg_xliff_writer *w) {
  const seg_segment first = {.span = {1, 4}}, second = {.span = {5, 8}, .paragraph = 1};
  seg_status status = seg_xliff_writer_file(w, "a\xFF", NULL);
  if (status == SEG_OK) status = seg_xliff_writer_text(w, bytes(" Ja."), NULL);
  if (status == SEG_OK) status = seg_xliff_writer_segment(w, &first, NULL);
  if (status == SEG_OK) status = seg_xliff_writer_text(w, bytes("\nGut"), NULL);
  if (status == SEG_OK) status = seg_xliff_writer_segment(w, &second, NULL);
  if (status == SEG_OK) status = seg_xliff_writer_file(w, NULL, NULL);
  return status == SEG_OK ? seg_xliff_writer_finish(w, NULL) : status;
}

static seg_status write_document(void) {
  seg_output *output;
  seg_xliff_writer *writer;
  seg_status status = seg_output_open("out", &output, NULL);
  if (status != SEG_OK) return status;
  status = seg_xliff_writer_new(output, "de", &writer, NULL);
  if (status == SEG_OK) status = write_texts(writer);
  seg_xliff_writer_free(writer);
  if (status == SEG_OK) return seg_output_commit(output, NULL);
  seg_output_discard(output);
  return status;
}

START_TEST(writes_units) {
  char data[2000] = "";
  ck_assert_int_eq(write_document(), SEG_OK);
  FILE *file = fopen("out", "rb");
  data[fread(data, 1, sizeof data - 1, file)] = '\0';
  fclose(file);
  ck_assert_str_eq(data,
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\" srcLang=\"de\">\n"
    "<file id=\"f1\" original=\"a&#xFFFD;\" xml:space=\"preserve\">\n<unit id=\"u1\">\n"
    "<ignorable><source> </source></ignorable>\n"
    "<segment id=\"s1\"><source>Ja.</source></segment>\n"
    "<ignorable><source>\n</source></ignorable>\n</unit>\n<unit id=\"u2\">\n"
    "<segment id=\"s2\"><source>Gut</source></segment>\n</unit>\n</file>\n"
    "<file id=\"f2\" xml:space=\"preserve\">\n<unit id=\"u1\">\n"
    "<segment id=\"s1\"><source/></segment>\n</unit>\n</file>\n</xliff>\n");
}
END_TEST

START_TEST(survives_every_allocation_failure) {
  seg_status status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM; n++) {
    ck_assert_int_lt(n, 100);
    segi_fail_allocation(n);
    status = write_document();
    segi_fail_allocation(0);
    ck_assert_int_eq(access("out", F_OK) == 0, status == SEG_OK);
  }
  ck_assert_int_eq(status, SEG_OK);
}
END_TEST

START_TEST(refuses_segments_out_of_place) {
  const seg_segment good = {.span = {1, 2}}, before = {.span = {0, 1}}, after = {.span = {2, 4}};
  seg_output *output;
  seg_xliff_writer *w;
  ck_assert_int_eq(seg_output_open("out", &output, NULL), SEG_OK);
  ck_assert_int_eq(seg_xliff_writer_new(output, "de", &w, NULL), SEG_OK);
  ck_assert_int_eq(seg_xliff_writer_segment(w, &good, NULL), SEG_BAD_ARGUMENT);
  ck_assert_int_eq(seg_xliff_writer_file(w, "", NULL), SEG_OK);
  ck_assert_int_eq(seg_xliff_writer_text(w, bytes("abc"), NULL), SEG_OK);
  ck_assert_int_eq(seg_xliff_writer_segment(w, &good, NULL), SEG_OK);
  ck_assert_int_eq(seg_xliff_writer_segment(w, &before, NULL), SEG_BAD_ARGUMENT);
  ck_assert_int_eq(seg_xliff_writer_segment(w, &after, NULL), SEG_BAD_ARGUMENT);
  seg_xliff_writer_free(w);
  seg_xliff_writer_free(NULL);
  seg_output_discard(output);
}
END_TEST

Suite *xliff_suite(void) {
  Suite *suite = suite_create("xliff");
  TCase *all = tcase_create("xliff");
  tcase_add_checked_fixture(all, enter_scratch, leave_folder);
  tcase_add_test(all, writes_units);
  tcase_add_test(all, survives_every_allocation_failure);
  tcase_add_test(all, refuses_segments_out_of_place);
  suite_add_tcase(suite, all);
  return suite;
}
