/* for memfd_create */
#define _GNU_SOURCE

#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/random_text.h"
#include "text/chars.h"

_Noreturn void fuzz_broken(const char *file, int line, const char *promise) {
  fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, promise);
  abort();
}

size_t fuzz_choose(fuzz_input *in, size_t count) {
  if (in->size == 0) return 0;
  in->size--;
  return *in->data++ % count;
}

seg_bytes fuzz_field(fuzz_input *in) {
  const uint8_t *end = in->size > 0 ? memchr(in->data, '\0', in->size) : NULL;
  if (end == NULL) return fuzz_rest(in);
  seg_bytes field = {(const char *)in->data, (size_t)(end - in->data)};
  in->size -= field.length + 1;
  in->data = end + 1;
  return field;
}

seg_bytes fuzz_rest(fuzz_input *in) {
  seg_bytes rest = {in->size > 0 ? (const char *)in->data : "", in->size};
  in->size = 0;
  return rest;
}

uint64_t fuzz_seed(seg_bytes bytes) {
  uint64_t seed = bytes.length + 1;
  for (size_t i = 0; i < bytes.length; i++) seed = seed * 31 + (unsigned char)bytes.data[i];
  return seed != 0 ? seed : 1;
}

const char *fuzz_file(seg_bytes bytes) {
  static char path[32];
  static int file = -1;
  if (file >= 0) close(file);
  file = memfd_create("fuzz", 0);
  REQUIRE(file >= 0);
  REQUIRE(write(file, bytes.data, bytes.length) == (ssize_t)bytes.length);
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return path;
}

bool fuzz_is_boundary(seg_bytes text, size_t *at, size_t offset) {
  int32_t c;
  while (*at < offset && *at < text.length)
    *at += segi_decode(text.data + *at, text.length - *at, &c);
  return *at == offset;
}

/* --- Splitting */

static bool is_white_space(seg_bytes text, size_t start, size_t end) {
  size_t n;
  for (; start < end; start += n) {
    segi_class c = segi_class_at(text.data + start, end - start, &n);
    if (c != SEGI_SPACE && c != SEGI_NEWLINE) return false;
  }
  return true;
}

static void check_cover(seg_bytes text, const seg_segment *segments, size_t count) {
  size_t end = 0, paragraph = 0, at = 0;
  for (size_t i = 0; i < count; i++) {
    const seg_segment *s = &segments[i];
    REQUIRE(end <= s->span.start && s->span.start < s->span.end && s->span.end <= text.length);
    REQUIRE(is_white_space(text, end, s->span.start));
    REQUIRE(fuzz_is_boundary(text, &at, s->span.start) && fuzz_is_boundary(text, &at, s->span.end));
    REQUIRE(s->paragraph == paragraph || s->paragraph == paragraph + 1);
    REQUIRE(s->confidence >= 0 && s->confidence <= 1);
    end = s->span.end;
    paragraph = s->paragraph;
  }
  REQUIRE(is_white_space(text, end, text.length));
}

static bool same_segment(const seg_segment *a, const seg_segment *b) {
  return a->span.start == b->span.start && a->span.end == b->span.end &&
         a->paragraph == b->paragraph && a->kind == b->kind && a->confidence == b->confidence;
}

static void check_pieces(const seg_splitter *splitter, seg_bytes text, size_t longest,
                         seg_status wanted, const seg_segment *segments, size_t count) {
  uint64_t seed = fuzz_seed(text);
  seg_split_stream *stream;
  seg_segment segment;
  seg_bytes bytes;
  size_t found = 0, fed = 0, piece;
  REQUIRE(seg_split_stream_new(splitter, &stream, NULL) == SEG_OK);
  seg_status status;
  do {
    piece = random_below(&seed, longest + 1);
    if (piece > text.length - fed) piece = text.length - fed;
    fed += piece;
    status = seg_split_feed(stream, text.data + fed - piece, piece, fed == text.length, NULL);
    while (status == SEG_OK && seg_split_next(stream, &segment, &bytes) == SEG_OK) {
      if (wanted != SEG_OK) continue;
      REQUIRE(found < count && same_segment(&segment, &segments[found]));
      REQUIRE(bytes.length == segment.span.end - segment.span.start &&
              memcmp(bytes.data, text.data + segment.span.start, bytes.length) == 0);
      found++;
    }
  } while (status == SEG_OK && fed < text.length);
  REQUIRE(status == wanted);
  REQUIRE(found == count);
  seg_split_stream_free(stream);
}

void fuzz_split(const seg_splitter *splitter, seg_bytes text) {
  seg_segment *segments;
  size_t count;
  seg_status status = seg_split_text(splitter, text.data, text.length, &segments, &count, NULL);
  REQUIRE(status == SEG_OK || status == SEG_BAD_FORMAT);
  if (status == SEG_OK) check_cover(text, segments, count);
  check_pieces(splitter, text, 3, status, segments, count);
  check_pieces(splitter, text, text.length / 2 + 1, status, segments, count);
  seg_free(segments);
}
