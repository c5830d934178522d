/* segsplit: text to sentences. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "files.h"
#include "parts.h"
#include "progress.h"
#include "records.h"
#include "skeleton.h"

typedef struct settings {
  seg_split_options split;
  const char *model; /* NULL: the one that is built in */
  const char *srx;   /* file with rules; NULL: none */
  const char *explain;  /* file for the reasons; NULL: none */
  const char *skeleton; /* file for what stands between the segments; NULL: none */
  const char *restore;  /* such a file, to put lines back into; NULL: split */
  int preference;    /* -1: the threshold was given, or is the default */
  const char *encoding;
  seg_invalid invalid;
  const char *output;
  seg_record_options records;
  unsigned threads;
  int format;        /* FORMAT_DEFAULT: plain for text, else the records with their segments */
  bool name_files; /* more than one input */
} settings;

enum { FORMAT = CLI_OWN, PARAGRAPHS, THRESHOLD, PREFER, MODEL, SRX, SRX_OVER,
       MAX_LENGTH, MIN_LENGTH, TOKENS, SKELETON, RESTORE, EXPLAIN };

enum { FORMAT_DEFAULT = -1, FORMAT_PLAIN, FORMAT_JSONL, FORMAT_XLIFF };
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

static bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A wrapped sentence becomes one line: white space with a line break in it is one space. */
static size_t unwrap_line(const char *text, size_t length, char *line) {
  size_t used = 0;
  for (size_t i = 0; i < length;) {
    size_t start = i;
    while (i < length && !is_space(text[i])) i++;
    memcpy(line + used, text + start, i - start);
    used += i - start;
    bool line_break = false;
    for (start = i; i < length && is_space(text[i]); i++)
      line_break |= text[i] != ' ' && text[i] != '\t';
    if (line_break) {
      line[used++] = ' ';
    } else {
      memcpy(line + used, text + start, i - start);
      used += i - start;
    }
  }
  return used;
}

typedef struct run {
  const cli *c;
  const settings *set;
  seg_output *output;
  skeleton *skeleton; /* NULL: none is written */
  seg_xliff_writer *xliff; /* NULL: another format */
  seg_output *reasons; /* NULL: likewise */
  parts *parts;
  seg_decoder *decoder; /* of the current input, while that streams */
  seg_error reasons_error;  /* the first in writing them */
  const char *file;   /* name of the current input */
  char *line;         /* scratch */
  size_t capacity;
  bool any;           /* something was written */
  size_t paragraph;   /* of the last segment */
  const seg_splitter *splitter;
  const seg_record *record; /* NULL while a text streams through */
  char *lines;              /* the same as text */
  size_t lines_length, lines_capacity;
} run;

static seg_status no_memory(seg_error *error) {
  *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
  return SEG_NOMEM;
}

/* A JSON string; bytes that are no UTF-8 become U+FFFD. */
static json_t *json_text(const char *bytes, size_t length) {
  json_t *text = json_stringn(bytes, length);
  if (text != NULL) return text;
  seg_decoder *decoder = NULL;
  seg_bytes valid;
  if (seg_decoder_new("UTF-8", SEG_INVALID_REPLACE, &decoder, NULL) == SEG_OK &&
      seg_decoder_feed(decoder, bytes, length, true, &valid, NULL) == SEG_OK)
    text = json_stringn(valid.data, valid.length);
  seg_decoder_free(decoder);
  return text;
}

/* Takes the value; false when memory is short. */
static bool set(json_t *object, const char *key, json_t *value) {
  return json_object_set_new(object, key, value) == 0;
}

static seg_status write_json(run *r, const seg_segment *segment, seg_span source, seg_bytes line,
                             seg_error *error) {
  json_t *object = json_object();
  bool fine = true;
  if (r->set->name_files) fine &= set(object, "file", json_text(r->file, strlen(r->file)));
  if (r->record != NULL) {
    fine &= set(object, "record", json_integer((json_int_t)r->record->index));
    if (r->record->id.length > 0)
      fine &= set(object, "id", json_text(r->record->id.data, r->record->id.length));
  }
  fine &= set(object, "offset", json_integer((json_int_t)source.start)) &&
          set(object, "length", json_integer((json_int_t)(source.end - source.start))) &&
          set(object, "paragraph", json_integer((json_int_t)segment->paragraph)) &&
          set(object, "kind", json_string(seg_segment_kind_name(segment->kind))) &&
          set(object, "confidence", json_real(segment->confidence)) &&
          set(object, "text", json_text(line.data, line.length));
  char *dump = fine ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(4)) : NULL;
  json_decref(object);
  if (dump == NULL) return no_memory(error);
  seg_status status = seg_output_write(r->output, dump, strlen(dump), error);
  free(dump);
  return status != SEG_OK ? status : seg_output_write(r->output, "\n", 1, error);
}

static seg_status write_plain(run *r, const seg_segment *segment, seg_bytes line,
                              seg_error *error) {
  seg_status status = SEG_OK;
  if (r->any && r->skeleton == NULL && segment->paragraph != r->paragraph)
    status = seg_output_write(r->output, "\n", 1, error);
  if (status == SEG_OK) status = seg_output_write(r->output, line.data, line.length, error);
  return status != SEG_OK ? status : seg_output_write(r->output, "\n", 1, error);
}

/* The segment as one line: its own bytes where no line break stands in them. */
static bool one_line(run *r, seg_bytes bytes, seg_bytes *line) {
  *line = bytes;
  unsigned char wrapped = 0;
  for (size_t i = 0; i < bytes.length; i++)
    wrapped |= (unsigned char)(bytes.data[i] - '\n') <= '\r' - '\n';
  if (!wrapped) return true;
  if (bytes.length > r->capacity) {
    char *scratch = realloc(r->line, bytes.length);
    if (scratch == NULL) return false;
    r->line = scratch;
    r->capacity = bytes.length;
  }
  *line = (seg_bytes){r->line, unwrap_line(bytes.data, bytes.length, r->line)};
  return true;
}

static seg_status write_segment(run *r, const seg_segment *segment, seg_span source,
                                seg_bytes bytes, seg_error *error) {
  seg_bytes line;
  if (!one_line(r, bytes, &line)) return no_memory(error);
  seg_status status = r->set->format == FORMAT_JSONL ? write_json(r, segment, source, line, error)
                                                     : write_plain(r, segment, line, error);
  r->any = true;
  r->paragraph = segment->paragraph;
  return status;
}

/* --- Reasons */

__attribute__((format(printf, 2, 3))) static void explain_text(run *r, const char *format, ...) {
  char text[256];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  size_t n = (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
  seg_output_write(r->reasons, text, n, &r->reasons_error);
}

/* One row: place, words, decision, probability, who decided, scores, features. */
static void explain(void *context, const seg_explanation *e) {
  run *r = context;
  explain_text(r, "%zu\t", seg_decoder_source_offset(r->decoder, e->offset));
  seg_output_write(r->reasons, e->left.data, e->left.length, &r->reasons_error);
  seg_output_write(r->reasons, "\t", 1, &r->reasons_error);
  seg_output_write(r->reasons, e->right.data, e->right.length, &r->reasons_error);
  explain_text(r, "\t%s\t%.4f\t%s\t%.2f\t%.2f\t%.2f\t", e->ends ? "end" : "-", e->probability,
               e->decided_by, e->first_look, e->score, e->rules);
  for (size_t i = 0; i < e->weight_count; i++)
    explain_text(r, "%s%s=%.2f", i > 0 ? " " : "", e->weights[i].id, e->weights[i].weight);
  seg_output_write(r->reasons, "\n", 1, &r->reasons_error);
}

static seg_status open_reasons(run *r, const char *path, seg_error *error) {
  static const char head[] = "offset\tleft\tright\tend\tprobability\tdecided by\tfirst look\tscore\t"
                             "rules\tfeatures\n";
  seg_status status = seg_output_open(path, &r->reasons, error);
  return status == SEG_OK ? seg_output_write(r->reasons, head, sizeof head - 1, error) : status;
}

/* --- XLIFF */

/* The name of a text is that of its record or of its file; standard input has none. */
static seg_status begin_xliff(run *r, const seg_record *record, seg_error *error) {
  if (record == NULL || record->id.length == 0)
    return seg_xliff_writer_file(r->xliff, strcmp(r->file, "<stdin>") == 0 ? NULL : r->file, error);
  char *name = strndup(record->id.data, record->id.length);
  seg_status status = name != NULL ? seg_xliff_writer_file(r->xliff, name, error) : no_memory(error);
  free(name);
  return status;
}

static seg_status write_xliff(run *r, const seg_record *record, const records_made *made,
                              seg_error *error) {
  seg_status status = begin_xliff(r, record, error);
  if (status == SEG_OK) status = seg_xliff_writer_text(r->xliff, record->text, error);
  for (size_t i = 0; i < made->count && status == SEG_OK; i++)
    status = seg_xliff_writer_segment(r->xliff, &made->segments[i], error);
  return status;
}

/* --- A text that streams through */

static seg_status write_streamed(void *context, const seg_segment *segment, seg_bytes bytes,
                                 seg_error *error) {
  run *r = context;
  seg_span source = {seg_decoder_source_offset(r->decoder, segment->span.start),
                     seg_decoder_source_offset(r->decoder, segment->span.end)};
  seg_decoder_forget(r->decoder, segment->span.end);
  seg_status status = SEG_OK;
  if (r->skeleton != NULL) status = skeleton_segment(r->skeleton, segment->span, error);
  if (r->xliff != NULL) return seg_xliff_writer_segment(r->xliff, segment, error);
  return status == SEG_OK ? write_segment(r, segment, source, bytes, error) : status;
}

static seg_status take_text(void *context, seg_bytes text, seg_error *error) {
  run *r = context;
  if (r->reasons_error.status != SEG_OK) *error = r->reasons_error;
  seg_status status = r->reasons_error.status;
  if (status == SEG_OK && r->skeleton != NULL) status = skeleton_text(r->skeleton, text, error);
  if (status == SEG_OK && r->xliff != NULL) status = seg_xliff_writer_text(r->xliff, text, error);
  return status;
}

static seg_status split_input(run *r, seg_input *input, seg_error *error) {
  r->paragraph = (size_t)-1;
  r->decoder = seg_input_decoder(input);
  seg_status status = r->xliff != NULL ? begin_xliff(r, NULL, error) : SEG_OK;
  return status == SEG_OK ? parts_split(r->parts, input, error) : status;
}

/* --- Records */

static bool add_line(run *r, const char *bytes, size_t length) {
  if (r->lines_length + length > r->lines_capacity) {
    size_t wanted = 2 * (r->lines_length + length);
    char *grown = realloc(r->lines, wanted);
    if (grown == NULL) return false;
    r->lines = grown;
    r->lines_capacity = wanted;
  }
  memcpy(r->lines + r->lines_length, bytes, length);
  r->lines_length += length;
  return true;
}

/* What plain output would be, as the new text of the record. */
static seg_status join_lines(run *r, const char *text, const records_made *made,
                             seg_error *error) {
  r->lines_length = 0;
  for (size_t i = 0; i < made->count; i++) {
    seg_span span = made->segments[i].span;
    seg_bytes line;
    bool opens = i > 0 && made->segments[i].paragraph != made->segments[i - 1].paragraph;
    if (!one_line(r, (seg_bytes){text + span.start, span.end - span.start}, &line) ||
        (opens && !add_line(r, "\n", 1)) || !add_line(r, line.data, line.length) ||
        !add_line(r, "\n", 1))
      return no_memory(error);
  }
  return SEG_OK;
}

static seg_status write_segments(run *r, const seg_records *records, const seg_record *record,
                                 const records_made *made, seg_error *error) {
  seg_status status = SEG_OK;
  r->record = record;
  r->paragraph = (size_t)-1;
  for (size_t i = 0; i < made->count && status == SEG_OK; i++) {
    const seg_segment *s = &made->segments[i];
    seg_span source = seg_records_source_span(records, s->span);
    seg_bytes bytes = {record->text.data + s->span.start, s->span.end - s->span.start};
    status = write_segment(r, s, source, bytes, error);
  }
  return status;
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
  if (r->xliff != NULL) return write_xliff(r, record, made, error);
  if (r->set->format != FORMAT_DEFAULT) return write_segments(r, records, record, made, error);
  seg_status status = join_lines(r, record->text.data, made, error);
  *result = (seg_result){.text = {r->lines, r->lines_length}, .split = true,
                         .segments = made->segments, .count = made->count};
  return status;
}

/* --- Files */

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
    r->file = seg_input_name(input);
    if (streams(r->set))
      status = split_input(r, input, &error);
    else
      result = records_run(r->c, &r->set->records, input,
                           r->set->format == FORMAT_DEFAULT ? r->output : NULL, &plan);
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
  seg_splitter *splitter = NULL;
  seg_split_options split = set->split;
  run r = {.c = c, .set = set};
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
  parts_taker taker = {take_text, write_streamed, set->explain != NULL ? explain : NULL, &r};
  if (seg_splitter_new(&split, model, &splitter, &error) != SEG_OK ||
      parts_new(splitter, split.paragraphs, set->threads, &taker, &r.parts, &error) != SEG_OK ||
      seg_output_open(set->output, &r.output, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  r.splitter = splitter;
  if (result == CLI_DONE && set->skeleton != NULL &&
      skeleton_new(set->skeleton, &r.skeleton, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  if (result == CLI_DONE && set->format == FORMAT_XLIFF &&
      seg_xliff_writer_new(r.output, split.language, &r.xliff, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  if (result == CLI_DONE && set->explain != NULL &&
      open_reasons(&r, set->explain, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  progress_start(c, prints(set), streams(set) ? "segments" : "records");
  progress_files(inputs->operands, inputs->count);
  for (const char *path; result != CLI_TROUBLE && (path = files_next(inputs)) != NULL;)
    result = records_worse(result, split_file(&r, path));
  result = records_worse(result, inputs->result);
  if (result != CLI_TROUBLE && r.skeleton != NULL) {
    if (skeleton_finish(r.skeleton, &error) != SEG_OK) result = cli_fail(c, NULL, &error);
    r.skeleton = NULL;
  }
  skeleton_discard(r.skeleton);
  if (result != CLI_TROUBLE && r.reasons != NULL) {
    if (seg_output_commit(r.reasons, &error) != SEG_OK) result = cli_fail(c, NULL, &error);
    r.reasons = NULL;
  }
  seg_output_discard(r.reasons);
  if (result != CLI_TROUBLE && r.xliff != NULL &&
      seg_xliff_writer_finish(r.xliff, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  seg_xliff_writer_free(r.xliff);
  if (result != CLI_TROUBLE) {
    if (seg_output_commit(r.output, &error) != SEG_OK) result = cli_fail(c, NULL, &error);
  } else {
    seg_output_discard(r.output);
  }
  progress_erase();
  free(r.line);
  free(r.lines);
  parts_free(r.parts);
  seg_splitter_free(splitter);
  seg_srx_free(srx);
  seg_model_free(model);
  return result;
}

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
