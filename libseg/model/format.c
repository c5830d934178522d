#include "model/format.h"

#include <string.h>

#include "base/error.h"

static const char magic[8] = {'S', 'E', 'G', 'M', 'O', 'D', 'E', 'L'};
enum { CHECKED_FROM = 32, ENTRY = SEGI_SECTION_NAME + 16 };

static uint64_t read_number(const unsigned char *p, size_t bytes) {
  uint64_t value = 0;
  for (size_t i = bytes; i-- > 0;) value = value << 8 | p[i];
  return value;
}

static void put_number(unsigned char *p, size_t bytes, uint64_t value) {
  for (size_t i = 0; i < bytes; i++) p[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t mix(uint64_t lane, uint64_t word) {
  lane = (lane ^ word) * UINT64_C(0x9E3779B97F4A7C15);
  return lane << 29 | lane >> 35;
}

uint64_t segi_model_checksum(const unsigned char *bytes, size_t length) {
  uint64_t lanes[4] = {1, 2, 3, 4};
  size_t i = 0;
  for (; i + 32 <= length; i += 32)
    for (size_t k = 0; k < 4; k++) lanes[k] = mix(lanes[k], read_number(bytes + i + 8 * k, 8));
  uint64_t sum = length;
  for (; i < length; i++) sum = mix(sum, bytes[i]);
  for (size_t k = 0; k < 4; k++) sum = mix(sum, lanes[k]);
  return sum;
}

/* --- Reading. */

static const unsigned char *entry(const segi_model_file *file, uint32_t i) {
  return file->bytes + CHECKED_FROM + (size_t)i * ENTRY;
}

static seg_status check_sections(const segi_model_file *file, seg_error *error) {
  uint64_t first = CHECKED_FROM + (uint64_t)file->sections * ENTRY;
  if (first > file->length)
    return segi_fail_at(error, SEG_BAD_FORMAT, 12, 0, "the model's section table is cut short");
  for (uint32_t i = 0; i < file->sections; i++) {
    const unsigned char *e = entry(file, i);
    uint64_t offset = read_number(e + SEGI_SECTION_NAME, 8);
    uint64_t length = read_number(e + SEGI_SECTION_NAME + 8, 8);
    if (e[SEGI_SECTION_NAME - 1] != 0 || offset < first || offset % SEGI_SECTION_ALIGNMENT != 0 ||
        offset > file->length || length > file->length - offset)
      return segi_fail_at(error, SEG_BAD_FORMAT, (size_t)(e - file->bytes), 0,
                          "section %u of the model does not lie within it", i);
  }
  return SEG_OK;
}

seg_status segi_model_file_check(const void *bytes, size_t length, segi_model_file *file,
                                 seg_error *error) {
  *file = (segi_model_file){.bytes = bytes, .length = length};
  if (length < CHECKED_FROM || memcmp(bytes, magic, sizeof magic) != 0)
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, 0, "this is no libseg model");
  uint64_t version = read_number(file->bytes + 8, 4);
  if (version != SEGI_MODEL_FORMAT)
    return segi_fail_at(error, SEG_BAD_FORMAT, 8, 0, "model format %u, this program reads %u",
                        (unsigned)version, (unsigned)SEGI_MODEL_FORMAT);
  if (read_number(file->bytes + 16, 8) != length)
    return segi_fail_at(error, SEG_BAD_FORMAT, 16, 0, "the model is cut short or too long");
  file->sections = (uint32_t)read_number(file->bytes + 12, 4);
  return check_sections(file, error);
}

seg_status segi_model_file_check_sum(const segi_model_file *file, seg_error *error) {
  uint64_t sum = segi_model_checksum(file->bytes + CHECKED_FROM, file->length - CHECKED_FROM);
  if (read_number(file->bytes + 24, 8) == sum) return SEG_OK;
  return segi_fail_at(error, SEG_BAD_FORMAT, 24, 0, "the model is damaged: wrong checksum");
}

const void *segi_model_section(const segi_model_file *file, const char *name, size_t *length) {
  *length = 0;
  for (uint32_t i = 0; i < file->sections; i++) {
    const unsigned char *e = entry(file, i);
    if (strcmp((const char *)e, name) != 0) continue;
    *length = (size_t)read_number(e + SEGI_SECTION_NAME + 8, 8);
    return file->bytes + read_number(e + SEGI_SECTION_NAME, 8);
  }
  return NULL;
}

seg_status segi_model_need(const segi_model_file *file, const char *name, size_t wanted,
                           const void **section, seg_error *error) {
  size_t length;
  *section = segi_model_section(file, name, &length);
  if (*section != NULL && length == wanted) return SEG_OK;
  *section = NULL;
  return segi_fail(error, SEG_BAD_FORMAT, "the model's section \"%s\" has %zu bytes, not %zu",
                   name, length, wanted);
}

/* --- Writing. */

static size_t aligned(size_t offset) {
  return (offset + SEGI_SECTION_ALIGNMENT - 1) / SEGI_SECTION_ALIGNMENT * SEGI_SECTION_ALIGNMENT;
}

bool segi_model_write(const segi_section *sections, size_t count, segi_buf *out) {
  size_t length = CHECKED_FROM + count * ENTRY;
  for (size_t i = 0; i < count; i++) length = aligned(length) + sections[i].length;
  size_t begin = out->length;
  if (!segi_buf_reserve(out, length)) return false;
  unsigned char *file = (unsigned char *)out->data + begin;
  memset(file, 0, length + 1);
  memcpy(file, magic, sizeof magic);
  put_number(file + 8, 4, SEGI_MODEL_FORMAT);
  put_number(file + 12, 4, count);
  put_number(file + 16, 8, length);
  size_t offset = CHECKED_FROM + count * ENTRY;
  for (size_t i = 0; i < count; i++) {
    unsigned char *e = file + CHECKED_FROM + i * ENTRY;
    offset = aligned(offset);
    strncpy((char *)e, sections[i].name, SEGI_SECTION_NAME - 1);
    put_number(e + SEGI_SECTION_NAME, 8, offset);
    put_number(e + SEGI_SECTION_NAME + 8, 8, sections[i].length);
    if (sections[i].length > 0) memcpy(file + offset, sections[i].bytes, sections[i].length);
    offset += sections[i].length;
  }
  put_number(file + 24, 8, segi_model_checksum(file + CHECKED_FROM, length - CHECKED_FROM));
  out->length += length;
  return true;
}
