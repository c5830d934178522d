/* What a format has to do; records.c does the rest. */
#ifndef SEGI_FORMAT_H
#define SEGI_FORMAT_H

#include "base/buf.h"
#include "seg/record.h"

/* A record as it stands in the file, without its end. */
typedef struct segi_raw {
  seg_bytes bytes;
  size_t offset; /* in the decoded stream */
  size_t line;
} segi_raw;

typedef struct segi_format {
  /* Makes the state for the records of one input; NULL where none is needed. */
  seg_status (*open)(const seg_record_options *options, void **state, seg_error *error);
  void (*close)(void *state); /* NULL is fine */

  /* Either: records that end with a delimiter. */
  int delimiter; /* SEGI_NO_DELIMITER: the end of the file */

  /* Finds id and text; both are borrowed from raw or state. */
  seg_status (*read)(void *state, const segi_raw *raw, seg_record *record, seg_error *error);

  /* Appends the record with its result, which is not NULL, without its end. */
  seg_status (*write)(void *state, const segi_raw *raw, const seg_record *record,
                      const seg_result *result, segi_buf *out, seg_error *error);

  bool verbatim; /* the text stands in the file as it is, or source says where */
  /* The place of a stretch of the text in the raw record; NULL where the text is a part of that. */
  seg_span (*source)(const void *state, seg_span text);

  /* Or: a format that reads the input itself. put appends all that is complete once the last
   * record has its result (NULL: none), finish what is left at the end. */
  seg_status (*next)(void *state, seg_input *input, seg_record *record, seg_error *error);
  seg_status (*put)(void *state, const seg_result *result, segi_buf *out, seg_error *error);
  seg_status (*finish)(void *state, segi_buf *out, seg_error *error);
} segi_format;

enum { SEGI_NO_DELIMITER = -1 };

extern const segi_format segi_format_text, segi_format_nul;    /* records.c */
extern const segi_format segi_format_tsv, segi_format_base64;  /* columns.c */
extern const segi_format segi_format_jsonl;                    /* jsonl.c */
extern const segi_format segi_format_html;                     /* html.c */
extern const segi_format segi_format_tmx;                      /* tmx.c */
extern const segi_format segi_format_xliff;                    /* xliff.c */

/* Fills *error for a bad record; returns SEG_BAD_RECORD. */
seg_status segi_bad_record(seg_error *error, const segi_raw *raw, const char *why);

#endif
