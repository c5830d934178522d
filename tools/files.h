/* The files that a tool reads: its operands, or the names in a list. */
#ifndef FILES_H
#define FILES_H

#include "cli.h"

/* clang-format off */
#define FILES_OPTION \
  {CLI_FILES, "files0-from", "F", \
   "read the files whose names stand in file F, a NUL byte behind each; - is standard input"}
/* clang-format on */

/* A list is read one name ahead, so that it may be of any length. */
typedef struct files {
  const cli *c;
  char **operands;
  size_t count, next; /* of operands */
  seg_input *list;    /* NULL: the operands are the files */
  seg_records *names;
  char *name, *ahead; /* of the list: the current one, the one behind it */
  int result;
} files;

/* Begins with the operands behind the options (none: standard input) or, where `list` is not NULL, with
 * the names in it; both is a usage slip. Trouble is reported and kept for files_close. */
void files_open(files *f, cli *c, const char *list);

/* The next file, NULL behind the last and after trouble. Lent until the one behind it is. */
const char *files_next(files *f);

/* Whether a file comes behind the current one. */
bool files_more(const files *f);

/* Whether there may be several. */
bool files_several(const files *f);

/* CLI_DONE, or CLI_TROUBLE when the list could not be read. */
int files_close(files *f);

#endif
