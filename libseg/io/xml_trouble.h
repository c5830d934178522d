/* What libxml2 complains about while it reads, as our errors, and what we do not read. */
#ifndef SEGI_XML_TROUBLE_H
#define SEGI_XML_TROUBLE_H

#include <libxml/xmlreader.h>

#include "seg/status.h"

/* Puts what libxml2 reports into *trouble as one line; warnings are left out. */
void segi_xml_note_trouble(seg_error *trouble, xmlErrorPtr e);

/* The noted trouble, or that the XML is not well-formed, as *error. */
seg_status segi_xml_report(const seg_error *trouble, seg_error *error);

/* The reader stands on a document type: SEG_BAD_FORMAT when it declares entities. */
seg_status segi_xml_check_doctype(xmlTextReader *reader, seg_error *error);

#endif
