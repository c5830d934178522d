/* Pages as scrapers leave them: paragraphs of a corpus with the lines of a web page between them,
 * some of it damaged by the kinds of seg/noise.h, and where a token has to come apart again. */
#ifndef SEGI_PAGE_H
#define SEGI_PAGE_H

#include "seg/model.h"
#include "seg/noise.h"
#include "train/sampler.h"

/* Something is missing before `offset` of the page's text. */
typedef struct segi_lost {
  size_t offset;
  seg_label label;
} segi_lost;

typedef struct segi_page {
  segi_buf clean, text;
  segi_lost *lost; /* in order */
  size_t lost_count, lost_capacity;
} segi_page;

void segi_page_clear(segi_page *page); /* frees */

typedef struct segi_page_maker {
  segi_sampler sampler; /* draws the corpora; its runs are not used */
  seg_noiser *noiser;
  segi_buf line;        /* scratch */
  segi_buf brand;       /* a name of the page; empty when it has none */
} segi_page_maker;

/* Errors: SEG_NOMEM. The caller clears *maker in every case. */
seg_status segi_page_maker_make(const segi_material *material, const segi_words *words,
                                uint64_t seed, segi_page_maker *maker, seg_error *error);
void segi_page_maker_clear(segi_page_maker *maker);

/* Checks that the phrases have the lists that pages draw from. Errors: SEG_BAD_FORMAT. */
seg_status segi_page_check(const segi_phrases *phrases, seg_error *error);

/* Makes the next page, of the part of the text that is held back from training or of the rest.
 * Errors: SEG_NOMEM. */
seg_status segi_page_next(segi_page_maker *maker, bool held_back, segi_page *page,
                          seg_error *error);

#endif
