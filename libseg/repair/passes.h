/* The passes of a repair: each looks at one text and proposes edits. */
#ifndef SEGI_PASSES_H
#define SEGI_PASSES_H

#include <stdbool.h>

#include "lex/lexicon.h"
#include "repair/finds.h"
#include "seg/repair.h"

/* ORDER of the table in repair.c. */
typedef enum segi_kind {
  SEGI_SENTENCE_JOIN,
  SEGI_BLOCK_JOIN,
  SEGI_COMMA_JOIN,
  SEGI_WORD_JOIN,
  SEGI_SPACE_AFTER_MARK,
  SEGI_SPACE_BEFORE_OPENING,
  SEGI_MOJIBAKE,
  SEGI_ENTITY,
  SEGI_HTML_TAG,
  SEGI_SOFT_HYPHEN,
  SEGI_ZERO_WIDTH,
  SEGI_CONTROL,
  SEGI_DIRECTION_MARK,
  SEGI_EXOTIC_SPACE,
  SEGI_HYPHENATED_LINE,
  SEGI_HYPHENATED_SPACE,
  SEGI_LETTER_SPACING,
  SEGI_DOUBLED_SPACE,
  SEGI_MISREAD_SIGN,
  SEGI_DECOMPOSED,
  SEGI_WRAPPED_LINE,
  SEGI_DOUBLED_MARK,
  SEGI_SPACE_BEFORE_MARK,
  SEGI_QUOTATION_MARK,
  SEGI_FURNITURE,
  SEGI_KINDS
} segi_kind;

/* What a pass hands its edits to: drops those whose kind is off or whose confidence is low. */
typedef struct segi_proposals segi_proposals;

/* Proposes to replace length bytes at offset of the text; `with` is copied. False when memory
 * is short. */
bool segi_propose(segi_proposals *proposals, segi_kind kind, size_t offset, size_t length,
                  seg_bytes with, double confidence);

/* How many proposals were made and not dropped. */
size_t segi_proposal_count(const segi_proposals *proposals);

/* Whether the kind is asked for: a pass need not look for what is not. */
bool segi_wanted(const segi_proposals *proposals, segi_kind kind);

const seg_model *segi_repairer_model(const seg_repairer *repairer);
const seg_model *segi_repair_model(const segi_proposals *proposals);

/* Whether furniture is to go; else its kind makes no edits. */
bool segi_drops(const segi_proposals *proposals);

/* The words that the model knows. */
const segi_words *segi_known_words(const segi_proposals *proposals);

/* What the text holds, the one that is repaired; NULL when memory is short. */
const segi_finds *segi_repair_finds(segi_proposals *proposals, const char *text, size_t length);

/* Less confident proposals are dropped. */
double segi_least_confidence(const segi_proposals *proposals);

/* A pass proposes edits for one text, in any order; of edits that overlap the first stays.
 * False when memory is short. */
typedef bool segi_pass(const char *text, size_t length, segi_proposals *proposals);

segi_pass segi_repair_mojibake;  /* encoding.c: UTF-8 that was read as windows-1252 or Latin-1 */
segi_pass segi_repair_characters; /* characters.c: signs and letters in the wrong code */
segi_pass segi_repair_lines;     /* lines.c: lines cut at a fixed width */
segi_pass segi_repair_spacing;   /* spacing.c: doubled marks, marks that stand apart */
segi_pass segi_repair_quotes;    /* quotes.c: signs that stand for quotation marks */
segi_pass segi_repair_entities;  /* entities.c: HTML entities */
segi_pass segi_repair_tags;      /* tags.c: HTML tags */
segi_pass segi_repair_invisible; /* invisible.c: characters that nobody sees, doubled spaces */
segi_pass segi_repair_wraps;     /* wraps.c: words that were hyphenated at line ends */
segi_pass segi_repair_spaced;    /* spaced.c: words that were spaced out */
segi_pass segi_repair_joins;     /* joins.c: lost spaces, marks and block ends, from the junctions
                                    inside tokens */
segi_pass segi_drop_furniture;   /* furniture.c: lines of menus and the like */

/* Makes *log, whose edits lead from a text to `middle`, lead to what `next` makes of that. False
 * when memory is short; *log is as before then. */
bool segi_compose(seg_editlog **log, const seg_editlog *next, const char *middle);

#endif
