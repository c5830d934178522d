/* A model file whose numbers are random, as wild as the format allows. */
#ifndef MODEL_FILE_H
#define MODEL_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Appends the file to out; the words "ein" and "wort" are in it. */
void random_model(uint64_t seed, segi_buf *out);

/* Makes the checksum and the length in the header right after a change. */
void mend_header(segi_buf *file);

#endif
