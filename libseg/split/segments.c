/* Segments of the length that was asked for. */
#include "base/mem.h"
#include "split/stream.h"

static bool add_segment(seg_split_stream *s, const seg_segment *segment) {
  if (!segi_grow(&s->segments, &s->capacity, s->count + 1, sizeof *s->segments)) return false;
  s->segments[s->count++] = *segment;
  return true;
}

/* Of a span in the stream that is not dropped yet. */
static size_t length_of(const seg_split_stream *s, size_t start, size_t end) {
  return segi_measure(s->splitter->count_tokens, s->text.data, start - s->base, end - s->base);
}

static bool is_short(const seg_split_stream *s, const seg_segment *segment) {
  return (segment->kind == SEG_SENTENCE || segment->kind == SEG_JOINED) &&
         length_of(s, segment->span.start, segment->span.end) < s->splitter->min_length;
}

/* Makes one segment of two neighbours if that may be. */
static bool join(const seg_split_stream *s, seg_segment *a, const seg_segment *b) {
  bool sentences = (a->kind == SEG_SENTENCE || a->kind == SEG_JOINED) &&
                   (b->kind == SEG_SENTENCE || b->kind == SEG_JOINED);
  if (!sentences || a->paragraph != b->paragraph) return false;
  size_t most = s->splitter->max_length;
  if (most > 0 && length_of(s, a->span.start, b->span.end) > most) return false;
  a->span.end = b->span.end;
  a->confidence = b->confidence;
  a->kind = SEG_JOINED;
  return true;
}

/* The last segment, when it is short and what follows cannot take it, joins the one before. */
static void join_back(seg_split_stream *s) {
  if (s->held < 2 || !is_short(s, &s->segments[s->count - 1])) return;
  if (!join(s, &s->segments[s->count - 2], &s->segments[s->count - 1])) return;
  s->count--;
  s->held--;
}

/* Adds a segment, or joins it to the last one when that is short. */
static bool add_joined(seg_split_stream *s, const seg_segment *segment) {
  if (s->splitter->min_length == 0) return add_segment(s, segment);
  seg_segment *last = s->held > 0 ? &s->segments[s->count - 1] : NULL;
  if (last != NULL && is_short(s, last) && join(s, last, segment)) return true;
  join_back(s);
  if (s->held < 2) s->held++;
  return add_segment(s, segment);
}

/* Adds the parts of a segment that is too long. */
static bool add_cut(seg_split_stream *s, const seg_segment *segment) {
  size_t start = segment->span.start, length = segment->span.end - start;
  if (!segi_cut(&s->cutter, &s->splitter->model->words, s->text.data + (start - s->base), length))
    return false;
  for (size_t i = 0; i < s->cutter.part_count; i++) {
    seg_span part = s->cutter.parts[i];
    seg_segment made = *segment;
    made.span = (seg_span){start + part.start, start + part.end};
    made.kind = SEG_PART;
    if (i + 1 < s->cutter.part_count) made.confidence = 0;
    if (!add_joined(s, &made)) return false;
  }
  return true;
}

bool segi_stream_emit(seg_split_stream *s, size_t start, size_t end, seg_segment_kind kind,
                      double confidence) {
  size_t most = s->splitter->max_length;
  seg_segment segment = {
    .span = {s->segment_open ? s->segment_start : s->base + start, s->base + end},
    .paragraph = s->paragraph,
    .kind = kind,
    .confidence = confidence};
  s->segment_open = false;
  s->started = true;
  bool whole = most == 0 || length_of(s, segment.span.start, segment.span.end) <= most;
  return whole ? add_joined(s, &segment) : add_cut(s, &segment);
}

void segi_stream_flush(seg_split_stream *s) {
  join_back(s);
  s->held = 0;
}
