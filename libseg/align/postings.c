#include "align/postings.h"

#include <stdlib.h>

#include "base/mem.h"

bool segi_postings_make(const segi_vectors *vectors, size_t dimensions, segi_postings *p) {
  size_t entries = vectors->start[vectors->n];
  p->start = segi_calloc(dimensions + 2, sizeof *p->start);
  p->items = segi_alloc(entries, sizeof *p->items);
  if (p->start == NULL || p->items == NULL) {
    segi_postings_clear(p);
    return false;
  }
  /* Counts stand two places on, so that filling moves them to where they belong. */
  for (size_t e = 0; e < entries; e++) p->start[vectors->entries[e].dimension + 2]++;
  for (size_t d = 2; d < dimensions + 2; d++) p->start[d] += p->start[d - 1];
  for (size_t i = 0; i < vectors->n; i++)
    for (size_t e = vectors->start[i]; e < vectors->start[i + 1]; e++)
      p->items[p->start[vectors->entries[e].dimension + 1]++] =
        (segi_posting){(uint32_t)i, vectors->entries[e].weight};
  return true;
}

void segi_postings_clear(segi_postings *postings) {
  free(postings->start);
  free(postings->items);
  *postings = (segi_postings){0};
}
