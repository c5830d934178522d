/* ICU's sentence break iterator in a minimal loop, for comparison: reads a file and writes a sentence a
 * line, as a program without libseg would. Text is taken in blocks that end with a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>

enum { BLOCK = 256 * 1024 };

static char bytes[BLOCK], out[3 * BLOCK + 1];
static UChar text[BLOCK];

static void fail(const char *what) {
  fprintf(stderr, "icu_loop: %s\n", what);
  exit(2);
}

/* The sentences of a block; white space at their ends is left out, as are blank ones. */
static void split(UBreakIterator *breaker, int32_t length) {
  UErrorCode code = U_ZERO_ERROR;
  int32_t units, used;
  u_strFromUTF8WithSub(text, BLOCK, &units, bytes, length, 0xFFFD, NULL, &code);
  ubrk_setText(breaker, text, units, &code);
  if (U_FAILURE(code)) fail(u_errorName(code));
  int32_t start = ubrk_first(breaker);
  for (int32_t end; (end = ubrk_next(breaker)) != UBRK_DONE; start = end) {
    int32_t last = end;
    while (last > start && text[last - 1] <= ' ') last--;
    if (last == start) continue;
    u_strToUTF8(out, sizeof out, &used, text + start, last - start, &code);
    if (U_FAILURE(code)) fail(u_errorName(code));
    out[used] = '\n';
    fwrite(out, 1, (size_t)used + 1, stdout);
  }
}

int main(int argc, char **argv) {
  UErrorCode code = U_ZERO_ERROR;
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) fail("one file is needed");
  UBreakIterator *breaker = ubrk_open(UBRK_SENTENCE, "de", NULL, 0, &code);
  if (U_FAILURE(code)) fail(u_errorName(code));
  size_t held = 0, got;
  while ((got = fread(bytes + held, 1, BLOCK - held, file)) > 0 || held > 0) {
    size_t length = held + got, end = length;
    while (got > 0 && end > 0 && bytes[end - 1] != '\n') end--;
    if (end == 0) end = length;
    split(breaker, (int32_t)end);
    held = length - end;
    memmove(bytes, bytes + end, held);
  }
  ubrk_close(breaker);
  fclose(file);
  return fflush(stdout) == 0 ? 0 : 2;
}
