/* The model file: named sections behind a header, little-endian.
 *
 *   offset 0   "SEGMODEL"                      8 bytes
 *          8   format version                  uint32
 *         12   number of sections N            uint32
 *         16   length of the file in bytes     uint64
 *         24   checksum of all bytes from 32   uint64 (segi_model_checksum)
 *         32   N times: name, padded with NUL  16 bytes
 *                       offset, length         uint64, uint64
 *              the sections, each at a multiple of 64, zero bytes between
 *
 * Nothing in a file is believed before it was checked: magic, version, length, checksum, and
 * that every section lies within the file. What a section holds is checked by who reads it. */
#ifndef SEGI_FORMAT_H
#define SEGI_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "seg/status.h"

enum { SEGI_MODEL_FORMAT = 1, SEGI_SECTION_NAME = 16, SEGI_SECTION_ALIGNMENT = 64 };

/* A file in memory that passed the check; the bytes are borrowed. */
typedef struct segi_model_file {
  const unsigned char *bytes;
  size_t length;
  uint32_t sections;
} segi_model_file;

/* Checks everything but the checksum. Errors: SEG_BAD_FORMAT, with the offset. */
seg_status segi_model_file_check(const void *bytes, size_t length, segi_model_file *file,
                                 seg_error *error);

/* Errors: SEG_BAD_FORMAT. */
seg_status segi_model_file_check_sum(const segi_model_file *file, seg_error *error);

/* The section of that name, NULL and *length 0 when there is none. */
const void *segi_model_section(const segi_model_file *file, const char *name, size_t *length);

/* As segi_model_section, for a section that must be there and be `wanted` bytes long.
 * Errors: SEG_BAD_FORMAT. */
seg_status segi_model_need(const segi_model_file *file, const char *name, size_t wanted,
                           const void **section, seg_error *error);

/* Four lanes of 64-bit multiply and rotate over 8-byte words: sees damage, not an attacker. */
uint64_t segi_model_checksum(const unsigned char *bytes, size_t length);

/* A section to be written; the bytes are borrowed. */
typedef struct segi_section {
  const char *name;
  const void *bytes;
  size_t length;
} segi_section;

/* Appends the file to out. False when memory is short. */
bool segi_model_write(const segi_section *sections, size_t count, segi_buf *out);

#endif
