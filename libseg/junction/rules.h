/* What the hand-set rules say of the junctions behind an end mark, or behind a
 * quotation mark that stands alone: one more thing for the network
 * to weigh. So an abbreviation that is put on the lists counts at once. */
#ifndef SEGI_RULES_H
#define SEGI_RULES_H

#include "junction/context.h"

/* Fills gap->rules of every junction of the stretch. */
void segi_context_judge(segi_context *c, const char *text, const segi_tokens *tokens);

#endif
