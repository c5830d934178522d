#include "files.h"

#include <stdlib.h>
#include <string.h>

static void trouble(files *f, const seg_error *error) {
  f->result = cli_fail(f->c, f->list != NULL ? seg_input_name(f->list) : NULL, error);
}

/* Takes the next name of the list, NULL at its end. */
static char *read_name(files *f) {
  seg_error error = {0};
  seg_record record;
  seg_status status = seg_records_next(f->names, &record, &error);
  char *name = NULL;
  if (status == SEG_OK) {
    name = calloc(record.text.length + 1, 1);
    if (name != NULL)
      memcpy(name, record.text.data, record.text.length);
    else
      error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
  }
  if (error.status != SEG_OK) trouble(f, &error);
  return name;
}

static void open_list(files *f, const char *list) {
  seg_error error = {0};
  seg_record_options options = seg_record_defaults;
  options.format = SEG_FORMAT_NUL;
  if (seg_input_open(list, "UTF-8", SEG_INVALID_KEEP, &f->list, &error) == SEG_OK &&
      seg_records_new(&options, f->list, &f->names, &error) == SEG_OK)
    f->ahead = read_name(f);
  else
    trouble(f, &error);
}

void files_open(files *f, cli *c, const char *list) {
  *f = (files){.c = c, .result = CLI_DONE};
  f->operands = cli_operands(c, list == NULL, &f->count);
  if (list == NULL) return;
  if (f->count > 0) cli_usage(c, "--files0-from goes without further files");
  open_list(f, list);
}

const char *files_next(files *f) {
  if (f->result != CLI_DONE) return NULL;
  if (f->list == NULL) return f->next < f->count ? f->operands[f->next++] : NULL;
  if (f->ahead == NULL) return NULL;
  free(f->name);
  f->name = f->ahead;
  f->ahead = read_name(f);
  return f->result == CLI_DONE ? f->name : NULL;
}

bool files_more(const files *f) {
  return f->list != NULL ? f->ahead != NULL : f->next < f->count;
}

bool files_several(const files *f) {
  return f->list != NULL || f->count > 1;
}

int files_close(files *f) {
  seg_records_free(f->names);
  seg_input_free(f->list);
  free(f->name);
  free(f->ahead);
  return f->result;
}
