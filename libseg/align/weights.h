/* The numbers that the alignment turns on. */
#ifndef SEGI_WEIGHTS_H
#define SEGI_WEIGHTS_H

enum { SEGI_LARGEST_GROUP = 8 };

typedef struct segi_weights {
  double translation; /* of a word that the lexicon knows, in sentence vectors */
  double unknown;     /* of any other word */
  double taught;      /* share of what the document says of a word, against the lexicon */
  double draft;       /* of a word of the draft translation, as if the source had it */
  double embedding;   /* length of a sentence's dense vector, in lengths of the sparse one */
  double grouped;     /* share of what the vectors of groups say in the distance of a bead */
  double cognate;     /* of the first letters of a word */
  double name;        /* of a capitalised word, as written */
  double same;        /* of any other word, as written */
  double number;      /* of a string of digits */
  double deletion;    /* cost of a sentence without partner; a bead of strangers costs about 1 */
  double merge;       /* cost of each sentence that a bead has beyond 1-1 */
  double stray;       /* cost of a sentence in a bead of which the other side holds nothing */
  double covered;     /* share of a sentence that must be found there for it to cost nothing */
  double bond;        /* cost of a bead that two smaller beads explain as well */
  double bonded;      /* share of the cosine that must cross every way to cut a bead in two */
  double topic;       /* what of it the parts have in common anyway, as each side shows by itself */
  double length;      /* cost of a length ratio of e, squared with its logarithm */
  double lower_start; /* cost of a bead that starts at a sentence in lower case */
  double open_end;    /* or behind a comma, semicolon, colon or dash */
  double paragraph;   /* cost of a paragraph that starts inside a bead, or at it on one side */
} segi_weights;

extern const segi_weights segi_weights_default;

#endif
