/* What the fuzz targets share. A target takes its choices from the first bytes of the input and
 * works on the rest; it aborts where a promise of the library does not hold. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "seg/seg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(promise) ((promise) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #promise))
_Noreturn void fuzz_broken(const char *file, int line, const char *promise);

typedef struct fuzz_input {
  const uint8_t *data;
  size_t size;
} fuzz_input;

/* Takes a byte: a number below `count`, 0 where the input has ended. */
size_t fuzz_choose(fuzz_input *in, size_t count);

/* Takes the bytes up to a NUL, which is dropped, or all. */
seg_bytes fuzz_field(fuzz_input *in);

/* Takes all that is left. */
seg_bytes fuzz_rest(fuzz_input *in);

/* A seed for random_below that the bytes decide. */
uint64_t fuzz_seed(seg_bytes bytes);

/* A file in memory with these bytes. The name and the file are good until the next call. */
const char *fuzz_file(seg_bytes bytes);

/* Whether a character of the text, or a byte that is part of none, begins or the text ends there.
 * Ask in ascending order with *at, which begins as 0. */
bool fuzz_is_boundary(seg_bytes text, size_t *at, size_t offset);

/* Splits whole and in random pieces: the same segments, and what they promise. SEG_BAD_FORMAT from
 * rules that take too long is the only error that may be. */
void fuzz_split(const seg_splitter *splitter, seg_bytes text);

#endif
