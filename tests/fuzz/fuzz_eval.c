/* What scores: links as they are read are all found in themselves, the edits between two texts lead
 * from one to the other, boundaries of a text are its own. Input: which, then two texts with a NUL
 * between. */
#include <string.h>

#include "fuzz.h"

static bool all_right(const seg_counts *c) {
  return c->gold == c->gold_right && c->found == c->found_right;
}

static void check_links(seg_bytes text) {
  seg_links links;
  seg_error error = {0};
  seg_bead_counts counts = {0};
  seg_status status = seg_links_parse(text, &links, &error);
  REQUIRE(status == error.status);
  REQUIRE(status == SEG_OK || (status == SEG_BAD_FORMAT && error.line > 0));
  if (status == SEG_OK) {
    REQUIRE(seg_eval_beads(&links, &links, &counts, NULL, NULL) == SEG_OK);
    REQUIRE(all_right(&counts.strict));
  }
  seg_links_clear(&links);
}

static void check_diff(seg_bytes before, seg_bytes after) {
  seg_editlog *edits;
  char *made;
  size_t length;
  REQUIRE(seg_editlog_new(&edits, NULL) == SEG_OK);
  REQUIRE(seg_eval_diff(before, after, edits, NULL) == SEG_OK);
  REQUIRE(seg_editlog_apply(edits, before.data, before.length, &made, &length, NULL) == SEG_OK);
  REQUIRE(length == after.length && memcmp(made, after.data, length) == 0);
  seg_free(made);
  seg_editlog_free(edits);
}

static void check_boundaries(seg_bytes gold, seg_bytes output) {
  seg_counts counts = {0};
  seg_boundary_error *errors;
  size_t count;
  REQUIRE(seg_eval_boundaries(gold, gold, &counts, &errors, &count, NULL) == SEG_OK);
  REQUIRE(count == 0 && all_right(&counts));
  seg_free(errors);
  seg_status status = seg_eval_boundaries(gold, output, &counts, &errors, &count, NULL);
  REQUIRE(status == SEG_OK || status == SEG_BAD_MATCH);
  for (size_t i = 0; i < count; i++) REQUIRE(errors[i].gold_offset <= gold.length);
  seg_free(errors);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, size};
  size_t which = fuzz_choose(&in, 3);
  seg_bytes a = fuzz_field(&in), b = fuzz_rest(&in);
  switch (which) {
    case 0: check_links(a); break;
    case 1: check_diff(a, b); break;
    default: check_boundaries(a, b); break;
  }
  return 0;
}
