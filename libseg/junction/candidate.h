/* A candidate: a place inside a token where something may be missing, and what is known of it. */
#ifndef SEGI_CANDIDATE_H
#define SEGI_CANDIDATE_H

#include "junction/inner.h"

/* Longer words are in no lexicon. */
enum { SEGI_LONGEST_WORD = 64 };

/* The word on one side of a candidate: its next letters, up to a change from lower to upper
 * case. */
typedef struct segi_half {
  size_t start, end;  /* bytes */
  size_t letters;
  segi_class first, second, last; /* of its letters; SEGI_SPACE where there is none */
  segi_word known;
} segi_half;

typedef struct segi_candidate {
  const char *text;
  size_t offset;
  segi_family family;
  segi_class before, after;  /* characters on both sides of the place */
  segi_token left, right;    /* virtual tokens */
  const segi_token *next;    /* the token after the one that holds the place */
  segi_half left_half, right_half;
  size_t since_end;          /* tokens since the last end mark or line break */
  bool verb_before;          /* one of them is a form of a verb */
  segi_word pair;            /* left_half and right_half in one */
  segi_word whole;           /* all letters around the place in one */
  segi_word rest;            /* from the place to the next sign that is no letter */
  size_t humps;              /* words in the run of letters around the place */
  bool left_number;          /* digits stand before the place, or before its mark */
  bool starts_low;           /* the run of letters begins in lower case */
  bool bracket_inside;       /* a bracket opened within the token, behind a letter */
  bool bracket_at_start;     /* the token begins with a bracket */
  bool digit_behind_right;   /* Nr5 */
  bool telling_number;       /* four digits and more, or digits and a full stop, come next */
  bool round_bracket;        /* the place is before ( */
  bool repeated;             /* the same run of letters occurs again in the document */
  uint64_t run_hash;
  bool sure;                 /* likely even without a look at the rest of the document */
  double rate;               /* other sure places in a thousand tokens of the document */
} segi_candidate;

/* Whether a letter, or a mark that belongs to one, stands at `at` (before `end`): its class and
 * length. */
bool segi_letter_at(const char *text, size_t at, size_t end, segi_class *c, size_t *n);

/* Class and start of the character before `at`, which is above `begin`. */
segi_class segi_class_before(const char *text, size_t begin, size_t at, size_t *start);

/* What the lexicon knows of text[start, end) in lower case. */
segi_word segi_look_up(const segi_words *words, const char *text, size_t start, size_t end);

/* text[start, end) as one half. */
segi_half segi_half_of(const segi_words *words, const char *text, size_t start, size_t end);

/* The letters from `start` to the next change from lower to upper case: Russland|Damit, and
 * the last capital of a run of them belongs to the lower case behind it: EUR|Letzte. */
segi_half segi_half_from(const segi_words *words, const char *text, size_t start, size_t end);

/* The same, backwards from `end`. */
segi_half segi_half_before(const segi_words *words, const char *text, size_t begin, size_t end);

/* Probability that something is missing at the candidate, and what that is (never
 * SEG_LABEL_NONE). */
double segi_score_candidate(const segi_candidate *p, seg_label *label);

/* Whether a sign stands before the candidate that ends or closes something. */
bool segi_sign_behind(const segi_candidate *p);

/* Whether the token text[start, end) is an address, a file name, a tag or the like, which never
 * comes apart. */
bool segi_is_protected(const char *text, size_t start, size_t end);

/* Where a word that no lexicon knows comes apart into words that it knows, written without any
 * sign between them; 0 when it does not. text[start, end) is in lower case but for its first
 * letter. */
size_t segi_split_glued(const segi_words *words, const char *text, size_t start, size_t end);

#endif
