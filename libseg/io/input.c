#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/system_error.h"
#include "io/packing.h"
#include "seg/io.h"

enum { CHUNK = 256 * 1024 };

struct seg_input {
  int file;
  bool standard; /* the file is not ours to close */
  bool started;
  bool file_ended;
  bool ended;    /* after unpacking */
  uint64_t bytes_read; /* from the file */
  char *name;
  char *chunk;   /* [CHUNK] */
  segi_packer *unpacker; /* NULL where the file is not packed */
  char *packed;          /* [CHUNK], of which `left` are still to be unpacked */
  seg_bytes left;
  seg_decoder *decoder;
};

/* Opening a directory succeeds; only reading it would not. */
static seg_status open_file(seg_input *input, const char *path, seg_error *error) {
  input->file = input->standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  struct stat facts;
  if (input->file < 0 || fstat(input->file, &facts) != 0)
    return segi_fail_system(error, input->name, errno);
  return S_ISDIR(facts.st_mode) ? segi_fail_system(error, input->name, EISDIR) : SEG_OK;
}

seg_status seg_input_open(const char *path, const char *encoding, seg_invalid invalid,
                          seg_input **input, seg_error *error) {
  *input = NULL;
  seg_input *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  made->file = -1;
  made->standard = path == NULL || strcmp(path, "-") == 0;
  const char *name = made->standard ? "<stdin>" : path;
  made->name = segi_strndup(name, strlen(name));
  made->chunk = segi_alloc(CHUNK, 1);
  seg_status status = made->name != NULL && made->chunk != NULL ? SEG_OK : segi_nomem(error);
  if (status == SEG_OK) status = seg_decoder_new(encoding, invalid, &made->decoder, error);
  if (status == SEG_OK) status = open_file(made, path, error);
  if (status == SEG_OK)
    *input = made;
  else
    seg_input_free(made);
  return status;
}

void seg_input_free(seg_input *input) {
  if (input == NULL) return;
  if (input->file >= 0 && !input->standard) close(input->file);
  seg_decoder_free(input->decoder);
  segi_packer_free(input->unpacker);
  free(input->packed);
  free(input->chunk);
  free(input->name);
  free(input);
}

/* Reads until the chunk is full or the file ends. */
static seg_status read_file(seg_input *input, char *chunk, size_t *length, seg_error *error) {
  *length = 0;
  while (*length < CHUNK && !input->file_ended) {
    ssize_t got = read(input->file, chunk + *length, CHUNK - *length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return segi_fail_system(error, input->name, errno);
    input->file_ended = got == 0;
    *length += (size_t)got;
    input->bytes_read += (uint64_t)got;
  }
  return SEG_OK;
}

/* The first chunk tells whether the file is packed; it is what to unpack first then. */
static seg_status start(seg_input *input, size_t *length, seg_error *error) {
  input->started = true;
  seg_status status = read_file(input, input->chunk, length, error);
  if (status != SEG_OK) return status;
  segi_packing packing = segi_packing_of_bytes((seg_bytes){input->chunk, *length});
  if (packing == SEGI_PLAIN) return SEG_OK;
  input->packed = input->chunk;
  input->left = (seg_bytes){input->packed, *length};
  input->chunk = segi_alloc(CHUNK, 1);
  if (input->chunk == NULL) return segi_nomem(error);
  return segi_unpacker_new(packing, &input->unpacker, error);
}

/* Unpacks until the chunk is full or the data ends. */
static seg_status unpack(seg_input *input, size_t *length, seg_error *error) {
  seg_status status = SEG_OK;
  for (*length = 0; status == SEG_OK && *length < CHUNK;) {
    size_t made, read_now;
    if (input->left.length == 0 && !input->file_ended) {
      status = read_file(input, input->packed, &read_now, error);
      input->left = (seg_bytes){input->packed, read_now};
      if (status != SEG_OK) break;
    }
    status = segi_packer_run(input->unpacker, &input->left, input->file_ended,
                             input->chunk + *length, CHUNK - *length, &made, error);
    *length += made;
  }
  input->ended = status == SEG_END;
  return input->ended ? SEG_OK : status;
}

static seg_status fill_chunk(seg_input *input, size_t *length, seg_error *error) {
  seg_status status = SEG_OK;
  if (!input->started)
    status = start(input, length, error);
  else if (input->unpacker == NULL)
    status = read_file(input, input->chunk, length, error);
  if (status == SEG_OK && input->unpacker != NULL) return unpack(input, length, error);
  input->ended = input->file_ended;
  return status;
}

seg_status seg_input_read(seg_input *input, seg_bytes *text, seg_error *error) {
  *text = (seg_bytes){"", 0};
  if (input->ended) return SEG_END;
  size_t length;
  seg_status status = fill_chunk(input, &length, error);
  if (status == SEG_OK)
    status = seg_decoder_feed(input->decoder, input->chunk, length, input->ended, text, error);
  if (status != SEG_OK) segi_error_source(error, input->name);
  return status;
}

seg_status seg_input_read_all(seg_input *input, char **data, size_t *length, seg_error *error) {
  segi_buf all = SEGI_BUF_EMPTY;
  seg_bytes text = {"", 0};
  seg_status status = SEG_OK;
  while (status == SEG_OK) {
    if (!segi_buf_append(&all, text.data, text.length))
      status = segi_nomem(error);
    else
      status = seg_input_read(input, &text, error);
  }
  if (status != SEG_END) segi_buf_clear(&all);
  *length = all.length;
  *data = segi_buf_take(&all);
  return status == SEG_END ? SEG_OK : status;
}

seg_decoder *seg_input_decoder(seg_input *input) {
  return input->decoder;
}

uint64_t seg_input_bytes_read(const seg_input *input) {
  return input->bytes_read;
}

const char *seg_input_name(const seg_input *input) {
  return input->name;
}
