/* segsplit: text to sentences. */
#include "segsplit.h"

#include "files.h"
#include "parts.h"
#include "progress.h"

enum { FORMAT = CLI_OWN, PARAGRAPHS, THRESHOLD, PREFER, MODEL, SRX, SRX_OVER,
       MAX_LENGTH, MIN_LENGTH, TOKENS, SKELETON, RESTORE, EXPLAIN };

static const char *const formats[] = {"plain", "jsonl", "xliff", NULL}; /* ORDER FORMAT_ */
static const char *const paragraphs[] = {"auto", "line", "blank", "wrapped", NULL}; /* ORDER of
                                                                                seg_paragraphs */
static const char *const preferences[] = {"balance", "precision", "recall", NULL}; /* ORDER of
                                                                              seg_preference */
static const cli_option options[] = {
  {FORMAT, "format", "FORMAT",
   "plain (default for text): one sentence a line, an empty line between paragraphs; "
   "jsonl: one object a sentence with offset and length in bytes of the input, "
   "paragraph, kind and confidence; xliff: XLIFF 2.1, a unit a paragraph"},
  {'l', "lang", "LANG",
   "language of the text: de (default); any other uses the sentence rules of ICU"},
  {PARAGRAPHS, "paragraphs", "HOW",
   "how the input marks paragraphs: line (every line is one), blank (blank lines between them, "
   "a line break ends a sentence), wrapped (blank lines between them, lines are wrapped) or "
   "auto (default)"},
  {THRESHOLD, "threshold", "P", "least probability of a sentence end, between 0 and 1 (default 0.5)"},
  {PREFER, "prefer", "WHAT",
   "balance (default), precision (rather miss an end than see a false one) or recall: the "
   "threshold that the model advises"},
  {MODEL, "model", "FILE", "use this model of segtrain in place of the one that is built in"},
  {SRX, "srx", "FILE", "split by the rules of an SRX 2.0 file for the language of --lang alone"},
  {SRX_OVER, "srx-over", "FILE", "the rules decide where one matches, elsewhere the model does"},
  {MAX_LENGTH, "max-length", "N", "cut sentences of more than N characters at their best inner places"},
  {MIN_LENGTH, "min-length", "N", "join sentences of less than N characters to a neighbour"},
  {TOKENS, "tokens", NULL, "both count words between white space, not characters"},
  {EXPLAIN, "explain", "FILE",
   "write to FILE what decided at each junction between two words: tab-separated features and scores"},
  {SKELETON, "skeleton", "FILE",
   "write one segment a line and nothing else, and to FILE what stands between them"},
  {RESTORE, "restore", "FILE",
   "put the lines of the input, one for each segment, back into the skeleton FILE"},
  RECORD_OPTIONS,
  CLI_THREADS_OPTION,
  FILES_OPTION,
  CLI_OUTPUT_OPTION,
  CLI_PROGRESS_OPTION,
  CLI_INPUT_OPTIONS,
  {0, NULL, NULL, NULL}
};

static const cli_tool tool = {
  .name = "segsplit",
  .operands = "[FILE]...",
  .summary = "Cut text into sentences, also where no full stop stands.",
  .options = options,
  .notes = "Exit status: 0 done, 1 some records were bad, 2 usage, file or format trouble.\n"
           "Example: segrepair page.txt | segsplit",
};

/* --- Splitting */

typedef struct run {
  const cli *c;
  const settings *set;
  seg_splitter *splitter;
  parts *parts;
  outputs out;
} run;

static seg_status split_input(run *r, seg_input *input, seg_error *error) {
  seg_status status = begin_text(&r->out, seg_input_decoder(input), error);
  return status == SEG_OK ? parts_split(r->parts, input, error) : status;
}

static seg_status split_record(void *context, const seg_record *record, records_made *made,
                               seg_error *error) {
  const run *r = context;
  seg_free(made->segments);
  return seg_split_text(r->splitter, record->text.data, record->text.length, &made->segments,
                        &made->count, error);
}

static seg_status finish_record(void *context, const seg_records *records,
                                const seg_record *record, const records_made *made,
                                seg_result *result, seg_error *error) {
  run *r = context;
  return take_record(&r->out, records, record, made, result, error);
}

static bool streams(const settings *set) {
  return set->records.format == SEG_FORMAT_TEXT;
}

static int split_file(run *r, const char *path) {
  seg_error error = {0};
  seg_input *input;
  int result = CLI_DONE;
  records_plan plan = {r->set->threads, split_record, finish_record, r};
  const char *encoding = records_encoding(&r->set->records, r->set->encoding);
  seg_status status = seg_input_open(path, encoding, r->set->invalid, &input, &error);
  if (status == SEG_OK) {
    r->out.file = seg_input_name(input);
    if (streams(r->set))
      status = split_input(r, input, &error);
    else
      result = records_run(r->c, &r->set->records, input,
                           r->set->format == FORMAT_DEFAULT ? r->out.text : NULL, &plan);
  }
  if (status != SEG_OK) result = cli_fail(r->c, path, &error);
  seg_input_free(input);
  return result;
}

static bool prints(const settings *set) {
  return cli_is_standard(set->output) ||
         (set->skeleton != NULL && cli_is_standard(set->skeleton)) ||
         (set->explain != NULL && cli_is_standard(set->explain));
}

static int split_files(const cli *c, const settings *set, files *inputs) {
  seg_error error = {0};
  seg_model *model = NULL;
  seg_srx *srx = NULL;
  seg_split_options split = set->split;
  run r = {.c = c, .set = set, .out = {.set = set}};
  int result = CLI_DONE;
  if (set->model != NULL && seg_model_load(set->model, &model, &error) != SEG_OK)
    return cli_fail(c, set->model, &error);
  if (set->srx != NULL && seg_srx_load(set->srx, &srx, &error) != SEG_OK) {
    seg_model_free(model);
    return cli_fail(c, set->srx, &error);
  }
  split.srx = srx;
  if (set->preference >= 0)
    split.threshold = seg_model_threshold(model != NULL ? model : seg_model_default(),
                                          (seg_preference)set->preference);
  parts_taker taker = {take_text, take_segment, set->explain != NULL ? take_reason : NULL, &r.out};
  if (seg_splitter_new(&split, model, &r.splitter, &error) != SEG_OK ||
      parts_new(r.splitter, split.paragraphs, set->threads, &taker, &r.parts, &error) != SEG_OK ||
      open_outputs(&r.out, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  progress_start(c, prints(set), streams(set) ? "segments" : "records");
  progress_files(inputs->operands, inputs->count);
  for (const char *path; result != CLI_TROUBLE && (path = files_next(inputs)) != NULL;)
    result = records_worse(result, split_file(&r, path));
  result = records_worse(result, inputs->result);
  if (result != CLI_TROUBLE && commit_outputs(&r.out, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  progress_erase();
  close_outputs(&r.out);
  parts_free(r.parts);
  seg_splitter_free(r.splitter);
  seg_srx_free(srx);
  seg_model_free(model);
  return result;
}

/* --- The command line */

/* What follows from the format of the input. */
static void settle(settings *set) {
  bool tmx = set->records.format == SEG_FORMAT_TMX, html = set->records.format == SEG_FORMAT_HTML;
  bool xliff = set->records.format == SEG_FORMAT_XLIFF;
  set->records.language = set->split.language;
  if (set->format == FORMAT_DEFAULT && (tmx || html)) set->format = FORMAT_PLAIN;
  if (set->split.paragraphs != SEG_PARAGRAPHS_AUTO) return;
  if (html) set->split.paragraphs = SEG_PARAGRAPHS_BLANK;
  if (tmx || xliff) set->split.paragraphs = SEG_PARAGRAPHS_WRAPPED;
}

/* A skeleton is that of one text whose segments are lines. */
static void check_skeleton(cli *c, const settings *set, bool several) {
  if (set->skeleton == NULL && set->restore == NULL) return;
  if (set->skeleton != NULL && set->restore != NULL)
    cli_usage(c, "--skeleton and --restore exclude each other");
  if (!streams(set) || set->format > FORMAT_PLAIN)
    cli_usage(c, "skeletons are those of plain text");
  if (several) cli_usage(c, "a skeleton is that of one file");
}

static int restore(const cli *c, const settings *set, const char *lines) {
  seg_error error = {0};
  seg_status status = skeleton_restore(set->restore, lines, set->encoding, set->output, &error);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, NULL, &error);
}

static size_t length_option(cli *c, const char *name, const char *value) {
  return (size_t)cli_number(c, name, value, 1, 1e9);
}

int main(int argc, char **argv) {
  cli c;
  settings set = {.split = seg_split_defaults, .preference = -1, .encoding = "auto",
                  .invalid = SEG_INVALID_KEEP, .records = seg_record_defaults,
                  .threads = 1, .format = FORMAT_DEFAULT};
  const char *value, *list = NULL;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    if (records_option(&c, &set.records, key, value)) continue;
    switch (key) {
      case FORMAT: set.format = cli_choice(&c, "format", value, formats); break;
      case 'l': set.split.language = value; break;
      case PARAGRAPHS:
        set.split.paragraphs = (seg_paragraphs)cli_choice(&c, "paragraphs", value, paragraphs);
        break;
      case THRESHOLD: set.split.threshold = cli_number(&c, "threshold", value, 0, 1); break;
      case PREFER: set.preference = cli_choice(&c, "prefer", value, preferences); break;
      case MODEL: set.model = value; break;
      case MAX_LENGTH: set.split.max_length = length_option(&c, "max-length", value); break;
      case MIN_LENGTH: set.split.min_length = length_option(&c, "min-length", value); break;
      case TOKENS: set.split.count_tokens = true; break;
      case EXPLAIN: set.explain = value; break;
      case SKELETON: set.skeleton = value; break;
      case RESTORE: set.restore = value; break;
      case SRX:
      case SRX_OVER:
        if (set.srx != NULL) cli_usage(&c, "only one file of rules can be used");
        set.srx = value;
        set.split.srx_over = key == SRX_OVER;
        break;
      case 'j': set.threads = cli_threads(&c, value); break;
      case CLI_FILES: list = value; break;
      case 'o': set.output = value; break;
      case CLI_ENCODING: set.encoding = value; break;
      case CLI_INVALID: set.invalid = cli_invalid(&c, value); break;
    }
  }
  files inputs;
  files_open(&inputs, &c, list);
  set.name_files = files_several(&inputs);
  if (set.split.max_length > 0 && set.split.min_length > set.split.max_length)
    cli_usage(&c, "--min-length is larger than --max-length");
  settle(&set);
  check_skeleton(&c, &set, files_several(&inputs));
  if (set.explain != NULL && !streams(&set)) cli_usage(&c, "--explain is for plain text");
  if (set.format == FORMAT_DEFAULT) records_check_files(&c, &set.records, files_several(&inputs));
  int result = inputs.result;
  if (result == CLI_DONE)
    result = set.restore != NULL ? restore(&c, &set, files_next(&inputs)) : split_files(&c, &set, &inputs);
  files_close(&inputs);
  return result;
}
