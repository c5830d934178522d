/* What libxml2 complains about while it reads, as our errors, and what we do not read. */
#ifndef SEGI_XML_TROUBLE_H
#define SEGI_XML_TROUBLE_H

#include <libxml/xmlreader.h>

#include "seg/status.h"

/* Puts what libxml2 reports into *trouble as one line; warnings are left out. */
void segi_xml_note_trouble(seg_error *trouble, xmlErrorPtr e);

/* What libxml2 lacks memory for outside a parser, it prints, and leaves out of its result. Between
 * these two calls it tells `function` instead, on this thread. */
typedef struct segi_xml_watch {
  xmlStructuredErrorFunc function;
  void *context;
  xmlGenericErrorFunc print;
  void *print_context;
} segi_xml_watch;
segi_xml_watch segi_xml_watch_begin(xmlStructuredErrorFunc function, void *context);
void segi_xml_watch_end(segi_xml_watch before);

/* The noted trouble, or that the XML is not well-formed, as *error. */
seg_status segi_xml_report(const seg_error *trouble, seg_error *error);

/* The reader stands on a document type: SEG_BAD_FORMAT when it declares entities. */
seg_status segi_xml_check_doctype(xmlTextReader *reader, seg_error *error);

#endif
