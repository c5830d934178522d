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
#include "seg/io.h"

enum { CHUNK = 256 * 1024 };

struct seg_input {
  int file;
  bool standard; /* the file is not ours to close */
  bool ended;
  char *name;
  char *chunk; /* [CHUNK] */
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
  free(input->chunk);
  free(input->name);
  free(input);
}

/* Reads until the chunk is full or the input ends; false on an error (errno). */
static bool fill_chunk(seg_input *input, size_t *length) {
  *length = 0;
  while (*length < CHUNK) {
    ssize_t got = read(input->file, input->chunk + *length, CHUNK - *length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) {
      input->ended = true;
      break;
    }
    *length += (size_t)got;
  }
  return true;
}

seg_status seg_input_read(seg_input *input, seg_bytes *text, seg_error *error) {
  *text = (seg_bytes){"", 0};
  if (input->ended) return SEG_END;
  size_t length;
  if (!fill_chunk(input, &length)) return segi_fail_system(error, input->name, errno);
  seg_status status =
    seg_decoder_feed(input->decoder, input->chunk, length, input->ended, text, error);
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

const char *seg_input_name(const seg_input *input) {
  return input->name;
}
