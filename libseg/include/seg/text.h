/* Bytes to UTF-8 text, with a way back.
 *
 *   file bytes --decoder--> UTF-8 text chunks --> splitter, repairer, aligner
 *       ^                        |
 *       '---- source offset <----'
 *
 * Text offsets count bytes of the decoded stream; source offsets count bytes of the
 * original. They are the same for UTF-8 without byte order mark. */
#ifndef SEG_TEXT_H
#define SEG_TEXT_H

#include <stdbool.h>

#include "seg/span.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What to do with bytes that are not valid in the encoding. */
typedef enum seg_invalid {
  SEG_INVALID_KEEP,    /* pass them on as they are (in encodings other than UTF-8: replace) */
  SEG_INVALID_REPLACE, /* one U+FFFD for each maximal invalid part (Unicode 15, chapter 3.9) */
  SEG_INVALID_FAIL     /* stop with SEG_BAD_TEXT at the first one */
} seg_invalid;

typedef struct seg_decoder seg_decoder;

/* Makes a decoder for one stream. encoding is "auto" or a name that ICU knows ("UTF-8",
 * "UTF-16", "windows-1252", ...). "auto" goes by the byte order mark, else takes
 * - UTF-16 when most code units of the first 64 KiB hold a NUL, on the same side,
 * and otherwise looks at 64 KiB from the first byte above 127 on:
 * - UTF-8 when more characters are valid there than broken,
 * - else what ICU's detector finds with some confidence, else windows-1252.
 * "UTF-16" and "UTF-32" take the byte order from the mark, else it is big-endian.
 * The caller frees *decoder. One thread at a time.
 * Errors: SEG_UNSUPPORTED, SEG_NOMEM. */
SEG_API seg_status seg_decoder_new(const char *encoding, seg_invalid invalid, seg_decoder **decoder,
                                   seg_error *error);
SEG_API void seg_decoder_free(seg_decoder *decoder);

/* Decodes the next bytes; where they are cut makes no difference to the text. A byte order
 * mark at the start is dropped from the text. Bytes are held back until the next call when
 * they end within a character, when the encoding is still open, and, outside UTF-8, up to
 * 1 KiB at a time; `final` says that no more will come, and ends the stream. *text is borrowed
 * and valid until the next call on this decoder. It may point into `bytes`.
 * Errors: SEG_BAD_TEXT with the source offset and line, SEG_NOMEM; both end the stream. */
SEG_API seg_status seg_decoder_feed(seg_decoder *decoder, const char *bytes, size_t length,
                                    bool final, seg_bytes *text, seg_error *error);

/* The source offset of a text offset that was decoded and not forgotten. An offset inside a
 * character that is converted gives the start of that character in the source; one inside a
 * character that stands there as it is, the same byte of it. Never fails. */
SEG_API size_t seg_decoder_source_offset(const seg_decoder *decoder, size_t text_offset);

/* The caller will not ask for offsets below this one again: keeps memory bounded. */
SEG_API void seg_decoder_forget(seg_decoder *decoder, size_t text_offset);

/* Name of the encoding in use for seg_encode: "UTF-8" until something else is found, with the
 * byte order for UTF-16 and UTF-32. Borrowed from the decoder. */
SEG_API const char *seg_decoder_encoding(const seg_decoder *decoder);

/* Whether seg_encode gives the source bytes back from the text. Not so for encodings that can
 * write a character in several ways (Shift_JIS, GB18030, ISO-2022, UTF-7, ...). */
SEG_API bool seg_decoder_reversible(const seg_decoder *decoder);

/* Length in bytes of the byte order mark that was dropped; 0 when there was none. */
SEG_API size_t seg_decoder_bom_length(const seg_decoder *decoder);

/* One place where the text does not lead back to the source bytes by encoding it again:
 * invalid bytes that were replaced. (Encodings with several ways to write a character, as
 * ISO-2022 and UTF-7, may have more such places; UTF-8, 16 and 32 and single bytes have not.) */
typedef struct seg_lossy {
  seg_span text;    /* where the replacement stands in the decoded stream */
  seg_bytes source; /* the original bytes, borrowed until the next feed */
} seg_lossy;

/* The lossy places of the last feed, in order. Borrowed until the next feed. */
SEG_API const seg_lossy *seg_decoder_lossy(const seg_decoder *decoder, size_t *count);

/* Encodes UTF-8 text in the named encoding: the way back of a decoder, without byte order
 * mark. *bytes is allocated, the caller frees it with seg_free. UTF-8 is copied as it is.
 * Errors: SEG_UNSUPPORTED, SEG_BAD_TEXT with the text offset and line when a character does
 * not exist in the encoding or the text is not valid, SEG_NOMEM. Thread-safe. */
SEG_API seg_status seg_encode(const char *encoding, seg_bytes text, char **bytes, size_t *length,
                              seg_error *error);

/* Frees memory that the library handed over. NULL is fine. */
SEG_API void seg_free(void *memory);

#ifdef __cplusplus
}
#endif
#endif
