/* Text in blocks that are repaired one by one, on several threads.
 *
 *   input -> blocks, cut where neither the reader nor the writer of a pipe has a say -> work on any
 *   thread -> finish, in order */
#ifndef BLOCKS_H
#define BLOCKS_H

#include "seg/seg.h"

typedef struct block {
  char *text; /* decoded */
  size_t length, capacity;
  size_t offset;    /* of text in the decoded stream */
  seg_lossy *lossy; /* the places in it that were invalid; their source bytes are owned */
  size_t lossy_count, lossy_capacity;
  bool last;        /* of the input; never empty */
  seg_editlog *log; /* for work to fill */
  seg_error error;  /* likewise, where it fails */
} block;

typedef struct blocks_plan {
  unsigned threads;
  void (*work)(void *context, block *b);
  /* On the calling thread. The decoder of the input remembers the block. */
  seg_status (*finish)(void *context, const block *b, seg_error *error);
  void *context;
} blocks_plan;

/* Runs a plan over an input. Errors: as seg_input_read, and those of work and finish. */
seg_status blocks_run(const blocks_plan *plan, seg_input *input, seg_error *error);

#endif
