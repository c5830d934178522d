/* What stands between the segments of a text, kept apart while they are translated.
 *
 *   text -> segments, one a line -> any engine that works line by line --+
 *       \-> skeleton ----------------------------------------------------+-> text
 *
 * A skeleton is JSON Lines: an object that says so, one for each segment with the text before it,
 * one with their number and the text after the last:
 *
 *   {"skeleton":1}
 *   {"before":""}
 *   {"before":"\n\n"}
 *   {"segments":2,"after":"\n"} */
#ifndef SKELETON_H
#define SKELETON_H

#include "seg/seg.h"

/* One that is being written. */
typedef struct skeleton skeleton;

/* Opens the file, which appears only when it is complete. */
seg_status skeleton_new(const char *path, skeleton **made, seg_error *error);

/* The next bytes of the text, then the segments that end in what was given, in order. Memory is
 * bounded by the longest segment and what one call gives. */
seg_status skeleton_text(skeleton *s, seg_bytes text, seg_error *error);
seg_status skeleton_segment(skeleton *s, seg_span span, seg_error *error);

/* Writes the end; frees the skeleton in every case. */
seg_status skeleton_finish(skeleton *s, seg_error *error);

/* Gives up: nothing stands under the name of the file. Frees; NULL is fine. */
void skeleton_discard(skeleton *s);

/* Writes the text of a skeleton with the lines of a file in place of its segments. All are read
 * before anything is written, the lines first: at the end of a pipe the skeleton is ready when they
 * end. Errors: SEG_BAD_FORMAT (no skeleton), SEG_BAD_MATCH (more or fewer lines
 * than segments), as seg_input_read and seg_output_write. */
seg_status skeleton_restore(const char *path, const char *lines, const char *encoding,
                            const char *output, seg_error *error);

#endif
