/* The model card: a JSON text that tells what a model was made from and how it does. */
#ifndef SEGI_CARD_H
#define SEGI_CARD_H

#include "model/format.h"
#include "train/heaviest.h"
#include "train/vocabulary.h"

typedef struct segi_card {
  const seg_recipe *recipe;
  const seg_train_options *options;
  const segi_vocabulary *vocabulary;
  const seg_train_report *report;
  const segi_heaviest *heaviest;
  const segi_section *sections; /* [section_count], the card aside */
  size_t section_count;
} segi_card;

/* Appends the card: the same bytes for the same values. False when memory is short. */
bool segi_card_write(const segi_card *card, segi_buf *out);

#endif
