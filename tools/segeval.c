/* segeval: scores against a gold standard. Every measure fills one JSON report, which is printed
 * as it is or as tables. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { INPUT = CLI_OWN, CLEAN, ERRORS, TYPES, JSON };

static const cli_option options[] = {
  {ERRORS, "errors", NULL,
   "split, repair: also list what is false and what is missed, with the text around it"},
  {INPUT, "input", "DAMAGED",
   "repair: GOLD and OUTPUT are plain texts, both made from this one"},
  {CLEAN, "clean", NULL,
   "repair: OUTPUT was made from the undamaged texts, so that every edit is false"},
  {TYPES, "types", NULL, "align: also the recall of each type of bead (1-1, 1-2, ...)"},
  {JSON, "json", NULL, "print one JSON object"},
  CLI_OUTPUT_OPTION,
  {0, NULL, NULL, NULL}
};

static const cli_tool tool = {
  .name = "segeval",
  .operands = "split|repair|align GOLD OUTPUT [GOLD OUTPUT]...",
  .summary = "Score sentences, repairs or alignments against a gold standard.",
  .options = options,
  .notes = "split: one sentence a line. repair: JSON Lines, or plain text with --input.\n"
           "align: beads as \"[0]:[0, 1]\", a line each.\n"
           "Exit status: 0 done, 1 records of GOLD without OUTPUT, 2 usage, file or format trouble.\n"
           "Example: segsplit page.txt | segeval split gold.txt -",
};

typedef struct run {
  const cli *c;
  const char *damaged; /* --input */
  bool clean, list_errors, types, json;
  const char *output_path;
  json_t *report;
  json_t *errors;    /* array of the report, NULL when not asked for */
  bool short_memory; /* jansson could not build the report */
  size_t missing;    /* records without output */
  seg_error error;
} run;

/* --- Errors and input. */

__attribute__((format(printf, 5, 6)))
static seg_status fail(run *r, seg_status status, const char *path, size_t line,
                       const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  r->error.status = status;
  r->error.line = line;
  vsnprintf(r->error.message, sizeof r->error.message, format, arguments);
  va_end(arguments);
  snprintf(r->error.source, sizeof r->error.source, "%s", path);
  return status;
}

static seg_status fail_memory(run *r) {
  r->error.status = SEG_NOMEM;
  strcpy(r->error.message, "out of memory");
  return SEG_NOMEM;
}

/* Names the file of an error that the library found in its text. */
static seg_status name_file(run *r, seg_status status, const char *path) {
  if (status != SEG_OK && status != SEG_NOMEM && r->error.source[0] == '\0')
    snprintf(r->error.source, sizeof r->error.source, "%s", path);
  return status;
}

typedef struct file {
  const char *name; /* for messages */
  char *data;
  seg_bytes text;
} file;

static seg_status read_file(run *r, const char *path, file *f) {
  seg_input *input = NULL;
  seg_status status = seg_input_open(path, "auto", SEG_INVALID_REPLACE, &input, &r->error);
  *f = (file){.name = strcmp(path, "-") == 0 ? "<stdin>" : path, .text = {"", 0}};
  if (status == SEG_OK) {
    size_t length;
    status = seg_input_read_all(input, &f->data, &length, &r->error);
    if (status == SEG_OK) f->text = (seg_bytes){f->data, length};
  }
  seg_input_free(input);
  return name_file(r, status, f->name);
}

/* --- The report. */

static void set(run *r, json_t *object, const char *key, json_t *value) {
  if (json_object_set_new(object, key, value) != 0) r->short_memory = true;
}

static json_t *number(size_t n) {
  return json_integer((json_int_t)n);
}

static void set_counts(run *r, const char *name, const seg_counts *counts, double beta) {
  json_t *row = json_object();
  set(r, row, "precision", json_real(seg_precision(counts)));
  set(r, row, "recall", json_real(seg_recall(counts)));
  set(r, row, beta < 1 ? "f05" : "f1", json_real(seg_f_score(counts, beta)));
  set(r, row, "gold", number(counts->gold));
  set(r, row, "found", number(counts->found));
  set(r, row, "false", number(counts->found - counts->found_right));
  set(r, row, "missed", number(counts->gold - counts->gold_right));
  set(r, r->report, name, row);
}

/* Adds to one cell of a table of counts: table[name][column] += amount. */
static void tally(run *r, json_t *table, const char *name, const char *column, size_t amount) {
  if (json_object_get(table, name) == NULL) set(r, table, name, json_object());
  json_t *row = json_object_get(table, name);
  json_int_t sum = json_integer_value(json_object_get(row, column)) + (json_int_t)amount;
  set(r, row, column, json_integer(sum));
}

/* The text between two offsets on one line: white space and controls become spaces. */
static json_t *one_line(seg_bytes text, size_t start, size_t end) {
  char line[256];
  size_t used = 0;
  for (size_t i = start; i < end && used < sizeof line; i++)
    line[used++] = (unsigned char)text.data[i] > ' ' ? text.data[i] : ' ';
  return json_stringn_nocheck(line, used);
}

static bool inside_character(seg_bytes text, size_t i) {
  return i < text.length && ((unsigned char)text.data[i] & 0xC0) == 0x80;
}

/* Lists one error at text[at, end), with the text around it. */
static void add_error(run *r, const char *what, const char *path, size_t line, seg_bytes text,
                      size_t at, size_t end, const char *mark) {
  enum { AROUND = 45 };
  size_t left = at > AROUND ? at - AROUND : 0;
  size_t right = text.length - end > AROUND ? end + AROUND : text.length;
  while (inside_character(text, left)) left++;
  while (inside_character(text, right)) right--;
  while (right > end && (unsigned char)text.data[right - 1] <= ' ') right--;
  json_t *item = json_object();
  set(r, item, "error", json_string(what));
  set(r, item, "file", json_string_nocheck(path));
  set(r, item, "line", number(line));
  set(r, item, "left", one_line(text, left, at));
  set(r, item, "mark", json_string_nocheck(mark));
  set(r, item, "right", one_line(text, end, right));
  if (json_array_append_new(r->errors, item) != 0) r->short_memory = true;
}

/* Lines from 1 for offsets that ascend. */
typedef struct line_counter {
  seg_bytes text;
  size_t at, line;
} line_counter;

static size_t line_at(line_counter *counter, size_t offset) {
  for (; counter->at < offset; counter->at++)
    counter->line += counter->text.data[counter->at] == '\n';
  return counter->line;
}

/* --- split */

static void list_boundaries(run *r, const file *gold, const seg_boundary_error *errors,
                            size_t count) {
  line_counter lines = {gold->text, 0, 1};
  for (size_t i = 0; i < count; i++) {
    size_t at = errors[i].gold_offset, end = at;
    while (end < gold->text.length && (unsigned char)gold->text.data[end] <= ' ') end++;
    add_error(r, errors[i].missed ? "missed" : "false", gold->name, line_at(&lines, at),
              gold->text, at, end, " ‖ ");
  }
}

static seg_status score_split(run *r, const file *gold, const file *output, void *sum) {
  seg_boundary_error *errors = NULL;
  size_t count = 0;
  seg_status status =
      seg_eval_boundaries(gold->text, output->text, sum, &errors, &count, &r->error);
  if (status == SEG_OK && r->errors != NULL) list_boundaries(r, gold, errors, count);
  seg_free(errors);
  return name_file(r, status, gold->name);
}

/* --- repair */

/* Places of one damaged text; kinds[i] names places[i] in the table of kinds. */
typedef struct place_list {
  seg_repair_place *places;
  char **kinds;
  size_t count;
} place_list;

static void clear_places(place_list *list) {
  for (size_t i = 0; i < list->count; i++) free(list->kinds[i]);
  free(list->kinds);
  free(list->places);
}

static bool reserve_places(place_list *list, size_t count) {
  *list = (place_list){calloc(count + 1, sizeof *list->places),
                       calloc(count + 1, sizeof *list->kinds), 0};
  return list->places != NULL && list->kinds != NULL;
}

static char *copy_string(const char *string) {
  char *copy = malloc(strlen(string) + 1);
  return copy != NULL ? strcpy(copy, string) : NULL;
}

/* Takes `kind`, which is NULL when memory was short. */
static bool add_place(place_list *list, seg_repair_place place, char *kind) {
  if (kind == NULL) return false;
  list->places[list->count] = place;
  list->kinds[list->count++] = kind;
  return true;
}

typedef struct repair_sum {
  seg_repair_counts counts;
  json_t *kinds; /* kind -> gold, exact, position */
  json_t *seen;  /* clean texts that were scored already */
} repair_sum;

static void tally_kinds(run *r, const place_list *list, repair_sum *sum) {
  for (size_t i = 0; i < list->count; i++) {
    const seg_repair_place *place = &list->places[i];
    if (place->want == SEG_WANT_ANYTHING) continue;
    tally(r, sum->kinds, list->kinds[i], "gold", 1);
    tally(r, sum->kinds, list->kinds[i], "exact", place->exact);
    tally(r, sum->kinds, list->kinds[i], "position", place->position);
  }
}

/* Where the listed errors of one text stand: in that line of the file, or `line` of it. */
typedef struct origin {
  const char *path;
  size_t line; /* 0: counted in the text itself */
} origin;

/* Bytes of a text that fit into a mark. */
static int shown(size_t length) {
  return length < 100 ? (int)length : 0;
}

static void list_repair(run *r, origin from, seg_bytes damaged, size_t at, size_t end,
                        const char *what, seg_bytes put_in) {
  char mark[256];
  line_counter lines = {damaged, 0, 1};
  snprintf(mark, sizeof mark, "⟦%.*s%s%.*s⟧", shown(end - at), damaged.data + at,
           end > at ? "→" : "", shown(put_in.length), put_in.data);
  for (char *p = mark; *p != '\0'; p++)
    if ((unsigned char)*p < ' ') *p = ' ';
  add_error(r, what, from.path, from.line > 0 ? from.line : line_at(&lines, at), damaged, at, end,
            mark);
}

static void list_repairs(run *r, origin from, seg_bytes damaged, const place_list *list,
                         const seg_editlog *edits, const seg_verdict *verdicts) {
  static const char *const names[] = {
    [SEG_VERDICT_MISWORDED] = "misworded", [SEG_VERDICT_FALSE] = "false",
    [SEG_VERDICT_OTHER] = "other", [SEG_VERDICT_UNSCORED] = NULL};
  for (size_t i = 0; i < list->count; i++) {
    const seg_repair_place *place = &list->places[i];
    if (place->want != SEG_WANT_ANYTHING && !place->position)
      list_repair(r, from, damaged, place->offset, place->offset + place->old_length, "missed",
                  place->text);
  }
  for (size_t i = 0; i < seg_editlog_count(edits); i++) {
    seg_edit edit = seg_editlog_get(edits, i);
    if (names[verdicts[i]] != NULL)
      list_repair(r, from, damaged, edit.offset, edit.offset + edit.old_bytes.length,
                  names[verdicts[i]], edit.new_bytes);
  }
}

static seg_status score_text(run *r, origin from, seg_bytes damaged, place_list *list,
                             seg_bytes output, repair_sum *sum) {
  seg_editlog *edits = NULL;
  seg_verdict *verdicts = NULL;
  seg_status status = seg_editlog_new(&edits, &r->error);
  if (status == SEG_OK) status = seg_eval_diff(damaged, output, edits, &r->error);
  if (status == SEG_OK) {
    verdicts = calloc(seg_editlog_count(edits) + 1, sizeof *verdicts);
    status = verdicts == NULL ? fail_memory(r)
                              : seg_eval_repair(damaged, list->places, list->count, edits,
                                                &sum->counts, verdicts, &r->error);
  }
  if (status == SEG_OK) tally_kinds(r, list, sum);
  if (status == SEG_OK && r->errors != NULL)
    list_repairs(r, from, damaged, list, edits, verdicts);
  free(verdicts);
  seg_editlog_free(edits);
  return status;
}

/* The kind of a repair in plain text is what it puts in. */
static char *plain_kind(const seg_edit *edit) {
  if (edit->old_bytes.length > 0) return copy_string("change");
  json_t *text = json_stringn(edit->new_bytes.data, edit->new_bytes.length);
  char *kind = json_dumps(text, JSON_ENCODE_ANY);
  json_decref(text);
  return kind;
}

static bool plain_places(const seg_editlog *wanted, place_list *list) {
  if (!reserve_places(list, seg_editlog_count(wanted))) return false;
  for (size_t i = 0; i < seg_editlog_count(wanted); i++) {
    seg_edit edit = seg_editlog_get(wanted, i);
    seg_repair_place place = {.offset = edit.offset,
                              .old_length = edit.old_bytes.length,
                              .want = SEG_WANT_TEXT,
                              .text = edit.new_bytes};
    if (!add_place(list, place, plain_kind(&edit))) return false;
  }
  return true;
}

static seg_status score_plain(run *r, const file *gold, const file *output, void *sum) {
  file damaged = {0};
  seg_editlog *wanted = NULL;
  place_list list = {NULL, NULL, 0};
  seg_status status = read_file(r, r->damaged, &damaged);
  if (status == SEG_OK) status = seg_editlog_new(&wanted, &r->error);
  if (status == SEG_OK) status = seg_eval_diff(damaged.text, gold->text, wanted, &r->error);
  if (status == SEG_OK && !plain_places(wanted, &list)) status = fail_memory(r);
  if (status == SEG_OK)
    status = score_text(r, (origin){damaged.name, 0}, damaged.text, &list, output->text, sum);
  clear_places(&list);
  seg_editlog_free(wanted);
  seg_free(damaged.data);
  return status;
}

/* Bytes for characters: offsets in JSON Lines count characters, and ascend. */
typedef struct character_counter {
  seg_bytes text;
  size_t at, characters;
} character_counter;

static bool byte_offset(character_counter *counter, size_t characters, size_t *offset) {
  while (counter->characters < characters && counter->at < counter->text.length) {
    do counter->at++;
    while (inside_character(counter->text, counter->at));
    counter->characters++;
  }
  *offset = counter->at;
  return counter->characters == characters;
}

static seg_bytes string_of(const json_t *object, const char *key) {
  const json_t *value = json_object_get(object, key);
  return (seg_bytes){json_string_value(value), json_string_length(value)};
}

/* What a record says about one place. */
typedef enum role { SCORED, UNSURE, NOTHING_WANTED } role;

typedef struct wish {
  size_t characters; /* offset in the damaged text */
  role role;
  seg_want want;
  seg_bytes text;
  char kind[64];
} wish;

static bool read_want(const char *name, wish *w) {
  static const struct {
    const char *name;
    role role;
    seg_want want;
  } wants[] = {
    {"space", SCORED, SEG_WANT_SPACE},       {"stop", SCORED, SEG_WANT_STOP},
    {"any", SCORED, SEG_WANT_SEPARATOR},     {"unsure", UNSURE, SEG_WANT_ANYTHING},
    {"none", NOTHING_WANTED, SEG_WANT_TEXT},
  };
  for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
    if (strcmp(name, wants[i].name) != 0) continue;
    w->role = wants[i].role;
    w->want = wants[i].want;
    return true;
  }
  return false;
}

/* An item of "glue" names what is wanted; one of "edits" tells what was deleted on purpose. */
static bool read_wish(const json_t *item, wish *w) {
  const json_t *offset = json_object_get(item, "offset");
  const char *want = json_string_value(json_object_get(item, "want"));
  const char *name = json_string_value(json_object_get(item, want != NULL ? "kind" : "type"));
  *w = (wish){.characters = (size_t)json_integer_value(offset),
              .want = SEG_WANT_TEXT,
              .text = string_of(item, "deleted")};
  snprintf(w->kind, sizeof w->kind, "%s%s%s", name != NULL ? name : "", want != NULL ? "/" : "",
           want != NULL ? want : "");
  return json_integer_value(offset) >= 0 && json_is_integer(offset) &&
         (want != NULL ? read_want(want, w) : w->text.data != NULL);
}

/* A clean text wants nothing, and each place before has become one character in it. */
static seg_status read_places(run *r, origin from, const json_t *record, seg_bytes text,
                              place_list *list) {
  const json_t *items = json_object_get(record, "glue");
  if (items == NULL) items = json_object_get(record, "edits");
  if (!reserve_places(list, json_array_size(items))) return fail_memory(r);
  character_counter counter = {text, 0, 0};
  size_t scored = 0;
  for (size_t i = 0; i < json_array_size(items); i++) {
    wish w;
    seg_repair_place place = {0};
    bool valid = read_wish(json_array_get(items, i), &w);
    bool used = w.role != NOTHING_WANTED && !(r->clean && w.role == SCORED);
    if (valid && used)
      valid = byte_offset(&counter, w.characters + (r->clean ? scored : 0), &place.offset);
    if (!valid)
      return fail(r, SEG_BAD_FORMAT, from.path, from.line,
                  "place %zu needs an ascending \"offset\" inside the text, and a known \"want\" "
                  "or a string \"deleted\"", i + 1);
    scored += w.role == SCORED;
    if (!used) continue;
    place.want = w.want;
    place.text = w.text;
    if (!add_place(list, place, copy_string(w.kind))) return fail_memory(r);
  }
  return SEG_OK;
}

static seg_status score_record(run *r, origin from, const json_t *record, const json_t *outputs,
                               repair_sum *sum) {
  seg_bytes damaged = string_of(record, r->clean ? "gold" : "naive");
  char *id = json_dumps(json_object_get(record, "id"), JSON_ENCODE_ANY);
  if (id == NULL || damaged.data == NULL) {
    free(id);
    return fail(r, SEG_BAD_FORMAT, from.path, from.line, "the record has no \"id\" or no \"%s\"",
                r->clean ? "gold" : "naive");
  }
  seg_bytes output = string_of(outputs, id);
  free(id);
  if (output.data == NULL) r->missing += !r->clean;
  if (output.data == NULL || json_object_get(sum->seen, damaged.data) != NULL) return SEG_OK;
  if (r->clean) set(r, sum->seen, damaged.data, json_true());
  place_list list = {NULL, NULL, 0};
  seg_status status = read_places(r, from, record, damaged, &list);
  if (status == SEG_OK) status = score_text(r, from, damaged, &list, output, sum);
  clear_places(&list);
  if (status != SEG_OK && r->error.source[0] == '\0') r->error.line = from.line;
  return name_file(r, status, from.path);
}

/* The next line as JSON, SEG_END behind the last. Blank lines are skipped. */
static seg_status next_record(run *r, const file *f, size_t *at, size_t *line, json_t **record) {
  while (*at < f->text.length) {
    const char *start = f->text.data + *at;
    const char *feed = memchr(start, '\n', f->text.length - *at);
    size_t length = feed != NULL ? (size_t)(feed - start) : f->text.length - *at;
    *at += length + 1;
    ++*line;
    if (strspn(start, " \t\r") >= length) continue;
    json_error_t error;
    *record = json_loadb(start, length, JSON_ALLOW_NUL, &error);
    if (json_is_object(*record)) return SEG_OK;
    seg_status status = *record == NULL ? fail(r, SEG_BAD_FORMAT, f->name, *line,
                                               "not a JSON record: %s", error.text)
                                        : fail(r, SEG_BAD_FORMAT, f->name, *line,
                                               "not a JSON object");
    json_decref(*record);
    return status;
  }
  return SEG_END;
}

/* The output texts by their id. */
static seg_status read_outputs(run *r, const file *f, json_t *outputs) {
  size_t at = 0, line = 0;
  json_t *record;
  seg_status status;
  while ((status = next_record(r, f, &at, &line, &record)) == SEG_OK) {
    json_t *text = json_object_get(record, "text");
    char *id = json_dumps(json_object_get(record, "id"), JSON_ENCODE_ANY);
    if (id != NULL && json_is_string(text))
      set(r, outputs, id, json_incref(text));
    else
      status = fail(r, SEG_BAD_FORMAT, f->name, line, "the record has no \"id\" or no \"text\"");
    free(id);
    json_decref(record);
    if (status != SEG_OK) return status;
  }
  return status == SEG_END ? SEG_OK : status;
}

static seg_status score_records(run *r, const file *gold, const file *output, void *sum) {
  json_t *outputs = json_object(), *record;
  size_t at = 0, line = 0;
  seg_status status = read_outputs(r, output, outputs);
  while (status == SEG_OK &&
         (status = next_record(r, gold, &at, &line, &record)) == SEG_OK) {
    status = score_record(r, (origin){gold->name, line}, record, outputs, sum);
    json_decref(record);
  }
  json_decref(outputs);
  return status == SEG_END ? SEG_OK : status;
}

/* --- align */

typedef struct bead_sum {
  seg_bead_counts counts;
  json_t *types; /* "1-2" -> gold, found */
} bead_sum;

static seg_status tally_types(run *r, const seg_links *gold, const seg_links *output,
                              bead_sum *sum) {
  bool *found = calloc(gold->count + 1, sizeof *found);
  if (found == NULL) return fail_memory(r);
  seg_status status = seg_eval_beads(gold, output, &sum->counts, found, &r->error);
  for (size_t i = 0; status == SEG_OK && i < gold->count; i++) {
    char type[64];
    if (gold->items[i].source_count + gold->items[i].target_count == 0) continue;
    snprintf(type, sizeof type, "%zu-%zu", gold->items[i].source_count,
             gold->items[i].target_count);
    tally(r, sum->types, type, "gold", 1);
    tally(r, sum->types, type, "found", found[i]);
  }
  free(found);
  return status;
}

static seg_status score_align(run *r, const file *gold, const file *output, void *sum) {
  seg_links gold_links = {NULL, 0}, output_links = {NULL, 0};
  seg_status status =
      name_file(r, seg_links_parse(gold->text, &gold_links, &r->error), gold->name);
  if (status == SEG_OK)
    status = name_file(r, seg_links_parse(output->text, &output_links, &r->error), output->name);
  if (status == SEG_OK) status = tally_types(r, &gold_links, &output_links, sum);
  seg_links_clear(&gold_links);
  seg_links_clear(&output_links);
  return status;
}

/* --- Printing. */

typedef struct printer {
  seg_output *output;
  seg_status status;
  seg_error *error;
} printer;

__attribute__((format(printf, 2, 3)))
static void print(printer *p, const char *format, ...) {
  char line[8192];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length < 0 || p->status != SEG_OK) return;
  size_t shown = (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
  p->status = seg_output_write(p->output, line, shown, p->error);
}

static double real_of(const json_t *object, const char *key) {
  return json_number_value(json_object_get(object, key));
}

static long long integer_of(const json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}

static const char *string_at(const json_t *object, const char *key) {
  return json_string_value(json_object_get(object, key));
}

static void print_head(printer *p, const char *f_score) {
  print(p, "%-10s%11s%9s%9s%9s%9s%9s%9s\n", "", "precision", "recall", f_score, "gold", "found",
        "false", "missed");
}

static void print_counts(printer *p, const json_t *report, const char *name, const char *f_score,
                         double unit, int digits) {
  const json_t *row = json_object_get(report, name);
  print(p, "%-10s%11.*f%9.*f%9.*f%9lld%9lld%9lld%9lld\n", name, digits,
        unit * real_of(row, "precision"), digits, unit * real_of(row, "recall"), digits,
        unit * real_of(row, f_score), integer_of(row, "gold"), integer_of(row, "found"),
        integer_of(row, "false"), integer_of(row, "missed"));
}

/* Recall by kind or type, one column for each way of being right. */
static void print_recall(printer *p, const json_t *rows, const char *name,
                         const char *const *columns) {
  print(p, "\nrecall by %-14s%9s", name, "gold");
  for (const char *const *column = columns; *column != NULL; column++)
    print(p, "%10s", *column);
  print(p, "\n");
  for (size_t i = 0; i < json_array_size(rows); i++) {
    const json_t *row = json_array_get(rows, i);
    print(p, "%-24s%9lld", string_at(row, name), integer_of(row, "gold"));
    for (const char *const *column = columns; *column != NULL; column++)
      print(p, "%10.3f", real_of(row, *column) / real_of(row, "gold"));
    print(p, "\n");
  }
}

static void print_errors(printer *p, const json_t *errors) {
  for (size_t i = 0; i < json_array_size(errors); i++) {
    const json_t *item = json_array_get(errors, i);
    print(p, "%s%-9s %s:%lld: %s%s%s\n", i == 0 ? "\n" : "", string_at(item, "error"),
          string_at(item, "file"), integer_of(item, "line"), string_at(item, "left"),
          string_at(item, "mark"), string_at(item, "right"));
  }
}

static void print_split(printer *p, const json_t *report) {
  print_head(p, "F1");
  print_counts(p, report, "boundaries", "f1", 100, 2);
}

static void print_repair(printer *p, const json_t *report) {
  static const char *const columns[] = {"exact", "position", NULL};
  const json_t *kinds = json_object_get(report, "kinds");
  print_head(p, "F0.5");
  print_counts(p, report, "exact", "f05", 1, 3);
  print_counts(p, report, "position", "f05", 1, 3);
  print(p, "\nof %lld characters, per million: %.1f false insertions, %.1f other changes\n",
        integer_of(report, "characters"), real_of(report, "false_insertions_per_million"),
        real_of(report, "other_changes_per_million"));
  if (json_array_size(kinds) > 0) print_recall(p, kinds, "kind", columns);
}

static void print_align(printer *p, const json_t *report) {
  static const char *const columns[] = {"found", NULL};
  const json_t *types = json_object_get(report, "types");
  print_head(p, "F1");
  print_counts(p, report, "strict", "f1", 1, 3);
  print_counts(p, report, "lax", "f1", 1, 3);
  if (types != NULL) print_recall(p, types, "type", columns);
}

/* --- The measures. */

/* The rows of a table of counts as an array, the largest first. */
static json_t *sorted_rows(run *r, json_t *table, const char *name_key) {
  json_t *rows = json_array(), *row;
  const char *name;
  json_object_foreach(table, name, row) {
    size_t place = 0;
    set(r, row, name_key, json_string(name));
    while (place < json_array_size(rows) &&
           integer_of(json_array_get(rows, place), "gold") >= integer_of(row, "gold"))
      place++;
    if (json_array_insert(rows, place, row) != 0) r->short_memory = true;
  }
  return rows;
}

/* Scores one pair of files and adds to *sum. */
typedef seg_status score_pair(run *r, const file *gold, const file *output, void *sum);

static seg_status score_files(run *r, score_pair *score, char **paths, size_t count, void *sum) {
  seg_status status = SEG_OK;
  for (size_t i = 0; status == SEG_OK && i < count; i += 2) {
    file gold = {0}, output = {0};
    status = read_file(r, paths[i], &gold);
    if (status == SEG_OK) status = read_file(r, paths[i + 1], &output);
    if (status == SEG_OK) status = score(r, &gold, &output, sum);
    seg_free(gold.data);
    seg_free(output.data);
  }
  return status;
}

static seg_status report_split(run *r, char **paths, size_t count) {
  seg_counts sum = {0};
  seg_status status = score_files(r, score_split, paths, count, &sum);
  set_counts(r, "boundaries", &sum, 1);
  return status;
}

static double per_million(size_t count, size_t characters) {
  return characters > 0 ? (double)count / (double)characters * 1e6 : 0;
}

static seg_status report_repair(run *r, char **paths, size_t count) {
  repair_sum sum = {.kinds = json_object(), .seen = json_object()};
  const seg_repair_counts *c = &sum.counts;
  seg_status status =
      score_files(r, r->damaged != NULL ? score_plain : score_records, paths, count, &sum);
  set_counts(r, "exact", &c->exact, 0.5);
  set_counts(r, "position", &c->position, 0.5);
  set(r, r->report, "characters", number(c->characters));
  set(r, r->report, "false_insertions_per_million",
      json_real(per_million(c->position.found - c->position.found_right, c->characters)));
  set(r, r->report, "other_changes_per_million", json_real(per_million(c->other, c->characters)));
  set(r, r->report, "missing_records", number(r->missing));
  set(r, r->report, "kinds", sorted_rows(r, sum.kinds, "kind"));
  json_decref(sum.kinds);
  json_decref(sum.seen);
  return status;
}

static seg_status report_align(run *r, char **paths, size_t count) {
  bead_sum sum = {.types = json_object()};
  seg_status status = score_files(r, score_align, paths, count, &sum);
  set_counts(r, "strict", &sum.counts.strict, 1);
  set_counts(r, "lax", &sum.counts.lax, 1);
  if (r->types) set(r, r->report, "types", sorted_rows(r, sum.types, "type"));
  json_decref(sum.types);
  return status;
}

typedef struct measure {
  const char *name;
  seg_status (*report)(run *r, char **paths, size_t count);
  void (*print)(printer *p, const json_t *report);
} measure;

static const measure measures[] = {
  {"split", report_split, print_split},
  {"repair", report_repair, print_repair},
  {"align", report_align, print_align},
};
enum { SPLIT, REPAIR, ALIGN, MEASURES };

static seg_status print_report(run *r, const measure *m, seg_output *output) {
  printer p = {output, SEG_OK, &r->error};
  if (r->json) {
    char *text = json_dumps(r->report, JSON_COMPACT);
    if (text == NULL) return fail_memory(r);
    p.status = seg_output_write(output, text, strlen(text), &r->error);
    free(text);
    print(&p, "\n");
  } else {
    m->print(&p, r->report);
    print_errors(&p, r->errors);
  }
  return p.status;
}

static seg_status evaluate(run *r, const measure *m, char **paths, size_t count) {
  seg_output *output = NULL;
  r->report = json_object();
  set(r, r->report, "measure", json_string(m->name));
  if (r->list_errors) set(r, r->report, "errors", r->errors = json_array());
  seg_status status = m->report(r, paths, count);
  if (status == SEG_OK && r->short_memory) status = fail_memory(r);
  if (status == SEG_OK) status = seg_output_open(r->output_path, &output, &r->error);
  if (status == SEG_OK) {
    status = print_report(r, m, output);
    if (status == SEG_OK)
      status = seg_output_commit(output, &r->error);
    else
      seg_output_discard(output);
  }
  json_decref(r->report);
  return status;
}

static const measure *find_measure(cli *c, char **operands, size_t count) {
  for (const measure *m = measures; count > 0 && m < measures + MEASURES; m++)
    if (strcmp(m->name, operands[0]) == 0) return m;
  cli_usage(c, "what to score? split, repair or align");
}

static void check_usage(cli *c, const run *r, const measure *m, size_t paths) {
  bool repair = m == &measures[REPAIR];
  if (paths == 0 || paths % 2 != 0) cli_usage(c, "each GOLD needs its OUTPUT");
  if ((r->damaged != NULL || r->clean) && !repair)
    cli_usage(c, "--input and --clean belong to repair");
  if (r->damaged != NULL && r->clean)
    cli_usage(c, "--clean is for JSON Lines; for plain text give GOLD as the --input");
  if (r->damaged != NULL && paths > 2) cli_usage(c, "--input takes one GOLD and one OUTPUT");
  if (r->types && m != &measures[ALIGN]) cli_usage(c, "--types belongs to align");
  if (r->list_errors && m == &measures[ALIGN]) cli_usage(c, "--errors is for split and repair");
}

int main(int argc, char **argv) {
  cli c;
  run r = {.c = &c};
  const char *value;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    switch (key) {
      case INPUT: r.damaged = value; break;
      case CLEAN: r.clean = true; break;
      case ERRORS: r.list_errors = true; break;
      case TYPES: r.types = true; break;
      case JSON: r.json = true; break;
      case 'o': r.output_path = value; break;
    }
  }
  size_t count;
  char **operands = cli_operands(&c, false, &count);
  const measure *m = find_measure(&c, operands, count);
  check_usage(&c, &r, m, count - 1);
  if (evaluate(&r, m, operands + 1, count - 1) != SEG_OK) return cli_fail(&c, NULL, &r.error);
  if (r.missing == 0) return CLI_DONE;
  cli_note(&c, "records of the gold standard without output: %zu", r.missing);
  return CLI_NO;
}
