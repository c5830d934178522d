#include "seg/editlog.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

/* Old and new bytes of an edit follow each other in the log's bytes. */
typedef struct entry {
  size_t offset;
  size_t bytes; /* where they start */
  size_t old_length, new_length;
  size_t kind; /* index in kinds */
  double confidence;
} entry;

struct seg_editlog {
  entry *entries;
  size_t count, capacity;
  char **kinds; /* owned; there are only a few */
  size_t kind_count, kind_capacity;
  segi_buf bytes;
};

seg_status seg_editlog_new(seg_editlog **log, seg_error *error) {
  *log = segi_calloc(1, sizeof **log);
  return *log != NULL ? SEG_OK : segi_nomem(error);
}

void seg_editlog_free(seg_editlog *log) {
  if (log == NULL) return;
  for (size_t i = 0; i < log->kind_count; i++) free(log->kinds[i]);
  free(log->kinds);
  free(log->entries);
  segi_buf_clear(&log->bytes);
  free(log);
}

void seg_editlog_clear(seg_editlog *log) {
  log->count = 0;
  log->bytes.length = 0;
}

static bool intern_kind(seg_editlog *log, const char *kind, size_t *index) {
  for (size_t i = 0; i < log->kind_count; i++) {
    *index = i;
    if (strcmp(log->kinds[i], kind) == 0) return true;
  }
  if (!segi_grow(&log->kinds, &log->kind_capacity, log->kind_count + 1, sizeof *log->kinds))
    return false;
  char *copy = segi_strndup(kind, strlen(kind));
  if (copy == NULL) return false;
  *index = log->kind_count;
  log->kinds[log->kind_count++] = copy;
  return true;
}

seg_status seg_editlog_append(seg_editlog *log, const seg_edit *edit, seg_error *error) {
  if (log->count > 0) {
    const entry *last = &log->entries[log->count - 1];
    if (edit->offset < last->offset + last->old_length)
      return segi_fail_at(error, SEG_BAD_ARGUMENT, edit->offset, 0, "edits overlap");
  }
  entry e = {edit->offset, log->bytes.length, edit->old_bytes.length, edit->new_bytes.length, 0,
             edit->confidence};
  if (!segi_grow(&log->entries, &log->capacity, log->count + 1, sizeof *log->entries) ||
      !intern_kind(log, edit->kind, &e.kind) ||
      !segi_buf_append(&log->bytes, edit->old_bytes.data, e.old_length) ||
      !segi_buf_append(&log->bytes, edit->new_bytes.data, e.new_length)) {
    log->bytes.length = e.bytes;
    return segi_nomem(error);
  }
  log->entries[log->count++] = e;
  return SEG_OK;
}

size_t seg_editlog_count(const seg_editlog *log) {
  return log->count;
}

seg_edit seg_editlog_get(const seg_editlog *log, size_t index) {
  const entry *e = &log->entries[index];
  const char *bytes = log->bytes.data + e->bytes;
  return (seg_edit){e->offset, {bytes, e->old_length}, {bytes + e->old_length, e->new_length},
                    log->kinds[e->kind], e->confidence};
}

/* Replaces, in edit order, what stands in `from` by what stands in `to`. */
typedef enum direction { FORWARD, BACKWARD } direction;

static seg_status replay(const seg_editlog *log, direction way, const char *from, size_t length,
                         char **to, size_t *to_length, seg_error *error) {
  segi_buf result = SEGI_BUF_EMPTY;
  size_t at = 0; /* in `from` */
  size_t input_at = 0;
  seg_status status = SEG_OK;
  *to = NULL;
  *to_length = 0;
  if (!segi_buf_reserve(&result, length)) goto nomem;
  for (size_t i = 0; i < log->count; i++) {
    seg_edit e = seg_editlog_get(log, i);
    seg_bytes expected = way == FORWARD ? e.old_bytes : e.new_bytes;
    seg_bytes wanted = way == FORWARD ? e.new_bytes : e.old_bytes;
    size_t gap = e.offset - input_at;
    if (gap > length - at || expected.length > length - at - gap ||
        (expected.length > 0 && memcmp(from + at + gap, expected.data, expected.length) != 0)) {
      status = segi_fail_at(error, SEG_BAD_MATCH, at + gap, 0,
                            "the edits do not belong to this text");
      goto done;
    }
    if (!segi_buf_append(&result, from + at, gap) ||
        !segi_buf_append(&result, wanted.data, wanted.length))
      goto nomem;
    at += gap + expected.length;
    input_at = e.offset + e.old_bytes.length;
  }
  if (!segi_buf_append(&result, from + at, length - at)) goto nomem;
  *to_length = result.length;
  *to = segi_buf_take(&result);
  goto done;
nomem:
  status = segi_nomem(error);
done:
  segi_buf_clear(&result);
  return status;
}

seg_status seg_editlog_apply(const seg_editlog *log, const char *input, size_t length,
                             char **output, size_t *output_length, seg_error *error) {
  return replay(log, FORWARD, input, length, output, output_length, error);
}

seg_status seg_editlog_undo(const seg_editlog *log, const char *output, size_t length,
                            char **input, size_t *input_length, seg_error *error) {
  return replay(log, BACKWARD, output, length, input, input_length, error);
}

size_t seg_editlog_input_offset(const seg_editlog *log, size_t output_offset) {
  size_t input_at = 0, output_at = 0; /* ends of the last edit */
  for (size_t i = 0; i < log->count; i++) {
    const entry *e = &log->entries[i];
    size_t start = output_at + (e->offset - input_at);
    if (output_offset < start) break;
    if (output_offset < start + e->new_length) return e->offset;
    input_at = e->offset + e->old_length;
    output_at = start + e->new_length;
  }
  return input_at + (output_offset - output_at);
}
