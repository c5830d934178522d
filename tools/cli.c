#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"

enum { KEY_HELP = 500, KEY_VERSION, PAGE = 80, HELP_COLUMN = 26 };

static const cli_option added[] = {
  {'q', "quiet", NULL, "print errors only"},
  {'v', "verbose", NULL, "say more about what is done"},
  {KEY_HELP, "help", NULL, "print this help and leave"},
  {KEY_VERSION, "version", NULL, "print the version and leave"},
  {0, NULL, NULL, NULL},
};

/* --- Messages */

/* Terminals obey bytes below space, DEL and, as C2 80 to C2 9F, the C1 controls. */
static void mask_controls(char *text) {
  for (unsigned char *p = (unsigned char *)text; *p != '\0'; p++) {
    if (*p < ' ' || *p == 0x7F) *p = '?';
    if (*p == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0) p[0] = p[1] = '?';
  }
}

__attribute__((format(printf, 2, 0))) static void print_line(const cli *c, const char *format,
                                                             va_list arguments) {
  char text[8192];
  vsnprintf(text, sizeof text, format, arguments);
  mask_controls(text);
  progress_erase();
  fprintf(stderr, "%s: %s\n", c->tool->name, text);
}

void cli_usage(cli *c, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_line(c, format, arguments);
  va_end(arguments);
  fprintf(stderr, "Try '%s --help'.\n", c->tool->name);
  exit(CLI_TROUBLE);
}

__attribute__((format(printf, 2, 3))) static void complain(const cli *c, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  print_line(c, format, arguments);
  va_end(arguments);
}

void cli_note(const cli *c, const char *format, ...) {
  if (c->quiet) return;
  va_list arguments;
  va_start(arguments, format);
  print_line(c, format, arguments);
  va_end(arguments);
}

int cli_fail(const cli *c, const char *source, const seg_error *error) {
  if (error->source[0] != '\0') source = error->source;
  if (source == NULL)
    complain(c, "%s", error->message);
  else if (error->line == 0)
    complain(c, "%s: %s", source, error->message);
  else
    complain(c, "%s:%zu: %s", source, error->line, error->message);
  return CLI_TROUBLE;
}

/* --- --help and --version */

/* Prints text from `column` on, broken at spaces before the page ends. */
static void print_wrapped(const char *text, int column) {
  int at = column;
  while (*text != '\0') {
    int word = (int)strcspn(text, " \n");
    if (at > column && at + 1 + word > PAGE) {
      printf("\n%*s", column, "");
      at = column;
    } else if (at > column) {
      putchar(' ');
      at++;
    }
    at += printf("%.*s", word, text);
    text += word;
    if (*text == '\n') {
      printf("\n%*s", column, "");
      at = column;
    }
    if (*text != '\0') text++;
  }
  putchar('\n');
}

static bool has_short_form(const cli_option *option) {
  return option->key > ' ' && option->key < 0x7F;
}

static void print_option(const cli_option *option) {
  int at = has_short_form(option) ? printf("  -%c, ", option->key) : printf("      ");
  at += printf("--%s%s%s", option->name, option->argument != NULL ? "=" : "",
               option->argument != NULL ? option->argument : "");
  if (at + 2 > HELP_COLUMN) at = printf("\n") - 1;
  printf("%*s", HELP_COLUMN - at, "");
  print_wrapped(option->help, HELP_COLUMN);
}

static void print_help(const cli_tool *tool) {
  printf("Usage: %s [OPTION]... %s\n", tool->name, tool->operands);
  print_wrapped(tool->summary, 0);
  putchar('\n');
  for (const cli_option *o = tool->options; o->name != NULL; o++) print_option(o);
  for (const cli_option *o = added; o->name != NULL; o++) print_option(o);
  if (tool->notes == NULL) return;
  putchar('\n');
  print_wrapped(tool->notes, 0);
}

/* A full disk is trouble even for --help. */
__attribute__((noreturn)) static void leave(const cli *c) {
  if (fflush(stdout) == 0 && !ferror(stdout)) exit(CLI_DONE);
  complain(c, "<stdout>: %s", strerror(errno));
  exit(CLI_TROUBLE);
}

/* --- The parser */

typedef struct parser {
  struct option *rows; /* as getopt_long wants them */
  char *short_forms;   /* ":" and "o:" or "o" for each */
} parser;

static size_t count_options(const cli_option *options) {
  size_t count = 0;
  while (options[count].name != NULL) count++;
  return count;
}

static void add_rows(parser *p, size_t *row, size_t *letter, const cli_option *options) {
  for (const cli_option *o = options; o->name != NULL; o++) {
    int takes = o->argument != NULL ? required_argument : no_argument;
    p->rows[(*row)++] = (struct option){o->name, takes, NULL, o->key};
    if (!has_short_form(o)) continue;
    p->short_forms[(*letter)++] = (char)o->key;
    if (takes == required_argument) p->short_forms[(*letter)++] = ':';
  }
}

static void free_parser(cli *c) {
  parser *p = c->parser;
  if (p == NULL) return;
  free(p->rows);
  free(p->short_forms);
  free(p);
  c->parser = NULL;
}

void cli_start(cli *c, const cli_tool *tool, int argc, char **argv) {
  *c = (cli){.tool = tool, .argc = argc, .argv = argv};
  size_t count = count_options(tool->options) + count_options(added);
  parser *p = calloc(1, sizeof *p);
  if (p != NULL) p->rows = calloc(count + 1, sizeof *p->rows);
  if (p != NULL) p->short_forms = calloc(2 * count + 2, 1);
  c->parser = p;
  if (p == NULL || p->rows == NULL || p->short_forms == NULL) {
    free_parser(c);
    complain(c, "out of memory");
    exit(CLI_TROUBLE);
  }
  size_t row = 0, letter = 0;
  p->short_forms[letter++] = ':'; /* tells a missing value from an unknown option */
  add_rows(p, &row, &letter, tool->options);
  add_rows(p, &row, &letter, added);
  optind = 1;
  opterr = 0;
}

static const struct option *find_row(const parser *p, int key) {
  const struct option *row = p->rows;
  while (row->name != NULL && row->val != key) row++;
  return row->name != NULL ? row : NULL;
}

/* Whether a long form begins with the word. */
static bool begins_a_name(const parser *p, const char *word) {
  for (const struct option *row = p->rows; row->name != NULL; row++)
    if (strncmp(row->name, word, strcspn(word, "=")) == 0) return true;
  return false;
}

/* optopt is the key where getopt knows it, and the letter or 0 where it does not. */
__attribute__((noreturn)) static void usage_slip(cli *c, bool value_missing) {
  const struct option *row = find_row(c->parser, optopt);
  if (row != NULL && value_missing) cli_usage(c, "option '--%s' needs a value", row->name);
  const char *word = c->argv[optind - 1];
  if (row != NULL && strncmp(word, "--", 2) == 0)
    cli_usage(c, "option '--%s' takes no value", row->name);
  if (optopt != 0) cli_usage(c, "unknown option '-%c'", optopt);
  if (begins_a_name(c->parser, word + 2)) cli_usage(c, "option '%s' is ambiguous", word);
  cli_usage(c, "unknown option '%s'", word);
}

int cli_next(cli *c, const char **value) {
  parser *p = c->parser;
  while (p != NULL) {
    int key = getopt_long(c->argc, c->argv, p->short_forms, p->rows, NULL);
    *value = optarg;
    switch (key) {
      case -1: free_parser(c); return CLI_END;
      case 'q': c->quiet = true; break;
      case 'v': c->verbose = true; break;
      case CLI_PROGRESS: c->progress = true; break;
      case '?':
      case ':': usage_slip(c, key == ':');
      case KEY_HELP: print_help(c->tool); leave(c);
      case KEY_VERSION:
        printf("%s %s\n%s\n", c->tool->name, seg_version(), seg_version_details());
        leave(c);
      default: return key;
    }
  }
  return CLI_END;
}

char **cli_operands(cli *c, bool standard_input, size_t *count) {
  static char dash[] = "-";
  static char *only_standard_input[] = {dash, NULL};
  *count = (size_t)(c->argc - optind);
  if (*count > 0 || !standard_input) return c->argv + optind;
  *count = 1;
  return only_standard_input;
}

/* --- Values */

bool cli_is_standard(const char *path) {
  return path == NULL || strcmp(path, "-") == 0;
}

double cli_number(cli *c, const char *option, const char *value, double least, double most) {
  char *end;
  double number = strtod(value, &end);
  if (end == value || *end != '\0' || !(number >= least && number <= most))
    cli_usage(c, "--%s: '%s' is not a number from %g to %g", option, value, least, most);
  return number;
}

int cli_choice(cli *c, const char *option, const char *value, const char *const *choices) {
  char list[512] = "";
  for (int i = 0; choices[i] != NULL; i++) {
    if (strcmp(value, choices[i]) == 0) return i;
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", choices[i]);
  }
  cli_usage(c, "--%s: '%s' is none of %s", option, value, list);
}

unsigned cli_threads(cli *c, const char *value) {
  double number = cli_number(c, "threads", value, 1, 256);
  return (unsigned)number;
}

seg_invalid cli_invalid(cli *c, const char *value) {
  static const char *const names[] = {"keep", "replace", "fail", NULL}; /* ORDER seg_invalid */
  return (seg_invalid)cli_choice(c, "invalid", value, names);
}
