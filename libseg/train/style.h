/* The style of a run: which damage it gets, and how much. All shares are of 0 to 1. */
#ifndef SEGI_STYLE_H
#define SEGI_STYLE_H

#include "train/phrases.h"
#include "train/recipe.h"

enum { SEGI_CONVENTION = 64 };

typedef struct segi_style {
  bool court;      /* text of a court: citations, cuts in brackets */
  bool news;       /* headlines, by-lines and datelines are put in */
  bool paragraphs; /* a paragraph's end is a line break */
  bool chat;       /* small changes of chat and forum text */
  bool numbered;   /* sentences are the items of a list */
  char quotes[SEGI_CONVENTION]; /* "open close", empty to keep the text's own */
  char dash[SEGI_CONVENTION];   /* likewise */
  double titles;      /* paragraphs with a quotation or a bracket that holds an end mark */
  double headings;    /* paragraphs under a heading of a word or two */
  double abbreviated; /* words that get an abbreviation in front */
  double numbers;     /* sentences that end in a number */
  double torn;        /* compounds that come apart at their hyphen */
  double unmarked;    /* sentence ends that lose their marks */
  double all_lower;   /* paragraphs in lower case */
  double lower_start; /* paragraphs whose sentences start in lower case */
  double emoticons;   /* sentence ends with one */
  double repeated;    /* sentence ends whose mark is repeated or changed */
  double tags;        /* sentence starts with a mention, ends with a hashtag */
  double postings;    /* sentence ends that are line ends as well */
} segi_style;

/* The styles of clean text, in which nothing but labels and lines is made up. */
segi_style segi_style_clean(const segi_source *source);

/* Draws the style of a run. False when memory is short. */
bool segi_style_draw(const segi_source *source, const segi_phrases *phrases, segi_random *random,
                     segi_style *style);

#endif
