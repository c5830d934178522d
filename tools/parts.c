#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "workers.h"

enum { PART = 64 * 1024 };

/* What splits a part, and those that go on with its last paragraph. */
typedef struct lane {
  struct lane *next;
  parts *parts;
  bool busy;
  seg_split_stream *stream;
  size_t offset, paragraph; /* of the input, where the stream began */
} lane;

typedef struct part {
  char text[PART];
  size_t length;
  lane *lane;
  bool inside; /* begins inside a paragraph, */
  bool waits;  /* namely one of which the lane is to know the part before */
  bool open;   /* the next part waits for this one */
  seg_error error;
} part;

struct parts {
  const seg_splitter *splitter;
  seg_paragraphs option;
  unsigned threads;
  parts_taker taker;
  lane *lanes;
  /* Of the current input: */
  seg_input *input;
  seg_paragraphs paragraphs; /* automatic until decided */
  char *text;                /* [at, length) was read and is in no part yet */
  size_t at, length, capacity;
  bool ended;
  size_t offset;    /* of the next part */
  bool inside;      /* it begins inside a paragraph */
  lane *open;       /* of the last part, where the next one goes on */
  size_t paragraph; /* of the next one that begins */
  seg_error read_error, error;
};

static seg_status no_memory(seg_error *error) {
  *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
  return SEG_NOMEM;
}

/* --- Lanes */

static void explain(void *context, const seg_explanation *explanation) {
  const lane *l = context;
  seg_explanation e = *explanation;
  e.offset += l->offset;
  l->parts->taker.explain(l->parts->taker.context, &e);
}

static seg_status add_lane(parts *p, seg_error *error) {
  lane *l = calloc(1, sizeof *l);
  if (l == NULL) return no_memory(error);
  *l = (lane){.next = p->lanes, .parts = p};
  p->lanes = l;
  seg_status status = seg_split_stream_new(p->splitter, &l->stream, error);
  if (status == SEG_OK && p->taker.explain != NULL)
    status = seg_split_explain(l->stream, explain, l, error);
  return status;
}

static seg_status take_lane(parts *p, lane **taken, seg_error *error) {
  seg_status status = SEG_OK;
  *taken = p->lanes;
  while (*taken != NULL && (*taken)->busy) *taken = (*taken)->next;
  if (*taken == NULL) {
    status = add_lane(p, error);
    *taken = p->lanes;
  }
  if (status == SEG_OK) (*taken)->busy = true;
  return status;
}

/* --- Parts */

/* Reads until there is enough for a part and for a guess. */
static seg_status read_text(parts *p, seg_error *error) {
  _Static_assert(PART >= SEG_GUESS_LENGTH, "the first part decides");
  while (!p->ended && p->length - p->at < PART) {
    seg_bytes text;
    seg_status status = seg_input_read(p->input, &text, error);
    p->ended = status == SEG_END;
    if (p->ended) break;
    if (status != SEG_OK) return status;
    p->length -= p->at;
    if (p->length > 0) memmove(p->text, p->text + p->at, p->length);
    p->at = 0;
    if (p->length + text.length > p->capacity) {
      char *grown = realloc(p->text, p->length + text.length);
      if (grown == NULL) return no_memory(error);
      p->text = grown;
      p->capacity = p->length + text.length;
    }
    if (text.length > 0) memcpy(p->text + p->length, text.data, text.length);
    p->length += text.length;
  }
  return SEG_OK;
}

static void cut_part(parts *p, part *made) {
  const char *text = p->text + p->at;
  size_t left = p->length - p->at;
  bool last = p->ended && left <= PART;
  size_t cut = last ? left : seg_split_cut(p->splitter, p->paragraphs, text, PART, &p->inside);
  made->open = cut == 0 && !last;
  made->length = made->open ? PART : cut;
  memcpy(made->text, text, made->length);
  p->at += made->length;
}

static workers_next next_part(void *context, void *job) {
  parts *p = context;
  part *made = job;
  if (read_text(p, &p->read_error) != SEG_OK) return WORKERS_END;
  if (p->at == p->length && p->open == NULL) return WORKERS_END;
  if (p->paragraphs == SEG_PARAGRAPHS_AUTO)
    p->paragraphs = seg_guess_paragraphs(p->text + p->at, p->length - p->at);
  made->inside = p->inside;
  made->waits = p->open != NULL;
  made->lane = p->open;
  if (!made->waits) {
    if (take_lane(p, &made->lane, &p->read_error) != SEG_OK) return WORKERS_END;
    made->lane->offset = p->offset;
    seg_split_reset_part(made->lane->stream, p->paragraphs, made->inside);
  }
  cut_part(p, made);
  p->offset += made->length;
  p->open = made->open ? made->lane : NULL;
  made->error = (seg_error){.status = SEG_OK};
  return made->waits ? WORKERS_AFTER : WORKERS_JOB;
}

static void split_part(void *context, void *job) {
  (void)context;
  part *made = job;
  seg_split_feed(made->lane->stream, made->text, made->length, !made->open, &made->error);
}

static seg_status take_segments(parts *p, const part *made, seg_error *error) {
  seg_segment segment;
  seg_bytes bytes;
  lane *l = made->lane;
  if (!made->waits) l->paragraph = p->paragraph - made->inside;
  seg_status status = p->taker.text(p->taker.context, (seg_bytes){made->text, made->length}, error);
  size_t count = 0;
  for (; status == SEG_OK && seg_split_next(l->stream, &segment, &bytes) == SEG_OK; count++) {
    segment.span.start += l->offset;
    segment.span.end += l->offset;
    segment.paragraph += l->paragraph;
    p->paragraph = segment.paragraph + 1;
    status = p->taker.segment(p->taker.context, &segment, bytes, error);
  }
  progress_step(count);
  return status;
}

static bool finish_part(void *context, void *job) {
  parts *p = context;
  part *made = job;
  if (made->error.status != SEG_OK)
    p->error = made->error;
  else
    take_segments(p, made, &p->error);
  made->lane->busy = made->open;
  return p->error.status == SEG_OK;
}

/* --- Inputs */

seg_status parts_new(const seg_splitter *splitter, seg_paragraphs paragraphs, unsigned threads,
                     const parts_taker *taker, parts **made, seg_error *error) {
  parts *p = *made = calloc(1, sizeof *p);
  if (p == NULL) return no_memory(error);
  *p = (parts){.splitter = splitter,
               .option = paragraphs,
               .taker = *taker,
               .threads = taker->explain != NULL ? 1 : threads};
  seg_status status = add_lane(p, error);
  if (status == SEG_OK) return SEG_OK;
  parts_free(p);
  *made = NULL;
  return status;
}

void parts_free(parts *p) {
  if (p == NULL) return;
  for (lane *l = p->lanes, *next; l != NULL; l = next) {
    next = l->next;
    seg_split_stream_free(l->stream);
    free(l);
  }
  free(p->text);
  free(p);
}

seg_status parts_split(parts *p, seg_input *input, seg_error *error) {
  static const workers_plan plan = {
    .job_size = sizeof(part), .fill = next_part, .work = split_part, .finish = finish_part};
  p->input = input;
  p->paragraphs = p->option;
  p->at = p->length = p->offset = p->paragraph = 0;
  p->ended = p->inside = false;
  p->open = NULL;
  p->read_error = p->error = (seg_error){.status = SEG_OK};
  for (lane *l = p->lanes; l != NULL; l = l->next) l->busy = false;
  progress_input(input);
  if (!workers_run(&plan, p->threads, p)) return no_memory(error);
  if (p->error.status == SEG_OK) p->error = p->read_error;
  if (p->error.status != SEG_OK) *error = p->error;
  return p->error.status;
}
