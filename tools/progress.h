/* One line on the terminal that tells how far a run has come:
 *
 *   segsplit: 12.3 MB of 80.1 MB (15%), 90210 segments, 1.2 MB/s, 0:56 left
 *
 * Bytes are counted as they stand in the files, packed where those are; what is not known is left
 * out. A process has one such line; one thread at a time may use it. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "cli.h"

/* The line is shown with --progress, or where standard error is a terminal, without -q and unless
 * the tool `prints`, that is, writes to standard output, and that is a terminal too. unit is
 * what is counted, in the plural with an s; borrowed. Without this call the others do nothing. */
void progress_start(const cli *c, bool prints, const char *unit);

/* What there is to do: files to read ("-" is standard input), or so many things, read or not. */
void progress_files(char *const *files, size_t count);
void progress_things(size_t count);

/* The input that is read from now on; borrowed until the last step before the next one. */
void progress_input(const seg_input *input);

/* `count` more things are done. Looks at the clock only when more of the input was read. */
void progress_step(size_t count);

/* Clears the line: before anything else is written to the terminal, and at the end. */
void progress_erase(void);

#endif
