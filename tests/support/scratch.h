/* A folder of its own for a test that reads and writes files: fixtures for Check. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stddef.h>

/* Makes an empty folder and goes there. */
void enter_scratch(void);

/* Removes the folder with all its files. */
void leave_scratch(void);

/* The files in it, hidden ones too. */
size_t count_scratch(void);

#endif
