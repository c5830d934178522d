#include "seg/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "junction/explain.h"
#include "split/paragraphs.h"
#include "split/stream.h"
#include "text/lines.h"
#include "text/masks.h"

/* A stretch is the text between two places where a segment must end: a line, or a wrapped
 * paragraph. A longer stretch than WINDOW bytes is split in windows; what lies within the last
 * LOOKAHEAD bytes of a window is left to the next one, which sees more of its right side.
 * Windows depend on the text alone, never on how it was fed. */
enum { WINDOW = 64 * 1024, LOOKAHEAD = SEGI_RULES_LOOK };

/* The next window begins with the open segment, unless that began longer ago than this. */
enum { LONGEST_REPEAT = 4 * LOOKAHEAD };

const seg_split_options seg_split_defaults = {
  .size = sizeof(seg_split_options),
  .language = "de",
  .paragraphs = SEG_PARAGRAPHS_AUTO,
  .threshold = 0.5,
};

const char *seg_segment_kind_name(seg_segment_kind kind) {
  static const char *const names[] = {"sentence", "heading", "furniture", "part", "joined"};
  return (unsigned)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

static bool is_german(const char *language) {
  return strncmp(language, "de", 2) == 0 &&
         (language[2] == '\0' || language[2] == '-' || language[2] == '_');
}

static seg_status check_options(const seg_split_options *options, seg_error *error) {
  if (options->size != sizeof *options)
    return segi_fail(error, SEG_BAD_ARGUMENT, "seg_split_options has the wrong size");
  if (!(options->threshold > 0 && options->threshold < 1))
    return segi_fail(error, SEG_BAD_ARGUMENT, "the threshold must lie between 0 and 1");
  if (options->language == NULL || strlen(options->language) >= sizeof(((seg_splitter *)0)->language))
    return segi_fail(error, SEG_UNSUPPORTED, "no such language");
  return SEG_OK;
}

seg_status seg_splitter_new(const seg_split_options *options, const seg_model *model,
                            seg_splitter **splitter, seg_error *error) {
  *splitter = NULL;
  if (options == NULL) options = &seg_split_defaults;
  seg_status status = check_options(options, error);
  if (status != SEG_OK) return status;
  seg_splitter *s = segi_calloc(1, sizeof *s);
  if (s == NULL) return segi_nomem(error);
  s->paragraphs = options->paragraphs;
  s->threshold = options->threshold;
  s->german = is_german(options->language);
  strcpy(s->language, options->language);
  s->srx = options->srx;
  s->max_length = options->max_length;
  s->min_length = options->min_length;
  s->count_tokens = options->count_tokens;
  s->judged = options->srx == NULL || options->srx_over;
  status = segi_model_choose(model, &s->model, error);
  if (status == SEG_OK && s->srx != NULL)
    status = segi_srx_pick(s->srx, s->language, &s->rules, &s->rule_count, error);
  if (status == SEG_OK && s->judged && !s->german) {
    segi_breaker *probe;
    status = segi_breaker_new(s->language, &probe, error);
    segi_breaker_free(probe);
  }
  if (status != SEG_OK) {
    seg_splitter_free(s);
    return status;
  }
  *splitter = s;
  return SEG_OK;
}

void seg_splitter_free(seg_splitter *splitter) {
  if (splitter == NULL) return;
  free(splitter->rules);
  free(splitter);
}

seg_status seg_split_stream_new(const seg_splitter *splitter, seg_split_stream **stream,
                                seg_error *error) {
  *stream = NULL;
  seg_split_stream *s = segi_calloc(1, sizeof *s);
  if (s == NULL) return segi_nomem(error);
  s->splitter = splitter;
  seg_status status = SEG_OK;
  if (splitter->judged && !splitter->german)
    status = segi_breaker_new(splitter->language, &s->breaker, error);
  if (status == SEG_OK && splitter->srx != NULL)
    status = segi_srx_matcher_new(splitter->srx, splitter->rules, splitter->rule_count, &s->matcher,
                                  error);
  if (status != SEG_OK) {
    seg_split_stream_free(s);
    return status;
  }
  s->cutter.most = splitter->max_length;
  s->cutter.count_tokens = splitter->count_tokens;
  seg_split_reset(s);
  *stream = s;
  return SEG_OK;
}

void seg_split_stream_free(seg_split_stream *stream) {
  if (stream == NULL) return;
  segi_breaker_free(stream->breaker);
  segi_srx_matcher_free(stream->matcher);
  free(stream->asked);
  free(stream->ruled);
  segi_buf_clear(&stream->text);
  segi_buf_clear(&stream->unwrapped);
  segi_tokens_clear(&stream->tokens);
  segi_boundaries_clear(&stream->boundaries);
  segi_cutter_clear(&stream->cutter);
  free(stream->segments);
  free(stream);
}

void seg_split_reset(seg_split_stream *s) {
  s->text.length = 0;
  s->base = s->next = s->scanned = 0;
  s->window = WINDOW;
  s->paragraphs = s->splitter->paragraphs;
  s->paragraph = s->breaks = 0;
  s->started = s->inside = s->furniture = s->segment_open = false;
  s->segment_start = 0;
  s->taken = s->count = s->held = 0;
}

void seg_split_reset_part(seg_split_stream *stream, seg_paragraphs paragraphs, bool inside) {
  seg_split_reset(stream);
  stream->paragraphs = paragraphs;
  stream->started = inside;
}

/* --- Segments. */

/* Emits what ends before `limit`. Returns where the next segment starts through *next. */
static seg_status emit_until(seg_split_stream *s, size_t limit, size_t *next, seg_error *error) {
  const char *text = s->text.data;
  size_t begin = s->next, start = begin;
  seg_segment_kind kind = s->furniture ? SEG_FURNITURE : SEG_SENTENCE;
  for (size_t i = 0; i < s->boundaries.count; i++) {
    size_t end = begin + s->boundaries.items[i].offset;
    if (end > limit) break;
    if (!segi_stream_emit(s, start, end, kind, s->boundaries.items[i].probability)) return segi_nomem(error);
    start = segi_skip_white(text, s->text.length, end);
  }
  *next = start;
  return SEG_OK;
}

seg_status seg_split_explain(seg_split_stream *stream, seg_explain *explain, void *context,
                             seg_error *error) {
  if (!stream->splitter->judged || !stream->splitter->german)
    return segi_fail(error, SEG_UNSUPPORTED, "only what the German model decides can be explained");
  stream->explain = explain;
  stream->explain_context = context;
  return SEG_OK;
}

/* Explains the junctions up to where the next window begins, which looks at the others again. */
static void explain_until(seg_split_stream *s, size_t limit) {
  size_t count = 0;
  if (s->explain == NULL) return;
  while (count + 1 < s->tokens.count && s->next + s->tokens.items[count + 1].start <= limit) count++;
  segi_explain(s->splitter->model, &s->boundaries, &s->tokens, s->base + s->next, count,
               s->splitter->threshold, s->furniture, s->explain, s->explain_context);
}

/* A paragraph begins at `next` when enough line breaks stand before it. */
static void open_stretch(seg_split_stream *s, size_t end) {
  size_t needed = s->paragraphs == SEG_PARAGRAPHS_LINE ? 1 : 2;
  if (s->started && s->breaks >= needed) s->paragraph++;
  s->furniture = segi_is_furniture(s->text.data + s->next, end - s->next);
}

static seg_status split_stretch(seg_split_stream *s, size_t end, bool stands_alone,
                                seg_error *error) {
  if (!s->inside) open_stretch(s, end);
  const char *text = s->text.data + s->next;
  size_t length = segi_trim_end(text, 0, end - s->next), start = 0;
  seg_status status = segi_stream_boundaries(s, text, length, error);
  if (status != SEG_OK) return status;
  bool heading = stands_alone && !s->inside && s->boundaries.count == 0 &&
                 segi_is_heading(text, length);
  status = emit_until(s, s->text.length, &start, error);
  if (status != SEG_OK) return status;
  explain_until(s, end);
  seg_segment_kind kind = s->furniture ? SEG_FURNITURE : heading ? SEG_HEADING : SEG_SENTENCE;
  if ((length > 0 || s->segment_open) && !segi_stream_emit(s, start, s->next + length, kind, 1.0))
    return segi_nomem(error);
  s->next = s->scanned = end;
  s->window = WINDOW;
  s->inside = false;
  s->breaks = 0;
  return SEG_OK;
}

/* The start of the last token that begins before limit (offsets in the window), 0 if none. */
static size_t token_before(const char *text, size_t limit) {
  size_t i = limit, n;
  while (i > 0) {
    segi_class c = segi_class_at(text + i, limit - i + 1, &n);
    if (c == SEGI_SPACE || c == SEGI_NEWLINE) break;
    i = (size_t)(segi_previous(text, text + i) - text);
  }
  return i > 0 ? segi_skip_blanks(text, limit + 1, i) : 0;
}

/* Splits the beginning of a stretch that is longer than a window; `cut` is white space. */
static seg_status split_window(seg_split_stream *s, size_t cut, seg_error *error) {
  if (!s->inside) open_stretch(s, cut);
  seg_status status = segi_stream_boundaries(s, s->text.data + s->next, cut - s->next, error);
  if (status != SEG_OK) return status;
  size_t start = 0, limit = cut - LOOKAHEAD;
  status = emit_until(s, limit, &start, error);
  if (status != SEG_OK) return status;
  if (limit > start + LONGEST_REPEAT) {
    size_t token = s->next + token_before(s->text.data + s->next, limit - s->next);
    if (token <= start && start == s->next) {
      s->window *= 2;
      return SEG_OK;
    }
    if (token > start) {
      if (!s->segment_open) s->segment_start = s->base + start;
      s->segment_open = true;
      start = token;
    }
  }
  explain_until(s, start);
  s->inside = true;
  s->next = s->scanned = start;
  s->window = WINDOW;
  return SEG_OK;
}

/* --- Stretches. */

typedef enum found { FOUND_NOTHING, FOUND_WINDOW, FOUND_END } found;

/* What follows the line break at i: how many line breaks until the next text, 2 meaning two or
 * more. False when that cannot be known yet. Only LOOKAHEAD bytes are looked at: more white
 * space than that is as good as a blank line. */
static bool count_breaks(const char *text, size_t length, bool final, size_t i, size_t *breaks) {
  size_t limit = i + LOOKAHEAD;
  for (*breaks = 0; i < length && i < limit;) {
    size_t n = segi_line_break(text, length, i);
    if (n > 0) {
      i += n;
      if (++*breaks == 2) return true;
      continue;
    }
    size_t next = segi_skip_blanks(text, length, i);
    if (next == i) return true;
    i = next;
  }
  if (i < limit && !final) return false;
  *breaks = 2;
  return true;
}

/* Looks for the end of the stretch that begins at `next`. */
static found find_end(seg_split_stream *s, size_t length, bool final, size_t *end, size_t *breaks) {
  const char *text = s->text.data;
  size_t full = s->next + s->window;
  for (size_t i = s->scanned; i < length; i++) {
    if (i < full) i = segi_skip_within_line(text, full < length ? full : length, i);
    if (i == length) break;
    size_t n = segi_line_break(text, length, i);
    if (n > 0) {
      if (!count_breaks(text, length, final, i, breaks)) {
        s->scanned = i;
        return FOUND_NOTHING;
      }
      if (*breaks == 2 || s->paragraphs != SEG_PARAGRAPHS_WRAPPED) {
        *end = i;
        return FOUND_END;
      }
      i += n - 1;
    }
    if (i >= full && (n > 0 || text[i] == ' ' || text[i] == '\t')) {
      s->scanned = i;
      *end = i;
      return FOUND_WINDOW;
    }
  }
  s->scanned = length;
  *end = length;
  *breaks = 2;
  return final ? FOUND_END : FOUND_NOTHING;
}

/* Goes to the next text, counting line breaks. False when there is none yet. */
static bool skip_white_space(seg_split_stream *s, size_t length) {
  while (s->next < length) {
    size_t n = segi_line_break(s->text.data, length, s->next);
    if (n > 0) s->breaks++;
    size_t next = n > 0 ? s->next + n : segi_skip_blanks(s->text.data, length, s->next);
    if (next == s->next) break;
    s->next = next;
  }
  if (s->scanned < s->next) s->scanned = s->next;
  return s->next < length;
}

static seg_status split_pending(seg_split_stream *s, bool final, seg_error *error) {
  size_t length = final ? s->text.length : segi_complete_length(s->text.data, s->text.length);
  if (s->paragraphs == SEG_PARAGRAPHS_AUTO) {
    if (!final && length < SEG_GUESS_LENGTH) return SEG_OK;
    s->paragraphs = seg_guess_paragraphs(s->text.data, length);
  }
  while (s->inside || skip_white_space(s, length)) {
    size_t end, breaks;
    bool first_line = !s->started || s->breaks >= 2;
    seg_status status;
    switch (find_end(s, length, final, &end, &breaks)) {
      case FOUND_NOTHING: return SEG_OK;
      case FOUND_WINDOW: status = split_window(s, end, error); break;
      default:
        status = split_stretch(
            s, end, s->paragraphs == SEG_PARAGRAPHS_LINE || (first_line && breaks == 2), error);
    }
    if (status != SEG_OK) return status;
  }
  return SEG_OK;
}

/* Drops text that neither a later stretch nor a waiting segment needs, once it is the larger
 * part: so every byte is moved about once. */
static void drop_done(seg_split_stream *s) {
  if (s->taken + s->held < s->count) return;
  if (s->held > 0) memmove(s->segments, s->segments + s->taken, s->held * sizeof *s->segments);
  s->taken = 0;
  s->count = s->held;
  size_t keep = s->next;
  if (s->inside && s->matcher != NULL) keep -= keep < SEGI_RULES_LOOK ? keep : SEGI_RULES_LOOK;
  if (s->segment_open && s->segment_start - s->base < keep) keep = s->segment_start - s->base;
  if (s->held > 0 && s->segments[0].span.start - s->base < keep)
    keep = s->segments[0].span.start - s->base;
  if (keep < s->text.length / 2) return;
  segi_buf_drop(&s->text, keep);
  s->base += keep;
  s->next -= keep;
  s->scanned -= keep;
}

seg_status seg_split_feed(seg_split_stream *s, const char *text, size_t length, bool final,
                          seg_error *error) {
  drop_done(s);
  if (!segi_buf_append(&s->text, text, length)) return segi_nomem(error);
  seg_status status = split_pending(s, final, error);
  if (status != SEG_OK || !final) return status;
  segi_stream_flush(s);
  return SEG_OK;
}

seg_status seg_split_next(seg_split_stream *s, seg_segment *segment, seg_bytes *bytes) {
  if (s->taken + s->held == s->count) return SEG_END;
  *segment = s->segments[s->taken++];
  if (bytes != NULL)
    *bytes = (seg_bytes){s->text.data + (segment->span.start - s->base),
                         segment->span.end - segment->span.start};
  return SEG_OK;
}

seg_status seg_split_text(const seg_splitter *splitter, const char *text, size_t length,
                          seg_segment **segments, size_t *count, seg_error *error) {
  *segments = NULL;
  *count = 0;
  seg_split_stream *stream;
  seg_status status = seg_split_stream_new(splitter, &stream, error);
  if (status != SEG_OK) return status;
  status = seg_split_feed(stream, text, length, true, error);
  if (status == SEG_OK && stream->count > 0) {
    *segments = stream->segments;
    *count = stream->count;
    stream->segments = NULL;
  }
  seg_split_stream_free(stream);
  return status;
}
