#include "io/xml_text.h"

#include <string.h>

#include "text/chars.h"

/* libxml2 does not always say that a part was lost where memory is short. */
static void note_failure(void *context, xmlErrorPtr trouble) {
  segi_xml_text *x = context;
  if (trouble->code == XML_ERR_NO_MEMORY) x->failed = true;
}

void segi_xml_text_begin(segi_xml_text *x) {
  x->failed = false;
  x->before = segi_xml_watch_begin(note_failure, x);
  x->buffer = xmlBufferCreate();
  x->writer = x->buffer != NULL ? xmlNewTextWriterMemory(x->buffer, 0) : NULL;
  x->failed |= x->writer == NULL;
}

void segi_xml_start(segi_xml_text *x, const char *name) {
  if (!x->failed) x->failed |= xmlTextWriterStartElement(x->writer, (const xmlChar *)name) < 0;
}

void segi_xml_end(segi_xml_text *x) {
  if (!x->failed) x->failed |= xmlTextWriterEndElement(x->writer) < 0;
}

static bool is_character(int32_t c) {
  bool control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
  return c >= 0 && !control && c != 0xFFFE && c != 0xFFFF;
}

static bool clean(seg_bytes text, segi_buf *out) {
  for (size_t i = 0, length; i < text.length; i += length) {
    int32_t c;
    length = segi_decode(text.data + i, text.length - i, &c);
    bool good = is_character(c);
    if (!segi_buf_append(out, good ? text.data + i : "\xEF\xBF\xBD", good ? length : 3))
      return false;
  }
  return true;
}

void segi_xml_put(segi_xml_text *x, seg_bytes text) {
  segi_buf cleaned = SEGI_BUF_EMPTY;
  if (!x->failed && text.length > 0)
    x->failed |= !clean(text, &cleaned) ||
                 xmlTextWriterWriteString(x->writer, (const xmlChar *)cleaned.data) < 0;
  segi_buf_clear(&cleaned);
}

void segi_xml_attribute(segi_xml_text *x, const char *name, const char *value) {
  if (!x->failed) x->failed |= xmlTextWriterStartAttribute(x->writer, (const xmlChar *)name) < 0;
  segi_xml_put(x, (seg_bytes){value, strlen(value)});
  if (!x->failed) x->failed |= xmlTextWriterEndAttribute(x->writer) < 0;
}

bool segi_xml_text_end(segi_xml_text *x, segi_buf *out) {
  bool done = !x->failed && xmlTextWriterFlush(x->writer) >= 0 && !x->failed &&
              segi_buf_append(out, (const char *)xmlBufferContent(x->buffer),
                              (size_t)xmlBufferLength(x->buffer));
  xmlFreeTextWriter(x->writer);
  xmlBufferFree(x->buffer);
  segi_xml_watch_end(x->before);
  return done;
}
