/* A program of somebody else, built against the installed library. */
#include <seg/seg.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const char *text = "Sie kam am 3. Mai. Er blieb.";
  seg_error error = {0};
  seg_splitter *splitter;
  seg_segment *segments;
  size_t count = 0;
  if (seg_splitter_new(NULL, NULL, &splitter, &error) != SEG_OK ||
      seg_split_text(splitter, text, strlen(text), &segments, &count, &error) != SEG_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 1;
  }
  for (size_t i = 0; i < count; i++)
    printf("%.*s\n", (int)(segments[i].span.end - segments[i].span.start),
           text + segments[i].span.start);
  seg_free(segments);
  seg_splitter_free(splitter);
  return 0;
}
