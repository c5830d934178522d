/* Writing TMX 1.4b, piece by piece. All append; false when memory is short. */
#ifndef SEGI_TMX_H
#define SEGI_TMX_H

#include "base/buf.h"
#include "seg/span.h"

bool segi_tmx_begin(const char *source_language, segi_buf *out);
bool segi_tmx_unit(const char *source_language, seg_bytes source, const char *target_language,
                   seg_bytes target, const char *score, segi_buf *out);
bool segi_tmx_end(segi_buf *out);

#endif
