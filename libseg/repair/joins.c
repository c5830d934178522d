/* Labels that say more than the bytes do become insertions. */
#include <string.h>

#include "junction/inner.h"
#include "model/model.h"
#include "repair/passes.h"

static segi_kind kind_of(const segi_place *place, const char **with) {
  *with = " ";
  if (place->family == SEGI_BEFORE_OPENING) return SEGI_SPACE_BEFORE_OPENING;
  if (place->mark_behind) return SEGI_SPACE_AFTER_MARK;
  switch (place->label) {
    case SEG_LABEL_COMMA: return *with = ", ", SEGI_COMMA_JOIN;
    case SEG_LABEL_SENTENCE: return *with = ". ", SEGI_SENTENCE_JOIN;
    case SEG_LABEL_PARAGRAPH: return *with = "\n", SEGI_BLOCK_JOIN;
    default: return SEGI_WORD_JOIN;
  }
}

bool segi_repair_joins(const char *text, size_t length, segi_proposals *proposals) {
  const seg_model *model = segi_repair_model(proposals);
  const segi_finds *finds = segi_repair_finds(proposals, text, length);
  segi_places places = {0};
  bool done = finds != NULL &&
              segi_find_places(model, text, &finds->tokens, &finds->candidates,
                               segi_least_confidence(proposals), &places);
  for (size_t i = 0; done && i < places.count; i++) {
    const segi_place *place = &places.items[i];
    const char *with;
    segi_kind kind = kind_of(place, &with);
    done = segi_propose(proposals, kind, place->offset, 0, (seg_bytes){with, strlen(with)},
                        place->probability);
  }
  segi_places_clear(&places);
  return done;
}
