/* Rules that may mean harm: refused, or segments keep their promises under them. Input: how the
 * rules are used, the SRX file, a NUL, a text. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, size};
  seg_split_options options = seg_split_defaults;
  size_t choice = fuzz_choose(&in, 8);
  options.paragraphs = choice / 4 > 0 ? SEG_PARAGRAPHS_WRAPPED : SEG_PARAGRAPHS_LINE;
  options.srx_over = choice / 2 % 2 > 0;
  options.language = choice % 2 > 0 ? "en" : "de";
  seg_bytes file = fuzz_field(&in), text = fuzz_rest(&in);
  seg_srx *srx;
  seg_error error = {0};
  seg_status status = seg_srx_load(fuzz_file(file), &srx, &error);
  REQUIRE(status == error.status && (status == SEG_OK) == (srx != NULL));
  if (status != SEG_OK) {
    REQUIRE(status == SEG_BAD_FORMAT && error.message[0] != '\0');
    return 0;
  }
  options.srx = srx;
  seg_splitter *splitter;
  status = seg_splitter_new(&options, NULL, &splitter, NULL);
  REQUIRE(status == SEG_OK || status == SEG_UNSUPPORTED || status == SEG_BAD_FORMAT);
  if (status == SEG_OK) fuzz_split(splitter, text);
  seg_splitter_free(splitter);
  seg_srx_free(srx);
  return 0;
}
