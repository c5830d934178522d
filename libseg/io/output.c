/* for realpath */
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/system_error.h"
#include "io/packing.h"
#include "seg/io.h"

enum { BUFFER = 64 * 1024, TEMPORARY_NAMES = 1000 };

struct seg_output {
  int file;
  bool standard;   /* the file is not ours to close */
  char *name;      /* for messages */
  char *target;    /* the file that the result becomes; NULL when written directly */
  char *temporary; /* in the same folder; NULL before it exists */
  char *buffer;    /* [BUFFER] */
  size_t used;
  segi_packer *packer; /* NULL where nothing is packed */
  char *packed;        /* [BUFFER] */
  seg_error error; /* the first failure */
};

static seg_status fail(seg_output *output, int number) {
  return segi_fail_system(&output->error, output->name, number);
}

static seg_status report(const seg_output *output, seg_error *error) {
  seg_status status = output->error.status;
  if (status != SEG_OK && error != NULL && error->status == SEG_OK) *error = output->error;
  return status;
}

/* --- Opening */

/* "folder/file" gives "folder/.seg-PID-N": short, so that a long file name is no trouble. */
static char *temporary_name(const char *target, unsigned n) {
  const char *slash = strrchr(target, '/');
  size_t folder = slash != NULL ? (size_t)(slash - target) + 1 : 0;
  char last[48];
  int length = snprintf(last, sizeof last, ".seg-%ld-%u", (long)getpid(), n);
  char *name = segi_alloc(folder + (size_t)length + 1, 1);
  if (name == NULL) return NULL;
  memcpy(name, target, folder);
  memcpy(name + folder, last, (size_t)length + 1);
  return name;
}

/* Unlike mkstemp, this obeys the umask without touching it. */
static seg_status open_temporary(seg_output *output, mode_t mode) {
  for (unsigned n = 0; n < TEMPORARY_NAMES; n++) {
    char *name = temporary_name(output->target, n);
    if (name == NULL) return segi_nomem(&output->error);
    output->file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (output->file >= 0) {
      output->temporary = name;
      return SEG_OK;
    }
    int number = errno;
    free(name);
    if (number != EEXIST) return fail(output, number);
  }
  return fail(output, EEXIST);
}

static seg_status copy_path(seg_output *output, const char *path) {
  output->target = segi_strndup(path, strlen(path));
  return output->target != NULL ? SEG_OK : segi_nomem(&output->error);
}

static seg_status open_new(seg_output *output, const char *path) {
  struct stat facts;
  if (*path == '\0' || lstat(path, &facts) == 0) return fail(output, ENOENT); /* a dead link */
  seg_status status = copy_path(output, path);
  return status == SEG_OK ? open_temporary(output, 0666) : status;
}

/* Writes to the file behind links. Renaming needs no right to the file itself: ask for it. */
static seg_status open_existing(seg_output *output, const char *path, const struct stat *facts) {
  if (access(path, W_OK) != 0) return fail(output, errno);
  char *real = realpath(path, NULL);
  if (real == NULL) return fail(output, errno);
  seg_status status = copy_path(output, real);
  free(real);
  if (status == SEG_OK) status = open_temporary(output, facts->st_mode & 0600);
  if (status != SEG_OK) return status;
  bool same_owner = fchown(output->file, facts->st_uid, facts->st_gid) == 0;
  mode_t mode = facts->st_mode & (same_owner ? 07777 : 0777);
  return fchmod(output->file, mode) == 0 ? SEG_OK : fail(output, errno);
}

static seg_status open_directly(seg_output *output, const char *path) {
  output->file = open(path, O_WRONLY | O_CLOEXEC);
  return output->file >= 0 ? SEG_OK : fail(output, errno);
}

static seg_status open_path(seg_output *output, const char *path) {
  struct stat facts;
  if (path == NULL || strcmp(path, "-") == 0) {
    output->file = STDOUT_FILENO;
    output->standard = true;
    return SEG_OK;
  }
  if (stat(path, &facts) != 0)
    return errno == ENOENT ? open_new(output, path) : fail(output, errno);
  if (S_ISDIR(facts.st_mode)) return fail(output, EISDIR);
  return S_ISREG(facts.st_mode) ? open_existing(output, path, &facts) : open_directly(output, path);
}

/* What the name asks for. */
static seg_status open_packer(seg_output *output) {
  segi_packing packing = segi_packing_of_name(output->name);
  if (packing == SEGI_PLAIN || output->standard) return SEG_OK;
  output->packed = segi_alloc(BUFFER, 1);
  if (output->packed == NULL) return segi_nomem(&output->error);
  return segi_packer_new(packing, &output->packer, &output->error);
}

seg_status seg_output_open(const char *path, seg_output **output, seg_error *error) {
  *output = NULL;
  seg_output *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  made->file = -1;
  const char *name = path == NULL || strcmp(path, "-") == 0 ? "<stdout>" : path;
  made->name = segi_strndup(name, strlen(name));
  made->buffer = segi_alloc(BUFFER, 1);
  if (made->name == NULL || made->buffer == NULL)
    segi_nomem(&made->error);
  else if (open_path(made, path) == SEG_OK)
    open_packer(made);
  seg_status status = report(made, error);
  if (status == SEG_OK)
    *output = made;
  else
    seg_output_discard(made);
  return status;
}

/* --- Writing */

static seg_status write_out(seg_output *output, const char *data, size_t length) {
  while (length > 0) {
    ssize_t put = write(output->file, data, length);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail(output, errno);
    data += put;
    length -= (size_t)put;
  }
  return SEG_OK;
}

/* Packs and writes; `final` writes what the packer holds back, too. */
static seg_status pack(seg_output *output, const char *data, size_t length, bool final) {
  seg_bytes in = {data, length};
  seg_status status = SEG_OK;
  size_t made = BUFFER;
  while (status == SEG_OK && (in.length > 0 || final || made == BUFFER)) {
    status = segi_packer_run(output->packer, &in, final, output->packed, BUFFER, &made,
                             &output->error);
    if (status == SEG_OK || status == SEG_END) {
      seg_status written = write_out(output, output->packed, made);
      if (written != SEG_OK) return written;
    }
  }
  return status == SEG_END ? SEG_OK : status;
}

static seg_status hand_on(seg_output *output, const char *data, size_t length) {
  return output->packer != NULL ? pack(output, data, length, false)
                                : write_out(output, data, length);
}

static seg_status flush(seg_output *output) {
  size_t used = output->used;
  output->used = 0;
  return hand_on(output, output->buffer, used);
}

static seg_status put(seg_output *output, const char *data, size_t length) {
  if (length > BUFFER - output->used) {
    seg_status status = flush(output);
    if (status != SEG_OK) return status;
  }
  if (length >= BUFFER) return hand_on(output, data, length);
  memcpy(output->buffer + output->used, data, length);
  output->used += length;
  return SEG_OK;
}

seg_status seg_output_write(seg_output *output, const char *data, size_t length, seg_error *error) {
  if (output->error.status == SEG_OK && length > 0) put(output, data, length);
  return report(output, error);
}

seg_status seg_output_flush(seg_output *output, seg_error *error) {
  if (output->error.status == SEG_OK) flush(output);
  return report(output, error);
}

/* --- Closing */

static int close_file(seg_output *output) {
  int file = output->file;
  output->file = -1;
  return file >= 0 && !output->standard ? close(file) : 0;
}

static void rename_temporary(seg_output *output) {
  if (rename(output->temporary, output->target) != 0) {
    fail(output, errno);
    return;
  }
  free(output->temporary);
  output->temporary = NULL;
}

seg_status seg_output_commit(seg_output *output, seg_error *error) {
  if (output->error.status == SEG_OK) flush(output);
  if (output->error.status == SEG_OK && output->packer != NULL) pack(output, NULL, 0, true);
  if (output->error.status == SEG_OK && close_file(output) != 0) fail(output, errno);
  if (output->error.status == SEG_OK && output->temporary != NULL) rename_temporary(output);
  seg_status status = report(output, error);
  seg_output_discard(output);
  return status;
}

void seg_output_discard(seg_output *output) {
  if (output == NULL) return;
  close_file(output);
  if (output->temporary != NULL) unlink(output->temporary);
  segi_packer_free(output->packer);
  free(output->packed);
  free(output->temporary);
  free(output->target);
  free(output->buffer);
  free(output->name);
  free(output);
}
