/* JSON as the tools write it: one value a line. */
#ifndef JSON_LINES_H
#define JSON_LINES_H

#include <jansson.h>

#include "seg/seg.h"

/* A string; bytes that are no UTF-8 become U+FFFD. */
json_t *json_text(seg_bytes text);

/* Writes a value as a line and releases it; NULL: memory was short for it. */
seg_status write_json_line(seg_output *out, json_t *value, seg_error *error);

#endif
