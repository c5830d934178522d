#include "blocks.h"

#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "workers.h"

/* Text is repaired in blocks of this size at most, cut at the ends of paragraphs. */
enum { BLOCK = 256 << 10 };

typedef struct run {
  const blocks_plan *plan;
  seg_input *input;
  block stock; /* what was read and is in no block yet */
  bool ended;
  seg_error read_error, error;
} run;

static seg_status no_memory(seg_error *error) {
  *error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
  return SEG_NOMEM;
}

/* --- Blocks */

static void clear_lossy(block *b) {
  for (size_t i = 0; i < b->lossy_count; i++) free((char *)b->lossy[i].source.data);
  b->lossy_count = 0;
}

static void clear_block(void *job) {
  block *b = job;
  clear_lossy(b);
  free(b->lossy);
  free(b->text);
  seg_editlog_free(b->log);
}

static bool grow(void **array, size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) return true;
  size_t wanted = needed * 2;
  void *grown = realloc(*array, wanted * size);
  if (grown == NULL) return false;
  *array = grown;
  *capacity = wanted;
  return true;
}

static bool add_bytes(block *b, const char *text, size_t length) {
  void *array = b->text;
  if (length == 0) return true;
  if (!grow(&array, &b->capacity, b->length + length, 1)) return false;
  b->text = array;
  memcpy(b->text + b->length, text, length);
  b->length += length;
  return true;
}

/* Takes the source bytes over. */
static bool add_lossy(block *b, const seg_lossy *place) {
  void *array = b->lossy;
  if (!grow(&array, &b->lossy_capacity, b->lossy_count + 1, sizeof *b->lossy)) return false;
  b->lossy = array;
  b->lossy[b->lossy_count++] = *place;
  return true;
}

/* --- Reading */

static bool copy_lossy(block *stock, const seg_lossy *place) {
  char *source = malloc(place->source.length + 1);
  if (source == NULL) return false;
  memcpy(source, place->source.data, place->source.length);
  if (add_lossy(stock, &(seg_lossy){place->text, {source, place->source.length}})) return true;
  free(source);
  return false;
}

/* Reads until there is more than a block. */
static seg_status read_text(run *r, seg_error *error) {
  while (!r->ended && r->stock.length <= BLOCK) {
    seg_bytes text;
    seg_status status = seg_input_read(r->input, &text, error);
    r->ended = status == SEG_END;
    if (r->ended) break;
    if (status != SEG_OK) return status;
    if (!add_bytes(&r->stock, text.data, text.length)) return no_memory(error);
    size_t count;
    const seg_lossy *lossy = seg_decoder_lossy(seg_input_decoder(r->input), &count);
    for (size_t i = 0; i < count; i++)
      if (!copy_lossy(&r->stock, &lossy[i])) return no_memory(error);
  }
  return SEG_OK;
}

/* --- Cutting */

typedef enum piece { PARAGRAPH, LINE, WORD, CHARACTER, PIECES } piece;

static bool ends(piece p, const char *text, size_t at) {
  switch (p) {
    case PARAGRAPH: return text[at - 1] == '\n' && (text[at] == '\n' || text[at] == '\r');
    case LINE: return text[at - 1] == '\n';
    case WORD: return text[at - 1] == ' ' || text[at - 1] == '\t';
    default: return ((unsigned char)text[at] & 0xC0) != 0x80;
  }
}

/* The first place in [at, end) where a piece ends, `end` when there is none. */
static size_t next_end(piece p, const char *text, size_t at, size_t end) {
  for (; at < end; at++) {
    const char *line = p <= LINE ? memchr(text + at - 1, '\n', end - at) : text + at - 1;
    if (line == NULL) return end;
    at = (size_t)(line + 1 - text);
    if (ends(p, text, at)) return at;
  }
  return end;
}

static uint32_t hash_bytes(const char *text, size_t length) {
  uint32_t h = 2166136261u; /* FNV-1a */
  for (size_t i = 0; i < length; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
  return h;
}

/* Where to cut a text that goes on: at an end of a paragraph in the second half of a block, else
 * of a line, a word, a character. Of several it is the one whose next bytes have the least hash:
 * then a text that lost or gained some bytes before is cut at the same places (as in the local
 * minimum chunking of Bjorner, Blass and Gurevich, 2010), and repaired text comes in the same
 * blocks. */
static size_t block_end(const char *text) {
  enum { NEXT = 32, END = BLOCK - NEXT };
  for (piece p = PARAGRAPH; p < PIECES; p++) {
    size_t best = 0;
    uint32_t least = 0;
    for (size_t at = BLOCK / 2; (at = next_end(p, text, at, (size_t)END)) < (size_t)END; at++) {
      uint32_t hash = hash_bytes(text + at, NEXT);
      if (best > 0 && hash >= least) continue;
      best = at;
      least = hash;
    }
    if (best > 0) return best;
  }
  return BLOCK;
}

/* Moves the beginning of the stock. */
static bool take_block(block *stock, size_t length, block *b) {
  b->length = 0;
  b->offset = stock->offset;
  clear_lossy(b);
  if (!add_bytes(b, stock->text, length)) return false;
  stock->offset += length;
  stock->length -= length;
  memmove(stock->text, stock->text + length, stock->length);
  size_t moved = 0;
  while (moved < stock->lossy_count && stock->lossy[moved].text.start < stock->offset &&
         add_lossy(b, &stock->lossy[moved]))
    moved++;
  stock->lossy_count -= moved;
  if (moved > 0)
    memmove(stock->lossy, stock->lossy + moved, stock->lossy_count * sizeof *stock->lossy);
  return stock->lossy_count == 0 || stock->lossy[0].text.start >= stock->offset;
}

/* --- The run */

static bool next_block(void *context, void *job) {
  run *r = context;
  block *b = job;
  seg_error *error = &r->read_error;
  if (read_text(r, error) != SEG_OK || r->stock.length == 0) return false;
  if (b->log == NULL && seg_editlog_new(&b->log, error) != SEG_OK) return false;
  b->last = r->stock.length <= BLOCK;
  if (!take_block(&r->stock, b->last ? r->stock.length : block_end(r->stock.text), b)) {
    no_memory(error);
    return false;
  }
  seg_editlog_clear(b->log);
  b->error = (seg_error){.status = SEG_OK};
  return true;
}

static void work(void *context, void *job) {
  const run *r = context;
  r->plan->work(r->plan->context, job);
}

static bool finish_block(void *context, void *job) {
  run *r = context;
  block *b = job;
  if (b->error.status != SEG_OK)
    r->error = b->error;
  else
    r->plan->finish(r->plan->context, b, &r->error);
  progress_step(seg_editlog_count(b->log));
  seg_decoder_forget(seg_input_decoder(r->input), b->offset + b->length);
  return r->error.status == SEG_OK;
}

seg_status blocks_run(const blocks_plan *plan, seg_input *input, seg_error *error) {
  static const workers_plan blocks = {.job_size = sizeof(block),
                                      .fill = next_block,
                                      .work = work,
                                      .finish = finish_block,
                                      .clear = clear_block};
  run r = {.plan = plan, .input = input};
  progress_input(input);
  bool enough = workers_run(&blocks, plan->threads, &r);
  clear_block(&r.stock);
  if (!enough) return no_memory(error);
  if (r.error.status == SEG_OK) r.error = r.read_error;
  if (r.error.status != SEG_OK) *error = r.error;
  return r.error.status;
}
