/* segalign: pairs the sentences of a text and its translation. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct settings {
  seg_align_options align;
  const char *encoding;
  seg_invalid invalid;
  const char *output;
  const char *via; /* file of the draft translation, or NULL */
  bool beads;
} settings;

enum { FORMAT = CLI_OWN, VIA };

static const char *const formats[] = {"tsv", "beads", NULL};

static const cli_option options[] = {
  {FORMAT, "format", "FORMAT",
   "tsv (default): score, source text and target text; "
   "beads: sentence numbers from 0, \"[0]:[0, 1]:score\""},
  {'s', "source-lang", "LANG", "language of the source: de (default)"},
  {'t', "target-lang", "LANG", "language of the target: en (default)"},
  {VIA, "via", "FILE",
   "a draft translation of the source by any engine, line by line, to be used as evidence"},
  CLI_OUTPUT_OPTION,
  CLI_INPUT_OPTIONS,
  {0, NULL, NULL, NULL}
};

static const cli_tool tool = {
  .name = "segalign",
  .operands = "SOURCE TARGET",
  .summary = "Pair the sentences of a text and its translation. Both files hold one sentence a "
             "line; blank lines between paragraphs are hints.",
  .options = options,
  .notes = "Exit status: 0 done, 2 usage, file or format trouble.\n"
           "Example: segalign article.de article.en",
};

/* One side. The sentences point into the text. */
typedef struct document {
  char *text;
  size_t length;
  seg_sentence *sentences;
  size_t count;
} document;

static seg_status out_of_memory(seg_error *error) {
  error->status = SEG_NOMEM;
  strcpy(error->message, "out of memory");
  return SEG_NOMEM;
}

static bool is_blank(seg_bytes line) {
  for (size_t i = 0; i < line.length; i++)
    if (line.data[i] != ' ' && (line.data[i] < '\t' || line.data[i] > '\r')) return false;
  return true;
}

/* The line that starts at *start, without its end; *start moves behind it. */
static seg_bytes next_line(const char *text, size_t length, size_t *start) {
  const char *feed = memchr(text + *start, '\n', length - *start);
  size_t end = feed != NULL ? (size_t)(feed - text) : length;
  seg_bytes line = {text + *start, end - *start};
  if (line.length > 0 && line.data[line.length - 1] == '\r') line.length--;
  *start = end + 1;
  return line;
}

static size_t count_lines(const char *text, size_t length) {
  size_t count = 0;
  for (size_t start = 0; start < length; count++) next_line(text, length, &start);
  return count;
}

static seg_status cut_lines(document *d, seg_error *error) {
  d->sentences = malloc((count_lines(d->text, d->length) + 1) * sizeof *d->sentences);
  if (d->sentences == NULL) return out_of_memory(error);
  bool opens_paragraph = false;
  for (size_t start = 0; start < d->length;) {
    seg_bytes line = next_line(d->text, d->length, &start);
    if (!is_blank(line))
      d->sentences[d->count++] = (seg_sentence){.text = line, .opens_paragraph = opens_paragraph};
    opens_paragraph = is_blank(line);
  }
  return SEG_OK;
}

static seg_status read_text(const settings *set, const char *path, char **text, size_t *length,
                            seg_error *error) {
  seg_input *input;
  seg_status status = seg_input_open(path, set->encoding, set->invalid, &input, error);
  if (status == SEG_OK) status = seg_input_read_all(input, text, length, error);
  seg_input_free(input);
  if (status != SEG_OK && error->source[0] == '\0')
    snprintf(error->source, sizeof error->source, "%s", path);
  return status;
}

static seg_status read_document(const settings *set, const char *path, document *d,
                                seg_error *error) {
  seg_status status = read_text(set, path, &d->text, &d->length, error);
  return status == SEG_OK ? cut_lines(d, error) : status;
}

static seg_status bad_drafts(const char *path, size_t drafts, size_t lines, seg_error *error) {
  error->status = SEG_BAD_MATCH;
  snprintf(error->source, sizeof error->source, "%s", path);
  snprintf(error->message, sizeof error->message, "%zu lines for the %zu lines of the source",
           drafts, lines);
  return SEG_BAD_MATCH;
}

/* Hands the lines of a draft translation to the source sentences; *text is what they point
 * into. */
static seg_status read_drafts(const settings *set, document *source, char **text,
                              seg_error *error) {
  if (set->via == NULL) return SEG_OK;
  size_t length = 0;
  seg_status status = read_text(set, set->via, text, &length, error);
  if (status != SEG_OK) return status;
  size_t drafts = count_lines(*text, length), lines = count_lines(source->text, source->length);
  if (drafts != lines) return bad_drafts(set->via, drafts, lines, error);
  for (size_t at = 0, draft_at = 0, k = 0; at < source->length;) {
    seg_bytes line = next_line(source->text, source->length, &at);
    seg_bytes draft = next_line(*text, length, &draft_at);
    if (!is_blank(line)) source->sentences[k++].draft = draft;
  }
  return SEG_OK;
}

static void clear_document(document *d) {
  seg_free(d->text);
  free(d->sentences);
}

/* Writes piece by piece; the first error stays. */
typedef struct writer {
  seg_output *output;
  seg_error *error;
  seg_status status;
} writer;

static void put(writer *w, const char *bytes, size_t length) {
  if (w->status == SEG_OK) w->status = seg_output_write(w->output, bytes, length, w->error);
}

static void put_string(writer *w, const char *string) {
  put(w, string, strlen(string));
}

/* Thousandths without printf's locale. */
static void put_score(writer *w, double score) {
  unsigned thousandths = (unsigned)(score * 1000 + 0.5);
  char text[32];
  snprintf(text, sizeof text, "%u.%03u", thousandths / 1000, thousandths % 1000);
  put_string(w, text);
}

static void put_numbers(writer *w, size_t first, size_t count) {
  put_string(w, "[");
  for (size_t i = 0; i < count; i++) {
    char text[32];
    snprintf(text, sizeof text, "%s%zu", i > 0 ? ", " : "", first + i);
    put_string(w, text);
  }
  put_string(w, "]");
}

/* The text of a group as one field: a tab would end the field, a carriage return the line. */
static void put_text(writer *w, const seg_sentence *sentences, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (i > 0) put_string(w, " ");
    seg_bytes text = sentences[i].text;
    for (size_t start = 0; start < text.length;) {
      size_t end = start;
      while (end < text.length && text.data[end] != '\t' && text.data[end] != '\r') end++;
      put(w, text.data + start, end - start);
      if (end < text.length) put_string(w, " ");
      start = end + 1;
    }
  }
}

static void put_bead_numbers(writer *w, const seg_bead *bead) {
  put_numbers(w, bead->source_first, bead->source_count);
  put_string(w, ":");
  put_numbers(w, bead->target_first, bead->target_count);
  put_string(w, ":");
  put_score(w, bead->score);
  put_string(w, "\n");
}

static void put_bead_texts(writer *w, const seg_bead *bead, const document *source,
                           const document *target) {
  put_score(w, bead->score);
  put_string(w, "\t");
  put_text(w, source->sentences + bead->source_first, bead->source_count);
  put_string(w, "\t");
  put_text(w, target->sentences + bead->target_first, bead->target_count);
  put_string(w, "\n");
}

static seg_status write_beads(const settings *set, const document *source, const document *target,
                              const seg_bead *beads, size_t count, seg_error *error) {
  writer w = {.error = error};
  w.status = seg_output_open(set->output, &w.output, error);
  if (w.status != SEG_OK) return w.status;
  for (size_t i = 0; i < count && w.status == SEG_OK; i++) {
    if (set->beads) put_bead_numbers(&w, &beads[i]);
    else put_bead_texts(&w, &beads[i], source, target);
  }
  if (w.status == SEG_OK) return seg_output_commit(w.output, error);
  seg_output_discard(w.output);
  return w.status;
}

static int align_files(const cli *c, const settings *set, char **files) {
  seg_error error = {0};
  document source = {0}, target = {0};
  char *drafts = NULL;
  seg_aligner *aligner = NULL;
  seg_bead *beads = NULL;
  size_t count = 0;
  seg_status status = read_document(set, files[0], &source, &error);
  if (status == SEG_OK) status = read_document(set, files[1], &target, &error);
  if (status == SEG_OK) status = read_drafts(set, &source, &drafts, &error);
  if (status == SEG_OK) status = seg_aligner_new(&set->align, &aligner, &error);
  if (status == SEG_OK)
    status = seg_align(aligner, source.sentences, source.count, target.sentences, target.count,
                       &beads, &count, &error);
  if (status == SEG_OK) status = write_beads(set, &source, &target, beads, count, &error);
  seg_free(beads);
  seg_aligner_free(aligner);
  seg_free(drafts);
  clear_document(&source);
  clear_document(&target);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, NULL, &error);
}

int main(int argc, char **argv) {
  cli c;
  settings set = {.align = seg_align_defaults, .encoding = "auto", .invalid = SEG_INVALID_KEEP};
  const char *value;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    switch (key) {
      case FORMAT: set.beads = cli_choice(&c, "format", value, formats) == 1; break;
      case VIA: set.via = value; break;
      case 's': set.align.source_language = value; break;
      case 't': set.align.target_language = value; break;
      case 'o': set.output = value; break;
      case CLI_ENCODING: set.encoding = value; break;
      case CLI_INVALID: set.invalid = cli_invalid(&c, value); break;
    }
  }
  size_t count;
  char **files = cli_operands(&c, false, &count);
  if (count != 2) cli_usage(&c, "two files are needed, the source and its translation");
  if (strcmp(files[0], "-") == 0 && strcmp(files[1], "-") == 0)
    cli_usage(&c, "only one side can be standard input");
  return align_files(&c, &set, files);
}
