#include "io/xml_trouble.h"

#include <string.h>

#include "base/error.h"

void segi_xml_note_trouble(seg_error *trouble, xmlErrorPtr e) {
  if (e->level < XML_ERR_ERROR) return;
  if (e->code == XML_ERR_NO_MEMORY) {
    segi_nomem(trouble);
    return;
  }
  const char *message = e->message != NULL ? e->message : "not well-formed";
  const xmlParserCtxt *parser = e->ctxt;
  if (e->code == XML_ERR_DOCUMENT_END && parser != NULL && parser->nameNr > 0)
    message = "the file ends too soon";
  if (strncmp(message, "Excessive depth", strlen("Excessive depth")) == 0)
    message = "elements are nested too deep";
  segi_fail_at(trouble, SEG_BAD_FORMAT, 0, e->line > 0 ? (size_t)e->line : 0, "%.*s",
               (int)strcspn(message, "\n"), message);
}

static void print_nothing(void *context, const char *format, ...) {
  (void)context, (void)format;
}

segi_xml_watch segi_xml_watch_begin(xmlStructuredErrorFunc function, void *context) {
  segi_xml_watch before = {xmlStructuredError, xmlStructuredErrorContext, xmlGenericError,
                           xmlGenericErrorContext};
  xmlSetStructuredErrorFunc(context, function);
  xmlSetGenericErrorFunc(NULL, print_nothing);
  return before;
}

void segi_xml_watch_end(segi_xml_watch before) {
  xmlSetStructuredErrorFunc(before.context, before.function);
  xmlSetGenericErrorFunc(before.print_context, before.print);
}

seg_status segi_xml_report(const seg_error *trouble, seg_error *error) {
  if (trouble->status == SEG_OK) return segi_fail(error, SEG_BAD_FORMAT, "not well-formed XML");
  if (error != NULL && error->status == SEG_OK) *error = *trouble;
  return trouble->status;
}

seg_status segi_xml_check_doctype(xmlTextReader *reader, seg_error *error) {
  const xmlDtd *dtd = (const xmlDtd *)xmlTextReaderCurrentNode(reader);
  if (dtd->entities == NULL && dtd->pentities == NULL) return SEG_OK;
  return segi_fail_at(error, SEG_BAD_FORMAT, 0, (size_t)xmlTextReaderGetParserLineNumber(reader),
                      "the file declares entities, which are not supported");
}
