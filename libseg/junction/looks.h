/* The looks: what settles most junctions of a stretch before the network is asked.
 *
 *   junctions -> shapes of both tokens -> glance -> rules -> first look -> second look -> score
 *                       settled          settled            hopeless or certain, or left open
 *
 * Each look adds hashed weights (features.h, model/weights.h) and is taken only where the one before
 * leaves the junction open. */
#ifndef SEGI_LOOKS_H
#define SEGI_LOOKS_H

#include "junction/context.h"

/* Scores below the one are hopeless, from the other on certain. */
enum { SEGI_HOPELESS = -4 * SEGI_LOOK_STEP, SEGI_CERTAIN = 4 * SEGI_LOOK_STEP };

/* The score of junction i, not the last, when the bytes around settle it: SEGI_GLANCED_SPACE or
 * SEGI_GLANCED_END; else 0. */
int16_t segi_glance(const segi_tokens *tokens, size_t i, const int8_t *table);

/* Looks at every junction and fills the gaps, once after the beginning. */
void segi_context_look(segi_context *c, const segi_looks *looks);

#endif
