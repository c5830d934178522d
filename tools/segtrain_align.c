/* segtrain align: the aligner's weights from documents with gold beads. */
#include "segtrain_align.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "seg/align_fit.h"
#include "seg/io.h"

enum { ROUNDS = CLI_OWN, STEPS, SHAPE, START };

static const cli_option options[] = {
  {START, "start", "FILE", "weights to begin with (default: those of the library)"},
  {ROUNDS, "rounds", "N", "rounds of aligning and fitting (default 2)"},
  {STEPS, "steps", "N", "steps of each fit (default 120)"},
  {SHAPE, "shape", NULL,
   "also fit the weights that features are made with; takes some twenty times as long"},
  CLI_OUTPUT_OPTION,
  {0, NULL, NULL, NULL}};

static const cli_tool tool = {
  .name = "segtrain align",
  .operands = "LIST",
  .summary = "Fit the weights of segalign to documents whose alignment is known. Each line of LIST "
             "names the files of one: \"source<TAB>target<TAB>beads<TAB>lexicon<TAB>share\". "
             "Both texts hold one sentence a line; the lexicon, made by segtrain lexicon without "
             "the document, may be \"-\" for none; the share, 1 as it is, says how much the "
             "document counts. The same files give the same weights, byte for byte.",
  .options = options,
  .notes = "Exit status: 0 done, 2 usage, file or format trouble.\n"
           "Example: segtrain align -o german.weights documents.tsv",
};

typedef struct settings {
  seg_align_fit_options fit;
  const char *start, *output;
} settings;

static seg_status fail(seg_error *error, seg_status status, const char *source, size_t line,
                       const char *message) {
  error->status = status;
  error->line = line;
  snprintf(error->source, sizeof error->source, "%s", source);
  snprintf(error->message, sizeof error->message, "%s", message);
  return status;
}

typedef struct text {
  char *bytes;
  size_t length;
} text;

static seg_status read_text(const char *path, text *t, seg_error *error) {
  seg_input *input;
  seg_status status = seg_input_open(path, "auto", SEG_INVALID_KEEP, &input, error);
  if (status == SEG_OK) status = seg_input_read_all(input, &t->bytes, &t->length, error);
  seg_input_free(input);
  if (status != SEG_OK && error->source[0] == '\0')
    snprintf(error->source, sizeof error->source, "%s", path);
  return status;
}

/* --- Documents. */

enum { SOURCE, TARGET, BEADS, LEXICON, TEXTS };

typedef struct document {
  text texts[TEXTS];
  seg_sentence *sentences[2];
  seg_links gold;
} document;

static bool is_blank(seg_bytes line) {
  for (size_t i = 0; i < line.length; i++)
    if (line.data[i] != ' ' && (line.data[i] < '\t' || line.data[i] > '\r')) return false;
  return true;
}

static seg_status cut_lines(const text *t, seg_sentence **sentences, size_t *count,
                            seg_error *error) {
  size_t lines = 1;
  for (size_t i = 0; i < t->length; i++) lines += t->bytes[i] == '\n';
  *sentences = malloc(lines * sizeof **sentences);
  if (*sentences == NULL) return fail(error, SEG_NOMEM, "", 0, "out of memory");
  bool opens = false;
  *count = 0;
  for (size_t start = 0; start < t->length;) {
    const char *feed = memchr(t->bytes + start, '\n', t->length - start);
    size_t end = feed != NULL ? (size_t)(feed - t->bytes) : t->length;
    seg_bytes line = {t->bytes + start, end - start};
    if (!is_blank(line))
      (*sentences)[(*count)++] = (seg_sentence){.text = line, .opens_paragraph = opens};
    opens = is_blank(line);
    start = end + 1;
  }
  return SEG_OK;
}

static seg_status read_document(char *fields[TEXTS + 1], document *d, seg_align_example *e,
                                seg_error *error) {
  seg_status status = SEG_OK;
  for (int k = 0; k < TEXTS && status == SEG_OK; k++)
    if (k != LEXICON || strcmp(fields[k], "-") != 0)
      status = read_text(fields[k], &d->texts[k], error);
  if (status == SEG_OK) status = cut_lines(&d->texts[SOURCE], &d->sentences[0], &e->S, error);
  if (status == SEG_OK) status = cut_lines(&d->texts[TARGET], &d->sentences[1], &e->G, error);
  if (status == SEG_OK) {
    status =
      seg_links_parse((seg_bytes){d->texts[BEADS].bytes, d->texts[BEADS].length}, &d->gold, error);
    if (status != SEG_OK) snprintf(error->source, sizeof error->source, "%s", fields[BEADS]);
  }
  e->source = d->sentences[0];
  e->target = d->sentences[1];
  e->lexicon = (seg_bytes){d->texts[LEXICON].bytes, d->texts[LEXICON].length};
  return status;
}

static void free_document(document *d) {
  for (int k = 0; k < TEXTS; k++) seg_free(d->texts[k].bytes);
  free(d->sentences[0]);
  free(d->sentences[1]);
  seg_links_clear(&d->gold);
}

/* --- The list. */

typedef struct training {
  document *documents;         /* [count] */
  seg_align_example *examples; /* [count] */
  size_t count;
} training;

/* Cuts a line at its tabs; false when there are not as many fields as there should be. */
static bool cut_fields(char *line, char *fields[TEXTS + 1]) {
  for (int k = 0; k <= TEXTS; k++) {
    char *tab = strchr(line, '\t');
    fields[k] = line;
    if ((tab == NULL) != (k == TEXTS)) return false;
    if (tab == NULL) break;
    *tab = '\0';
    line = tab + 1;
  }
  return true;
}

static seg_status read_line(const cli *c, const char *list, char *line, size_t number, training *t,
                            seg_error *error) {
  char *fields[TEXTS + 1];
  if (!cut_fields(line, fields))
    return fail(error, SEG_BAD_FORMAT, list, number,
                "not source, target, beads, lexicon and share with tabs between them");
  document *documents = realloc(t->documents, (t->count + 1) * sizeof *documents);
  if (documents != NULL) t->documents = documents;
  seg_align_example *examples = realloc(t->examples, (t->count + 1) * sizeof *examples);
  if (examples != NULL) t->examples = examples;
  if (documents == NULL || examples == NULL) return fail(error, SEG_NOMEM, "", 0, "out of memory");
  document *d = &t->documents[t->count];
  seg_align_example *e = &t->examples[t->count++];
  *d = (document){.gold = {NULL, 0}};
  *e = (seg_align_example){.share = cli_number((cli *)c, "share", fields[TEXTS], 0, 1000)};
  return read_document(fields, d, e, error);
}

static seg_status read_list(const cli *c, const char *path, training *t, seg_error *error) {
  text list = {0};
  seg_status status = read_text(path, &list, error);
  size_t number = 1;
  for (char *line = list.bytes; status == SEG_OK && line != NULL && *line != '\0'; number++) {
    char *feed = strchr(line, '\n');
    if (feed != NULL) *feed = '\0';
    if (*line != '\0' && *line != '#') status = read_line(c, path, line, number, t, error);
    line = feed != NULL ? feed + 1 : NULL;
  }
  seg_free(list.bytes);
  if (status == SEG_OK && t->count == 0)
    return fail(error, SEG_BAD_FORMAT, path, 0, "no documents");
  return status;
}

static seg_status write_weights(const char *path, const char *weights, size_t length,
                                seg_error *error) {
  seg_output *output;
  seg_status status = seg_output_open(path, &output, error);
  if (status != SEG_OK) return status;
  status = seg_output_write(output, weights, length, error);
  if (status == SEG_OK) return seg_output_commit(output, error);
  seg_output_discard(output);
  return status;
}

static int train(const cli *c, settings *set, const char *list) {
  seg_error error = {0};
  training t = {0};
  text start = {0};
  char *weights = NULL;
  size_t length = 0;
  seg_status status = set->start != NULL ? read_text(set->start, &start, &error) : SEG_OK;
  set->fit.start = (seg_bytes){start.bytes, start.length};
  if (status == SEG_OK) status = read_list(c, list, &t, &error);
  for (size_t n = 0; n < t.count; n++) t.examples[n].gold = &t.documents[n].gold;
  if (status == SEG_OK)
    status = seg_align_fit(t.examples, t.count, &set->fit, &weights, &length, &error);
  if (status == SEG_OK) status = write_weights(set->output, weights, length, &error);
  for (size_t n = 0; n < t.count; n++) free_document(&t.documents[n]);
  free(t.documents);
  free(t.examples);
  seg_free(start.bytes);
  seg_free(weights);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, list, &error);
}

static void print_progress(void *context, const char *line) {
  cli_note(context, "%s", line);
}

int segtrain_align(int argc, char **argv) {
  cli c;
  settings set = {.fit = seg_align_fit_defaults};
  const char *value;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    switch (key) {
      case START: set.start = value; break;
      case ROUNDS: set.fit.rounds = (unsigned)cli_number(&c, "rounds", value, 1, 100); break;
      case STEPS: set.fit.steps = (unsigned)cli_number(&c, "steps", value, 1, 100000); break;
      case SHAPE: set.fit.shape = true; break;
      case 'o': set.output = value; break;
    }
  }
  size_t count;
  char **files = cli_operands(&c, false, &count);
  if (count != 1) cli_usage(&c, "one list of documents is needed");
  set.fit.progress = print_progress;
  set.fit.context = &c;
  return train(&c, &set, files[0]);
}
