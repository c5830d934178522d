/* Forms of words from dictionaries of nouns, adjectives and verbs. */
#ifndef SEGI_WORD_FORMS_H
#define SEGI_WORD_FORMS_H

#include "train/recipe.h"
#include "train/word_list.h"

/* Marks the forms of one dictionary in the list: lines of lemma TAB class TAB forms, separated by
 * spaces. Of verbs, separable prefixes and forms with an inner zu (abzuarbeiten) are left out,
 * and participles count as adjectives.
 * Errors: SEG_BAD_FORMAT with the line, SEG_NOMEM. */
seg_status segi_add_word_forms(const segi_source *source, segi_word_list *list, seg_error *error);

#endif
