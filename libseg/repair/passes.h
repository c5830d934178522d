/* The passes of a repair: each looks at one text and proposes edits. */
#ifndef SEGI_PASSES_H
#define SEGI_PASSES_H

#include <stdbool.h>

#include "seg/repair.h"

/* ORDER of the table in repair.c. */
typedef enum segi_kind {
  SEGI_SENTENCE_JOIN,
  SEGI_BLOCK_JOIN,
  SEGI_COMMA_JOIN,
  SEGI_WORD_JOIN,
  SEGI_SPACE_AFTER_MARK,
  SEGI_SPACE_BEFORE_OPENING,
  SEGI_KINDS
} segi_kind;

/* What a pass hands its edits to: drops those whose kind is off or whose confidence is low. */
typedef struct segi_proposals segi_proposals;

/* Proposes to replace length bytes at offset of the text. `with` is static. False when memory
 * is short. */
bool segi_propose(segi_proposals *proposals, segi_kind kind, size_t offset, size_t length,
                  const char *with, double confidence);

/* Lost spaces, marks and block ends, from the junctions inside tokens. */
bool segi_repair_joins(const char *text, size_t length, double threshold,
                       segi_proposals *proposals);

/* Makes *log, whose edits lead from a text to `middle`, lead to what `next` makes of that. False
 * when memory is short; *log is as before then. */
bool segi_compose(seg_editlog **log, const seg_editlog *next, const char *middle);

#endif
