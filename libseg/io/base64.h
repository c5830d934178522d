/* Base64 as RFC 4648, section 4, has it: with padding, without line breaks. */
#ifndef SEGI_BASE64_H
#define SEGI_BASE64_H

#include "base/buf.h"
#include "seg/span.h"
#include "seg/status.h"

/* Appends. False when memory is short; the buffer is unchanged then. */
bool segi_base64_encode(seg_bytes bytes, segi_buf *out);

/* Appends. SEG_BAD_RECORD when `code` is not what the encoder would write, SEG_NOMEM; *out may
 * have grown then. */
seg_status segi_base64_decode(seg_bytes code, segi_buf *out);

#endif
