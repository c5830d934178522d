/* segalign: what is written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_lines.h"
#include "segalign.h"

static bool is_pair(const seg_bead *bead) {
  return bead->source_count > 0 && bead->target_count > 0;
}

static bool passes(const settings *set, const seg_bead *bead) {
  if (!is_pair(bead)) return set->unaligned == NULL && set->min_score <= 0 && !set->one_to_one;
  return bead->score >= set->min_score &&
         (!set->one_to_one || (bead->source_count == 1 && bead->target_count == 1));
}

/* Thousandths without printf's locale. */
static void put_score(FILE *out, double score) {
  unsigned thousandths = (unsigned)(score * 1000 + 0.5);
  fprintf(out, "%u.%03u", thousandths / 1000, thousandths % 1000);
}

static void put_numbers(FILE *out, size_t first, size_t count) {
  fputc('[', out);
  for (size_t i = 0; i < count; i++) fprintf(out, "%s%zu", i > 0 ? ", " : "", first + i);
  fputc(']', out);
}

/* The text as a part of a field: a tab would end the field, a line break the line. */
static void put_text(FILE *out, seg_bytes text) {
  for (size_t start = 0; start < text.length;) {
    size_t end = start;
    while (end < text.length && text.data[end] != '\t' && text.data[end] != '\n' &&
           text.data[end] != '\r')
      end++;
    fwrite(text.data + start, 1, end - start, out);
    if (end < text.length) fputc(' ', out);
    start = end + 1;
  }
}

static void put_group(FILE *out, const seg_sentence *sentences, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (i > 0) fputc(' ', out);
    put_text(out, sentences[i].text);
  }
}

static void put_bead_numbers(const seg_bead *bead, FILE *out) {
  put_numbers(out, bead->source_first, bead->source_count);
  fputc(':', out);
  put_numbers(out, bead->target_first, bead->target_count);
  fputc(':', out);
  put_score(out, bead->score);
  fputc('\n', out);
}

static void put_bead_texts(const pair *p, const seg_bead *bead, FILE *out) {
  put_score(out, bead->score);
  fputc('\t', out);
  put_group(out, p->source.sentences + bead->source_first, bead->source_count);
  fputc('\t', out);
  put_group(out, p->target.sentences + bead->target_first, bead->target_count);
  fputc('\n', out);
}

/* --- JSON */

/* The array, when it could be filled. */
static json_t *complete(json_t *array, size_t count) {
  if (json_array_size(array) == count) return array;
  json_decref(array);
  return NULL;
}

static json_t *json_numbers(size_t first, size_t count) {
  json_t *numbers = json_array();
  for (size_t i = 0; i < count; i++)
    json_array_append_new(numbers, json_integer((json_int_t)(first + i)));
  return complete(numbers, count);
}

static json_t *json_texts(const seg_sentence *sentences, size_t count) {
  json_t *texts = json_array();
  for (size_t i = 0; i < count; i++) json_array_append_new(texts, json_text(sentences[i].text));
  return complete(texts, count);
}

/* NULL when memory is short, also for one of its parts. */
static json_t *json_bead(const pair *p, const seg_bead *b) {
  return json_pack(
    "{s:o, s:o, s:f, s:o, s:o}", "source", json_numbers(b->source_first, b->source_count), "target",
    json_numbers(b->target_first, b->target_count), "score", b->score, "source_text",
    json_texts(p->source.sentences + b->source_first, b->source_count), "target_text",
    json_texts(p->target.sentences + b->target_first, b->target_count));
}

bool put_json(json_t *value, FILE *out) {
  char *line = value != NULL ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(4)) : NULL;
  json_decref(value);
  if (line != NULL) fprintf(out, "%s\n", line);
  free(line);
  return line != NULL;
}

/* --- Pairs */

bool write_pair(const settings *set, const pair *p, FILE *out) {
  bool fine = true;
  for (size_t k = 0; k < p->bead_count && fine; k++) {
    const seg_bead *bead = &p->beads[k];
    if (!passes(set, bead)) continue;
    switch (set->layout) {
      case LAYOUT_TSV: put_bead_texts(p, bead, out); break;
      case LAYOUT_BEADS: put_bead_numbers(bead, out); break;
      case LAYOUT_JSONL: fine = put_json(json_bead(p, bead), out); break;
      case LAYOUT_TMX:
      case LAYOUT_MOSES: break;
    }
  }
  return fine && !ferror(out);
}

bool write_record(const settings *set, const pair *p, const json_t *id, FILE *out) {
  json_t *beads = json_array(), *copy = json_deep_copy(id);
  bool fine = true;
  for (size_t k = 0; k < p->bead_count && fine; k++)
    if (passes(set, &p->beads[k]))
      fine = json_array_append_new(beads, json_bead(p, &p->beads[k])) == 0;
  if (!fine) json_decref(beads);
  return put_json(json_pack("{s:o, s:o}", "id", copy, "beads", fine ? beads : NULL), out) &&
         !ferror(out);
}

/* --- Units of TMX, lines for Moses */

/* The sentences of a group as one text, which the caller frees; NULL when memory is short. */
static char *join_group(const seg_sentence *sentences, size_t count, size_t *length) {
  char *text = NULL;
  FILE *out = open_memstream(&text, length);
  if (out == NULL) return NULL;
  put_group(out, sentences, count);
  if (fclose(out) == 0) return text;
  free(text);
  return NULL;
}

static seg_status put_unit(const pair *p, const seg_bead *b, seg_pair_writer *writer,
                           seg_error *error) {
  size_t S, G;
  char *source = join_group(p->source.sentences + b->source_first, b->source_count, &S);
  char *target = join_group(p->target.sentences + b->target_first, b->target_count, &G);
  seg_status status = source != NULL && target != NULL
                        ? seg_pair_writer_put(writer, (seg_bytes){source, S},
                                              (seg_bytes){target, G}, b->score, error)
                        : fail_memory(error);
  free(source);
  free(target);
  return status;
}

seg_status write_units(const settings *set, const pair *p, seg_error *error) {
  seg_pair_options options = {
    .size = sizeof options,
    .format = set->layout == LAYOUT_TMX ? SEG_PAIRS_TMX : SEG_PAIRS_MOSES,
    .path = set->output,
    .source_language = set->align.source_language,
    .target_language = set->align.target_language,
  };
  seg_pair_writer *writer;
  seg_status status = seg_pair_writer_open(&options, &writer, error);
  if (status != SEG_OK) return status;
  for (size_t k = 0; k < p->bead_count && status == SEG_OK; k++)
    if (is_pair(&p->beads[k]) && passes(set, &p->beads[k]))
      status = put_unit(p, &p->beads[k], writer, error);
  if (status == SEG_OK) return seg_pair_writer_commit(writer, error);
  seg_pair_writer_discard(writer);
  return status;
}

/* --- What is left */

static void put_left_over(const char *label, const char *side, const document *d, size_t first,
                          size_t count, FILE *out) {
  for (size_t i = first; i < first + count; i++) {
    if (label != NULL) fprintf(out, "%s\t", label);
    fprintf(out, "%s\t%zu\t", side, d->line[i]);
    put_text(out, d->sentences[i].text);
    fputc('\n', out);
  }
}

bool write_left_over(const settings *set, const pair *p, const char *label, FILE *out) {
  for (size_t k = 0; k < p->bead_count; k++) {
    const seg_bead *b = &p->beads[k];
    if (passes(set, b)) continue;
    put_left_over(label, "source", &p->source, b->source_first, b->source_count, out);
    put_left_over(label, "target", &p->target, b->target_first, b->target_count, out);
  }
  return !ferror(out);
}

seg_status write_file(const char *path, const char *text, size_t length, seg_error *error) {
  seg_output *output;
  seg_status status = seg_output_open(path, &output, error);
  if (status != SEG_OK) return status;
  status = seg_output_write(output, text, length, error);
  if (status == SEG_OK) return seg_output_commit(output, error);
  seg_output_discard(output);
  return status;
}
