/* Model files that may mean harm: refused, or safe to split and repair with. Input: whether the
 * checksum is put right, how many bytes change, where the file is cut, the changes, a text. */
#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "model/format.h"
#include "model/model.h"
#include "support/model_file.h"

enum { MOST_CHANGES = 16 };

/* Sets a byte, at an offset in a section (from 1; 0: in the file). Four bytes say which and what. */
static void change(segi_buf *file, const uint8_t what[4]) {
  segi_model_file parts;
  uint64_t at = 0, offset = what[1] * (uint64_t)256 + what[2];
  if (segi_model_file_check(file->data, file->length, &parts, NULL) != SEG_OK) return;
  size_t section = what[0] % (parts.sections + 1);
  if (section > 0) memcpy(&at, file->data + section * 32 + SEGI_SECTION_NAME, sizeof at);
  if (at + offset < file->length) file->data[at + offset] = (char)what[3];
}

static void use(const seg_model *model, seg_bytes text) {
  seg_splitter *splitter;
  seg_repairer *repairer;
  seg_editlog *log;
  REQUIRE(seg_splitter_new(NULL, model, &splitter, NULL) == SEG_OK);
  REQUIRE(seg_repairer_new(NULL, model, &repairer, NULL) == SEG_OK);
  REQUIRE(seg_editlog_new(&log, NULL) == SEG_OK);
  fuzz_split(splitter, text);
  REQUIRE(seg_repair_text(repairer, text.data, text.length, 0, log, NULL) == SEG_OK);
  seg_editlog_free(log);
  seg_repairer_free(repairer);
  seg_splitter_free(splitter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static segi_buf good, bad;
  static seg_model model;
  fuzz_input in = {data, size};
  if (good.length == 0) random_model(42, &good);
  bad.length = 0;
  REQUIRE(segi_buf_append(&bad, good.data, good.length));
  bool mend = fuzz_choose(&in, 4) > 0;
  size_t changes = fuzz_choose(&in, MOST_CHANGES + 1), cut = fuzz_choose(&in, 256);
  for (size_t i = 0; i < changes; i++) {
    uint8_t what[4];
    for (size_t k = 0; k < 4; k++) what[k] = (uint8_t)fuzz_choose(&in, 256);
    change(&bad, what);
  }
  bad.length -= cut * cut; /* up to 64 KiB */
  if (mend) mend_header(&bad);
  seg_error error = {0};
  seg_status status = segi_model_open(bad.data, bad.length, false, &model, &error);
  REQUIRE(status == error.status);
  REQUIRE(status == SEG_OK || (status == SEG_BAD_FORMAT && error.message[0] != '\0'));
  if (status == SEG_OK) use(&model, fuzz_rest(&in));
  return 0;
}
