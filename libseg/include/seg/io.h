/* Files in, files out: what the tools share, for other programs to use too. */
#ifndef SEG_IO_H
#define SEG_IO_H

#include <stdbool.h>
#include <stdint.h>

#include "seg/span.h"
#include "seg/status.h"
#include "seg/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- Input: a file or standard input, decoded to UTF-8 in large chunks. */

typedef struct seg_input seg_input;

/* Opens a file; "-" or NULL is standard input. Data packed by gzip, zstd or xz, which its first
 * bytes tell, is unpacked; all offsets count unpacked bytes. encoding and invalid as in seg_decoder_new.
 * The caller frees *input, which closes the file (standard input stays open).
 * Errors: SEG_IO (missing, a directory, no permission), SEG_UNSUPPORTED, SEG_NOMEM. */
SEG_API seg_status seg_input_open(const char *path, const char *encoding, seg_invalid invalid,
                                  seg_input **input, seg_error *error);
SEG_API void seg_input_free(seg_input *input);

/* The next chunk of decoded text, SEG_END after the last. Chunks are of a fixed size in the
 * source, whatever the pipe delivers, so results never depend on how a writer flushes.
 * Borrowed until the next call. A text may be empty without the end being reached.
 * Errors: SEG_BAD_TEXT as seg_decoder_feed, SEG_BAD_FORMAT (packed data that is damaged, cut off
 * or grows more than 256-fold), SEG_IO, SEG_NOMEM. */
SEG_API seg_status seg_input_read(seg_input *input, seg_bytes *text, seg_error *error);

/* Reads all that is left as one allocated text; the caller frees *data with seg_free.
 * Always terminated by a NUL that length does not count. */
SEG_API seg_status seg_input_read_all(seg_input *input, char **data, size_t *length,
                                      seg_error *error);

/* The decoder behind the input: offsets, encoding, lossy places. Borrowed. */
SEG_API seg_decoder *seg_input_decoder(seg_input *input);

/* Bytes read from the file so far, as they stand there: packed where it is packed. */
SEG_API uint64_t seg_input_bytes_read(const seg_input *input);

/* The name for messages: the path, or "<stdin>". Borrowed. */
SEG_API const char *seg_input_name(const seg_input *input);

/* --- Output: a file that appears whole or not at all, or standard output. */

typedef struct seg_output seg_output;

/* Opens an output; "-" or NULL is standard output. A file is written under a temporary name
 * in the same folder and takes its own name in seg_output_commit. Existing files keep their
 * permissions. A path that exists and is no regular file (/dev/full, a pipe) is written directly.
 * A path that ends in .gz, .zst or .xz is packed so.
 * Errors: SEG_IO, SEG_NOMEM. */
SEG_API seg_status seg_output_open(const char *path, seg_output **output, seg_error *error);

/* Buffered write. After an error every later call returns the same error. */
SEG_API seg_status seg_output_write(seg_output *output, const char *data, size_t length,
                                    seg_error *error);

/* Hands what is buffered to the system, or to what packs it: for interactive use. */
SEG_API seg_status seg_output_flush(seg_output *output, seg_error *error);

/* Flushes, closes and renames; standard output is flushed and checked. Frees output in every
 * case; on error nothing stands under the final name. */
SEG_API seg_status seg_output_commit(seg_output *output, seg_error *error);

/* Gives up: removes the temporary file. Frees output. NULL is fine. */
SEG_API void seg_output_discard(seg_output *output);

#ifdef __cplusplus
}
#endif
#endif
