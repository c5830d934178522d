/* segtrain lexicon: word translations from sentence pairs. */
#include "segtrain_lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "seg/lexicon.h"

enum { TRANSLATIONS = CLI_OWN, LEAST_COUNT };

static const cli_option options[] = {
  {TRANSLATIONS, "translations", "N", "most translations of a word (default 8)"},
  {LEAST_COUNT, "least-count", "X",
   "how often a translation must be expected to have occurred (default 0.9)"},
  CLI_OUTPUT_OPTION,
  CLI_INPUT_OPTIONS,
  {0, NULL, NULL, NULL}
};

static const cli_tool tool = {
  .name = "segtrain lexicon",
  .operands = "[FILE]...",
  .summary = "Learn word translations from lines \"source<TAB>target\". The same pairs in the "
             "same order give the same lexicon, byte for byte.",
  .options = options,
  .notes = "Exit status: 0 done, 2 usage, file or format trouble.\n"
           "Example: segtrain lexicon -o de-en.lexicon pairs.tsv",
};

typedef struct settings {
  seg_lexicon_options lexicon;
  const char *encoding, *output;
  seg_invalid invalid;
} settings;

static seg_status out_of_memory(seg_error *error) {
  error->status = SEG_NOMEM;
  strcpy(error->message, "out of memory");
  return SEG_NOMEM;
}

/* Appends a file to *pairs and ends its last line. */
static seg_status append_file(const settings *set, const char *path, char **pairs,
                              size_t *length, seg_error *error) {
  seg_input *input;
  char *text = NULL;
  size_t more = 0;
  seg_status status = seg_input_open(path, set->encoding, set->invalid, &input, error);
  if (status == SEG_OK) status = seg_input_read_all(input, &text, &more, error);
  seg_input_free(input);
  char *longer = status == SEG_OK ? realloc(*pairs, *length + more + 1) : NULL;
  if (status == SEG_OK && longer == NULL) status = out_of_memory(error);
  if (longer != NULL) {
    *pairs = longer;
    memcpy(longer + *length, text, more);
    *length += more;
    if (*length > 0 && longer[*length - 1] != '\n') longer[(*length)++] = '\n';
  }
  seg_free(text);
  return status;
}

static seg_status write_lexicon(const char *path, const char *lexicon, size_t length,
                                seg_error *error) {
  seg_output *output;
  seg_status status = seg_output_open(path, &output, error);
  if (status != SEG_OK) return status;
  status = seg_output_write(output, lexicon, length, error);
  if (status == SEG_OK) return seg_output_commit(output, error);
  seg_output_discard(output);
  return status;
}

static int train(const cli *c, const settings *set, char **files, size_t count) {
  seg_error error = {0};
  char *pairs = NULL, *lexicon = NULL;
  size_t length = 0, lexicon_length = 0;
  seg_status status = SEG_OK;
  for (size_t i = 0; i < count && status == SEG_OK; i++)
    status = append_file(set, files[i], &pairs, &length, &error);
  if (status == SEG_OK)
    status = seg_lexicon_train((seg_bytes){pairs, length}, &set->lexicon, &lexicon,
                               &lexicon_length, &error);
  if (status == SEG_OK) status = write_lexicon(set->output, lexicon, lexicon_length, &error);
  free(pairs);
  seg_free(lexicon);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, count == 1 ? files[0] : NULL, &error);
}

int segtrain_lexicon(int argc, char **argv) {
  cli c;
  settings set = {.lexicon = seg_lexicon_defaults, .encoding = "auto"};
  const char *value;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    switch (key) {
      case TRANSLATIONS:
        set.lexicon.most_translations =
            (unsigned)cli_number(&c, "translations", value, 1, 1000);
        break;
      case LEAST_COUNT:
        set.lexicon.least_count = cli_number(&c, "least-count", value, 0, 1e9);
        break;
      case 'o': set.output = value; break;
      case CLI_ENCODING: set.encoding = value; break;
      case CLI_INVALID: set.invalid = cli_invalid(&c, value); break;
    }
  }
  size_t count;
  char **files = cli_operands(&c, true, &count);
  return train(&c, &set, files, count);
}
