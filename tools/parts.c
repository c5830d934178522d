#include "parts.h"

#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "workers.h"

/* Bytes. A part is longer than PART where the text cannot be cut before. */
enum { PART = 64 << 10, LONGEST = 512 << 10 };

/* What splits a part, and those that go on with it. */
typedef struct lane {
  struct lane *next;
  parts *parts;
  bool busy;
  seg_split_stream *stream;
  size_t offset, paragraph; /* of the input, where the stream began */
} lane;

typedef struct part {
  char *text;
  size_t length, capacity;
  lane *lane;
  bool inside;  /* it begins inside a paragraph */
  bool goes_on; /* with the part before, on its lane */
  bool open;    /* the next part goes on with this one */
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

/* A lane for a part that begins at p->offset. */
static seg_status begin_lane(parts *p, bool inside, lane **begun, seg_error *error) {
  lane *l = p->lanes;
  while (l != NULL && l->busy) l = l->next;
  if (l == NULL) {
    seg_status status = add_lane(p, error);
    if (status != SEG_OK) return status;
    l = p->lanes;
  }
  l->busy = true;
  l->offset = p->offset;
  seg_split_reset_part(l->stream, p->paragraphs, inside);
  *begun = l;
  return SEG_OK;
}

/* --- Parts */

static bool reserve(char **text, size_t *capacity, size_t needed) {
  if (needed <= *capacity) return true;
  char *grown = realloc(*text, needed);
  if (grown == NULL) return false;
  *text = grown;
  *capacity = needed;
  return true;
}

static void clear_part(void *job) {
  part *made = job;
  free(made->text);
}

/* Reads until there are so many bytes that are in no part yet. */
static seg_status read_text(parts *p, size_t wanted, seg_error *error) {
  while (!p->ended && p->length - p->at < wanted) {
    seg_bytes text;
    seg_status status = seg_input_read(p->input, &text, error);
    p->ended = status == SEG_END;
    if (p->ended) break;
    if (status != SEG_OK) return status;
    p->length -= p->at;
    if (p->at > 0) memmove(p->text, p->text + p->at, p->length);
    p->at = 0;
    if (!reserve(&p->text, &p->capacity, p->length + text.length)) return no_memory(error);
    if (text.length > 0) memcpy(p->text + p->length, text.data, text.length);
    p->length += text.length;
  }
  return SEG_OK;
}

/* Finds the end of the next part. *open: the text cannot be cut, and the part behind goes on. */
static seg_status find_cut(parts *p, size_t *length, bool *open, seg_error *error) {
  _Static_assert(PART >= SEG_GUESS_LENGTH, "the first part decides");
  for (size_t wanted = PART;; wanted *= 2) {
    seg_status status = read_text(p, wanted, error);
    if (status != SEG_OK) return status;
    const char *text = p->text + p->at;
    size_t left = p->length - p->at;
    bool last = p->ended && left <= wanted;
    if (p->paragraphs == SEG_PARAGRAPHS_AUTO) p->paragraphs = seg_guess_paragraphs(text, left);
    *length = last ? left : seg_split_cut(p->splitter, p->paragraphs, text, wanted, &p->inside);
    *open = *length == 0 && !last;
    if (*open && wanted < LONGEST) continue;
    if (*open) *length = wanted;
    return SEG_OK;
  }
}

static seg_status make_part(parts *p, part *made, seg_error *error) {
  *made = (part){.text = made->text, .capacity = made->capacity, .inside = p->inside};
  seg_status status = find_cut(p, &made->length, &made->open, error);
  made->goes_on = p->open != NULL;
  if (status != SEG_OK) return status;
  if (made->length == 0 && !made->goes_on) return SEG_END;
  if (!reserve(&made->text, &made->capacity, made->length)) return no_memory(error);
  if (made->length > 0) memcpy(made->text, p->text + p->at, made->length);
  if (!made->goes_on) status = begin_lane(p, made->inside, &p->open, error);
  made->lane = p->open;
  if (!made->open) p->open = NULL;
  p->at += made->length;
  p->offset += made->length;
  return status;
}

static bool next_part(void *context, void *job) {
  parts *p = context;
  return make_part(p, job, &p->read_error) == SEG_OK;
}

static void feed(part *made) {
  seg_split_feed(made->lane->stream, made->text, made->length, !made->open, &made->error);
}

/* Parts that share a lane have to be split in order, so not by the workers. */
static bool shares_lane(const part *made) {
  return made->goes_on || made->open;
}

static void split_part(void *context, void *job) {
  (void)context;
  part *made = job;
  if (!shares_lane(made)) feed(made);
}

static seg_status take_segments(parts *p, const part *made, seg_error *error) {
  seg_segment segment;
  seg_bytes bytes;
  lane *l = made->lane;
  if (!made->goes_on) l->paragraph = p->paragraph - made->inside;
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
  if (shares_lane(made)) feed(made);
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
  static const workers_plan plan = {.job_size = sizeof(part),
                                    .fill = next_part,
                                    .work = split_part,
                                    .finish = finish_part,
                                    .clear = clear_part};
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
