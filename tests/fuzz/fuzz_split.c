/* The splitter: segments cover the text, begin and end between characters, and are the same for
 * every cut of the stream. Input: options, then text. */
#include "fuzz.h"

enum { PARAGRAPHS = 4, LANGUAGES = 3, LIMITS = 5 };

static const char *const languages[LANGUAGES] = {"de", "en", "th"};

static const struct {
  size_t max_length, min_length;
  bool count_tokens;
} limits[LIMITS] = {{0, 0, false}, {40, 0, false}, {5, 3, true}, {0, 20, false}, {1, 1, false}};

static const seg_splitter *splitter_of(size_t paragraphs, size_t language, size_t limit) {
  static seg_splitter *made[PARAGRAPHS][LANGUAGES][LIMITS];
  seg_splitter **splitter = &made[paragraphs][language][limit];
  if (*splitter != NULL) return *splitter;
  seg_split_options options = seg_split_defaults;
  options.paragraphs = (seg_paragraphs)paragraphs;
  options.language = languages[language];
  options.max_length = limits[limit].max_length;
  options.min_length = limits[limit].min_length;
  options.count_tokens = limits[limit].count_tokens;
  REQUIRE(seg_splitter_new(&options, NULL, splitter, NULL) == SEG_OK);
  return *splitter;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input in = {data, size};
  size_t choice = fuzz_choose(&in, PARAGRAPHS * LANGUAGES * LIMITS);
  const seg_splitter *splitter = splitter_of(choice % PARAGRAPHS, choice / PARAGRAPHS % LANGUAGES,
                                             choice / PARAGRAPHS / LANGUAGES);
  fuzz_split(splitter, fuzz_rest(&in));
  return 0;
}
