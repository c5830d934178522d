/* What the caller knows of the alignment: beads, and sentences that share one. */
#ifndef SEGI_KNOWN_H
#define SEGI_KNOWN_H

#include "align/corridor.h"

/* Source sentences [s, e) and target sentences [t, u). */
typedef struct segi_known_bead {
  size_t s, e, t, u;
  bool exact;    /* otherwise the bead may hold more */
  size_t number; /* of the caller's anchor */
} segi_known_bead;

/* What a sentence is free to do. */
enum {
  SEGI_FREE,
  SEGI_MEMBER, /* of a bead that may hold more */
  SEGI_INSIDE, /* of an exact bead */
  SEGI_ALONE   /* without partner */
};

typedef struct segi_known {
  segi_known_bead *beads; /* [count] of both sides, ascending, apart on both sides */
  size_t count;
  uint8_t *source, *target; /* [S], [G] SEGI_FREE and so on */
  size_t *alone;            /* [G + 1] target sentences without partner before a column */
} segi_known;

/* Brings anchors into order; those that share a sentence become one. Beads larger than K are
 * exact. Errors: SEG_BAD_ARGUMENT, SEG_BAD_MATCH with an anchor's number as line, SEG_NOMEM;
 * nothing is allocated then. */
seg_status segi_known_make(const seg_align_anchor *anchors, size_t count, size_t S, size_t G,
                           size_t K, segi_known *known, seg_error *error);
void segi_known_clear(segi_known *known);

/* Puts what is known among the anchors of a corridor in place of what contradicts it. *anchors is
 * replaced. False when memory is short. */
bool segi_known_guide(const segi_known *known, segi_anchor **anchors, size_t *count);

/* Leaves only nodes that a path which holds to what is known can pass. Those in rows inside a bead
 * are not to be used. The corridor's anchors come from segi_known_guide. Neighbouring rows overlap
 * no longer at a bead. */
void segi_known_narrow(const segi_known *known, segi_corridor *corridor);

#endif
