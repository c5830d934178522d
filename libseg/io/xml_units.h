/* The units of an XML file, one at a time, as libxml2 reads them; what stands around them is
 * copied.
 *
 *   <body> <tu> <tuv> <seg>text</seg> ... </tu> ... </body>
 *            unit       content: what holds a text
 */
#ifndef SEGI_XML_UNITS_H
#define SEGI_XML_UNITS_H

#include <libxml/tree.h>

#include "base/buf.h"
#include "io/format.h"

/* A text node of a content. */
typedef struct segi_xml_piece {
  xmlNode *node;
  seg_span span;   /* in the text */
  bool after_code; /* an inline code that may stand for something (a line break, a picture) is
                      before it */
} segi_xml_piece;

/* An element with its text: that of its text nodes, without what inline codes hold. */
typedef struct segi_xml_content {
  xmlNode *node;
  segi_buf text;
  segi_xml_piece *pieces;
  size_t piece_count, piece_capacity;
} segi_xml_content;

/* What a dialect has to say. */
typedef struct segi_xml_dialect {
  const char *root;
  bool (*is_unit)(const char *name);
  /* Calls add for each content of a unit; false when that says so. */
  bool (*contents)(xmlNode *unit, const char *language, bool (*add)(void *, xmlNode *),
                   void *context);
  /* Marks the segments in the unit, in which the content then need not be any more. NULL where
   * that cannot be. */
  bool (*split)(segi_xml_content *content, const seg_segment *segments, size_t count);
} segi_xml_dialect;

/* State of a format; functions as segi_format wants them. */
seg_status segi_xml_open(const segi_xml_dialect *dialect, const seg_record_options *options,
                         void **state, seg_error *error);
void segi_xml_close(void *state);
seg_status segi_xml_next(void *state, seg_input *input, seg_record *record, seg_error *error);
seg_status segi_xml_put_unit(void *state, const seg_result *result, segi_buf *out, seg_error *error);
seg_status segi_xml_finish(void *state, segi_buf *out, seg_error *error);

/* The element child of that name from `node` on among its siblings; NULL: none. */
xmlNode *segi_xml_find(xmlNode *node, const char *name);
bool segi_xml_named(const xmlNode *node, const char *name);

/* Whether an attribute (without namespace) has this value. */
bool segi_xml_has(xmlNode *node, const char *attribute, const char *value);

#endif
