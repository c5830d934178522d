/* What the hand-set rules say of the junctions behind an end mark, or behind a
 * quotation mark that stands alone: one more thing for the network
 * to weigh. So an abbreviation that is put on the lists counts at once. */
#ifndef SEGI_RULES_H
#define SEGI_RULES_H

#include "junction/context.h"
#include "junction/rule_features.h"

/* Fills gap->rules of every junction of the stretch. */
void segi_context_judge(segi_context *c, segi_tokens *tokens);

/* Calls visit for each of these junctions, which stands behind token i: level as gap->rules. The
 * junction is lent for the call. */
typedef void segi_visit_rules(void *context, size_t i, const segi_junction *j, uint8_t level);
void segi_judge_junctions(segi_tokens *tokens, segi_visit_rules *visit, void *context);

#endif
