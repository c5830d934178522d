/* Two logs in a row as one. */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "repair/passes.h"

/* A stretch in which edits of either log touch each other: they become one edit. */
typedef struct stretch {
  size_t first, first_end; /* edits of the first log */
  size_t next, next_end;   /* edits of the second */
  seg_span before;         /* in the text */
  seg_span middle;         /* in the text between the logs */
} stretch;

typedef struct composer {
  const seg_editlog *first, *next;
  const char *middle;
  seg_editlog *both;
  segi_buf old, new;
} composer;

/* Where the index-th edit of the first log stands in the middle text, when the one before it
 * ended at s. */
static size_t middle_of(const stretch *s, const seg_edit *edit) {
  return s->middle.end + (edit->offset - s->before.end);
}

static bool take_first(const composer *c, stretch *s, bool open) {
  if (s->first_end == seg_editlog_count(c->first)) return false;
  seg_edit e = seg_editlog_get(c->first, s->first_end);
  size_t start = middle_of(s, &e);
  if (!open && start > s->middle.end) return false;
  /* the stretch may reach beyond the start already, but only over unchanged text */
  size_t end = start + e.new_bytes.length;
  s->first_end++;
  s->before.end = e.offset + e.old_bytes.length;
  s->middle.end = end;
  return true;
}

/* Grows the stretch to `end` of the middle text, over unchanged text and edits of the first. */
static void reach(const composer *c, stretch *s, size_t end) {
  while (s->middle.end < end) {
    size_t gap = end - s->middle.end;
    if (s->first_end < seg_editlog_count(c->first)) {
      seg_edit e = seg_editlog_get(c->first, s->first_end);
      if (middle_of(s, &e) <= end) {
        take_first(c, s, true);
        continue;
      }
    }
    s->before.end += gap;
    s->middle.end += gap;
  }
}

static bool take_next(const composer *c, stretch *s, bool open) {
  if (s->next_end == seg_editlog_count(c->next)) return false;
  seg_edit e = seg_editlog_get(c->next, s->next_end);
  if (!open && e.offset > s->middle.end) return false;
  s->next_end++;
  reach(c, s, e.offset + e.old_bytes.length);
  return true;
}

/* The next stretch behind *s; false when there is none. */
static bool advance(const composer *c, stretch *s) {
  size_t first_at = SIZE_MAX, next_at = SIZE_MAX;
  s->first = s->first_end;
  s->next = s->next_end;
  if (s->first < seg_editlog_count(c->first)) {
    seg_edit e = seg_editlog_get(c->first, s->first);
    first_at = middle_of(s, &e);
  }
  if (s->next < seg_editlog_count(c->next)) next_at = seg_editlog_get(c->next, s->next).offset;
  if (first_at == SIZE_MAX && next_at == SIZE_MAX) return false;
  size_t at = first_at < next_at ? first_at : next_at;
  size_t start = s->before.end + (at - s->middle.end);
  s->before = (seg_span){start, start};
  s->middle = (seg_span){at, at};
  if (first_at <= next_at)
    take_first(c, s, true);
  else
    take_next(c, s, true);
  while (take_first(c, s, false) || take_next(c, s, false)) {}
  return true;
}

/* What stood before the first log: its old bytes, and the middle text where it changed nothing. */
static bool make_old(composer *c, const stretch *s) {
  size_t at = s->middle.start, before = s->before.start;
  c->old.length = 0;
  for (size_t i = s->first; i < s->first_end; i++) {
    seg_edit e = seg_editlog_get(c->first, i);
    size_t gap = e.offset - before;
    if (!segi_buf_append(&c->old, c->middle + at, gap) ||
        !segi_buf_append(&c->old, e.old_bytes.data, e.old_bytes.length))
      return false;
    at += gap + e.new_bytes.length;
    before = e.offset + e.old_bytes.length;
  }
  return segi_buf_append(&c->old, c->middle + at, s->middle.end - at);
}

static bool make_new(composer *c, const stretch *s) {
  size_t at = s->middle.start;
  c->new.length = 0;
  for (size_t i = s->next; i < s->next_end; i++) {
    seg_edit e = seg_editlog_get(c->next, i);
    if (!segi_buf_append(&c->new, c->middle + at, e.offset - at) ||
        !segi_buf_append(&c->new, e.new_bytes.data, e.new_bytes.length))
      return false;
    at = e.offset + e.old_bytes.length;
  }
  return segi_buf_append(&c->new, c->middle + at, s->middle.end - at);
}

/* An edit is of the kind that came first, but what is dropped is dropped. */
static void add_reason(seg_edit *edit, seg_edit part) {
  if (edit->kind == NULL || strcmp(edit->kind, "furniture") != 0) edit->kind = part.kind;
  if (part.confidence < edit->confidence) edit->confidence = part.confidence;
}

static bool append_stretch(composer *c, const stretch *s) {
  if (!make_old(c, s) || !make_new(c, s)) return false;
  seg_edit edit = {.offset = s->before.start, .confidence = 1,
                   .old_bytes = {c->old.data, c->old.length},
                   .new_bytes = {c->new.data, c->new.length}};
  for (size_t i = s->next; i < s->next_end; i++) add_reason(&edit, seg_editlog_get(c->next, i));
  for (size_t i = s->first; i < s->first_end; i++) add_reason(&edit, seg_editlog_get(c->first, i));
  return seg_editlog_append(c->both, &edit, NULL) == SEG_OK;
}

bool segi_compose(seg_editlog **log, const seg_editlog *next, const char *middle) {
  composer c = {.first = *log, .next = next, .middle = middle};
  stretch s = {0};
  bool done = seg_editlog_new(&c.both, NULL) == SEG_OK;
  while (done && advance(&c, &s)) done = append_stretch(&c, &s);
  segi_buf_clear(&c.old);
  segi_buf_clear(&c.new);
  if (done) {
    seg_editlog_free(*log);
    *log = c.both;
  } else {
    seg_editlog_free(c.both);
  }
  return done;
}
