/* The aligner: beads hold every sentence of both sides once and in order, and keep to what is known.
 * Input: options, anchors, then the lines of both sides with a NUL between. */
#include <math.h>
#include <string.h>

#include "fuzz.h"
#include "support/random_text.h"

enum { MOST_SENTENCES = 40, MOST_ANCHORS = 4, DIMENSION = 3, GROUPS = 2, CHOICES = 12 };

typedef struct side {
  seg_sentence sentences[MOST_SENTENCES];
  size_t count;
  float numbers[GROUPS * MOST_SENTENCES][DIMENSION];
  const float *vectors[GROUPS * MOST_SENTENCES];
  seg_embeddings embeddings;
} side;

static const seg_aligner *aligner_of(size_t choice) {
  static seg_aligner *made[CHOICES];
  static const char *const languages[] = {"en", "fr", "xx"};
  static const unsigned largest[] = {6, 1, 3, 8};
  if (made[choice] != NULL) return made[choice];
  seg_align_options options = seg_align_defaults;
  options.target_language = languages[choice % 3];
  options.largest_group = largest[choice / 3];
  options.lexicon_alone = choice / 3 == 1;
  REQUIRE(seg_aligner_new(&options, &made[choice], NULL) == SEG_OK);
  return made[choice];
}

/* Lines are sentences, with a draft behind a tab; blank ones open a paragraph. */
static void read_side(seg_bytes text, side *s) {
  bool opens = true;
  s->count = 0;
  for (const char *at = text.data, *end = at + text.length;
       at < end && s->count < MOST_SENTENCES;) {
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    size_t length = (size_t)((feed != NULL ? feed : end) - at);
    const char *tab = length > 0 ? memchr(at, '\t', length) : NULL;
    seg_sentence sentence = {.text = {at, length}, .opens_paragraph = opens};
    if (tab != NULL) {
      sentence.text.length = (size_t)(tab - at);
      sentence.draft = (seg_bytes){tab + 1, length - sentence.text.length - 1};
    }
    opens = length == 0;
    if (!opens) s->sentences[s->count++] = sentence;
    at = feed != NULL ? feed + 1 : end;
  }
}

static void make_vectors(uint64_t *seed, side *s) {
  for (size_t i = 0; i < GROUPS * s->count; i++) {
    for (size_t d = 0; d < DIMENSION; d++) s->numbers[i][d] = (float)random_below(seed, 20) - 10;
    s->vectors[i] = random_below(seed, 8) > 0 ? s->numbers[i] : NULL;
  }
  s->embeddings = (seg_embeddings){DIMENSION, GROUPS, s->vectors};
}

/* Whether sentences of an anchor with one side have no partner; where the other side stands does not
 * matter. */
static bool stand_alone(const seg_bead *beads, size_t count, const seg_align_anchor *a) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    const seg_bead *b = &beads[i];
    bool source = a->source_count > 0;
    size_t first = source ? b->source_first : b->target_first;
    size_t n = source ? b->source_count : b->target_count;
    size_t wanted = source ? a->source_first : a->target_first;
    size_t others = source ? b->target_count : b->source_count;
    if (n > 0 && others == 0 && first >= wanted &&
        first + n <= wanted + a->source_count + a->target_count)
      found += n;
  }
  return found == a->source_count + a->target_count;
}

static bool holds(const seg_bead *beads, size_t count, const seg_align_anchor *a) {
  if (a->source_count == 0 || a->target_count == 0) return stand_alone(beads, count, a);
  for (size_t i = 0; i < count; i++) {
    const seg_bead *b = &beads[i];
    if (a->exact ? b->source_first == a->source_first && b->source_count == a->source_count &&
                     b->target_first == a->target_first && b->target_count == a->target_count
                 : b->source_first <= a->source_first && b->target_first <= a->target_first &&
                     b->source_first + b->source_count >= a->source_first + a->source_count &&
                     b->target_first + b->target_count >= a->target_first + a->target_count)
      return true;
  }
  return false;
}

static void check_beads(const seg_bead *beads, size_t count, size_t S, size_t G) {
  size_t s = 0, g = 0;
  for (size_t i = 0; i < count; i++) {
    const seg_bead *b = &beads[i];
    REQUIRE(b->source_first == s && b->target_first == g);
    REQUIRE(b->source_count + b->target_count > 0);
    REQUIRE(b->score >= 0 && b->score <= 1);
    REQUIRE((b->source_count > 0 && b->target_count > 0) || b->score == 0);
    s += b->source_count;
    g += b->target_count;
  }
  REQUIRE(s == S && g == G);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static side source, target;
  fuzz_input in = {data, size};
  const seg_aligner *aligner = aligner_of(fuzz_choose(&in, CHOICES));
  bool with_vectors = fuzz_choose(&in, 2) > 0;
  seg_align_anchor anchors[MOST_ANCHORS];
  size_t anchor_count = fuzz_choose(&in, MOST_ANCHORS + 1);
  for (size_t i = 0; i < anchor_count; i++) {
    size_t place = fuzz_choose(&in, 256), shape = fuzz_choose(&in, 256);
    anchors[i] =
      (seg_align_anchor){place % 16, shape % 4, place / 16, shape / 4 % 4, shape / 16 % 2};
  }
  read_side(fuzz_field(&in), &source);
  read_side(fuzz_rest(&in), &target);
  uint64_t seed = size + 1;
  make_vectors(&seed, &source);
  make_vectors(&seed, &target);
  seg_align_evidence evidence = {
    .size = sizeof evidence, .anchors = anchors, .anchor_count = anchor_count};
  if (with_vectors) evidence.source = &source.embeddings, evidence.target = &target.embeddings;
  seg_bead *beads;
  size_t count;
  seg_status status = seg_align_with(aligner, source.sentences, source.count, target.sentences,
                                     target.count, &evidence, &beads, &count, NULL);
  REQUIRE(status == SEG_OK || (status == SEG_BAD_MATCH && anchor_count > 0));
  if (status == SEG_OK) check_beads(beads, count, source.count, target.count);
  for (size_t i = 0; status == SEG_OK && i < anchor_count; i++)
    REQUIRE(holds(beads, count, &anchors[i]));
  seg_free(beads);
  return 0;
}
