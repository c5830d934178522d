/* What the tools' command lines share: options from a table, --help, messages, exit status. */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "seg/seg.h"

/* Exit status of every tool. */
enum {
  CLI_DONE = 0,
  CLI_NO = 1,     /* done, but the answer is "no" or some records were bad */
  CLI_TROUBLE = 2 /* usage, file or format trouble */
};

/* One option: the table makes the parser and the help text. */
typedef struct cli_option {
  int key;              /* what cli_next returns; a printable character is also the short form */
  const char *name;     /* long form without dashes */
  const char *argument; /* what --help calls the value; NULL for a flag */
  const char *help;     /* is wrapped to the page; a line feed starts a new line */
} cli_option;

typedef struct cli_tool {
  const char *name;          /* "segsplit" */
  const char *operands;      /* "[FILE]..." */
  const char *summary;       /* one line */
  const cli_option *options; /* ends with a name of NULL; --help, --version, -q, -v are added */
  const char *notes;         /* printed after the options: exit status, an example; may be NULL */
} cli_tool;

/* Rows for options that several tools share. */
/* clang-format off */
#define CLI_OUTPUT_OPTION \
  {'o', "output", "FILE", "write to FILE, which appears only when it is complete"}
#define CLI_THREADS_OPTION \
  {'j', "threads", "N", "work on N threads, 1 to 256 (default 1); the output is the same"}
#define CLI_PROGRESS_OPTION \
  {CLI_PROGRESS, "progress", NULL, \
   "tell how far the run has come, also where standard error is no terminal"}
#define CLI_INPUT_OPTIONS \
  {CLI_ENCODING, "encoding", "NAME", \
   "encoding of the input: auto (default), UTF-8, UTF-16, windows-1252, ..."}, \
  {CLI_INVALID, "invalid", "HOW", "bytes that are not valid: keep (default), replace or fail"}
/* clang-format on */
enum {
  CLI_ENCODING = 1000,
  CLI_INVALID,
  CLI_PROGRESS, /* cli_next takes it itself */
  CLI_FILES,
  CLI_OWN = 2000 /* first key free for a tool's long options */
};

typedef struct cli {
  const cli_tool *tool;
  bool quiet, verbose, progress;
  int argc;
  char **argv;
  void *parser;
} cli;

enum { CLI_END = -1 };

/* Prepares the parser. Exits with CLI_TROUBLE when memory is short. */
void cli_start(cli *c, const cli_tool *tool, int argc, char **argv);

/* The next option's key with its value (NULL for a flag), CLI_END after the last. Handles
 * --help and --version (exit 0), -q, -v, --progress and usage slips (one line, "Try 'segsplit
 * --help'", exit 2) itself. To be called until CLI_END. */
int cli_next(cli *c, const char **value);

/* The operands after the options, when cli_next has returned CLI_END; a single "-" when there
 * are none and `standard_input` is true. */
char **cli_operands(cli *c, bool standard_input, size_t *count);

/* Values of options, which are named by their long form without dashes; a wrong value is a
 * usage slip (exit 2). choices ends with NULL; returns the index. */
double cli_number(cli *c, const char *option, const char *value, double least, double most);
int cli_choice(cli *c, const char *option, const char *value, const char *const *choices);
unsigned cli_threads(cli *c, const char *value);
seg_invalid cli_invalid(cli *c, const char *value);

/* Whether an output of that name is standard output. */
bool cli_is_standard(const char *path);

/* One line on standard error, "tool: text"; control bytes are masked. cli_usage adds the "Try"
 * line and exits; cli_note obeys -q. */
__attribute__((format(printf, 2, 3), noreturn)) void cli_usage(cli *c, const char *format, ...);
__attribute__((format(printf, 2, 3))) void cli_note(const cli *c, const char *format, ...);

/* Prints "tool: SOURCE:LINE: message" and returns CLI_TROUBLE. `source` fills in where the
 * error names none; may be NULL. */
int cli_fail(const cli *c, const char *source, const seg_error *error);

#endif
