/* segalign: document pairs, one or a list of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_lines.h"
#include "progress.h"
#include "segalign.h"
#include "workers.h"

void clear_pair(pair *p) {
  clear_document(&p->source);
  clear_document(&p->target);
  seg_free(p->draft);
  seg_free(p->beads);
  json_decref(p->record);
  *p = (pair){.beads = NULL};
}

seg_status align_pair(aligning *a, const seg_align_anchor *anchors, size_t anchor_count, pair *p,
                      seg_error *error) {
  seg_align_evidence evidence = {
    .size = sizeof evidence, .anchors = anchors, .anchor_count = anchor_count};
  seg_embeddings x = {.vectors = NULL}, y = {.vectors = NULL};
  seg_status status = SEG_OK;
  if (a->source_vectors.values != NULL && p->source.count > 0 && p->target.count > 0) {
    unsigned largest = a->set->align.largest_group;
    status = find_vectors(&a->source_vectors, &p->source, largest, &x, error);
    if (status == SEG_OK) status = find_vectors(&a->target_vectors, &p->target, largest, &y, error);
    evidence.source = &x;
    evidence.target = &y;
  }
  if (status == SEG_OK)
    status = seg_align_with(a->aligner, p->source.sentences, p->source.count, p->target.sentences,
                            p->target.count, &evidence, &p->beads, &p->bead_count, error);
  free((void *)x.vectors);
  free((void *)y.vectors);
  return status;
}

/* --- One line of a list */

/* What becomes of it. */
typedef struct result {
  char *text, *left_over; /* for the common outputs; allocated */
  size_t text_length, left_over_length;
  seg_error error;
} result;

typedef struct list {
  aligning *a;
  seg_bytes *lines; /* [count] */
  size_t *number;   /* [count] of the line, from 1 */
  size_t count, next;
  result *results; /* [count] */
  seg_output *output, *unaligned;
  seg_status status; /* of the outputs */
  seg_error error;
  bool bad; /* there was a bad pair */
} list;

/* Where a pair's parts come from. */
typedef struct origin {
  char *columns[4]; /* source, target, output, draft; NULL where there is none */
  char *line;       /* what they point into */
  pair pair;
} origin;

enum { SOURCE, TARGET, OUTPUT, DRAFT };

static seg_status bad_record(seg_error *error, const char *what) {
  error->status = SEG_BAD_FORMAT;
  snprintf(error->message, sizeof error->message, "%s", what);
  return SEG_BAD_FORMAT;
}

static seg_status cut_columns(seg_bytes line, origin *o, seg_error *error) {
  o->line = malloc(line.length + 1);
  if (o->line == NULL) return fail_memory(error);
  memcpy(o->line, line.data, line.length);
  o->line[line.length] = '\0';
  size_t count = 0;
  for (char *at = o->line; at != NULL && count < 4;) {
    char *tab = strchr(at, '\t');
    if (tab != NULL) *tab++ = '\0';
    o->columns[count++] = *at != '\0' ? at : NULL;
    at = tab;
  }
  if (o->columns[SOURCE] != NULL && o->columns[TARGET] != NULL && o->columns[OUTPUT] != NULL)
    return SEG_OK;
  return bad_record(error, "not the paths of a source, a target and an output");
}

static char *path_of(const json_t *record, const char *key) {
  return (char *)json_string_value(json_object_get(record, key));
}

static seg_status read_record(seg_bytes line, origin *o, seg_error *error) {
  json_error_t where;
  json_t *record = o->pair.record = json_loadb(line.data, line.length, JSON_ALLOW_NUL, &where);
  if (record == NULL) return bad_record(error, where.text);
  o->columns[SOURCE] = path_of(record, "source");
  o->columns[TARGET] = path_of(record, "target");
  o->columns[OUTPUT] = path_of(record, "output");
  o->columns[DRAFT] = path_of(record, "draft");
  return SEG_OK;
}

/* A side from a file or from the record. */
static seg_status read_side(const settings *set, const origin *o, int column, const char *key,
                            document *d, seg_error *error) {
  if (o->columns[column] != NULL) return read_document(set, o->columns[column], d, error);
  return take_document(json_object_get(o->pair.record, key), key, d, error);
}

static seg_status read_origin(const settings *set, seg_bytes line, origin *o, seg_error *error) {
  pair *p = &o->pair;
  seg_status status =
    line.data[0] == '{' ? read_record(line, o, error) : cut_columns(line, o, error);
  if (status == SEG_OK) status = read_side(set, o, SOURCE, "source", &p->source, error);
  if (status == SEG_OK) status = read_side(set, o, TARGET, "target", &p->target, error);
  const json_t *draft = json_object_get(p->record, "draft");
  if (status == SEG_OK && o->columns[DRAFT] != NULL)
    status = read_draft(set, o->columns[DRAFT], p, error);
  else if (status == SEG_OK && draft != NULL)
    status = take_draft(draft, p, error);
  return status;
}

/* The pair's name before its left-over sentences: its id, else its line's number. */
static void label_pair(const pair *p, size_t number, char *label, size_t size) {
  const json_t *id = json_object_get(p->record, "id");
  char *text = json_is_string(id) ? NULL : json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT);
  if (json_is_string(id))
    snprintf(label, size, "%s", json_string_value(id));
  else if (text != NULL)
    snprintf(label, size, "%s", text);
  else
    snprintf(label, size, "%zu", number);
  for (char *c = label; *c != '\0'; c++)
    if (*c == '\t' || *c == '\n' || *c == '\r') *c = ' ';
  free(text);
}

static seg_status write_result(const list *l, size_t n, const origin *o, result *r) {
  const settings *set = l->a->set;
  char *text = NULL, label[256];
  size_t length = 0;
  bool own_file = o->columns[OUTPUT] != NULL;
  label_pair(&o->pair, l->number[n], label, sizeof label);
  FILE *out = open_memstream(&text, &length);
  FILE *left = set->unaligned != NULL ? open_memstream(&r->left_over, &r->left_over_length) : NULL;
  bool fine = out != NULL && (left != NULL || set->unaligned == NULL);
  json_t *id = json_incref(json_object_get(o->pair.record, "id"));
  if (id == NULL) id = json_integer((json_int_t)l->number[n]);
  if (fine && own_file)
    fine = write_pair(set, &o->pair, out);
  else if (fine)
    fine = write_record(set, &o->pair, id, out);
  if (fine && left != NULL) fine = write_left_over(set, &o->pair, label, left);
  json_decref(id);
  /* Where memory is short only now, glibc sets no text and returns 0. */
  if (out != NULL && (fclose(out) != 0 || text == NULL)) fine = false;
  if (left != NULL && (fclose(left) != 0 || r->left_over == NULL)) fine = false;
  seg_status status = fine ? SEG_OK : fail_memory(&r->error);
  if (fine && own_file) {
    status = write_file(o->columns[OUTPUT], text, length, &r->error);
    free(text);
  } else {
    r->text = text;
    r->text_length = length;
  }
  return status;
}

/* What went wrong with a pair, in which of its files. */
static void describe(const seg_error *e, char *text, size_t size) {
  if (e->source[0] == '\0')
    snprintf(text, size, "%s", e->message);
  else if (e->line > 0)
    snprintf(text, size, "%s:%zu: %s", e->source, e->line, e->message);
  else
    snprintf(text, size, "%s: %s", e->source, e->message);
}

/* A bad record without output of its own still gives a record. */
static void write_error(const list *l, size_t n, const origin *o, result *r) {
  if (l->lines[n].data[0] != '{' || o->columns[OUTPUT] != NULL) return;
  json_t *id = json_incref(json_object_get(o->pair.record, "id"));
  if (id == NULL) id = json_integer((json_int_t)l->number[n]);
  char message[600];
  describe(&r->error, message, sizeof message);
  json_t *record =
    json_pack("{s:o, s:o}", "id", id, "error", json_text((seg_bytes){message, strlen(message)}));
  FILE *out = open_memstream(&r->text, &r->text_length);
  if (out != NULL) {
    put_json(record, out);
    fclose(out);
  } else {
    json_decref(record);
  }
}

/* A job is the number of a pair. */
static bool next_line_of_list(void *context, void *job) {
  list *l = context;
  *(size_t *)job = l->next;
  return l->next++ < l->count;
}

static void align_line(void *context, void *job) {
  list *l = context;
  size_t n = *(size_t *)job;
  result *r = &l->results[n];
  origin o = {.line = NULL};
  seg_status status = read_origin(l->a->set, l->lines[n], &o, &r->error);
  if (status == SEG_OK) status = align_pair(l->a, NULL, 0, &o.pair, &r->error);
  if (status == SEG_OK) status = write_result(l, n, &o, r);
  if (status != SEG_OK) {
    free(r->text);
    free(r->left_over);
    r->text = r->left_over = NULL;
    write_error(l, n, &o, r);
  }
  clear_pair(&o.pair);
  free(o.line);
}

/* --- The list */

static void report(const list *l, size_t n) {
  char text[600];
  seg_error shown = {.line = l->number[n]};
  describe(&l->results[n].error, text, sizeof text);
  snprintf(shown.message, sizeof shown.message, "%.255s", text);
  cli_fail(l->a->c, l->a->set->pairs, &shown);
}

static bool finish_line(void *context, void *job) {
  list *l = context;
  size_t n = *(size_t *)job;
  result *r = &l->results[n];
  if (r->error.status != SEG_OK) {
    report(l, n);
    l->bad = true;
  }
  if (l->status == SEG_OK && r->text != NULL)
    l->status = seg_output_write(l->output, r->text, r->text_length, &l->error);
  if (l->status == SEG_OK && r->left_over != NULL)
    l->status = seg_output_write(l->unaligned, r->left_over, r->left_over_length, &l->error);
  free(r->text);
  free(r->left_over);
  progress_step(1);
  return true;
}

static bool is_empty_line(seg_bytes line) {
  return line.length == 0 || line.data[0] == '#';
}

static seg_status cut_list(list *l, const char *text, size_t length) {
  size_t lines = count_lines(text, length);
  l->lines = malloc((lines + 1) * sizeof *l->lines);
  l->number = malloc((lines + 1) * sizeof *l->number);
  l->results = calloc(lines + 1, sizeof *l->results);
  if (l->lines == NULL || l->number == NULL || l->results == NULL) return fail_memory(&l->error);
  for (size_t start = 0, number = 1; start < length; number++) {
    seg_bytes line = next_line(text, length, &start);
    if (is_empty_line(line)) continue;
    l->lines[l->count] = line;
    l->number[l->count++] = number;
  }
  return SEG_OK;
}

static seg_status close_output(seg_output *output, seg_status status, seg_error *error) {
  if (status == SEG_OK && output != NULL) return seg_output_commit(output, error);
  seg_output_discard(output);
  return status;
}

int align_list(aligning *a) {
  static const workers_plan plan = {.job_size = sizeof(size_t),
                                    .fill = next_line_of_list,
                                    .work = align_line,
                                    .finish = finish_line};
  list l = {.a = a};
  char *text = NULL;
  size_t length = 0;
  const settings *set = a->set;
  l.status = read_text(set, set->pairs, &text, &length, &l.error);
  if (l.status == SEG_OK) l.status = cut_list(&l, text, length);
  if (l.status == SEG_OK) l.status = seg_output_open(set->output, &l.output, &l.error);
  if (l.status == SEG_OK && set->unaligned != NULL)
    l.status = seg_output_open(set->unaligned, &l.unaligned, &l.error);
  bool left_printed = set->unaligned != NULL && cli_is_standard(set->unaligned);
  progress_start(a->c, cli_is_standard(set->output) || left_printed, "pairs");
  progress_things(l.count);
  json_object_seed(0); /* before threads do it */
  if (l.status == SEG_OK && !workers_run(&plan, set->threads, &l)) l.status = fail_memory(&l.error);
  progress_erase();
  l.status = close_output(l.output, l.status, &l.error);
  l.status = close_output(l.unaligned, l.status, &l.error);
  free(l.lines);
  free(l.number);
  free(l.results);
  seg_free(text);
  if (l.status != SEG_OK) return cli_fail(a->c, NULL, &l.error);
  return l.bad ? CLI_NO : CLI_DONE;
}
