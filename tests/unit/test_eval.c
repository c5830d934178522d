#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "seg/eval.h"
#include "seg/text.h"
#include "suites.h"

static seg_bytes bytes(const char *string) {
  return (seg_bytes){string, strlen(string)};
}

static void assert_counts(seg_counts c, size_t gold, size_t found, size_t gold_right,
                          size_t found_right) {
  ck_assert_uint_eq(c.gold, gold);
  ck_assert_uint_eq(c.found, found);
  ck_assert_uint_eq(c.gold_right, gold_right);
  ck_assert_uint_eq(c.found_right, found_right);
}

/* --- Ratios. */

START_TEST(ratios) {
  seg_counts counts = {.gold = 10, .found = 8, .gold_right = 5, .found_right = 6};
  ck_assert_double_eq_tol(seg_precision(&counts), 0.75, 1e-12);
  ck_assert_double_eq_tol(seg_recall(&counts), 0.5, 1e-12);
  ck_assert_double_eq_tol(seg_f_score(&counts, 1), 0.6, 1e-12);
  ck_assert_double_eq_tol(seg_f_score(&counts, 0.5), 1.25 * 0.375 / 0.6875, 1e-12);
}
END_TEST

START_TEST(ratios_of_nothing) {
  seg_counts counts = {0};
  ck_assert_double_eq(seg_precision(&counts), 0);
  ck_assert_double_eq(seg_recall(&counts), 0);
  ck_assert_double_eq(seg_f_score(&counts, 1), 0);
}
END_TEST

/* --- Boundaries. */

static seg_status boundaries(const char *gold, const char *output, seg_counts *counts,
                             seg_error *error) {
  *counts = (seg_counts){0};
  *error = (seg_error){0};
  return seg_eval_boundaries(bytes(gold), bytes(output), counts, NULL, NULL, error);
}

static const struct {
  const char *gold, *output;
  size_t counts[3]; /* gold, found, right */
} boundary_cases[] = {
  {"Ja. Nein.\n", "Ja. Nein.\n", {1, 1, 1}},               /* the end of the text counts */
  {"Ja.\nNein.\n", "Ja. Nein.\n", {2, 1, 1}},              /* missed */
  {"Ja. Nein.\n", "Ja.\nNein.\n", {1, 2, 1}},              /* false */
  {"Ja.\nNein.\n", "Ja. Ne\nin.\n", {2, 2, 1}},            /* both */
  {"Ja.\nNein.\n", "\n\n Ja.\r\n\n\tNein.", {2, 2, 2}},    /* spacing does not matter */
  {"Über Öl.\nÄh.", "Über Öl.\nÄh.", {2, 2, 2}},
  {"Ja.\xC2\xA0Nein.", "Ja. Nein.", {1, 1, 1}},            /* no-break space is white space */
  {"a\xFF\nb", "a\xFF\nb", {2, 2, 2}},                     /* bytes that are no character */
  {"", " \n ", {0, 0, 0}},
};

START_TEST(boundary_counts) {
  seg_counts counts;
  seg_error error;
  const size_t *want = boundary_cases[_i].counts;
  ck_assert_int_eq(
      boundaries(boundary_cases[_i].gold, boundary_cases[_i].output, &counts, &error), SEG_OK);
  assert_counts(counts, want[0], want[1], want[2], want[2]);
}
END_TEST

START_TEST(boundary_counts_are_summed) {
  seg_counts counts = {0};
  for (int i = 0; i < 2; i++)
    ck_assert_int_eq(seg_eval_boundaries(bytes("a\nb"), bytes("a b"), &counts, NULL, NULL, NULL),
                     SEG_OK);
  assert_counts(counts, 4, 2, 2, 2);
}
END_TEST

START_TEST(boundary_errors_in_order) {
  seg_counts counts = {0};
  seg_boundary_error *errors;
  size_t count;
  /* boundaries behind "Ja." (3 bytes) and "Öl" (7) are missed, one behind "Doch" (12) is false */
  ck_assert_int_eq(seg_eval_boundaries(bytes("Ja.\nÖl\nDoch ja."), bytes("Ja. Öl Doch\nja."),
                                       &counts, &errors, &count, NULL), SEG_OK);
  ck_assert_uint_eq(count, 3);
  ck_assert(errors[0].missed && errors[0].gold_offset == 3);
  ck_assert(errors[1].missed && errors[1].gold_offset == 7);
  ck_assert(!errors[2].missed && errors[2].gold_offset == 12);
  seg_free(errors);
}
END_TEST

static const struct {
  const char *gold, *output;
  size_t offset, line;
  const char *message;
} mismatches[] = {
  {"Ja.\nDas Haus.\n", "Ja.\n\nDas Haut.\n", 11, 2, "\"Haus.\" is \"Haut.\" in line 3 of the output"},
  {"Ja.\nNein.", "Ja.\n", 4, 2, "the output ends before \"Nein.\""},
  {"Ja.\n", "Ja.\nNein.", 4, 2, "the gold text ends where line 2 of the output has \"Nein.\""},
  {"Donaudampfschifffahrt-X", "Donaudampfschifffahrt-Y", 22, 1,
   "\"X\" is \"Y\" in line 1 of the output"}, /* a long word is not repeated */
  {"", "Nein.", 0, 1, "the gold text ends where line 1 of the output has \"Nein.\""},
};

START_TEST(different_texts_are_refused) {
  seg_counts counts;
  seg_error error;
  ck_assert_int_eq(boundaries(mismatches[_i].gold, mismatches[_i].output, &counts, &error),
                   SEG_BAD_MATCH);
  ck_assert_uint_eq(error.offset, mismatches[_i].offset);
  ck_assert_uint_eq(error.line, mismatches[_i].line);
  ck_assert_str_eq(error.message, mismatches[_i].message);
  assert_counts(counts, 0, 0, 0, 0);
}
END_TEST

/* --- Differences between two texts. */

static seg_editlog *diff(const char *before, const char *after) {
  seg_editlog *edits;
  ck_assert_int_eq(seg_editlog_new(&edits, NULL), SEG_OK);
  ck_assert_int_eq(seg_eval_diff(bytes(before), bytes(after), edits, NULL), SEG_OK);
  return edits;
}

static void assert_edit(const seg_editlog *edits, size_t index, size_t offset,
                        const char *old_text, const char *new_text) {
  seg_edit edit = seg_editlog_get(edits, index);
  ck_assert_uint_eq(edit.offset, offset);
  ck_assert_uint_eq(edit.old_bytes.length, strlen(old_text));
  ck_assert_uint_eq(edit.new_bytes.length, strlen(new_text));
  ck_assert_mem_eq(edit.old_bytes.data, old_text, strlen(old_text));
  ck_assert_mem_eq(edit.new_bytes.data, new_text, strlen(new_text));
}

START_TEST(diff_finds_separators) {
  seg_editlog *edits = diff("RusslandDamit ist es stattals er", "Russland. Damit ist es statt, als er");
  ck_assert_uint_eq(seg_editlog_count(edits), 2);
  assert_edit(edits, 0, 8, "", ". ");
  assert_edit(edits, 1, 26, "", ", ");
  seg_editlog_free(edits);
}
END_TEST

START_TEST(diff_finds_changes) {
  seg_editlog *edits = diff("Der Schluß war schön ,,so'' Ende", "Der Schluss war schön „so'' Ende");
  ck_assert_uint_eq(seg_editlog_count(edits), 2);
  assert_edit(edits, 0, 9, "ß", "ss");
  assert_edit(edits, 1, 23, ",,", "„");
  seg_editlog_free(edits);
}
END_TEST

/* Where texts differ in words, the longest common run of words stays; of equal ones the first. */
static const struct {
  const char *before, *after;
  struct {
    size_t offset;
    const char *old_text, *new_text;
  } edits[2];
} run_cases[] = {
  {"der Hund", "der Mann der Hund", {{0, "", "der Mann "}}},
  {"ab b", "ab ab b", {{0, "", "ab "}}},
  {"x a y", "a z a", {{0, "x ", ""}, {4, "y", "z a"}}},
  {"eins zwei", "eins", {{4, " zwei", ""}}},
  {"eins", "eins zwei", {{4, "", " zwei"}}},
};

START_TEST(diff_keeps_common_words) {
  seg_editlog *edits = diff(run_cases[_i].before, run_cases[_i].after);
  size_t count = run_cases[_i].edits[1].old_text != NULL ? 2 : 1;
  ck_assert_uint_eq(seg_editlog_count(edits), count);
  for (size_t i = 0; i < count; i++)
    assert_edit(edits, i, run_cases[_i].edits[i].offset, run_cases[_i].edits[i].old_text,
                run_cases[_i].edits[i].new_text);
  seg_editlog_free(edits);
}
END_TEST

START_TEST(diff_of_equal_texts_is_empty) {
  seg_editlog *edits = diff("Gleich.", "Gleich.");
  ck_assert_uint_eq(seg_editlog_count(edits), 0);
  seg_editlog_free(edits);
}
END_TEST

/* Small alphabet, many repeated words: every kind of hunk comes up, at both ends too. */
static size_t random_text(unsigned *seed, char *text, size_t most) {
  static const char *const pieces[] = {" ", "a", "b", "ab", ".", ", ", "ü", "\n", "\xFF", " der "};
  size_t length = 0, wanted;
  *seed = *seed * 1103515245u + 12345u;
  wanted = (*seed >> 16) % most;
  while (length < wanted) {
    *seed = *seed * 1103515245u + 12345u;
    const char *piece = pieces[(*seed >> 16) % (sizeof pieces / sizeof *pieces)];
    memcpy(text + length, piece, strlen(piece));
    length += strlen(piece);
  }
  return length;
}

START_TEST(diff_leads_from_one_text_to_the_other) {
  char before[128], after[128], *made;
  unsigned seed = 1;
  for (int round = 0; round < 3000; round++) {
    size_t before_length = random_text(&seed, before, 90), made_length;
    size_t after_length = random_text(&seed, after, 90);
    seg_editlog *edits;
    ck_assert_int_eq(seg_editlog_new(&edits, NULL), SEG_OK);
    ck_assert_int_eq(seg_eval_diff((seg_bytes){before, before_length},
                                   (seg_bytes){after, after_length}, edits, NULL), SEG_OK);
    ck_assert_int_eq(
        seg_editlog_apply(edits, before, before_length, &made, &made_length, NULL), SEG_OK);
    ck_assert_uint_eq(made_length, after_length);
    ck_assert_mem_eq(made, after, after_length);
    seg_free(made);
    seg_editlog_free(edits);
  }
}
END_TEST

/* --- Repairs. */

static const struct {
  seg_want want;
  const char *put_in;
  bool exact, position;
} want_cases[] = {
  {SEG_WANT_TEXT, ". ", true, true},        {SEG_WANT_TEXT, " ", false, true},
  {SEG_WANT_TEXT, ".", false, false},       {SEG_WANT_SPACE, " ", true, true},
  {SEG_WANT_SPACE, "\n", true, true},       {SEG_WANT_SPACE, "\xC2\xA0", true, true},
  {SEG_WANT_SPACE, ", ", false, true},      {SEG_WANT_STOP, ". ", true, true},
  {SEG_WANT_STOP, ": ", true, true},        {SEG_WANT_STOP, "… ", true, true},        {SEG_WANT_STOP, " ", false, true},
  {SEG_WANT_STOP, "\n", true, true},        {SEG_WANT_STOP, ". \n ", true, true},
  {SEG_WANT_STOP, ", ", false, true},       {SEG_WANT_STOP, ".", false, false},
  {SEG_WANT_SEPARATOR, " ", true, true},    {SEG_WANT_SEPARATOR, "– ", true, true},
  {SEG_WANT_SEPARATOR, " – ", false, true}, {SEG_WANT_SEPARATOR, ",", false, false},
};

START_TEST(wants) {
  char output[32] = "Haus";
  strcat(output, want_cases[_i].put_in);
  strcat(output, "Tor");
  seg_editlog *edits = diff("HausTor", output);
  seg_repair_place place = {.offset = 4, .want = want_cases[_i].want, .text = bytes(". ")};
  seg_repair_counts counts = {0};
  seg_verdict verdict;
  ck_assert_int_eq(
      seg_eval_repair(bytes("HausTor"), &place, 1, edits, &counts, &verdict, NULL), SEG_OK);
  ck_assert_int_eq(place.exact, want_cases[_i].exact);
  ck_assert_int_eq(place.position, want_cases[_i].position);
  ck_assert_int_eq(verdict, place.exact ? SEG_VERDICT_RIGHT : SEG_VERDICT_MISWORDED);
  assert_counts(counts.exact, 1, 1, place.exact, place.exact);
  assert_counts(counts.position, 1, 1, place.position, place.position);
  ck_assert_uint_eq(counts.characters, 7);
  seg_editlog_free(edits);
}
END_TEST

/* One of each: right, missed, not sure, false, and a change that also puts in a space. */
START_TEST(every_verdict) {
  const char *damaged = "einszwei dreivier fünfsechs siebenacht neun-zehn";
  const char *output = "eins zwei dreivier fünf sechs sieben acht neun, zehn";
  seg_repair_place places[] = {
    {.offset = 4, .want = SEG_WANT_SPACE},
    {.offset = 13, .want = SEG_WANT_SPACE},
    {.offset = 23, .want = SEG_WANT_ANYTHING},
  };
  seg_verdict verdicts[4];
  seg_repair_counts counts = {0};
  seg_editlog *edits = diff(damaged, output);
  ck_assert_uint_eq(seg_editlog_count(edits), 4);
  ck_assert_int_eq(seg_eval_repair(bytes(damaged), places, 3, edits, &counts, verdicts, NULL),
                   SEG_OK);
  ck_assert_int_eq(verdicts[0], SEG_VERDICT_RIGHT);
  ck_assert_int_eq(verdicts[1], SEG_VERDICT_UNSCORED);
  ck_assert_int_eq(verdicts[2], SEG_VERDICT_FALSE);
  ck_assert_int_eq(verdicts[3], SEG_VERDICT_OTHER);
  assert_counts(counts.position, 2, 3, 1, 1);
  ck_assert_uint_eq(counts.other, 1);
  seg_editlog_free(edits);
}
END_TEST

START_TEST(wanted_changes) {
  seg_repair_place place = {.offset = 4, .old_length = 2, .want = SEG_WANT_TEXT, .text = bytes("„")};
  seg_repair_counts counts = {0};
  seg_editlog *right = diff("Das ,,war so", "Das „war so");
  seg_editlog *wrong = diff("Das ,,war so", "Das \"war so");
  seg_editlog *beside = diff("Das ,,war so", "Das „,,war so");
  ck_assert_int_eq(seg_eval_repair(bytes("Das ,,war so"), &place, 1, right, &counts, NULL, NULL),
                   SEG_OK);
  assert_counts(counts.exact, 1, 1, 1, 1);
  ck_assert_int_eq(seg_eval_repair(bytes("Das ,,war so"), &place, 1, wrong, &counts, NULL, NULL),
                   SEG_OK);
  assert_counts(counts.exact, 2, 1, 1, 1);
  ck_assert_uint_eq(counts.other, 1);
  ck_assert_int_eq(seg_eval_repair(bytes("Das ,,war so"), &place, 1, beside, &counts, NULL, NULL),
                   SEG_OK);
  assert_counts(counts.exact, 3, 2, 1, 1);
  seg_editlog_free(right);
  seg_editlog_free(wrong);
  seg_editlog_free(beside);
}
END_TEST

/* A change puts white space in at an edge only where the old text had none. */
START_TEST(changes_with_white_space) {
  static const struct {
    const char *old_text, *new_text;
    size_t found;
  } cases[] = {{"-", ", ", 1}, {"- ", ", ", 0}, {"-", " -x", 1}, {" -", " -x", 0}, {"-", "x", 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    seg_repair_counts counts = {0};
    seg_edit edit = {.offset = 0, .old_bytes = bytes(cases[i].old_text),
                     .new_bytes = bytes(cases[i].new_text), .kind = "change"};
    seg_editlog *edits = diff("", "");
    ck_assert_int_eq(seg_editlog_append(edits, &edit, NULL), SEG_OK);
    ck_assert_int_eq(seg_eval_repair(edit.old_bytes, NULL, 0, edits, &counts, NULL, NULL), SEG_OK);
    ck_assert_uint_eq(counts.position.found, cases[i].found);
    ck_assert_uint_eq(counts.other, 1);
    seg_editlog_free(edits);
  }
}
END_TEST

START_TEST(places_out_of_order_are_refused) {
  seg_repair_place places[] = {{.offset = 2}, {.offset = 2}};
  seg_repair_counts counts = {0};
  seg_editlog *edits = diff("abc", "ab c");
  seg_error error = {0};
  ck_assert_int_eq(seg_eval_repair(bytes("abc"), places, 2, edits, &counts, NULL, &error),
                   SEG_BAD_ARGUMENT);
  ck_assert_uint_eq(error.offset, 2);
  seg_editlog_free(edits);
}
END_TEST

/* --- Beads. */

static seg_links links(const char *text) {
  seg_links parsed;
  ck_assert_int_eq(seg_links_parse(bytes(text), &parsed, NULL), SEG_OK);
  return parsed;
}

START_TEST(beads_are_read) {
  seg_links parsed = links("[0]:[0, 12]:0.5\r\n\n []:[3] \r\n[]:[]:nan");
  ck_assert_uint_eq(parsed.count, 3);
  ck_assert_uint_eq(parsed.items[0].source_count, 1);
  ck_assert_uint_eq(parsed.items[0].target_count, 2);
  ck_assert_uint_eq(parsed.items[0].target[1], 12);
  ck_assert_uint_eq(parsed.items[1].source_count, 0);
  ck_assert_uint_eq(parsed.items[1].target[0], 3);
  seg_links_clear(&parsed);
}
END_TEST

static const char *const bad_beads[] = {
  "[0]:[0]\n[1]", "[0]:[0]\n[1]:2", "[0]:[0]\n[2, 1]:[2]", "[0]:[0]\n[1, 1]:[2]",
  "[0]:[0]\n[1,]:[2]", "[0]:[0]\n[1]:[2] x", "[0]:[0]\n[99999999999999999999]:[2]",
};

START_TEST(bad_beads_are_refused) {
  seg_links parsed;
  seg_error error = {0};
  ck_assert_int_eq(seg_links_parse(bytes(bad_beads[_i]), &parsed, &error), SEG_BAD_FORMAT);
  ck_assert_uint_eq(error.line, 2);
  ck_assert_uint_eq(parsed.count, 0);
  ck_assert_ptr_null(parsed.items);
}
END_TEST

/* Gold: 1-1 right, 2-1 found in two halves (lax), 0-1 right but without recall, 1-1 missed.
 * Output: the first, the two halves (lax), the 0-1, and a 1-0 that is false. */
START_TEST(bead_counts) {
  seg_links gold = links("[0]:[0]\n[1, 2]:[1]\n[]:[2]\n[3]:[3]\n[]:[]\n[4]:[]");
  seg_links output = links("[0]:[0]\n[0]:[0]\n[1]:[1]\n[2]:[1]\n[]:[2]\n[3]:[]");
  seg_bead_counts counts = {0};
  bool found[6];
  ck_assert_int_eq(seg_eval_beads(&gold, &output, &counts, found, NULL), SEG_OK);
  assert_counts(counts.strict, 3, 5, 1, 2);
  assert_counts(counts.lax, 3, 5, 2, 4);
  ck_assert(found[0] && !found[1] && found[2] && !found[3]);
  ck_assert_int_eq(seg_eval_beads(&gold, &output, &counts, NULL, NULL), SEG_OK);
  assert_counts(counts.strict, 6, 10, 2, 4);
  seg_links_clear(&gold);
  seg_links_clear(&output);
}
END_TEST

START_TEST(beads_share_sentences_anywhere) {
  seg_links gold = links("[5]:[7, 9]\n[6]:[1, 3]"), output = links("[4, 5]:[2, 8, 9]\n[6]:[2]");
  seg_bead_counts counts = {0};
  ck_assert_int_eq(seg_eval_beads(&gold, &output, &counts, NULL, NULL), SEG_OK);
  assert_counts(counts.strict, 2, 2, 0, 0);
  assert_counts(counts.lax, 2, 2, 1, 1);
  seg_links_clear(&gold);
  seg_links_clear(&output);
}
END_TEST

/* --- Memory. */

/* Each of these returns SEG_NOMEM or does its work, and leaks in neither case. */

static seg_status boundaries_short_of_memory(void) {
  seg_counts counts = {0};
  seg_boundary_error *errors;
  size_t count;
  seg_status status =
      seg_eval_boundaries(bytes("a b\nc"), bytes("a\nb c"), &counts, &errors, &count, NULL);
  if (status != SEG_OK) ck_assert(errors == NULL && count == 0 && counts.gold == 0);
  seg_free(errors);
  return status;
}

static seg_status diff_short_of_memory(void) {
  seg_editlog *edits = NULL;
  seg_status status = seg_editlog_new(&edits, NULL);
  if (status == SEG_OK)
    status = seg_eval_diff(bytes("der Hund, die Katze; das Tier"), bytes("der Hut die Katze. Das, Tier"),
                           edits, NULL);
  seg_editlog_free(edits);
  return status;
}

static seg_status beads_short_of_memory(void) {
  seg_links gold = {NULL, 0}, output = {NULL, 0};
  seg_bead_counts counts = {0};
  seg_status status = seg_links_parse(bytes("[0]:[0]\n[1]:[1, 2]"), &gold, NULL);
  if (status == SEG_OK) status = seg_links_parse(bytes("[0]:[0]\n[1]:[2]"), &output, NULL);
  if (status == SEG_OK) status = seg_eval_beads(&gold, &output, &counts, NULL, NULL);
  if (status != SEG_OK) ck_assert_uint_eq(counts.strict.gold, 0);
  seg_links_clear(&gold);
  seg_links_clear(&output);
  return status;
}

static seg_status (*const hungry[])(void) = {boundaries_short_of_memory, diff_short_of_memory,
                                             beads_short_of_memory};

START_TEST(every_allocation_may_fail) {
  seg_status status = SEG_NOMEM;
  long n = 0;
  while (status != SEG_OK) {
    segi_fail_allocation(++n);
    status = hungry[_i]();
    segi_fail_allocation(0);
    ck_assert(status == SEG_OK || status == SEG_NOMEM);
  }
  ck_assert_int_gt(n, 1);
}
END_TEST

#define ADD_CASES(test, array) \
  tcase_add_loop_test(tests, test, 0, (int)(sizeof array / sizeof *array))

Suite *eval_suite(void) {
  Suite *suite = suite_create("eval");
  TCase *tests = tcase_create("eval");
  tcase_add_test(tests, ratios);
  tcase_add_test(tests, ratios_of_nothing);
  ADD_CASES(boundary_counts, boundary_cases);
  tcase_add_test(tests, boundary_counts_are_summed);
  tcase_add_test(tests, boundary_errors_in_order);
  ADD_CASES(different_texts_are_refused, mismatches);
  tcase_add_test(tests, diff_finds_separators);
  tcase_add_test(tests, diff_finds_changes);
  ADD_CASES(diff_keeps_common_words, run_cases);
  tcase_add_test(tests, diff_of_equal_texts_is_empty);
  tcase_add_test(tests, diff_leads_from_one_text_to_the_other);
  ADD_CASES(wants, want_cases);
  tcase_add_test(tests, every_verdict);
  tcase_add_test(tests, wanted_changes);
  tcase_add_test(tests, changes_with_white_space);
  tcase_add_test(tests, places_out_of_order_are_refused);
  tcase_add_test(tests, beads_are_read);
  ADD_CASES(bad_beads_are_refused, bad_beads);
  tcase_add_test(tests, bead_counts);
  tcase_add_test(tests, beads_share_sentences_anywhere);
  ADD_CASES(every_allocation_may_fail, hungry);
  suite_add_tcase(suite, tests);
  return suite;
}
