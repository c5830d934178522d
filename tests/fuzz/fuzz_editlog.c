/* The way back by a log that may be forged: the same bytes, or the same refusal, for every cut of
 * the output. Input: the log, a NUL, the output. */
#include <string.h>

#include "base/buf.h"
#include "fuzz.h"
#include "support/random_text.h"

static seg_status undo(seg_bytes log, seg_bytes output, size_t longest, segi_buf *back) {
  uint64_t seed = fuzz_seed(output);
  seg_undo *undo;
  seg_error error = {0};
  seg_status status = seg_undo_new(log.data, log.length, &undo, &error);
  REQUIRE((status == SEG_OK) == (undo != NULL));
  size_t at = 0, piece;
  bool final = false;
  while (status == SEG_OK && !final) {
    piece = random_below(&seed, longest + 1);
    if (piece > output.length - at) piece = output.length - at;
    final = at + piece == output.length;
    seg_bytes original;
    status = seg_undo_feed(undo, output.data + at, piece, final, &original, &error);
    if (status == SEG_OK) REQUIRE(segi_buf_append(back, original.data, original.length));
    at += piece;
  }
  REQUIRE(status == error.status && (status == SEG_OK || error.message[0] != '\0'));
  seg_undo_free(undo);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, size};
  seg_bytes log = fuzz_field(&in), output = fuzz_rest(&in);
  segi_buf whole = SEGI_BUF_EMPTY, pieces = SEGI_BUF_EMPTY;
  seg_status status = undo(log, output, output.length, &whole);
  REQUIRE(undo(log, output, 2, &pieces) == status);
  if (status == SEG_OK)
    REQUIRE(whole.length == pieces.length &&
            (whole.length == 0 || memcmp(whole.data, pieces.data, whole.length) == 0));
  REQUIRE(status == SEG_OK || status == SEG_BAD_FORMAT || status == SEG_BAD_MATCH ||
          status == SEG_UNSUPPORTED || status == SEG_BAD_TEXT);
  segi_buf_clear(&whole);
  segi_buf_clear(&pieces);
  return 0;
}
