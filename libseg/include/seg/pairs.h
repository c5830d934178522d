/* Pairs of sentences, written for what comes next: a table, the training of an engine, a
 * translator's memory. */
#ifndef SEG_PAIRS_H
#define SEG_PAIRS_H

#include "seg/span.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum seg_pair_format {
  SEG_PAIRS_TSV,   /* score, source and target, separated by tabs */
  SEG_PAIRS_MOSES, /* two files, line by line: PATH.de and PATH.en for these languages */
  SEG_PAIRS_TMX    /* a memory in TMX 1.4b; the score is a property "x-score" */
} seg_pair_format;

typedef struct seg_pair_options {
  size_t size;                 /* sizeof(seg_pair_options), so that the struct can grow */
  seg_pair_format format;
  const char *path;            /* "-" or NULL: standard output, but not for MOSES */
  const char *source_language; /* "de" */
  const char *target_language; /* "en" */
} seg_pair_options;

/* TSV to standard output, German and English. */
SEG_API extern const seg_pair_options seg_pair_defaults;

/* Writes pairs in the order in which they come. One thread at a time. */
typedef struct seg_pair_writer seg_pair_writer;

/* Opens the outputs as seg_output_open does. options NULL means the defaults; they need not outlive
 * the call. The caller ends with commit or discard. Errors: SEG_BAD_ARGUMENT, SEG_IO, SEG_NOMEM. */
SEG_API seg_status seg_pair_writer_open(const seg_pair_options *options, seg_pair_writer **writer,
                                        seg_error *error);

/* Adds a pair of UTF-8 texts. White space that would end a field or a line becomes a space; in TMX
 * what XML cannot hold becomes U+FFFD. MOSES and TMX leave out a pair with a blank side, which
 * teaches nobody anything. score is from 0 to 1. Errors: SEG_IO, SEG_NOMEM. */
SEG_API seg_status seg_pair_writer_put(seg_pair_writer *writer, seg_bytes source,
                                       seg_bytes target, double score, seg_error *error);

/* Completes the files, which appear only now. Frees the writer in every case. */
SEG_API seg_status seg_pair_writer_commit(seg_pair_writer *writer, seg_error *error);

/* Gives up: nothing is left. NULL is fine. */
SEG_API void seg_pair_writer_discard(seg_pair_writer *writer);

#ifdef __cplusplus
}
#endif
#endif
