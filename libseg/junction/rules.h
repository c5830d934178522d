/* What the hand-set rules say of the junctions behind an end mark, or behind a
 * quotation mark that stands alone: one more thing for the network
 * to weigh. So an abbreviation that is put on the lists counts at once. */
#ifndef SEGI_RULES_H
#define SEGI_RULES_H

#include "junction/context.h"
#include "junction/rule_features.h"

/* Whether the rules are sure, at a level as gap->rules has it. */
static inline bool segi_sure_of_end(uint8_t level) {
  return level >= 14;
}
static inline bool segi_sure_of_none(uint8_t level) {
  return level == 1;
}

/* Fills gap->rules of the junctions of the stretch that a glance does not settle. */
void segi_context_judge(segi_context *c);

/* Calls visit for each of these junctions, which stands behind token i: level as gap->rules. The
 * junction is lent for the call. */
typedef void segi_visit_rules(void *context, size_t i, const segi_junction *j, uint8_t level);
void segi_judge_junctions(const segi_context *c, segi_visit_rules *visit, void *context);

#endif
