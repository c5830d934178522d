#include "progress.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_COLUMNS = 120 };
static const double between = 0.2; /* seconds from one line to the next */
static const double settled = 1;   /* seconds until a rate means something */

static struct {
  bool on;
  const char *tool, *unit;
  const seg_input *input;
  uint64_t before;     /* bytes of earlier inputs */
  uint64_t bytes, all; /* read, and to be read; 0: not known */
  size_t things, all_things;
  double started, shown; /* seconds; shown is 0 before the first line */
  int columns;           /* that the terminal has for a line */
  int width;             /* of the line that stands there */
} line;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Less one: some terminals wrap when the last column is filled. */
static int terminal_columns(void) {
  struct winsize size;
  bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return known && size.ws_col < MOST_COLUMNS ? size.ws_col - 1 : known ? MOST_COLUMNS - 1 : 79;
}

void progress_start(const cli *c, bool prints, const char *unit) {
  bool seen = isatty(STDERR_FILENO) && !(prints && isatty(STDOUT_FILENO));
  line.on = c->progress || (seen && !c->quiet);
  line.tool = c->tool->name;
  line.unit = unit;
  line.started = line.on ? seconds() : 0;
  line.columns = terminal_columns();
}

/* What is left of a file; 0 where that is not known. */
static uint64_t file_size(const char *path) {
  bool standard = strcmp(path, "-") == 0;
  struct stat facts;
  if ((standard ? fstat(STDIN_FILENO, &facts) : stat(path, &facts)) != 0) return 0;
  off_t from = standard ? lseek(STDIN_FILENO, 0, SEEK_CUR) : 0;
  bool known = S_ISREG(facts.st_mode) && from >= 0 && from < facts.st_size;
  return known ? (uint64_t)(facts.st_size - from) : 0;
}

void progress_files(char *const *files, size_t count) {
  bool known = true;
  for (size_t i = 0; i < count && line.on && known; i++) {
    uint64_t size = file_size(files[i]);
    known = size > 0;
    line.all += size;
  }
  if (!known) line.all = 0;
}

void progress_things(size_t count) {
  line.all_things = count;
}

void progress_input(const seg_input *input) {
  line.input = input;
  line.before = line.bytes;
}

/* --- The line */

typedef struct text {
  char bytes[MOST_COLUMNS + 1];
  int used;
} text;

__attribute__((format(printf, 2, 3))) static void add(text *t, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int got = vsnprintf(t->bytes + t->used, sizeof t->bytes - (size_t)t->used, format, arguments);
  va_end(arguments);
  if (got > 0) t->used += got;
  if (t->used > line.columns) t->used = line.columns;
}

static void add_bytes(text *t, double bytes) {
  static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
  size_t unit = 0;
  for (; bytes >= 999.95 && unit < 4; unit++) bytes /= 1000;
  add(t, "%.*f %s", unit > 0, bytes, units[unit]);
}

static void add_time(text *t, double left) {
  unsigned long s = (unsigned long)(left + 0.5);
  if (s >= 3600)
    add(t, ", %lu:%02lu:%02lu left", s / 3600, s / 60 % 60, s % 60);
  else
    add(t, ", %lu:%02lu left", s / 60, s % 60);
}

/* How much of the whole is done; 0 where that is not known. */
static double share_done(void) {
  if (line.all > 0) return line.bytes < line.all ? (double)line.bytes / (double)line.all : 1;
  return line.all_things > 0 ? (double)line.things / (double)line.all_things : 0;
}

static void compose(text *t, double elapsed) {
  double share = share_done();
  add(t, "%s: ", line.tool);
  if (line.bytes > 0) {
    add_bytes(t, (double)line.bytes);
    if (line.all > 0) {
      add(t, " of ");
      add_bytes(t, (double)line.all);
      add(t, " (%.0f%%)", 100 * share);
    }
  }
  if (line.things > 0) {
    if (line.bytes > 0) add(t, ", ");
    add(t, "%zu", line.things);
    if (line.all_things > 0) add(t, " of %zu", line.all_things);
    bool one = line.things == 1 && line.all_things <= 1;
    add(t, " %.*s", (int)strlen(line.unit) - one, line.unit);
  }
  if (elapsed < settled) return;
  if (line.bytes > 0) {
    add(t, ", ");
    add_bytes(t, (double)line.bytes / elapsed);
    add(t, "/s");
  }
  if (share > 0) add_time(t, elapsed * (1 - share) / share);
}

static void show(double now) {
  text t = {.used = 0};
  compose(&t, now - line.started);
  t.bytes[t.used] = '\0';
  fprintf(stderr, "\r%-*s", line.width, t.bytes);
  line.width = t.used;
  line.shown = now;
}

void progress_step(size_t count) {
  if (!line.on) return;
  line.things += count;
  if (line.input != NULL) {
    uint64_t bytes = line.before + seg_input_bytes_read(line.input);
    if (bytes == line.bytes) return;
    line.bytes = bytes;
  }
  double now = seconds();
  if (line.shown == 0 || now - line.shown >= between) show(now);
}

void progress_erase(void) {
  if (line.width > 0) fprintf(stderr, "\r%*s\r", line.width, "");
  line.width = 0;
}
