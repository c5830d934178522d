/* segrepair: puts back what scraping lost. */
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "blocks.h"
#include "cli.h"
#include "files.h"
#include "progress.h"
#include "records.h"
#include "segrepair_explain.h"

typedef enum mode { REPAIR, DIFF, CHECK, UNDO, LIST_KINDS } mode;

typedef struct settings {
  seg_repair_options repair;
  const char *model; /* NULL: the one that is built in */
  const char *encoding;
  seg_invalid invalid;
  const char *output;
  const char *edits;
  const char *rejects; /* file for what is dropped */
  const char *explain; /* file for the reasons; NULL: none */
  const char *undo;
  seg_record_options records;
  double most_edits; /* in 1000 characters of a block; negative: any number */
  unsigned threads;
  bool diff, check, list_kinds;
} settings;

enum { DIFF_KEY = CLI_OWN, EDITS, UNDO_KEY, ONLY, ALSO, SKIP, MIN_CONFIDENCE, MOST_EDITS, LIST,
       CHECK_KEY, MODEL, DROP, REJECTS, EDITS_FIELD, EXPLAIN };

static const char *const droppable[] = {"furniture", NULL};

static const cli_option options[] = {
  {DIFF_KEY, "diff", NULL, "show what would change, line by line, and write nothing else"},
  {CHECK_KEY, "check", NULL, "write nothing; exit with 1 if something would change"},
  {EDITS, "edits", "FILE", "write every edit to FILE, one JSON object a line"},
  {DROP, "drop", "KIND", "take out what is of this kind: furniture"},
  {REJECTS, "rejects", "FILE", "write what --drop takes out to FILE, one JSON object a run"},
  {EXPLAIN, "explain", "FILE",
   "write a table to FILE of the places where something could be missing and what decided there"},
  {UNDO_KEY, "undo", "FILE",
   "the way back: the input is repaired text, FILE the edits written with it, "
   "the output the original bytes"},
  {ONLY, "only", "KINDS", "make these kinds of repair and no others; ids separated by commas"},
  {ALSO, "also", "KINDS", "make these kinds of repair too, which are off by default"},
  {SKIP, "skip", "KINDS", "leave these kinds of repair out"},
  {MIN_CONFIDENCE, "min-confidence", "P",
   "make edits whose probability to be right is at least P, between 0 and 1 (default 0.5)"},
  {MOST_EDITS, "max-edits-per-1000", "N",
   "leave a text alone, and say so, that needs more than N edits in 1000 characters"},
  {LIST, "list-kinds", NULL,
   "list the kinds of repair: id, on or off by default, what it does, an example"},
  {MODEL, "model", "FILE", "use this model of segtrain in place of the one that is built in"},
  RECORD_OPTIONS,
  {EDITS_FIELD, "edits-field", "NAME",
   "add this field with the edits to the objects of jsonl: offsets count bytes of the text in UTF-8"},
  CLI_THREADS_OPTION,
  FILES_OPTION,
  CLI_OUTPUT_OPTION,
  CLI_PROGRESS_OPTION,
  CLI_INPUT_OPTIONS,
  {0, NULL, NULL, NULL}
};

static const cli_tool tool = {
  .name = "segrepair",
  .operands = "[FILE]...",
  .summary = "Put back the spaces, marks and sentence ends that scraping lost, and touch nothing "
             "else. The output is UTF-8.",
  .options = options,
  .notes = "Exit status: 0 done, 1 something would change (--check) or some records were bad, 2 "
           "usage, file or format trouble.\n"
           "Example: segrepair --edits=page.edits page.txt > page.repaired.txt",
};

static seg_status no_memory(seg_error *error) {
  *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
  return SEG_NOMEM;
}

/* --- One run over the files. */

typedef struct run {
  const cli *c;
  const settings *set;
  mode mode;
  seg_model *model;  /* NULL: the one that is built in */
  seg_repairer *repairer;
  seg_editlog *log;  /* of the current block or record */
  seg_editlog_writer *writer;
  seg_output *output;
  seg_output *edits;   /* NULL when none are asked for */
  seg_output *rejects; /* NULL when nothing is dropped */
  seg_output *reasons; /* NULL when none are asked for */
  bool find_furniture; /* and name it in the log */
  bool name_files;     /* more than one input */
  bool more_files;     /* behind the current one */
  bool colour;
  bool changes;
  const char *file;  /* name of the current input */
  seg_decoder *decoder; /* of it */
  size_t line;       /* of the block's first line */
  char *repaired;    /* text of a record */
} run;

/* --- Showing changes. */

enum { CONTEXT = 60 }; /* bytes shown around a change, at least */

static bool starts_character(const char *text, size_t at) {
  return ((unsigned char)text[at] & 0xC0) != 0x80;
}

/* The sign for a byte that is not shown as it is, NULL for the others; terminals obey C1 controls,
 * C2 80 to C2 9F in UTF-8, too. */
static const char *sign_of(const char *text, size_t length) {
  unsigned char c = (unsigned char)text[0];
  if (c == '\n') return "\xE2\x86\xB5";
  if (c == '\r') return "";
  bool c1 = c == 0xC2 && length > 1 && (unsigned char)text[1] < 0xA0;
  return c1 || (c < ' ' && c != '\t') || c == 0x7F ? "?" : NULL;
}

/* A line stays one, and terminals stay calm. */
static seg_status put_visible(seg_output *out, const char *text, size_t length,
                              seg_error *error) {
  size_t from = 0;
  seg_status status = SEG_OK;
  for (size_t i = 0; i < length && status == SEG_OK; i++) {
    const char *sign = sign_of(text + i, length - i);
    if (sign == NULL) continue;
    status = seg_output_write(out, text + from, i - from, error);
    if (status == SEG_OK) status = seg_output_write(out, sign, strlen(sign), error);
    if ((unsigned char)text[i] == 0xC2) i++;
    from = i + 1;
  }
  return status == SEG_OK ? seg_output_write(out, text + from, length - from, error) : status;
}

static seg_status put_change(run *r, const char *colour, const char *open, seg_bytes text,
                             const char *close, seg_error *error) {
  if (text.length == 0) return SEG_OK;
  if (r->colour) open = colour, close = "\x1B[m";
  seg_status status = seg_output_write(r->output, open, strlen(open), error);
  if (status == SEG_OK) status = put_visible(r->output, text.data, text.length, error);
  return status == SEG_OK ? seg_output_write(r->output, close, strlen(close), error) : status;
}

/* Unchanged text between two changes, or between a change and the end of its line; the middle
 * of a long one is left out. */
static seg_status put_context(run *r, const char *text, size_t length, bool changed_before,
                              bool changed_behind, seg_error *error) {
  size_t head = changed_before ? CONTEXT : 0, tail = changed_behind ? CONTEXT : 0;
  if (length <= head + tail + CONTEXT) return put_visible(r->output, text, length, error);
  while (head > 0 && head < length && !starts_character(text, head)) head++;
  while (tail > 0 && tail < length && !starts_character(text, length - tail)) tail++;
  seg_status status = put_visible(r->output, text, head, error);
  if (status == SEG_OK) status = seg_output_write(r->output, "\xE2\x80\xA6", 3, error);
  return status == SEG_OK ? put_visible(r->output, text + length - tail, tail, error) : status;
}

static seg_status put_place(run *r, size_t line, seg_error *error) {
  char number[32];
  seg_status status = put_visible(r->output, r->file, strlen(r->file), error);
  int length = snprintf(number, sizeof number, ":%zu: ", line);
  return status == SEG_OK ? seg_output_write(r->output, number, (size_t)length, error) : status;
}

/* All changed lines of a block, each once. */
static seg_status show_changes(run *r, seg_bytes text, seg_error *error) {
  size_t count = seg_editlog_count(r->log), at = 0, line = r->line;
  seg_status status = SEG_OK;
  for (size_t i = 0; i < count && status == SEG_OK; i++) {
    seg_edit e = seg_editlog_get(r->log, i);
    size_t begin = e.offset;
    while (begin > at && text.data[begin - 1] != '\n') begin--;
    bool new_line = i == 0 || begin > at;
    for (size_t k = at; k < begin; k++) line += text.data[k] == '\n';
    if (new_line) status = put_place(r, line, error);
    if (status == SEG_OK)
      status = put_context(r, text.data + begin, e.offset - begin, !new_line, true, error);
    if (status == SEG_OK)
      status = put_change(r, "\x1B[31m", "[-", e.old_bytes, "-]", error);
    if (status == SEG_OK)
      status = put_change(r, "\x1B[1;32m", "{+", e.new_bytes, "+}", error);
    at = e.offset + e.old_bytes.length;
    for (size_t k = e.offset; k < at; k++) line += text.data[k] == '\n';
    const char *feed = memchr(text.data + at, '\n', text.length - at);
    size_t end = feed != NULL ? (size_t)(feed - text.data) : text.length;
    if (status != SEG_OK || (i + 1 < count && seg_editlog_get(r->log, i + 1).offset <= end))
      continue;
    status = put_context(r, text.data + at, end - at, true, false, error);
    if (status == SEG_OK) status = seg_output_write(r->output, "\n", 1, error);
    at = end;
  }
  return status;
}

/* --- Furniture: what is dropped and what is only found. */

static bool set_hex(json_t *object, const char *key, seg_bytes bytes) {
  char *hex = malloc(2 * bytes.length + 1);
  if (hex == NULL) return false;
  for (size_t i = 0; i < bytes.length; i++)
    snprintf(hex + 2 * i, 3, "%02x", (unsigned)(unsigned char)bytes.data[i]);
  bool done = json_object_set_new(object, key, json_stringn(hex, 2 * bytes.length)) == 0;
  free(hex);
  return done;
}

/* Bytes that are no text stand there in hexadecimal, as in the edit log. */
static seg_status write_reject(run *r, size_t offset, seg_bytes text, seg_error *error) {
  json_t *object = json_pack("{s:I}", "offset", (json_int_t)offset);
  json_t *string = json_stringn(text.data, text.length);
  bool done = string != NULL ? json_object_set_new(object, "text", string) == 0
                             : set_hex(object, "text_hex", text);
  if (r->name_files) { /* not where the name is no UTF-8 */
    json_t *name = json_string(r->file);
    if (name != NULL) done &= json_object_set_new(object, "source", name) == 0;
  }
  char *line = done ? json_dumps(object, JSON_COMPACT) : NULL;
  json_decref(object);
  if (line == NULL) return no_memory(error);
  seg_status status = seg_output_write(r->rejects, line, strlen(line), error);
  free(line);
  return status == SEG_OK ? seg_output_write(r->rejects, "\n", 1, error) : status;
}

static seg_status write_rejects(run *r, size_t text_offset, seg_error *error) {
  seg_status status = SEG_OK;
  for (size_t i = 0; i < seg_editlog_count(r->log) && status == SEG_OK; i++) {
    seg_edit e = seg_editlog_get(r->log, i);
    if (strcmp(e.kind, droppable[0]) == 0)
      status = write_reject(r, seg_decoder_source_offset(r->decoder, text_offset + e.offset),
                            e.old_bytes, error);
  }
  return status;
}

/* The furniture of the repaired text; *found is allocated. */
static seg_status find_furniture(const run *r, seg_bytes repaired, seg_found **found,
                                 size_t *count, seg_error *error) {
  seg_span *runs;
  *found = NULL;
  seg_status status = seg_find_furniture(repaired.data, repaired.length, &runs, count, error);
  if (status != SEG_OK || *count == 0) return status;
  *found = malloc(*count * sizeof **found);
  if (*found == NULL) status = no_memory(error);
  for (size_t i = 0; i < *count && status == SEG_OK; i++)
    (*found)[i] = (seg_found){droppable[0],
                              {seg_editlog_input_offset(r->log, runs[i].start),
                               seg_editlog_input_offset(r->log, runs[i].end)},
                              runs[i]};
  seg_free(runs);
  return status;
}

/* --- Repairing. */

static seg_status write_edits(run *r, const seg_edited_block *edited, seg_error *error) {
  seg_bytes json;
  seg_status status = seg_editlog_writer_block(r->writer, r->decoder, edited, &json, error);
  return status == SEG_OK ? seg_output_write(r->edits, json.data, json.length, error) : status;
}

static seg_status write_block(run *r, const block *b, seg_error *error) {
  char *repaired = NULL;
  size_t repaired_length = 0;
  seg_status status =
      seg_editlog_apply(r->log, b->text, b->length, &repaired, &repaired_length, error);
  if (status == SEG_OK && r->edits != NULL) {
    seg_edited_block edited = {{b->text, b->length}, b->offset, r->log,
                               {repaired, repaired_length}, b->lossy, b->lossy_count, NULL, 0, true};
    seg_found *found = NULL;
    if (r->find_furniture)
      status = find_furniture(r, edited.output, &found, &edited.found_count, error);
    edited.found = found;
    if (status == SEG_OK) status = write_edits(r, &edited, error);
    free(found);
  }
  if (status == SEG_OK && r->rejects != NULL) status = write_rejects(r, b->offset, error);
  if (status == SEG_OK) status = seg_output_write(r->output, repaired, repaired_length, error);
  seg_free(repaired);
  return status;
}

/* A text that is full of damage is no text that a repair can be trusted with. */
static void judge(run *r, seg_bytes text) {
  size_t characters = 0;
  if (r->set->most_edits < 0) return;
  for (size_t i = 0; i < text.length; i++) characters += starts_character(text.data, i);
  double count = (double)seg_editlog_count(r->log);
  if (count * 1000 <= r->set->most_edits * (double)characters) return;
  cli_note(r->c, "%s: left alone: %.0f edits in %zu characters", r->file, count, characters);
  seg_editlog_clear(r->log);
}

/* The next file must not be glued to a last line that has no end. */
static seg_status end_file(run *r, const block *b, seg_error *error) {
  if (!r->more_files || r->mode != REPAIR || b->text[b->length - 1] == '\n') return SEG_OK;
  seg_edit edit = {b->length, {"", 0}, {"\n", 1}, "file-end", 1};
  return seg_editlog_append(r->log, &edit, error);
}

/* The edits of a text were found: whether they are made and shown. A record has no decoder. */
static seg_status take_edits(run *r, seg_bytes text, const seg_decoder *decoder, size_t offset,
                             seg_editlog *log, seg_error *error) {
  seg_status status = SEG_OK;
  r->log = log;
  judge(r, text);
  if (seg_editlog_count(log) > 0) r->changes = true;
  if (r->reasons != NULL)
    status = explain_text(r->reasons, r->repairer, decoder, offset, text, log, error);
  return status == SEG_OK && r->set->diff ? show_changes(r, text, error) : status;
}

static void repair_block(void *context, block *b) {
  const run *r = context;
  seg_repair_text(r->repairer, b->text, b->length, 0, b->log, &b->error);
}

static seg_status finish_block(void *context, const block *b, seg_error *error) {
  run *r = context;
  if (b->lossy_count > 0) r->changes = true;
  seg_status status = take_edits(r, (seg_bytes){b->text, b->length}, r->decoder, b->offset, b->log, error);
  if (status == SEG_OK && b->last) status = end_file(r, b, error);
  if (status == SEG_OK && r->mode == REPAIR) status = write_block(r, b, error);
  if (r->set->diff)
    for (size_t i = 0; i < b->length; i++) r->line += b->text[i] == '\n';
  return status;
}

static seg_status repair_input(run *r, seg_input *input, seg_error *error) {
  blocks_plan plan = {r->set->threads, repair_block, finish_block, r};
  seg_bytes json;
  seg_status status = SEG_OK;
  r->decoder = seg_input_decoder(input);
  if (r->edits != NULL) {
    status = seg_editlog_writer_begin(r->writer, r->file, &json, error);
    if (status == SEG_OK) status = seg_output_write(r->edits, json.data, json.length, error);
  }
  if (status == SEG_OK) status = blocks_run(&plan, input, error);
  if (status == SEG_OK && r->edits != NULL) {
    status = seg_editlog_writer_end(r->writer, r->decoder, &json, error);
    if (status == SEG_OK) status = seg_output_write(r->edits, json.data, json.length, error);
  }
  return status;
}

static seg_status repair_record(void *context, const seg_record *record, records_made *made,
                                seg_error *error) {
  const run *r = context;
  seg_status status = SEG_OK;
  if (made->edits == NULL) status = seg_editlog_new(&made->edits, error);
  if (status != SEG_OK) return status;
  seg_editlog_clear(made->edits);
  return seg_repair_text(r->repairer, record->text.data, record->text.length, 0, made->edits,
                         error);
}

static seg_status finish_record(void *context, const seg_records *records,
                                const seg_record *record, const records_made *made,
                                seg_result *result, seg_error *error) {
  run *r = context;
  size_t length;
  (void)records;
  r->line = record->line;
  seg_free(r->repaired);
  r->repaired = NULL;
  seg_status status = take_edits(r, record->text, NULL, 0, made->edits, error);
  if (status == SEG_OK && r->mode == REPAIR)
    status = seg_editlog_apply(r->log, record->text.data, record->text.length, &r->repaired,
                               &length, error);
  if (status == SEG_OK && r->mode == REPAIR)
    *result = (seg_result){.text = {r->repaired, length}, .edits = r->log};
  return status;
}

static int repair_file(run *r, const char *path) {
  seg_error error = {0};
  seg_input *input = NULL;
  int result = CLI_DONE;
  records_plan plan = {r->set->threads, repair_record, finish_record, r};
  const char *encoding = records_encoding(&r->set->records, r->set->encoding);
  seg_status status = seg_input_open(path, encoding, r->set->invalid, &input, &error);
  if (status == SEG_OK) {
    r->file = seg_input_name(input);
    r->line = 1;
    if (r->set->records.format == SEG_FORMAT_TEXT)
      status = repair_input(r, input, &error);
    else
      result = records_run(r->c, &r->set->records, input, r->mode == REPAIR ? r->output : NULL,
                           &plan);
  }
  if (status != SEG_OK) result = cli_fail(r->c, path, &error);
  seg_input_free(input);
  return result;
}

static int open_all(run *r) {
  seg_error error = {0};
  const char *output = r->mode == CHECK && !r->set->diff ? NULL : r->set->output;
  if (r->set->model != NULL && seg_model_load(r->set->model, &r->model, &error) != SEG_OK)
    return cli_fail(r->c, r->set->model, &error);
  if (seg_repairer_new(&r->set->repair, r->model, &r->repairer, &error) == SEG_OK &&
      seg_editlog_writer_new(&r->writer, &error) == SEG_OK &&
      seg_output_open(output, &r->output, &error) == SEG_OK &&
      (r->set->edits == NULL || seg_output_open(r->set->edits, &r->edits, &error) == SEG_OK) &&
      (r->set->rejects == NULL || r->mode != REPAIR ||
       seg_output_open(r->set->rejects, &r->rejects, &error) == SEG_OK) &&
      (r->set->explain == NULL ||
       (seg_output_open(r->set->explain, &r->reasons, &error) == SEG_OK &&
        explain_head(r->reasons, &error) == SEG_OK))) {
    r->find_furniture = seg_repairer_has(r->repairer, droppable[0]);
    return CLI_DONE;
  }
  return cli_fail(r->c, NULL, &error);
}

/* The text last: without its log it could not be undone, without its rejects they were lost. */
static int commit_all(run *r) {
  seg_error error = {0};
  seg_output **const outputs[] = {&r->reasons, &r->edits, &r->rejects, &r->output};
  for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
    seg_output *output = *outputs[i];
    *outputs[i] = NULL;
    if (output != NULL && seg_output_commit(output, &error) != SEG_OK)
      return cli_fail(r->c, NULL, &error);
  }
  return CLI_DONE;
}

static bool prints(const run *r) {
  const settings *set = r->set;
  return (cli_is_standard(set->output) && (r->mode != CHECK || set->diff)) ||
         (set->edits != NULL && cli_is_standard(set->edits)) ||
         (set->rejects != NULL && cli_is_standard(set->rejects)) ||
         (set->explain != NULL && cli_is_standard(set->explain));
}

static int repair_files(const cli *c, const settings *set, files *inputs) {
  run r = {.c = c, .set = set, .mode = set->check ? CHECK : set->diff ? DIFF : REPAIR,
           .name_files = files_several(inputs)};
  r.colour = set->diff && set->output == NULL && isatty(STDOUT_FILENO);
  int result = open_all(&r);
  progress_start(c, prints(&r), set->records.format == SEG_FORMAT_TEXT ? "edits" : "records");
  progress_files(inputs->operands, inputs->count);
  for (const char *path; result != CLI_TROUBLE && (path = files_next(inputs)) != NULL;) {
    r.more_files = files_more(inputs);
    result = records_worse(result, repair_file(&r, path));
  }
  result = records_worse(result, inputs->result);
  if (result != CLI_TROUBLE) result = records_worse(result, commit_all(&r));
  progress_erase();
  seg_output_discard(r.reasons);
  seg_output_discard(r.edits);
  seg_output_discard(r.rejects);
  seg_output_discard(r.output);
  seg_free(r.repaired);
  seg_editlog_writer_free(r.writer);
  seg_repairer_free(r.repairer);
  seg_model_free(r.model);
  return result == CLI_DONE && r.mode == CHECK && r.changes ? CLI_NO : result;
}

/* --- The way back. */

static seg_status undo_bytes(seg_undo *undo, seg_output *output, seg_bytes text, bool final,
                             seg_error *error) {
  seg_bytes original;
  seg_status status = seg_undo_feed(undo, text.data, text.length, final, &original, error);
  return status == SEG_OK ? seg_output_write(output, original.data, original.length, error)
                          : status;
}

/* The reader drops a byte order mark; repaired text holds one only where it was text. */
static seg_status undo_input(seg_undo *undo, seg_output *output, seg_input *input,
                             seg_error *error) {
  bool first = true;
  progress_input(input);
  for (;;) {
    seg_bytes text;
    seg_status status = seg_input_read(input, &text, error);
    if (status == SEG_END) return SEG_OK;
    if (status == SEG_OK && first && seg_decoder_bom_length(seg_input_decoder(input)) > 0)
      status = undo_bytes(undo, output, (seg_bytes){"\xEF\xBB\xBF", 3}, false, error);
    first = false;
    if (status == SEG_OK) status = undo_bytes(undo, output, text, false, error);
    if (status != SEG_OK) return status;
    progress_step(0);
  }
}

static int undo_file(const cli *c, seg_undo *undo, seg_output *output, const char *path) {
  seg_error error = {0};
  seg_input *input = NULL;
  seg_status status = seg_input_open(path, "UTF-8", SEG_INVALID_KEEP, &input, &error);
  if (status == SEG_OK) status = undo_input(undo, output, input, &error);
  int result = status == SEG_OK ? CLI_DONE : cli_fail(c, path, &error);
  seg_input_free(input);
  return result;
}

static int read_log(const cli *c, const char *path, seg_undo **undo) {
  seg_error error = {0};
  seg_input *input = NULL;
  char *log = NULL;
  size_t length;
  seg_status status = seg_input_open(path, "UTF-8", SEG_INVALID_KEEP, &input, &error);
  if (status == SEG_OK) status = seg_input_read_all(input, &log, &length, &error);
  if (status == SEG_OK) status = seg_undo_new(log, length, undo, &error);
  seg_free(log);
  int result = status == SEG_OK ? CLI_DONE : cli_fail(c, path, &error);
  seg_input_free(input);
  return result;
}

static int undo_files(const cli *c, const settings *set, files *inputs) {
  const char *path = NULL;
  seg_error error = {0};
  seg_undo *undo = NULL;
  seg_output *output = NULL;
  int result = read_log(c, set->undo, &undo);
  if (result == CLI_DONE && seg_output_open(set->output, &output, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  progress_start(c, cli_is_standard(set->output), "");
  progress_files(inputs->operands, inputs->count);
  for (const char *next; result == CLI_DONE && (next = files_next(inputs)) != NULL; path = next)
    result = undo_file(c, undo, output, next);
  progress_erase();
  if (result == CLI_DONE &&
      undo_bytes(undo, output, (seg_bytes){NULL, 0}, true, &error) != SEG_OK)
    result = cli_fail(c, path, &error);
  if (result == CLI_DONE) {
    if (seg_output_commit(output, &error) != SEG_OK) result = cli_fail(c, NULL, &error);
  } else {
    seg_output_discard(output);
  }
  seg_undo_free(undo);
  return result;
}

/* --- Kinds. */

/* The cells of a row; tabs between them, examples with visible line breaks. */
static seg_status list_kind(seg_output *output, const seg_repair_kind *kind, seg_error *error) {
  const char *const cells[] = {kind->id, "\t", kind->on_by_default ? "on" : "off", "\t",
                               kind->summary, "\t", kind->before, " => ", kind->after};
  seg_status status = SEG_OK;
  for (size_t i = 0; i < sizeof cells / sizeof *cells && status == SEG_OK; i++)
    status = put_visible(output, cells[i], strlen(cells[i]), error);
  return status == SEG_OK ? seg_output_write(output, "\n", 1, error) : status;
}

static int list_kinds(const cli *c) {
  seg_error error = {0};
  seg_output *output;
  size_t count;
  const seg_repair_kind *kinds = seg_repair_kinds(&count);
  seg_status status = seg_output_open(NULL, &output, &error);
  if (status != SEG_OK) return cli_fail(c, NULL, &error);
  for (size_t i = 0; i < count && status == SEG_OK; i++)
    status = list_kind(output, &kinds[i], &error);
  if (status == SEG_OK)
    status = seg_output_commit(output, &error);
  else
    seg_output_discard(output);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, NULL, &error);
}

static void check_drop(cli *c, const settings *set) {
  bool drop = set->repair.drop_furniture, writes = !set->diff && !set->check;
  if (drop && writes && set->rejects == NULL)
    cli_usage(c, "--drop goes with --rejects, so that nothing is lost");
  if (set->rejects != NULL && (!drop || !writes))
    cli_usage(c, "--rejects goes with --drop and repairing only");
  if (set->rejects != NULL && cli_is_standard(set->rejects) &&
      (cli_is_standard(set->output) || (set->edits != NULL && cli_is_standard(set->edits))))
    cli_usage(c, "--rejects needs a file of its own");
}

/* Every block and round needs the same large arrays again; asking the system for zeroed pages each
 * time takes as long as the repair. */
static void keep_memory(void) {
#ifdef __GLIBC__
  enum { MORE_AT_ONCE = 16 << 20 };
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_TOP_PAD, MORE_AT_ONCE);
#endif
}

int main(int argc, char **argv) {
  cli c;
  settings set = {.repair = seg_repair_defaults, .encoding = "auto", .invalid = SEG_INVALID_KEEP,
                  .most_edits = -1, .records = seg_record_defaults, .threads = 1};
  const char *value, *list = NULL;
  keep_memory();
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    if (records_option(&c, &set.records, key, value)) continue;
    switch (key) {
      case DIFF_KEY: set.diff = true; break;
      case CHECK_KEY: set.check = true; break;
      case EDITS: set.edits = value; break;
      case DROP:
        cli_choice(&c, "drop", value, droppable);
        set.repair.drop_furniture = true;
        break;
      case REJECTS: set.rejects = value; break;
      case EDITS_FIELD: set.records.edits_field = value; break;
      case UNDO_KEY: set.undo = value; break;
      case ONLY: set.repair.only = value; break;
      case ALSO: set.repair.also = value; break;
      case MODEL: set.model = value; break;
      case SKIP: set.repair.skip = value; break;
      case MIN_CONFIDENCE:
        set.repair.min_confidence = cli_number(&c, "min-confidence", value, 0, 1);
        break;
      case MOST_EDITS:
        set.most_edits = cli_number(&c, "max-edits-per-1000", value, 0, 1000);
        break;
      case EXPLAIN: set.explain = value; break;
      case LIST: set.list_kinds = true; break;
      case 'j': set.threads = cli_threads(&c, value); break;
      case CLI_FILES: list = value; break;
      case 'o': set.output = value; break;
      case CLI_ENCODING: set.encoding = value; break;
      case CLI_INVALID: set.invalid = cli_invalid(&c, value); break;
    }
  }
  if (set.edits != NULL && (set.diff || set.check || set.undo != NULL))
    cli_usage(&c, "--edits goes with repairing only");
  if (set.undo != NULL && (set.diff || set.check))
    cli_usage(&c, "--undo goes without --diff and --check");
  if (set.edits != NULL && cli_is_standard(set.edits) && cli_is_standard(set.output))
    cli_usage(&c, "--edits and the text cannot both go to standard output");
  if (set.explain != NULL && set.undo != NULL) cli_usage(&c, "--explain goes without --undo");
  check_drop(&c, &set);
  if ((set.edits != NULL || set.undo != NULL) && set.records.format != SEG_FORMAT_TEXT)
    cli_usage(&c, "--edits and --undo go with --input-format=text only");
  if (set.list_kinds) return list_kinds(&c);
  files inputs;
  files_open(&inputs, &c, list);
  if (!set.diff && !set.check) records_check_files(&c, &set.records, files_several(&inputs));
  int result = inputs.result;
  if (result == CLI_DONE)
    result = set.undo != NULL ? undo_files(&c, &set, &inputs) : repair_files(&c, &set, &inputs);
  files_close(&inputs);
  return result;
}
