/* Status codes and the error object.
 *
 * Every function that can fail returns a seg_status and takes an optional seg_error.
 * The library never prints, exits or changes global state. */
#ifndef SEG_STATUS_H
#define SEG_STATUS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SEG_API __attribute__((visibility("default")))

#define SEG_VERSION_MAJOR 0
#define SEG_VERSION_MINOR 1
#define SEG_VERSION_PATCH 0

/* The numbers never change meaning. */
typedef enum seg_status {
  SEG_OK = 0,
  SEG_END = 1,          /* no more input or results; not an error */
  SEG_NOMEM = 2,        /* out of memory; outputs are empty and safe to free */
  SEG_BAD_ARGUMENT = 3, /* an option or argument has no meaning here */
  SEG_BAD_TEXT = 4,     /* invalid byte sequence, and the caller asked to fail on it */
  SEG_BAD_FORMAT = 5,   /* a file (edit log, bead list, model) is not what it should be */
  SEG_BAD_MATCH = 6,    /* two inputs do not belong together */
  SEG_UNSUPPORTED = 7,  /* unknown encoding or language */
  SEG_IO = 8,           /* the operating system refused; the message holds its reason */
  SEG_BAD_RECORD = 9    /* one record of a file is not what it should be; the next can be read */
} seg_status;

/* Where something went wrong. Fields that do not apply are 0 or "".
 * The first error stays: a function never overwrites an error that is already set. */
typedef struct seg_error {
  seg_status status;
  size_t offset;      /* bytes from the start of the input */
  size_t line;        /* from 1; 0 when unknown */
  char source[256];   /* file name, cut at the front when longer */
  char message[256];  /* one line, no line feed */
} seg_error;

/* Short lower-case name of a status ("out of memory"). Static storage, thread-safe. */
SEG_API const char *seg_status_name(seg_status status);

/* "0.1.0". Static storage. */
SEG_API const char *seg_version(void);

/* What changes results besides the version: "ICU 72.1, Unicode 15.0, model de-1".
 * Static storage, thread-safe. */
SEG_API const char *seg_version_details(void);

#ifdef __cplusplus
}
#endif
#endif
