/* Segmentation rules in SRX 2.0, the exchange format of translation tools.
 *
 *   file -> language map -> the rules of a language, in order -> break or no break at each place
 *
 * A rule has two regular expressions of ICU. It applies at a place between two characters when
 * `beforebreak` matches some text that ends there and `afterbreak` some that begins there; a part
 * that is missing always matches. At each place the first rule that applies decides whether a
 * segment ends; where none applies, none ends.
 *
 * Rules see a stretch of text: a line or, where lines are wrapped, a paragraph (seg_paragraphs),
 * without the white space around it. Of one that is longer than 64 KiB they see at least the last
 * and the next 1024 bytes around a place. Breaks within white space are one break, and white space
 * belongs to no segment. */
#ifndef SEG_SRX_H
#define SEG_SRX_H

#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The rules of a file: read-only, shared by threads. */
typedef struct seg_srx seg_srx;

/* The largest file, in bytes: 4 MiB. */
#define SEG_LARGEST_SRX ((size_t)4 << 20)

/* Reads a file, "-" being standard input, and compiles its rules. The header's formathandles and
 * segmentsubflows are checked and say nothing about plain text. The caller frees *srx.
 * Errors, with the line: SEG_BAD_FORMAT (XML that is not well-formed, declares entities or is nested
 * too deep, no SRX 2.0, an expression that ICU does not take, a language that is mapped to rules which
 * are not there), SEG_IO, SEG_NOMEM. Nothing but the file is ever read. */
SEG_API seg_status seg_srx_load(const char *path, seg_srx **srx, seg_error *error);
SEG_API void seg_srx_free(seg_srx *srx);

#ifdef __cplusplus
}
#endif
#endif
