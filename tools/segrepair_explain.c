/* segrepair: what decided, as a table. */
#include "segrepair.h"

#include <stdio.h>
#include <string.h>

enum { MOST_WEIGHTS = 12 };

typedef struct table {
  seg_output *out;
  const seg_decoder *decoder;
  size_t offset;
  const seg_editlog *log;
  size_t next; /* edit of the log that was not told */
  seg_status status;
  seg_error *error;
} table;

static void put(table *t, const char *bytes, size_t length) {
  if (t->status == SEG_OK) t->status = seg_output_write(t->out, bytes, length, t->error);
}

/* A field stays one. */
static void put_field(table *t, seg_bytes text) {
  for (size_t i = 0; i < text.length; i++) {
    bool control = (unsigned char)text.data[i] < ' ';
    put(t, control ? " " : text.data + i, 1);
  }
  put(t, "\t", 1);
}

static void put_offset(table *t, size_t offset) {
  char number[32];
  offset += t->offset;
  if (t->decoder != NULL) offset = seg_decoder_source_offset(t->decoder, offset);
  put(t, number, (size_t)snprintf(number, sizeof number, "%zu\t", offset));
}

static void put_decision(table *t, const char *kind, double probability, const char *evidence) {
  char text[128];
  int n = snprintf(text, sizeof text, "%s\t%.4f\t%s\t", kind, probability, evidence);
  put(t, text, (size_t)n);
}

/* Edits before a place that no place of the model explains: those by rules. */
static void tell_rules(table *t, size_t before) {
  for (; t->next < seg_editlog_count(t->log); t->next++) {
    seg_edit e = seg_editlog_get(t->log, t->next);
    if (e.offset >= before) return;
    put_offset(t, e.offset);
    put_field(t, e.old_bytes);
    put_field(t, e.new_bytes);
    put_decision(t, e.kind, e.confidence, "rule");
    put(t, "-\t\n", 3);
  }
}

static void tell_place(void *context, const seg_place_explanation *e) {
  table *t = context;
  const char *kind = "-";
  tell_rules(t, e->offset);
  if (t->next < seg_editlog_count(t->log) &&
      seg_editlog_get(t->log, t->next).offset == e->offset)
    kind = seg_editlog_get(t->log, t->next++).kind;
  put_offset(t, e->offset);
  put_field(t, e->left);
  put_field(t, e->right);
  put_decision(t, kind, e->probability, e->family);
  put(t, e->missing, strlen(e->missing));
  for (size_t i = 0; i < e->weight_count && i < MOST_WEIGHTS; i++) {
    char weight[96];
    put(t, weight, (size_t)snprintf(weight, sizeof weight, "%c%s=%.2f", i > 0 ? ' ' : '\t',
                                    e->weights[i].id, e->weights[i].weight));
  }
  put(t, "\n", 1);
}

seg_status explain_head(seg_output *out, seg_error *error) {
  static const char head[] = "offset\tleft\tright\tedit\tprobability\tevidence\tmissing\tfeatures\n";
  return seg_output_write(out, head, sizeof head - 1, error);
}

seg_status explain_text(seg_output *out, const seg_repairer *repairer, const seg_decoder *decoder,
                        size_t offset, seg_bytes text, const seg_editlog *log, seg_error *error) {
  table t = {.out = out, .decoder = decoder, .offset = offset, .log = log, .error = error};
  seg_status status =
    seg_repair_explain(repairer, text.data, text.length, tell_place, &t, error);
  if (status != SEG_OK) return status;
  tell_rules(&t, SIZE_MAX);
  return t.status;
}
