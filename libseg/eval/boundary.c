#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "seg/eval.h"
#include "text/chars.h"

/* Walks over the characters that are not white space. */
typedef struct walker {
  seg_bytes text;
  size_t start, end;   /* the current character; both text.length behind the last one */
  size_t previous_end; /* end of the one before */
  size_t word;         /* start of the word it stands in */
  size_t line;         /* of the current character, from 1 */
  bool new_line;       /* a line feed stands before the current character */
} walker;

static walker walk(seg_bytes text) {
  return (walker){.text = text, .line = 1};
}

static bool step(walker *w) {
  w->previous_end = w->end;
  w->new_line = false;
  bool new_word = w->end == 0;
  while (w->end < w->text.length) {
    w->start = w->end;
    size_t length;
    segi_class c = segi_class_at(w->text.data + w->start, w->text.length - w->start, &length);
    w->end += length;
    if (c != SEGI_SPACE && c != SEGI_NEWLINE) {
      if (new_word) w->word = w->start;
      return true;
    }
    new_word = true;
    if (w->text.data[w->start] == '\n') {
      w->new_line = true;
      w->line++;
    }
  }
  w->start = w->word = w->end;
  return false;
}

static bool same_character(const walker *a, const walker *b) {
  size_t length = a->end - a->start;
  return length == b->end - b->start &&
         memcmp(a->text.data + a->start, b->text.data + b->start, length) == 0;
}

/* For messages: the text from the current word on, up to 40 bytes of its line. */
static seg_bytes excerpt(const walker *w) {
  size_t begin = w->start - w->word <= 20 ? w->word : w->start;
  const char *text = w->text.data + begin;
  size_t rest = w->text.length - begin, length = 0;
  while (length < rest && text[length] != '\n') {
    int32_t code_point;
    size_t next = segi_decode(text + length, rest - length, &code_point);
    if (length + next > 40) break;
    length += next;
  }
  return (seg_bytes){text, length};
}

static seg_status fail_different(const walker *gold, const walker *output, seg_error *error) {
  seg_bytes wanted = excerpt(gold), got = excerpt(output);
  if (got.length == 0)
    return segi_fail_at(error, SEG_BAD_MATCH, gold->start, gold->line,
                        "the output ends before \"%.*s\"", (int)wanted.length, wanted.data);
  if (wanted.length == 0)
    return segi_fail_at(error, SEG_BAD_MATCH, gold->start, gold->line,
                        "the gold text ends where line %zu of the output has \"%.*s\"",
                        output->line, (int)got.length, got.data);
  return segi_fail_at(error, SEG_BAD_MATCH, gold->start, gold->line,
                      "\"%.*s\" is \"%.*s\" in line %zu of the output", (int)wanted.length,
                      wanted.data, (int)got.length, got.data, output->line);
}

typedef struct error_list {
  seg_boundary_error *items;
  size_t count, capacity;
} error_list;

static bool note(error_list *list, size_t gold_offset, bool missed) {
  if (!segi_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) return false;
  list->items[list->count++] = (seg_boundary_error){gold_offset, missed};
  return true;
}

static void count_boundary(bool gold, bool output, seg_counts *counts) {
  counts->gold += gold;
  counts->found += output;
  counts->gold_right += gold && output;
  counts->found_right += gold && output;
}

static seg_status compare(seg_bytes gold_text, seg_bytes output_text, seg_counts *counts,
                          error_list *list, seg_error *error) {
  walker gold = walk(gold_text), output = walk(output_text);
  for (bool first = true;; first = false) {
    bool more = step(&gold);
    if (step(&output) != more || (more && !same_character(&gold, &output)))
      return fail_different(&gold, &output, error);
    if (first && !more) return SEG_OK;
    if (first) continue;
    bool in_gold = gold.new_line || !more, in_output = output.new_line || !more;
    count_boundary(in_gold, in_output, counts);
    if (list != NULL && in_gold != in_output && !note(list, gold.previous_end, in_gold))
      return segi_nomem(error);
    if (!more) return SEG_OK;
  }
}

seg_status seg_eval_boundaries(seg_bytes gold, seg_bytes output, seg_counts *counts,
                               seg_boundary_error **errors, size_t *error_count,
                               seg_error *error) {
  error_list list = {NULL, 0, 0};
  seg_counts sum = *counts;
  seg_status status = compare(gold, output, &sum, errors != NULL ? &list : NULL, error);
  if (status != SEG_OK) {
    seg_free(list.items);
    list = (error_list){NULL, 0, 0};
  } else {
    *counts = sum;
  }
  if (errors != NULL) {
    *errors = list.items;
    *error_count = list.count;
  }
  return status;
}
