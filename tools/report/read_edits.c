/* segreport: the edit log of segrepair. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static int nibble(char digit) {
  const char *digits = "0123456789abcdef", *found = digit != '\0' ? strchr(digits, digit) : NULL;
  return found != NULL ? (int)(found - digits) : -1;
}

/* Bytes written in hexadecimal, as text in which each byte that is not valid shows itself. */
static seg_status from_hex(report *r, seg_bytes hex, seg_bytes *bytes, seg_error *error) {
  char *data = malloc(hex.length / 2 + 1);
  if (!report_own(r, data)) return report_fail(error, SEG_NOMEM, NULL, 0, "out of memory");
  for (size_t i = 0; i + 1 < hex.length; i += 2) {
    int high = nibble(hex.data[i]), low = nibble(hex.data[i + 1]);
    if (high < 0 || low < 0)
      return report_fail(error, SEG_BAD_FORMAT, NULL, 0, "bytes that are not hexadecimal");
    data[i / 2] = (char)(16 * high + low);
  }
  *bytes = (seg_bytes){data, hex.length / 2};
  return SEG_OK;
}

static seg_status take_bytes(report *r, const json_t *object, const char *key, const char *hex_key,
                             seg_bytes *bytes, seg_error *error) {
  seg_bytes hex = report_string(r, object, hex_key);
  *bytes = report_string(r, object, key);
  return hex.length > 0 ? from_hex(r, hex, bytes, error) : SEG_OK;
}

/* A place in a file: no negative number. */
static bool take_size(const json_t *object, const char *key, size_t *size) {
  const json_t *value = json_object_get(object, key);
  *size = (size_t)json_integer_value(value);
  return json_is_integer(value) && json_integer_value(value) >= 0;
}

seg_status report_take_edit(report *r, report_page *page, const json_t *object, report_edit **edit,
                            seg_error *error) {
  void *edits = page->edits;
  if (!report_grow(&edits, page->edit_count, &page->edit_capacity, sizeof *page->edits))
    return report_fail(error, SEG_NOMEM, NULL, 0, "out of memory");
  page->edits = edits;
  report_edit *e = &page->edits[page->edit_count];
  *e = (report_edit){.kind = report_name(r, object, "kind"),
                     .evidence = report_name(r, object, "evidence"),
                     .confidence = json_number_value(json_object_get(object, "confidence"))};
  if (!take_size(object, "offset", &e->offset) || e->kind[0] == '\0')
    return report_fail(error, SEG_BAD_FORMAT, NULL, 0, "no edit of segrepair");
  seg_status status = take_bytes(r, object, "old", "old_hex", &e->old_bytes, error);
  if (status == SEG_OK) status = take_bytes(r, object, "new", "new_hex", &e->new_bytes, error);
  if (status != SEG_OK) return status;
  page->edit_count++;
  *edit = e;
  return SEG_OK;
}

static seg_status take_found(report_page *page, const json_t *object, seg_error *error) {
  size_t start, length;
  if (!take_size(object, "output", &start) || !take_size(object, "output_length", &length))
    return report_fail(error, SEG_BAD_FORMAT, NULL, 0, "no place of what was found");
  void *found = page->found;
  if (!report_grow(&found, page->found_count, &page->found_capacity, sizeof *page->found))
    return report_fail(error, SEG_NOMEM, NULL, 0, "out of memory");
  page->found = found;
  page->found[page->found_count++] = (seg_span){start, start + length};
  return SEG_OK;
}

/* A line of the log; *page is the section it stands in, NULL outside. */
static seg_status take_log_line(report *r, const json_t *object, report_page **page,
                                seg_error *error) {
  report_edit *edit;
  if (json_object_get(object, "format") != NULL)
    return report_add_page(r, report_name(r, object, "source"), page, error);
  if (*page == NULL)
    return report_fail(error, SEG_BAD_FORMAT, NULL, 0, "no edit log of segrepair --edits");
  if (json_object_get(object, "found") != NULL) return take_found(*page, object, error);
  if (json_object_get(object, "end") != NULL) {
    bool fine = take_size(object, "output_bytes", &(*page)->text_length);
    *page = NULL;
    return fine ? SEG_OK
                : report_fail(error, SEG_BAD_FORMAT, NULL, 0, "a section without output_bytes");
  }
  seg_status status = report_take_edit(r, *page, object, &edit, error);
  if (status == SEG_OK && !take_size(object, "output", &edit->at))
    status = report_fail(error, SEG_BAD_FORMAT, NULL, 0, "an edit without \"output\"");
  return status;
}

static seg_status read_log(report *r, const char *path, seg_error *error) {
  seg_bytes log, line;
  report_page *page = NULL;
  size_t start = 0, n = 1;
  seg_status status = report_file(r, path, "UTF-8", &log, error);
  for (; status == SEG_OK && report_line(log, &start, &line); n++) {
    json_t *object = json_loadb(line.data, line.length, JSON_ALLOW_NUL, NULL);
    if (json_is_object(object))
      status = take_log_line(r, object, &page, error);
    else
      status = report_fail(error, SEG_BAD_FORMAT, NULL, 0, "no JSON object");
    json_decref(object);
    if (status != SEG_OK) error->line = n;
  }
  if (status == SEG_OK && page != NULL)
    status = report_fail(error, SEG_BAD_FORMAT, NULL, 0, "the log is cut off");
  if (status != SEG_OK) report_name_source(error, path);
  return status;
}

bool report_edits_match(const report_page *page) {
  size_t end = 0;
  for (size_t i = 0; i < page->edit_count; i++) {
    const report_edit *e = &page->edits[i];
    size_t length = e->new_bytes.length;
    if (e->at < end || e->at > page->text.length || length > page->text.length - e->at ||
        memcmp(page->text.data + e->at, e->new_bytes.data, length) != 0)
      return false;
    end = e->at + length;
  }
  return true;
}

/* Cuts the text into the outputs of the log's sections. */
static seg_status deal_out(report *r, const char *path, seg_bytes text, seg_error *error) {
  bool fine = true;
  size_t start = 0;
  for (size_t i = 0; i < r->page_count && fine; i++) {
    report_page *page = &r->pages[i];
    fine = page->text_length <= text.length - start;
    if (!fine) break;
    page->text = (seg_bytes){text.data + start, page->text_length};
    start += page->text_length;
    fine = report_edits_match(page);
  }
  if (fine && start == text.length) return SEG_OK;
  return report_fail(error, SEG_BAD_MATCH, path, 0,
                     "not the text that the edits were written with");
}

seg_status report_read_edits(report *r, const char *log, const char *text, seg_error *error) {
  seg_bytes bytes;
  seg_status status = read_log(r, log, error);
  if (status != SEG_OK || text == NULL) return status;
  status = report_file(r, text, "UTF-8", &bytes, error);
  return status == SEG_OK ? deal_out(r, text, bytes, error) : status;
}
