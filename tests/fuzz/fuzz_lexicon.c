/* Word lists, weights and sentence pairs that may be anything: refused, or safe to align with. Input: which of them, then its text. */
#include <string.h>

#include "fuzz.h"

static void align(const seg_aligner *aligner) {
  static const char *const source[] = {"Das Haus steht am Fluss.", "Ein Baum.",
                                       "Er kam am 3. Mai."};
  static const char *const target[] = {"The house is by the river.", "He came on May 3."};
  seg_sentence s[3], t[2];
  seg_bead *beads;
  size_t count;
  for (size_t i = 0; i < 3; i++) s[i] = (seg_sentence){.text = {source[i], strlen(source[i])}};
  for (size_t i = 0; i < 2; i++) t[i] = (seg_sentence){.text = {target[i], strlen(target[i])}};
  REQUIRE(seg_align(aligner, s, 3, t, 2, &beads, &count, NULL) == SEG_OK);
  size_t sources = 0, targets = 0;
  for (size_t i = 0; i < count; i++) {
    REQUIRE(beads[i].source_first == sources && beads[i].target_first == targets);
    REQUIRE(beads[i].score >= 0 && beads[i].score <= 1);
    sources += beads[i].source_count;
    targets += beads[i].target_count;
  }
  REQUIRE(sources == 3 && targets == 2);
  seg_free(beads);
}

static void check_error(seg_status status, const seg_error *error) {
  REQUIRE(status == error->status);
  REQUIRE(status == SEG_OK || (status == SEG_BAD_FORMAT && error->message[0] != '\0'));
}

static void use_in_aligner(seg_align_options *options) {
  seg_aligner *aligner;
  seg_error error = {0};
  seg_status status = seg_aligner_new(options, &aligner, &error);
  check_error(status, &error);
  if (status == SEG_OK) align(aligner);
  seg_aligner_free(aligner);
}

static void read_lexicon(fuzz_input *in, bool weights) {
  seg_align_options options = seg_align_defaults;
  options.target_language = "xx"; /* nothing is compiled in for it, which makes it quick */
  if (weights) {
    options.weights = fuzz_rest(in);
  } else {
    options.lexicon_format = (seg_lexicon_format)fuzz_choose(in, SEG_LEXICON_HUNALIGN + 1);
    options.lexicon_reversed = fuzz_choose(in, 2) > 0;
    options.lexicon = fuzz_rest(in);
  }
  use_in_aligner(&options);
}

/* What is learned can be read. */
static void learn_lexicon(fuzz_input *in) {
  char *lexicon;
  size_t length;
  seg_error error = {0};
  seg_status status = seg_lexicon_train(fuzz_rest(in), NULL, &lexicon, &length, &error);
  check_error(status, &error);
  if (status == SEG_OK && length > 0) {
    seg_align_options options = seg_align_defaults;
    options.target_language = "xx";
    options.lexicon = (seg_bytes){lexicon, length};
    options.lexicon_format = SEG_LEXICON_TRAINED;
    seg_aligner *aligner;
    REQUIRE(seg_aligner_new(&options, &aligner, NULL) == SEG_OK);
    align(aligner);
    seg_aligner_free(aligner);
  }
  seg_free(lexicon);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, size};
  switch (fuzz_choose(&in, 3)) {
    case 0: read_lexicon(&in, false); break;
    case 1: read_lexicon(&in, true); break;
    default: learn_lexicon(&in); break;
  }
  return 0;
}
