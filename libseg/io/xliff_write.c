#include "seg/xliff.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "io/xml_text.h"

struct seg_xliff_writer {
  seg_output *output;
  segi_buf text;  /* of the file, from start on; what stands before it is written */
  size_t start;
  segi_buf out;   /* what goes out next */
  size_t files, units, segments; /* files of the document, the others of the file */
  size_t paragraph;              /* of the unit that is open */
  bool in_unit;
};

static seg_status flush(seg_xliff_writer *w, bool done, seg_error *error) {
  if (!done) return segi_nomem(error);
  seg_status status = seg_output_write(w->output, w->out.data, w->out.length, error);
  w->out.length = 0;
  return status;
}

/* A start tag with the attributes that are not NULL: an empty element without its slash. */
static bool put_tag(segi_buf *out, const char *const (*attributes)[2], const char *name) {
  segi_xml_text x;
  segi_xml_text_begin(&x);
  segi_xml_start(&x, name);
  for (; (*attributes)[0] != NULL; attributes++)
    if ((*attributes)[1] != NULL) segi_xml_attribute(&x, (*attributes)[0], (*attributes)[1]);
  segi_xml_end(&x);
  if (!segi_xml_text_end(&x, out)) return false;
  out->length -= 2;
  return segi_buf_append_string(out, ">\n");
}

seg_status seg_xliff_writer_new(seg_output *output, const char *language,
                                seg_xliff_writer **writer, seg_error *error) {
  const char *const attributes[][2] = {
    {"xmlns", "urn:oasis:names:tc:xliff:document:2.0"}, {"version", "2.1"}, {"srcLang", language},
    {NULL, NULL}};
  seg_xliff_writer *w = *writer = segi_calloc(1, sizeof *w);
  if (w == NULL) return segi_nomem(error);
  w->output = output;
  bool done = segi_buf_append_string(&w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") &&
              put_tag(&w->out, attributes, "xliff");
  seg_status status = flush(w, done, error);
  if (status == SEG_OK) return SEG_OK;
  seg_xliff_writer_free(w);
  *writer = NULL;
  return status;
}

/* --- Units */

/* The next bytes of the text as a part of a unit; id NULL: an ignorable one, if any. */
static bool put_part(seg_xliff_writer *w, const char *id, size_t length) {
  segi_xml_text x;
  if (id == NULL && length == 0) return true;
  segi_xml_text_begin(&x);
  segi_xml_start(&x, id != NULL ? "segment" : "ignorable");
  if (id != NULL) segi_xml_attribute(&x, "id", id);
  segi_xml_start(&x, "source");
  segi_xml_put(&x, (seg_bytes){w->text.data, length});
  segi_xml_end(&x);
  segi_xml_end(&x);
  if (!segi_xml_text_end(&x, &w->out)) return false;
  segi_buf_drop(&w->text, length);
  w->start += length;
  return segi_buf_append(&w->out, "\n", 1);
}

static bool put_segment(seg_xliff_writer *w, size_t length) {
  char id[32];
  snprintf(id, sizeof id, "s%zu", ++w->segments);
  return put_part(w, id, length);
}

static bool open_unit(seg_xliff_writer *w, size_t paragraph) {
  char id[32];
  const char *const attributes[][2] = {{"id", id}, {NULL, NULL}};
  snprintf(id, sizeof id, "u%zu", ++w->units);
  w->in_unit = true;
  w->paragraph = paragraph;
  return put_tag(&w->out, attributes, "unit");
}

static bool close_unit(seg_xliff_writer *w) {
  w->in_unit = false;
  return segi_buf_append_string(&w->out, "</unit>\n");
}

seg_status seg_xliff_writer_segment(seg_xliff_writer *writer, const seg_segment *segment,
                                    seg_error *error) {
  seg_xliff_writer *w = writer;
  seg_span span = segment->span;
  if (w->files == 0 || span.start < w->start || span.end < span.start ||
      span.end > w->start + w->text.length)
    return segi_fail(error, SEG_BAD_ARGUMENT, "the segment does not lie in the text ahead");
  size_t gap = span.start - w->start;
  bool done = true;
  if (w->in_unit && segment->paragraph != w->paragraph) {
    done = put_part(w, NULL, gap) && close_unit(w);
    gap = 0;
  }
  if (!w->in_unit) done = done && open_unit(w, segment->paragraph);
  done = done && put_part(w, NULL, gap) && put_segment(w, span.end - span.start);
  return flush(w, done, error);
}

/* --- Files */

/* A file needs a unit, and a unit a segment. */
static bool end_file(seg_xliff_writer *w) {
  if (w->files == 0) return true;
  bool alone = !w->in_unit;
  return (!alone || open_unit(w, 0)) && put_part(w, NULL, w->text.length) &&
         (!alone || put_segment(w, 0)) && close_unit(w) &&
         segi_buf_append_string(&w->out, "</file>\n");
}

seg_status seg_xliff_writer_file(seg_xliff_writer *writer, const char *original,
                                 seg_error *error) {
  seg_xliff_writer *w = writer;
  char id[32];
  bool named = original != NULL && *original != '\0';
  const char *const attributes[][2] = {{"id", id}, {"original", named ? original : NULL},
                                       {"xml:space", "preserve"}, {NULL, NULL}};
  bool done = end_file(w);
  w->units = w->segments = w->start = w->text.length = 0;
  snprintf(id, sizeof id, "f%zu", ++w->files);
  return flush(w, done && put_tag(&w->out, attributes, "file"), error);
}

seg_status seg_xliff_writer_text(seg_xliff_writer *writer, seg_bytes text, seg_error *error) {
  return segi_buf_append(&writer->text, text.data, text.length) ? SEG_OK : segi_nomem(error);
}

seg_status seg_xliff_writer_finish(seg_xliff_writer *writer, seg_error *error) {
  seg_status status = SEG_OK;
  if (writer->files == 0) status = seg_xliff_writer_file(writer, NULL, error);
  if (status != SEG_OK) return status;
  bool done = end_file(writer) && segi_buf_append_string(&writer->out, "</xliff>\n");
  return flush(writer, done, error);
}

void seg_xliff_writer_free(seg_xliff_writer *writer) {
  if (writer == NULL) return;
  segi_buf_clear(&writer->text);
  segi_buf_clear(&writer->out);
  free(writer);
}
