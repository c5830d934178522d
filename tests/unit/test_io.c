/* for mkdtemp and symlink */
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "seg/io.h"
#include "suites.h"
#include "support/scratch.h"

enum { CHUNK = 256 * 1024 };

static void write_file(const char *path, const char *data, size_t length) {
  FILE *file = fopen(path, "wb");
  ck_assert_uint_eq(fwrite(data, 1, length, file), length);
  ck_assert_int_eq(fclose(file), 0);
}

static void assert_file(const char *path, const char *wanted) {
  char data[100] = "";
  FILE *file = fopen(path, "rb");
  ck_assert_ptr_nonnull(file);
  data[fread(data, 1, sizeof data - 1, file)] = '\0';
  fclose(file);
  ck_assert_str_eq(data, wanted);
}

static mode_t permissions(const char *path) {
  struct stat facts;
  ck_assert_int_eq(stat(path, &facts), 0);
  return facts.st_mode & 07777;
}

/* --- Input */

static void assert_not_opened(const char *path, const char *encoding, seg_status status,
                              const char *source, const char *message) {
  seg_input *input = (seg_input *)1;
  seg_error error = {.status = SEG_OK};
  ck_assert_int_eq(seg_input_open(path, encoding, SEG_INVALID_KEEP, &input, &error), status);
  ck_assert_ptr_null(input);
  ck_assert_str_eq(error.source, source);
  ck_assert_str_eq(error.message, message);
}

START_TEST(says_why_it_cannot_read) {
  write_file("there", "", 0);
  assert_not_opened("missing.txt", "auto", SEG_IO, "missing.txt", "No such file or directory");
  assert_not_opened(".", "auto", SEG_IO, ".", "Is a directory");
  assert_not_opened("there/file", "auto", SEG_IO, "there/file", "Not a directory");
  assert_not_opened("there", "UTF-9", SEG_UNSUPPORTED, "", "unknown encoding 'UTF-9'");
}
END_TEST

START_TEST(names_file_and_line_of_invalid_bytes) {
  seg_input *input;
  seg_bytes text;
  seg_error error = {.status = SEG_OK};
  write_file("bad.txt", "gut\nsch\xFF", 8);
  ck_assert_int_eq(seg_input_open("bad.txt", "UTF-8", SEG_INVALID_FAIL, &input, NULL), SEG_OK);
  ck_assert_int_eq(seg_input_read(input, &text, &error), SEG_BAD_TEXT);
  ck_assert_str_eq(error.source, "bad.txt");
  ck_assert_uint_eq(error.line, 2);
  ck_assert_uint_eq(error.offset, 7);
  seg_input_free(input);
}
END_TEST

START_TEST(reads_everything) {
  static const size_t lengths[] = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK};
  size_t wanted = lengths[_i], length;
  char *source = malloc(wanted + 1), *data;
  for (size_t i = 0; i < wanted; i++) source[i] = (char)('a' + i % 26);
  write_file("in", source, wanted);
  seg_input *input;
  ck_assert_int_eq(seg_input_open("in", "auto", SEG_INVALID_KEEP, &input, NULL), SEG_OK);
  ck_assert_str_eq(seg_input_name(input), "in");
  ck_assert_int_eq(seg_input_read_all(input, &data, &length, NULL), SEG_OK);
  ck_assert_uint_eq(length, wanted);
  ck_assert(memcmp(data, source, wanted) == 0);
  ck_assert_int_eq(data[length], '\0');
  ck_assert_uint_eq(seg_decoder_source_offset(seg_input_decoder(input), length), wanted);
  ck_assert_uint_eq(seg_input_bytes_read(input), wanted);
  seg_bytes text;
  ck_assert_int_eq(seg_input_read(input, &text, NULL), SEG_END);
  seg_input_free(input);
  seg_free(data);
  free(source);
}
END_TEST

static void do_nothing(int number) {
  (void)number;
}

/* Writes length bytes in small pieces, with a signal for the reader before each. */
static void write_in_pieces(int file, size_t length) {
  char piece[1000];
  memset(piece, 'x', sizeof piece);
  while (length > 0) {
    size_t part = length < sizeof piece ? length : sizeof piece;
    kill(getppid(), SIGUSR1);
    if (write(file, piece, part) != (ssize_t)part) _exit(1);
    length -= part;
  }
  _exit(0);
}

/* The size of a chunk depends neither on the pieces in the pipe nor on signals. */
START_TEST(fills_chunks_from_a_pipe) {
  int ends[2], status;
  ck_assert_int_eq(sigaction(SIGUSR1, &(struct sigaction){.sa_handler = do_nothing}, NULL), 0);
  ck_assert_int_eq(pipe(ends), 0);
  pid_t writer = fork();
  if (writer == 0) write_in_pieces(ends[1], 2 * CHUNK + 10);
  close(ends[1]);
  dup2(ends[0], STDIN_FILENO);
  seg_input *input;
  ck_assert_int_eq(seg_input_open("-", "UTF-8", SEG_INVALID_KEEP, &input, NULL), SEG_OK);
  ck_assert_str_eq(seg_input_name(input), "<stdin>");
  static const size_t lengths[] = {CHUNK, CHUNK, 10};
  static const size_t so_far[] = {CHUNK, 2 * CHUNK, 2 * CHUNK + 10};
  seg_bytes text;
  for (int i = 0; i < 3; i++) {
    ck_assert_int_eq(seg_input_read(input, &text, NULL), SEG_OK);
    ck_assert_uint_eq(text.length, lengths[i]);
    ck_assert_uint_eq(seg_input_bytes_read(input), so_far[i]);
  }
  ck_assert_int_eq(seg_input_read(input, &text, NULL), SEG_END);
  seg_input_free(input);
  ck_assert_int_ge(fcntl(STDIN_FILENO, F_GETFD), 0); /* still open */
  waitpid(writer, &status, 0);
  ck_assert_int_eq(status, 0);
}
END_TEST

/* --- Output */

static seg_output *open_output(const char *path) {
  seg_output *output;
  seg_error error = {.status = SEG_OK};
  seg_status status = seg_output_open(path, &output, &error);
  ck_assert_msg(status == SEG_OK, "%s: %s", error.source, error.message);
  return output;
}

static void put(seg_output *output, const char *text) {
  ck_assert_int_eq(seg_output_write(output, text, strlen(text), NULL), SEG_OK);
}

static void commit(seg_output *output) {
  ck_assert_int_eq(seg_output_commit(output, NULL), SEG_OK);
}

START_TEST(new_file_appears_when_complete) {
  umask(027);
  seg_output *output = open_output("new.txt");
  put(output, "eins\n");
  ck_assert_int_eq(seg_output_flush(output, NULL), SEG_OK);
  ck_assert_int_ne(access("new.txt", F_OK), 0);
  put(output, "zwei\n");
  commit(output);
  assert_file("new.txt", "eins\nzwei\n");
  ck_assert_uint_eq(permissions("new.txt"), 0640);
  ck_assert_uint_eq(count_scratch(), 1);
}
END_TEST

START_TEST(old_file_stays_until_the_new_one_is_complete) {
  write_file("out", "old", 3);
  chmod("out", 0604);
  seg_output *output = open_output("out");
  put(output, "new");
  ck_assert_int_eq(seg_output_flush(output, NULL), SEG_OK);
  assert_file("out", "old");
  commit(output);
  assert_file("out", "new");
  ck_assert_uint_eq(permissions("out"), 0604);
  ck_assert_uint_eq(count_scratch(), 1);
}
END_TEST

START_TEST(discarding_leaves_nothing) {
  write_file("old", "old", 3);
  seg_output *output = open_output("new");
  put(output, "x");
  ck_assert_int_eq(seg_output_flush(output, NULL), SEG_OK);
  seg_output_discard(output);
  seg_output_discard(open_output("old"));
  seg_output_discard(NULL);
  assert_file("old", "old");
  ck_assert_uint_eq(count_scratch(), 1);
}
END_TEST

START_TEST(writes_through_links) {
  write_file("file", "old", 3);
  ck_assert_int_eq(symlink("file", "link"), 0);
  seg_output *output = open_output("link");
  put(output, "new");
  commit(output);
  assert_file("file", "new");
  struct stat facts;
  ck_assert_int_eq(lstat("link", &facts), 0);
  ck_assert(S_ISLNK(facts.st_mode));
}
END_TEST

START_TEST(takes_the_longest_file_name) {
  char name[256];
  memset(name, 'n', 255);
  name[255] = '\0';
  seg_output *output = open_output(name);
  put(output, "x");
  commit(output);
  assert_file(name, "x");
}
END_TEST

static void assert_no_output(const char *path, const char *message) {
  seg_output *output = (seg_output *)1;
  seg_error error = {.status = SEG_OK};
  ck_assert_int_eq(seg_output_open(path, &output, &error), SEG_IO);
  ck_assert_ptr_null(output);
  ck_assert_str_eq(error.source, path);
  ck_assert_str_eq(error.message, message);
}

START_TEST(says_why_it_cannot_write) {
  ck_assert_int_eq(symlink("nowhere", "dead"), 0);
  ck_assert_int_eq(mkdir("dir", 0700), 0);
  assert_no_output("", "No such file or directory");
  assert_no_output("dead", "No such file or directory");
  assert_no_output("missing/out", "No such file or directory");
  assert_no_output("dir", "Is a directory");
  assert_no_output("dir/", "Is a directory");
  if (geteuid() != 0) {
    write_file("locked", "old", 3);
    chmod("locked", 0400);
    assert_no_output("locked", "Permission denied");
  }
  ck_assert_uint_eq(count_scratch(), geteuid() != 0 ? 3 : 2);
}
END_TEST

START_TEST(full_disk_is_an_error_that_stays) {
  seg_output *output = open_output("/dev/full");
  put(output, "waits in the buffer");
  char big[100000] = "";
  seg_error error = {.status = SEG_OK}, again = {.status = SEG_OK};
  ck_assert_int_eq(seg_output_write(output, big, sizeof big, &error), SEG_IO);
  ck_assert_str_eq(error.source, "/dev/full");
  ck_assert_str_eq(error.message, "No space left on device");
  ck_assert_int_eq(seg_output_write(output, "x", 1, &again), SEG_IO);
  ck_assert_str_eq(again.message, error.message);
  ck_assert_int_eq(seg_output_flush(output, NULL), SEG_IO);
  ck_assert_int_eq(seg_output_commit(output, NULL), SEG_IO);
  output = open_output("/dev/full");
  put(output, "x");
  ck_assert_int_eq(seg_output_commit(output, NULL), SEG_IO);
  ck_assert_int_eq(access("/dev/full", F_OK), 0);
}
END_TEST

/* A limit on the file size stands for a disk that runs full. */
START_TEST(nothing_half_written_is_left) {
  signal(SIGXFSZ, SIG_IGN);
  write_file("out", "old", 3);
  seg_output *output = open_output("out");
  char big[2000] = "";
  put(output, "x");
  ck_assert_int_eq(seg_output_write(output, big, sizeof big, NULL), SEG_OK);
  struct rlimit before, small;
  getrlimit(RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 1000;
  setrlimit(RLIMIT_FSIZE, &small);
  seg_error error = {.status = SEG_OK};
  seg_status status = seg_output_commit(output, &error);
  setrlimit(RLIMIT_FSIZE, &before);
  ck_assert_int_eq(status, SEG_IO);
  ck_assert_str_eq(error.source, "out");
  ck_assert_str_eq(error.message, "File too large");
  ck_assert_uint_eq(count_scratch(), 1);
  assert_file("out", "old");
}
END_TEST

START_TEST(writes_standard_output) {
  int ends[2];
  char data[10] = "";
  ck_assert_int_eq(pipe(ends), 0);
  int before = dup(STDOUT_FILENO);
  dup2(ends[1], STDOUT_FILENO);
  seg_output *output = open_output("-");
  put(output, "ja\n");
  seg_status status = seg_output_commit(output, NULL);
  dup2(before, STDOUT_FILENO);
  ck_assert_int_eq(status, SEG_OK);
  ck_assert_int_eq((int)read(ends[0], data, sizeof data), 3);
  ck_assert_str_eq(data, "ja\n");
}
END_TEST

START_TEST(closed_pipe_is_an_error_where_the_signal_is_off) {
  int ends[2];
  ck_assert_int_eq(pipe(ends), 0);
  int before = dup(STDOUT_FILENO);
  close(ends[0]);
  dup2(ends[1], STDOUT_FILENO);
  signal(SIGPIPE, SIG_IGN);
  seg_error error = {.status = SEG_OK};
  seg_output *output = open_output(NULL);
  put(output, "ja\n");
  seg_status status = seg_output_commit(output, &error);
  dup2(before, STDOUT_FILENO);
  ck_assert_int_eq(status, SEG_IO);
  ck_assert_str_eq(error.source, "<stdout>");
  ck_assert_str_eq(error.message, "Broken pipe");
}
END_TEST

/* --- Memory */

static seg_status copy_file(const char *from, const char *to) {
  seg_input *input = NULL;
  seg_output *output = NULL;
  char *data = NULL;
  size_t length = 0;
  seg_status status = seg_input_open(from, "auto", SEG_INVALID_KEEP, &input, NULL);
  if (status == SEG_OK) status = seg_input_read_all(input, &data, &length, NULL);
  if (status == SEG_OK) status = seg_output_open(to, &output, NULL);
  if (status == SEG_OK) status = seg_output_write(output, data, length, NULL);
  if (status == SEG_OK)
    status = seg_output_commit(output, NULL);
  else
    seg_output_discard(output);
  seg_input_free(input);
  seg_free(data);
  return status;
}

START_TEST(survives_every_allocation_failure) {
  write_file("in", "f\xFCr", 3);
  write_file("out", "old", 3);
  seg_status status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM; n++) {
    ck_assert_int_lt(n, 100);
    assert_file("out", "old");
    segi_fail_allocation(n);
    status = copy_file("in", "out");
    segi_fail_allocation(0);
    ck_assert_uint_eq(count_scratch(), 2);
  }
  ck_assert_int_eq(status, SEG_OK);
  assert_file("out", "f\xC3\xBCr");
}
END_TEST

/* There and back: packed, the copy is another file, unpacked it is the same. */
START_TEST(survives_every_allocation_failure_when_packed) {
  static const char *const names[] = {"out.gz", "out.zst", "out.xz"};
  write_file("in", "f\xFCr", 3);
  seg_status status = SEG_NOMEM;
  for (long n = 1; status == SEG_NOMEM; n++) {
    ck_assert_int_lt(n, 100);
    segi_fail_allocation(n);
    status = copy_file("in", names[_i]);
    if (status == SEG_OK) status = copy_file(names[_i], "out");
    segi_fail_allocation(0);
  }
  ck_assert_int_eq(status, SEG_OK);
  assert_file("out", "f\xC3\xBCr");
  ck_assert_uint_eq(count_scratch(), 3);
}
END_TEST

Suite *io_suite(void) {
  Suite *suite = suite_create("io");
  TCase *input = tcase_create("input");
  tcase_add_checked_fixture(input, enter_scratch, leave_scratch);
  tcase_add_test(input, says_why_it_cannot_read);
  tcase_add_test(input, names_file_and_line_of_invalid_bytes);
  tcase_add_loop_test(input, reads_everything, 0, 6);
  tcase_add_test(input, fills_chunks_from_a_pipe);
  suite_add_tcase(suite, input);
  TCase *output = tcase_create("output");
  tcase_add_checked_fixture(output, enter_scratch, leave_scratch);
  tcase_add_test(output, new_file_appears_when_complete);
  tcase_add_test(output, old_file_stays_until_the_new_one_is_complete);
  tcase_add_test(output, discarding_leaves_nothing);
  tcase_add_test(output, writes_through_links);
  tcase_add_test(output, takes_the_longest_file_name);
  tcase_add_test(output, says_why_it_cannot_write);
  tcase_add_test(output, full_disk_is_an_error_that_stays);
  tcase_add_test(output, nothing_half_written_is_left);
  tcase_add_test(output, writes_standard_output);
  tcase_add_test(output, closed_pipe_is_an_error_where_the_signal_is_off);
  suite_add_tcase(suite, output);
  TCase *memory = tcase_create("memory");
  tcase_add_checked_fixture(memory, enter_scratch, leave_scratch);
  tcase_add_test(memory, survives_every_allocation_failure);
  tcase_add_loop_test(memory, survives_every_allocation_failure_when_packed, 0, 3);
  suite_add_tcase(suite, memory);
  return suite;
}
