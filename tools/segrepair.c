/* segrepair: puts back what scraping lost. */
#include "segrepair.h"

#include <limits.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "files.h"
#include "progress.h"
#include "records.h"

enum { DIFF_KEY = CLI_OWN, EDITS, UNDO_KEY, ONLY, ALSO, SKIP, MIN_CONFIDENCE, MOST_EDITS, LIST,
       CHECK_KEY, MODEL, DROP, REJECTS, EDITS_FIELD, EXPLAIN };

static const char *const droppable[] = {FURNITURE, NULL};

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

/* --- Repairing. */

typedef struct run {
  const cli *c;
  const settings *set;
  seg_repairer *repairer;
  outputs out;
  bool more_files; /* behind the current one */
  bool changes;
  char *repaired; /* text of a record */
} run;

/* Whether the text is written, not only what would change. */
static bool repairs(const settings *set) {
  return !set->diff && !set->check;
}

/* A text that is full of damage is no text that a repair can be trusted with. */
static void judge(const run *r, seg_bytes text, seg_editlog *log) {
  size_t characters = 0;
  if (r->set->most_edits < 0) return;
  for (size_t i = 0; i < text.length; i++) characters += starts_character(text.data, i);
  double count = (double)seg_editlog_count(log);
  if (count * 1000 <= r->set->most_edits * (double)characters) return;
  cli_note(r->c, "%s: left alone: %.0f edits in %zu characters", r->out.file, count, characters);
  seg_editlog_clear(log);
}

/* The next file must not be glued to a last line that has no end. */
static seg_status end_file(const run *r, const block *b, seg_error *error) {
  if (!r->more_files || !repairs(r->set) || b->text[b->length - 1] == '\n') return SEG_OK;
  seg_edit edit = {b->length, {"", 0}, {"\n", 1}, "file-end", 1};
  return seg_editlog_append(b->log, &edit, error);
}

/* The edits of a text were found: whether they are made and shown. A record has no decoder. */
static seg_status take_edits(run *r, seg_bytes text, const seg_decoder *decoder, size_t offset,
                             seg_editlog *log, seg_error *error) {
  seg_status status = SEG_OK;
  judge(r, text, log);
  if (seg_editlog_count(log) > 0) r->changes = true;
  if (r->out.reasons != NULL)
    status = explain_text(r->out.reasons, r->repairer, decoder, offset, text, log, error);
  return status == SEG_OK && r->set->diff ? show_changes(&r->out, text, log, error) : status;
}

static void repair_block(void *context, block *b) {
  const run *r = context;
  seg_repair_text(r->repairer, b->text, b->length, 0, b->log, &b->error);
}

static seg_status finish_block(void *context, const block *b, seg_error *error) {
  run *r = context;
  seg_bytes text = {b->text, b->length};
  if (b->lossy_count > 0) r->changes = true;
  seg_status status = take_edits(r, text, r->out.decoder, b->offset, b->log, error);
  if (status == SEG_OK && b->last) status = end_file(r, b, error);
  if (status == SEG_OK && repairs(r->set)) status = write_block(&r->out, b, error);
  if (r->set->diff)
    for (size_t i = 0; i < b->length; i++) r->out.line += b->text[i] == '\n';
  return status;
}

static seg_status repair_input(run *r, seg_input *input, seg_error *error) {
  blocks_plan plan = {r->set->threads, repair_block, finish_block, r};
  seg_status status = begin_text(&r->out, seg_input_decoder(input), error);
  if (status == SEG_OK) status = blocks_run(&plan, input, error);
  return status == SEG_OK ? end_text(&r->out, error) : status;
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
  r->out.line = record->line;
  seg_free(r->repaired);
  r->repaired = NULL;
  seg_status status = take_edits(r, record->text, NULL, 0, made->edits, error);
  if (status != SEG_OK || !repairs(r->set)) return status;
  status = seg_editlog_apply(made->edits, record->text.data, record->text.length, &r->repaired,
                             &length, error);
  if (status == SEG_OK)
    *result = (seg_result){.text = {r->repaired, length}, .edits = made->edits};
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
    r->out.file = seg_input_name(input);
    r->out.line = 1;
    if (r->set->records.format == SEG_FORMAT_TEXT)
      status = repair_input(r, input, &error);
    else
      result = records_run(r->c, &r->set->records, input,
                           repairs(r->set) ? r->out.text : NULL, &plan);
  }
  if (status != SEG_OK) result = cli_fail(r->c, path, &error);
  seg_input_free(input);
  return result;
}

static bool prints(const settings *set) {
  return (cli_is_standard(set->output) && (!set->check || set->diff)) ||
         (set->edits != NULL && cli_is_standard(set->edits)) ||
         (set->rejects != NULL && cli_is_standard(set->rejects)) ||
         (set->explain != NULL && cli_is_standard(set->explain));
}

static int repair_files(const cli *c, const settings *set, files *inputs) {
  seg_error error = {0};
  seg_model *model = NULL;
  run r = {.c = c, .set = set, .out = {.set = set, .name_files = files_several(inputs)}};
  int result = CLI_DONE;
  if (set->model != NULL && seg_model_load(set->model, &model, &error) != SEG_OK)
    return cli_fail(c, set->model, &error);
  if (seg_repairer_new(&set->repair, model, &r.repairer, &error) != SEG_OK ||
      open_outputs(&r.out, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  else
    r.out.find_furniture = seg_repairer_has(r.repairer, FURNITURE);
  progress_start(c, prints(set), set->records.format == SEG_FORMAT_TEXT ? "edits" : "records");
  progress_files(inputs->operands, inputs->count);
  for (const char *path; result != CLI_TROUBLE && (path = files_next(inputs)) != NULL;) {
    r.more_files = files_more(inputs);
    result = records_worse(result, repair_file(&r, path));
  }
  result = records_worse(result, inputs->result);
  if (result != CLI_TROUBLE && commit_outputs(&r.out, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  progress_erase();
  close_outputs(&r.out);
  seg_free(r.repaired);
  seg_repairer_free(r.repairer);
  seg_model_free(model);
  return result == CLI_DONE && set->check && r.changes ? CLI_NO : result;
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

/* --- The command line. */

static int list_kinds(const cli *c) {
  seg_error error = {0};
  seg_output *output;
  seg_status status = seg_output_open(NULL, &output, &error);
  if (status != SEG_OK) return cli_fail(c, NULL, &error);
  status = write_kinds(output, &error);
  if (status == SEG_OK)
    status = seg_output_commit(output, &error);
  else
    seg_output_discard(output);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, NULL, &error);
}

static void check_drop(cli *c, const settings *set) {
  bool drop = set->repair.drop_furniture, writes = repairs(set);
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
  if (repairs(&set)) records_check_files(&c, &set.records, files_several(&inputs));
  int result = inputs.result;
  if (result == CLI_DONE)
    result = set.undo != NULL ? undo_files(&c, &set, &inputs) : repair_files(&c, &set, &inputs);
  files_close(&inputs);
  return result;
}
