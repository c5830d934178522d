/* What the files of segalign share.
 *
 *   files or a JSON record -> pair of documents -> aligner -> text to be written, what is left */
#ifndef SEGALIGN_H
#define SEGALIGN_H

#include <jansson.h>

#include "cli.h"

typedef enum layout { /* ORDER of --format */
  LAYOUT_TSV,
  LAYOUT_BEADS,
  LAYOUT_JSONL,
  LAYOUT_TMX, /* this and the next: pairs alone, by write_units */
  LAYOUT_MOSES
} layout;

/* The files of one side's sentence vectors. */
typedef struct vector_files {
  const char *vectors;  /* NULL: there are none */
  const char *overlaps; /* text beside them, or NULL: they are those of the sentences */
  size_t dimension;     /* of raw numbers; 0: as many as make the rows come out */
} vector_files;

typedef struct settings {
  seg_align_options align;
  const char *encoding;
  seg_invalid invalid;
  const char *output, *unaligned;
  const char *via, *anchors, *lexicon, *weights, *pairs; /* files, or NULL */
  vector_files source_vectors, target_vectors;
  layout layout;
  double min_score;
  bool one_to_one;
  unsigned threads;
} settings;

/* One side. The sentences point into the text or into a JSON record. */
typedef struct document {
  const char *name; /* for messages */
  char *text;       /* NULL for one from a JSON record */
  size_t length;
  seg_sentence *sentences;
  size_t *line; /* [count] of each sentence, from 1 */
  size_t count, lines;
} document;

/* Rows of numbers with or without the lines of text that they belong to. */
typedef struct vector_table {
  vector_files files;
  float *values;                /* [rows][dimension]; NULL when there is no file */
  size_t size, rows, dimension; /* size: of values; rows and dimension 0: not known yet */
  char *text;                   /* of the overlaps, terminated */
  size_t *line;                 /* [rows + 1] where a line begins in it */
  size_t *slots, slot_count;    /* hash table of row + 1 by line; 0: free */
} vector_table;

/* A document pair on its way. */
typedef struct pair {
  document source, target;
  char *draft; /* what the sentences' drafts point into */
  json_t *record;
  seg_bead *beads;
  size_t bead_count;
} pair;

/* --- segalign_read.c */

seg_status fail_memory(seg_error *error);
/* Sets a status and a message with its place; returns the status. */
__attribute__((format(printf, 5, 6))) seg_status fail_file(seg_error *error, seg_status status,
                                                           const char *path, size_t line,
                                                           const char *format, ...);

/* The whole text of a file; the caller frees it with seg_free. Errors name the file. */
seg_status read_text(const settings *set, const char *path, char **text, size_t *length,
                     seg_error *error);
/* The line that starts at *start, without its end; *start moves behind it. */
seg_bytes next_line(const char *text, size_t length, size_t *start);
size_t count_lines(const char *text, size_t length);

seg_status read_document(const settings *set, const char *path, document *d, seg_error *error);
/* One sentence for each string of an array that is not blank. */
seg_status take_document(const json_t *strings, const char *name, document *d, seg_error *error);
void clear_document(document *d);

/* Hands the lines of a draft translation to the source sentences of a pair. */
seg_status read_draft(const settings *set, const char *path, pair *p, seg_error *error);
seg_status take_draft(const json_t *strings, pair *p, seg_error *error);

/* Anchors with the lines of the file that they stand in; both are freed with free. */
seg_status read_anchors(const settings *set, const char *path, seg_align_anchor **anchors,
                        size_t **lines, size_t *count, seg_error *error);

/* --- segalign_vectors.c */

seg_status load_vectors(const settings *set, const vector_files *files, vector_table *table,
                        seg_error *error);
void clear_vectors(vector_table *table);
/* The vectors of a document; the caller frees e->vectors. */
seg_status find_vectors(const vector_table *table, const document *d, unsigned largest_group,
                        seg_embeddings *e, seg_error *error);

/* --- segalign_write.c */

/* Writes the beads that pass the filters, and what is left over, which may be NULL; `label` stands
 * before each line of the latter where it is not NULL. False when memory is short. */
bool write_pair(const settings *set, const pair *p, FILE *beads);
bool write_left_over(const settings *set, const pair *p, const char *label, FILE *left_over);
/* The output in TMX or for Moses: the beads with two sides that pass the filters. */
seg_status write_units(const settings *set, const pair *p, seg_error *error);
/* The beads as one JSON line. */
bool write_record(const settings *set, const pair *p, const json_t *id, FILE *beads);
/* Writes a value as one line and releases it; false when it is NULL or memory is short. */
bool put_json(json_t *value, FILE *out);

/* --- segalign_pairs.c */

typedef struct aligning {
  const cli *c;
  const settings *set;
  const seg_aligner *aligner;
  vector_table source_vectors, target_vectors;
} aligning;

/* Aligns a pair whose documents are read. */
seg_status align_pair(aligning *a, const seg_align_anchor *anchors, size_t anchor_count, pair *p,
                      seg_error *error);
void clear_pair(pair *p);
/* Writes a file, all or nothing. */
seg_status write_file(const char *path, const char *text, size_t length, seg_error *error);

/* Aligns all pairs of the list; exit status. */
int align_list(aligning *a);

#endif
