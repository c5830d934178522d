/* The repairer: edits fall between characters, undo gives the text back, and a second repair finds
 * nothing. Input: the kinds, then text. */
#include <string.h>

#include "base/buf.h"
#include "fuzz.h"

enum { CHOICES = 64 }; /* the default set, all kinds, or one kind */

static const seg_repairer *repairer_of(size_t choice) {
  static seg_repairer *made[CHOICES];
  if (made[choice] != NULL) return made[choice];
  size_t count;
  const seg_repair_kind *kinds = seg_repair_kinds(&count);
  seg_repair_options options = seg_repair_defaults;
  segi_buf all = SEGI_BUF_EMPTY;
  for (size_t k = 0; k < count; k++)
    REQUIRE(segi_buf_append_string(&all, kinds[k].id) && segi_buf_append_string(&all, ","));
  all.data[all.length - 1] = '\0';
  if (choice == 1)
    options.only = all.data;
  else if (choice >= 2 && choice - 2 < count)
    options.only = kinds[choice - 2].id;
  options.drop_furniture = options.only != NULL && strstr(options.only, "furniture") != NULL;
  REQUIRE(seg_repairer_new(&options, NULL, &made[choice], NULL) == SEG_OK);
  segi_buf_clear(&all);
  return made[choice];
}

static void check_edits(const seg_editlog *log, seg_bytes text) {
  size_t at = 0, end = 0;
  for (size_t i = 0; i < seg_editlog_count(log); i++) {
    seg_edit e = seg_editlog_get(log, i);
    REQUIRE(e.offset >= end && e.confidence >= 0 && e.confidence <= 1);
    end = e.offset + e.old_bytes.length;
    REQUIRE(fuzz_is_boundary(text, &at, e.offset) && fuzz_is_boundary(text, &at, end));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, size};
  const seg_repairer *repairer = repairer_of(fuzz_choose(&in, CHOICES));
  seg_bytes text = fuzz_rest(&in);
  seg_editlog *log;
  char *once, *back;
  size_t once_length, back_length;
  REQUIRE(seg_editlog_new(&log, NULL) == SEG_OK);
  REQUIRE(seg_repair_text(repairer, text.data, text.length, 0, log, NULL) == SEG_OK);
  check_edits(log, text);
  REQUIRE(seg_editlog_apply(log, text.data, text.length, &once, &once_length, NULL) == SEG_OK);
  REQUIRE(seg_editlog_undo(log, once, once_length, &back, &back_length, NULL) == SEG_OK);
  REQUIRE(back_length == text.length && memcmp(back, text.data, text.length) == 0);
  seg_editlog_clear(log);
  REQUIRE(seg_repair_text(repairer, once, once_length, 0, log, NULL) == SEG_OK);
  REQUIRE(seg_editlog_count(log) == 0);
  seg_free(once);
  seg_free(back);
  seg_editlog_free(log);
  return 0;
}
