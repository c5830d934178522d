/* Where sentences end within a stretch or window: the model or a break iterator, and rules. */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "split/paragraphs.h"
#include "split/stream.h"
#include "text/lines.h"

/* The break iterator takes every line break for a sentence end. */
static bool unwrap(const char *text, size_t length, segi_buf *copy) {
  copy->length = 0;
  if (!segi_buf_append(copy, text, length)) return false;
  for (size_t i = 0; i < length; i++) {
    size_t n = segi_line_break(copy->data, length, i);
    if (n > 0) memset(copy->data + i, ' ', n);
  }
  return true;
}

static seg_status break_other_language(seg_split_stream *s, const char *text, size_t length,
                                       seg_error *error) {
  if (!unwrap(text, length, &s->unwrapped)) return segi_nomem(error);
  const size_t *ends;
  size_t count;
  seg_status status =
    segi_breaker_find(s->breaker, s->unwrapped.data, length, &ends, &count, error);
  if (status != SEG_OK) return status;
  s->boundaries.count = 0;
  if (!segi_grow(&s->boundaries.items, &s->boundaries.capacity, count + 1,
                 sizeof *s->boundaries.items))
    return segi_nomem(error);
  size_t last = 0, text_end = segi_trim_end(text, 0, length);
  for (size_t i = 0; i < count; i++) {
    size_t end = segi_trim_end(text, last, ends[i]);
    if (end == last || end >= text_end) continue;
    s->boundaries.items[s->boundaries.count++] = (segi_boundary){end, 1.0};
    last = end;
  }
  return SEG_OK;
}

/* A line of furniture is a row of labels and titles, not sentences without marks. */
static void keep_marked(const char *text, segi_boundaries *b) {
  size_t kept = 0;
  for (size_t i = 0; i < b->count; i++)
    if (segi_ends_with_mark(text, 0, b->items[i].offset)) b->items[kept++] = b->items[i];
  b->count = kept;
}

/* What the model or the break iterator says. */
static seg_status judge(seg_split_stream *s, const char *text, size_t length, seg_error *error) {
  s->boundaries.count = 0;
  if (!s->splitter->judged) return SEG_OK;
  if (!s->splitter->german) return break_other_language(s, text, length, error);
  const seg_model *model = s->splitter->model;
  if (!segi_scan_tokens(&model->words, text, length, &s->tokens) ||
      !segi_find_boundaries(model, &s->tokens, s->splitter->threshold, &s->boundaries))
    return segi_nomem(error);
  if (s->furniture) keep_marked(text, &s->boundaries);
  return SEG_OK;
}

/* --- Rules over it */

/* All places in the white space behind each boundary. Offsets count from `context` bytes before
 * the text. */
static bool ask_rules(seg_split_stream *s, const char *text, size_t length, size_t context,
                      size_t *count) {
  *count = 0;
  for (size_t k = 0; k < s->boundaries.count; k++) {
    size_t i = s->boundaries.items[k].offset, last = segi_skip_white(text, length, i);
    for (; i <= last; i++) {
      bool begins_none = i < length && ((unsigned char)text[i] & 0xC0) == 0x80;
      if (begins_none) continue;
      if (!segi_grow(&s->asked, &s->asked_capacity, *count + 1, sizeof *s->asked)) return false;
      s->asked[(*count)++] = context + i;
    }
  }
  return true;
}

/* A walk along a text: where the text before a place ends that is no white space. */
typedef struct walk {
  size_t at, end;
} walk;

static size_t text_end_before(walk *w, const char *text, size_t place) {
  for (size_t n; w->at < place; w->at += n) {
    bool white = segi_is_white(segi_class_at(text + w->at, place - w->at, &n));
    if (!white) w->end = w->at + n;
  }
  return w->end;
}

/* Merges the boundaries with what the rules say: in the same white space a break of a rule counts
 * more than that it breaks not, and that more than a boundary. */
static bool merge_rules(seg_split_stream *s, const char *text, size_t length, size_t context,
                        const segi_srx_place *places, size_t count) {
  size_t kept = 0, last = 0, text_end = segi_trim_end(text, 0, length);
  segi_boundaries *b = &s->boundaries;
  if (!segi_grow(&s->ruled, &s->ruled_capacity, b->count + count + 1, sizeof *s->ruled))
    return false;
  walk w = {0, 0};
  for (size_t i = 0, k = 0; i < b->count || k < count;) {
    size_t place = k < count ? text_end_before(&w, text, places[k].offset - context) : length;
    segi_boundary found = {place, 1.0};
    bool breaks = false;
    if (i < b->count && b->items[i].offset < place) {
      found = b->items[i++];
      breaks = true;
    } else {
      if (i < b->count && b->items[i].offset == place) i++;
      for (; k < count && text_end_before(&w, text, places[k].offset - context) == place; k++)
        breaks |= places[k].breaks;
    }
    if (!breaks || found.offset == last || found.offset >= text_end) continue;
    s->ruled[kept++] = found;
    last = found.offset;
  }
  segi_boundary *items = b->items;
  size_t capacity = b->capacity;
  b->items = s->ruled;
  b->capacity = s->ruled_capacity;
  b->count = kept;
  s->ruled = items;
  s->ruled_capacity = capacity;
  return true;
}

seg_status segi_stream_boundaries(seg_split_stream *s, const char *text, size_t length,
                                  seg_error *error) {
  seg_status status = judge(s, text, length, error);
  if (status != SEG_OK || s->matcher == NULL) return status;
  size_t context = 0, asked, count;
  if (s->inside) context = s->next < SEGI_RULES_LOOK ? s->next : SEGI_RULES_LOOK;
  if (!ask_rules(s, text, length, context, &asked)) return segi_nomem(error);
  const segi_srx_place *places;
  status = segi_srx_decide(s->matcher, text - context, context, context + length, s->asked, asked,
                           &places, &count, error);
  if (status != SEG_OK) return status;
  return merge_rules(s, text, length, context, places, count) ? SEG_OK : segi_nomem(error);
}
