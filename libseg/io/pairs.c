#include "seg/pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "io/tmx.h"
#include "seg/io.h"

const seg_pair_options seg_pair_defaults = {
  .size = sizeof(seg_pair_options),
  .format = SEG_PAIRS_TSV,
  .source_language = "de",
  .target_language = "en",
};

struct seg_pair_writer {
  seg_pair_format format;
  char *source_language, *target_language;
  seg_output *outputs[2]; /* the second of MOSES alone */
  segi_buf text;          /* what goes out next */
};

static seg_status flush(seg_pair_writer *w, int output, seg_error *error) {
  seg_status status = seg_output_write(w->outputs[output], w->text.data, w->text.length, error);
  w->text.length = 0;
  return status;
}

/* PATH.LANGUAGE */
static seg_status open_side(seg_pair_writer *w, const char *path, int side, seg_error *error) {
  const char *language = side == 0 ? w->source_language : w->target_language;
  segi_buf name = SEGI_BUF_EMPTY;
  seg_status status = segi_buf_append_string(&name, path) && segi_buf_append(&name, ".", 1) &&
                              segi_buf_append_string(&name, language)
                          ? seg_output_open(name.data, &w->outputs[side], error)
                          : segi_nomem(error);
  segi_buf_clear(&name);
  return status;
}

static seg_status open_outputs(seg_pair_writer *w, const char *path, seg_error *error) {
  if (w->format != SEG_PAIRS_MOSES) {
    seg_status status = seg_output_open(path, &w->outputs[0], error);
    if (status != SEG_OK || w->format != SEG_PAIRS_TMX) return status;
    return segi_tmx_begin(w->source_language, &w->text) ? flush(w, 0, error) : segi_nomem(error);
  }
  seg_status status = open_side(w, path, 0, error);
  return status == SEG_OK ? open_side(w, path, 1, error) : status;
}

static seg_status check(const seg_pair_options *o, seg_error *error) {
  if (o->size != sizeof *o || o->format > SEG_PAIRS_TMX || o->source_language == NULL ||
      o->target_language == NULL)
    return segi_fail(error, SEG_BAD_ARGUMENT, "no such format or no language");
  bool standard = o->path == NULL || strcmp(o->path, "-") == 0;
  if (o->format == SEG_PAIRS_MOSES && standard)
    return segi_fail(error, SEG_BAD_ARGUMENT, "two files need a name");
  if (o->format == SEG_PAIRS_MOSES && strcmp(o->source_language, o->target_language) == 0)
    return segi_fail(error, SEG_BAD_ARGUMENT, "the two files would have the same name");
  return SEG_OK;
}

seg_status seg_pair_writer_open(const seg_pair_options *options, seg_pair_writer **writer,
                                seg_error *error) {
  *writer = NULL;
  if (options == NULL) options = &seg_pair_defaults;
  seg_status status = check(options, error);
  if (status != SEG_OK) return status;
  seg_pair_writer *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  const char *source = options->source_language, *target = options->target_language;
  made->format = options->format;
  made->source_language = segi_strndup(source, strlen(source));
  made->target_language = segi_strndup(target, strlen(target));
  if (made->source_language == NULL || made->target_language == NULL)
    status = segi_nomem(error);
  else
    status = open_outputs(made, options->path, error);
  if (status == SEG_OK)
    *writer = made;
  else
    seg_pair_writer_discard(made);
  return status;
}

/* --- Pairs */

static bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_blank(seg_bytes text) {
  for (size_t i = 0; i < text.length; i++)
    if (!is_space(text.data[i])) return false;
  return true;
}

/* The text as one field of one line. */
static bool put_field(segi_buf *out, seg_bytes text) {
  size_t start = out->length;
  if (!segi_buf_append(out, text.data, text.length)) return false;
  for (char *c = out->data + start; c < out->data + out->length; c++)
    if (is_space(*c)) *c = ' ';
  return true;
}

/* Thousandths without printf's locale. */
static void print_score(double score, char text[32]) {
  unsigned thousandths = (unsigned)(score * 1000 + 0.5);
  snprintf(text, 32, "%u.%03u", thousandths / 1000, thousandths % 1000);
}

static seg_status put_moses(seg_pair_writer *w, seg_bytes source, seg_bytes target,
                            seg_error *error) {
  for (int side = 0; side < 2; side++) {
    if (!put_field(&w->text, side == 0 ? source : target) || !segi_buf_append(&w->text, "\n", 1))
      return segi_nomem(error);
    seg_status status = flush(w, side, error);
    if (status != SEG_OK) return status;
  }
  return SEG_OK;
}

seg_status seg_pair_writer_put(seg_pair_writer *writer, seg_bytes source, seg_bytes target,
                               double score, seg_error *error) {
  seg_pair_writer *w = writer;
  char number[32];
  print_score(score, number);
  w->text.length = 0;
  bool done;
  if (w->format != SEG_PAIRS_TSV && (is_blank(source) || is_blank(target))) return SEG_OK;
  if (w->format == SEG_PAIRS_MOSES) return put_moses(w, source, target, error);
  if (w->format == SEG_PAIRS_TMX)
    done = segi_tmx_unit(w->source_language, source, w->target_language, target, number, &w->text);
  else
    done = segi_buf_append_string(&w->text, number) && segi_buf_append(&w->text, "\t", 1) &&
           put_field(&w->text, source) && segi_buf_append(&w->text, "\t", 1) &&
           put_field(&w->text, target) && segi_buf_append(&w->text, "\n", 1);
  return done ? flush(w, 0, error) : segi_nomem(error);
}

/* --- The end */

seg_status seg_pair_writer_commit(seg_pair_writer *writer, seg_error *error) {
  seg_pair_writer *w = writer;
  seg_status status = SEG_OK;
  w->text.length = 0;
  if (w->format == SEG_PAIRS_TMX)
    status = segi_tmx_end(&w->text) ? flush(w, 0, error) : segi_nomem(error);
  for (int i = 0; i < 2 && status == SEG_OK && w->outputs[i] != NULL; i++) {
    seg_output *output = w->outputs[i];
    w->outputs[i] = NULL;
    status = seg_output_commit(output, error);
  }
  seg_pair_writer_discard(w);
  return status;
}

void seg_pair_writer_discard(seg_pair_writer *writer) {
  if (writer == NULL) return;
  seg_output_discard(writer->outputs[0]);
  seg_output_discard(writer->outputs[1]);
  free(writer->source_language);
  free(writer->target_language);
  segi_buf_clear(&writer->text);
  free(writer);
}
