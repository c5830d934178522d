/* Writing XML elements with libxml2. The first failure, which is always that memory is short,
 * makes all later calls do nothing and is told at the end. */
#ifndef SEGI_XML_TEXT_H
#define SEGI_XML_TEXT_H

#include <libxml/xmlwriter.h>

#include "base/buf.h"
#include "io/xml_trouble.h"
#include "seg/span.h"

typedef struct segi_xml_text {
  xmlBuffer *buffer;
  xmlTextWriter *writer;
  segi_xml_watch before;
  bool failed;
} segi_xml_text;

void segi_xml_text_begin(segi_xml_text *x);
void segi_xml_start(segi_xml_text *x, const char *name);
void segi_xml_attribute(segi_xml_text *x, const char *name, const char *value);
void segi_xml_end(segi_xml_text *x);

/* Text as XML can hold it: what is no UTF-8 or no character of XML becomes U+FFFD. */
void segi_xml_put(segi_xml_text *x, seg_bytes text);

/* Appends what was written and frees. False when memory was short. */
bool segi_xml_text_end(segi_xml_text *x, segi_buf *out);

#endif
