/* gzip, zstd and xz: bytes in, packed or unpacked bytes out. */
#ifndef SEGI_PACKING_H
#define SEGI_PACKING_H

#include <stdbool.h>

#include "seg/span.h"
#include "seg/status.h"

typedef enum segi_packing { SEGI_PLAIN, SEGI_GZIP, SEGI_ZSTD, SEGI_XZ } segi_packing;

/* By the first bytes of a file (six suffice), by the end of a file name (".gz", ".zst", ".xz"). */
segi_packing segi_packing_of_bytes(seg_bytes start);
segi_packing segi_packing_of_name(const char *path);

/* One stream in one direction. */
typedef struct segi_packer segi_packer;

/* packing is not SEGI_PLAIN. The caller frees *packer. Errors: SEG_NOMEM. */
seg_status segi_packer_new(segi_packing packing, segi_packer **packer, seg_error *error);
seg_status segi_unpacker_new(segi_packing packing, segi_packer **packer, seg_error *error);
void segi_packer_free(segi_packer *packer);

/* Takes bytes from the front of *in and puts *made bytes into out[0, room). SEG_OK: *in is
 * empty or the room is full, go on; SEG_END: `final` was given (nothing follows *in) and all
 * has come out. Files that were packed one after the other and joined are one stream.
 * Errors: SEG_BAD_FORMAT (damaged, cut off, or growing beyond what text does: memory is bounded
 * then too), SEG_NOMEM. */
seg_status segi_packer_run(segi_packer *packer, seg_bytes *in, bool final, char *out, size_t room,
                           size_t *made, seg_error *error);

#endif
