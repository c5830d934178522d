#include "json_lines.h"

#include <stdlib.h>
#include <string.h>

json_t *json_text(seg_bytes text) {
  json_t *string = json_stringn(text.data, text.length);
  if (string != NULL) return string;
  seg_decoder *decoder = NULL;
  seg_bytes valid;
  if (seg_decoder_new("UTF-8", SEG_INVALID_REPLACE, &decoder, NULL) == SEG_OK &&
      seg_decoder_feed(decoder, text.data, text.length, true, &valid, NULL) == SEG_OK)
    string = json_stringn(valid.data, valid.length);
  seg_decoder_free(decoder);
  return string;
}

seg_status write_json_line(seg_output *out, json_t *value, seg_error *error) {
  char *line = value != NULL ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(4)) : NULL;
  json_decref(value);
  if (line == NULL) {
    *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
    return SEG_NOMEM;
  }
  seg_status status = seg_output_write(out, line, strlen(line), error);
  free(line);
  return status == SEG_OK ? seg_output_write(out, "\n", 1, error) : status;
}
