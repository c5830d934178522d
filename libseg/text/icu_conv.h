/* Encodings by ICU: conversion with offsets, and detection. */
#ifndef SEGI_ICU_CONV_H
#define SEGI_ICU_CONV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seg/status.h"

/* "ICU 72.1, Unicode 15.0". Static storage. */
const char *segi_icu_version(void);

/* What the text layer must know of an encoding. */
typedef enum segi_encoding_kind {
  SEGI_ENCODING_UTF8,
  SEGI_ENCODING_UTF16, /* byte order not named */
  SEGI_ENCODING_UTF32, /* byte order not named */
  SEGI_ENCODING_OTHER
} segi_encoding_kind;

/* Converts one stream to UTF-16. One thread at a time. */
typedef struct segi_converter segi_converter;

/* name is any alias ICU knows. The caller frees *converter.
 * Errors: SEG_UNSUPPORTED (the message quotes the name), SEG_NOMEM. */
seg_status segi_converter_new(const char *name, segi_converter **converter, seg_error *error);
void segi_converter_free(segi_converter *converter);
segi_encoding_kind segi_converter_kind(const segi_converter *converter);

/* Whether every character has one spelling only, so that encoding the text again gives the same
 * bytes: Unicode's own forms and encodings of one byte a character. */
bool segi_converter_reversible(const segi_converter *converter);

/* What one call of segi_convert found; borrowed until the next call. */
typedef struct segi_converted {
  const uint16_t *units;  /* [count] well-formed UTF-16 */
  const int32_t *offsets; /* [count] where in the bytes its character starts; -1: before them */
  size_t count;
  size_t taken;        /* bytes read */
  bool stopped;        /* the last bytes read, and perhaps some before them, are not valid: */
  const char *invalid; /* these. Call again for the rest, even if none is left */
  size_t invalid_length;
  size_t held; /* last bytes read that are the start of an unfinished character */
} segi_converted;

enum { SEGI_CONVERT_MOST = 1024 };

/* Converts at most SEGI_CONVERT_MOST bytes, up to the first invalid part. flush: no bytes will
 * follow, an unfinished character is invalid. Errors: SEG_NOMEM, SEG_UNSUPPORTED. */
seg_status segi_convert(segi_converter *converter, const char *bytes, size_t length, bool flush,
                        segi_converted *converted, seg_error *error);

/* ICU's best guess for text that holds ASCII, and its confidence, 0 to 100; NULL for no guess.
 * Only encodings that contain ASCII are named. Static storage. */
const char *segi_detect_encoding(const char *bytes, size_t length, int *confidence);

#endif
