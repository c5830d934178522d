#include "seg/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

const char *seg_status_name(seg_status status) {
  static const char *const names[] = {
    [SEG_OK] = "ok",
    [SEG_END] = "end",
    [SEG_NOMEM] = "out of memory",
    [SEG_BAD_ARGUMENT] = "bad argument",
    [SEG_BAD_TEXT] = "invalid text",
    [SEG_BAD_FORMAT] = "bad format",
    [SEG_BAD_MATCH] = "inputs do not match",
    [SEG_UNSUPPORTED] = "not supported",
    [SEG_IO] = "input or output failed",
    [SEG_BAD_RECORD] = "bad record",
  };
  size_t index = (size_t)status;
  return index < sizeof names / sizeof *names ? names[index] : "unknown status";
}

__attribute__((format(printf, 5, 0)))
static seg_status fail(seg_error *error, seg_status status, size_t offset, size_t line,
                       const char *format, va_list arguments) {
  if (error == NULL || error->status != SEG_OK) return status;
  error->status = status;
  error->offset = offset;
  error->line = line;
  vsnprintf(error->message, sizeof error->message, format, arguments);
  return status;
}

seg_status segi_fail(seg_error *error, seg_status status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fail(error, status, 0, 0, format, arguments);
  va_end(arguments);
  return status;
}

seg_status segi_fail_at(seg_error *error, seg_status status, size_t offset, size_t line,
                        const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fail(error, status, offset, line, format, arguments);
  va_end(arguments);
  return status;
}

seg_status segi_nomem(seg_error *error) {
  return segi_fail(error, SEG_NOMEM, "out of memory");
}

void segi_error_source(seg_error *error, const char *source) {
  if (error == NULL || error->source[0] != '\0') return;
  size_t length = strlen(source);
  size_t room = sizeof error->source - 1;
  if (length > room) source += length - room;
  memcpy(error->source, source, strlen(source) + 1);
}
