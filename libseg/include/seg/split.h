/* Text to sentences.
 *
 *   text chunks -> paragraphs -> tokens and junctions -> P(sentence end) -> segments
 *                             \-> rules of an SRX file (seg/srx.h) -----/
 *
 * Segments are spans of the text without the white space around them. They come in order, do
 * not overlap, and every byte that is not white space lies in exactly one of them. */
#ifndef SEG_SPLIT_H
#define SEG_SPLIT_H

#include <stdbool.h>

#include "seg/model.h"
#include "seg/span.h"
#include "seg/srx.h"
#include "seg/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How the input marks paragraphs. */
typedef enum seg_paragraphs {
  SEG_PARAGRAPHS_AUTO,   /* one of the others, by seg_guess_paragraphs */
  SEG_PARAGRAPHS_LINE,   /* every line is a paragraph */
  SEG_PARAGRAPHS_BLANK,  /* blank lines separate paragraphs; a line break inside one ends a segment */
  SEG_PARAGRAPHS_WRAPPED /* blank lines separate paragraphs; other line breaks are mere spaces */
} seg_paragraphs;

typedef enum seg_segment_kind {
  SEG_SENTENCE = 0,
  SEG_HEADING = 1,  /* a short line without end mark that stands alone */
  SEG_FURNITURE = 2, /* navigation, copyright and teaser lines of a web page */
  SEG_PART = 3,     /* a part of one that is longer than max_length, of whatever kind it was; its
                       confidence is 0 where the next part goes on with it */
  SEG_JOINED = 4    /* sentences of which all but one are shorter than min_length */
} seg_segment_kind;

/* "sentence", "heading", "furniture", "part", "joined". Static storage. */
SEG_API const char *seg_segment_kind_name(seg_segment_kind kind);

typedef struct seg_segment {
  seg_span span;         /* bytes from the start of the text or stream */
  size_t paragraph;      /* from 0 */
  seg_segment_kind kind;
  double confidence;     /* probability that the segment ends here; 1 at a paragraph end */
} seg_segment;

typedef struct seg_split_options {
  size_t size;               /* sizeof(seg_split_options), so that the struct can grow */
  const char *language;      /* "de" uses the model; any other ICU locale its break iterator */
  seg_paragraphs paragraphs;
  double threshold;          /* least probability of a sentence end, in (0, 1) */
  const seg_srx *srx;        /* rules in place of the model or break iterator; borrowed, NULL: none */
  bool srx_over;             /* the rules decide where one applies, else the model does */
  size_t max_length;         /* longer segments are cut at their best inner junctions; 0: never */
  size_t min_length;         /* sentences that are shorter join the next one of their paragraph, or
                                the one before where they are last or that would be longer than
                                max_length; 0: never */
  bool count_tokens;         /* lengths are words between white space, else characters (code points) */
} seg_split_options;

/* German, automatic paragraphs, threshold 0.5, no rules, no limits of length. */
SEG_API extern const seg_split_options seg_split_defaults;

/* Digested options: read-only, shared by threads. */
typedef struct seg_splitter seg_splitter;

/* options NULL means the defaults; model NULL means seg_model_default() and must outlive the
 * splitter otherwise. Errors: SEG_BAD_ARGUMENT, SEG_UNSUPPORTED (language, also one that no
 * languagemap of the rules matches), SEG_BAD_FORMAT (a languagemap takes too many steps), SEG_NOMEM. */
SEG_API seg_status seg_splitter_new(const seg_split_options *options, const seg_model *model,
                                    seg_splitter **splitter, seg_error *error);
SEG_API void seg_splitter_free(seg_splitter *splitter);

/* --- A text that comes in chunks, cut anywhere: the segments are the same for every cut. */

/* Scratch memory for one stream; one thread at a time. Memory is bounded by the longest
 * segment plus a fixed amount. */
typedef struct seg_split_stream seg_split_stream;

SEG_API seg_status seg_split_stream_new(const seg_splitter *splitter, seg_split_stream **stream,
                                        seg_error *error);
SEG_API void seg_split_stream_free(seg_split_stream *stream);

/* Starts over with a new text, keeping the memory. */
SEG_API void seg_split_reset(seg_split_stream *stream);

/* Takes the next bytes of UTF-8 text (copied; invalid bytes count as letters). `final` says
 * that no more will come: call it once, with length 0 if need be. Errors: SEG_BAD_FORMAT (a rule
 * of SRX takes too many steps on this text), SEG_NOMEM, after which only reset and free are
 * allowed. */
SEG_API seg_status seg_split_feed(seg_split_stream *stream, const char *text, size_t length,
                                  bool final, seg_error *error);

/* The next segment that is certain already, SEG_END when there is none before the next feed (with
 * min_length the last two wait for what follows).
 * *bytes lends the segment's text until the next feed, reset or free; bytes may be NULL. */
SEG_API seg_status seg_split_next(seg_split_stream *stream, seg_segment *segment,
                                  seg_bytes *bytes);

/* --- One text on several threads: cut in parts, each of which has a stream of its own. Together they
 * give the segments of the whole, with offsets and paragraphs that count from the start of a part. */

/* Decides for SEG_PARAGRAPHS_AUTO, from the first SEG_GUESS_LENGTH bytes: wrapped when lines that end
 * without a mark are often followed by a lower-case word, else blank when there are blank lines, else
 * line. */
#define SEG_GUESS_LENGTH ((size_t)64 << 10)
SEG_API seg_paragraphs seg_guess_paragraphs(const char *text, size_t length);

/* The last place in text[0, length], which may go on, where a part can end: behind a paragraph or, where
 * a line break ends a segment and min_length joins none, behind a line; 0 when there is none. *inside
 * tells whether the next part goes on with the paragraph. paragraphs is not SEG_PARAGRAPHS_AUTO. */
SEG_API size_t seg_split_cut(const seg_splitter *splitter, seg_paragraphs paragraphs,
                             const char *text, size_t length, bool *inside);

/* seg_split_reset for a part, which begins inside a paragraph or not; paragraphs counts, not the option
 * of the splitter. */
SEG_API void seg_split_reset_part(seg_split_stream *stream, seg_paragraphs paragraphs, bool inside);

/* --- Why. */

/* The numbers that decided about the junction between two words of German text. Scores are log odds
 * before calibration. What is lent ends with the call. */
typedef struct seg_explanation {
  size_t offset;          /* of the end of the left word, in bytes from the start of the stream */
  seg_bytes left, right;  /* lent */
  bool ends;              /* a sentence ends here */
  double probability;     /* that one does, by the model: of score + rules */
  const char *decided_by; /* "settled" (by the shape of the words), "glance" (by the bytes around),
                             "first-look", "second-look" (linear scores), "network", or what
                             overruled the model: "srx", "furniture" */
  double first_look;      /* sum of the weights of the looks, or the score of what is settled */
  double score;           /* of the network, or of the looks where these are sure */
  double rules;           /* what hand-set rules that are sure add */
  const seg_weight *weights; /* [weight_count] lent: of the rules, the glance and the looks */
  size_t weight_count;
} seg_explanation;

typedef void seg_explain(void *context, const seg_explanation *explanation);

/* Lets the stream call explain for each junction, in order, before the segments that it divides come.
 * Set before the first feed. Errors: SEG_UNSUPPORTED (no German model decides). */
SEG_API seg_status seg_split_explain(seg_split_stream *stream, seg_explain *explain, void *context,
                                     seg_error *error);

/* --- A whole text at once. */

/* Splits text[0, length). *segments is allocated: the caller frees it with seg_free. NULL and
 * 0 for a text of white space. Thread-safe. Errors: as seg_split_feed. */
SEG_API seg_status seg_split_text(const seg_splitter *splitter, const char *text, size_t length,
                                  seg_segment **segments, size_t *count, seg_error *error);

#ifdef __cplusplus
}
#endif
#endif
