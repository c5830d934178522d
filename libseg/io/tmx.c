/* TMX 1.4b: translation memories. A record is what a unit says in one language. */
#include "io/tmx.h"

#include <string.h>
#include <strings.h>

#include "io/xml_text.h"
#include "io/xml_units.h"

static bool is_unit(const char *name) {
  return strcmp(name, "tu") == 0;
}

/* "de" stands for "de-DE" and "DE", too. */
static bool speaks(xmlNode *tuv, const char *language) {
  size_t length = strlen(language);
  for (xmlAttr *a = tuv->properties; a != NULL; a = a->next) {
    const char *value = a->children != NULL ? (const char *)a->children->content : NULL;
    if (strcmp((const char *)a->name, "lang") != 0 || value == NULL) continue;
    if (strncasecmp(value, language, length) == 0 &&
        (value[length] == '\0' || value[length] == '-'))
      return true;
  }
  return false;
}

static bool contents(xmlNode *unit, const char *language, bool (*add)(void *, xmlNode *),
                     void *context) {
  xmlNode *tuv = segi_xml_find(unit->children, "tuv");
  for (; tuv != NULL; tuv = segi_xml_find(tuv->next, "tuv")) {
    xmlNode *seg = speaks(tuv, language) ? segi_xml_find(tuv->children, "seg") : NULL;
    if (seg != NULL && !add(context, seg)) return false;
  }
  return true;
}

static seg_status open_tmx(const seg_record_options *options, void **state, seg_error *error) {
  static const segi_xml_dialect tmx = {"tmx", is_unit, contents, NULL};
  return segi_xml_open(&tmx, options, state, error);
}

const segi_format segi_format_tmx = {
  .open = open_tmx, .close = segi_xml_close,
  .next = segi_xml_next, .put = segi_xml_put_unit, .finish = segi_xml_finish};

/* --- Writing */

bool segi_tmx_begin(const char *source_language, segi_buf *out) {
  segi_xml_text x;
  if (!segi_buf_append_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                   "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n"
                                   "<tmx version=\"1.4\">\n"))
    return false;
  segi_xml_text_begin(&x);
  segi_xml_start(&x, "header");
  segi_xml_attribute(&x, "creationtool", "libseg");
  segi_xml_attribute(&x, "creationtoolversion", seg_version());
  segi_xml_attribute(&x, "segtype", "sentence");
  segi_xml_attribute(&x, "o-tmf", "libseg");
  segi_xml_attribute(&x, "adminlang", "en");
  segi_xml_attribute(&x, "srclang", source_language);
  segi_xml_attribute(&x, "datatype", "plaintext");
  segi_xml_end(&x);
  return segi_xml_text_end(&x, out) && segi_buf_append_string(out, "\n<body>\n");
}

static void put_side(segi_xml_text *x, const char *language, seg_bytes text) {
  segi_xml_start(x, "tuv");
  segi_xml_attribute(x, "xml:lang", language);
  segi_xml_start(x, "seg");
  segi_xml_put(x, text);
  segi_xml_end(x);
  segi_xml_end(x);
}

bool segi_tmx_unit(const char *source_language, seg_bytes source, const char *target_language,
                   seg_bytes target, const char *score, segi_buf *out) {
  segi_xml_text x;
  segi_xml_text_begin(&x);
  segi_xml_start(&x, "tu");
  segi_xml_start(&x, "prop");
  segi_xml_attribute(&x, "type", "x-score");
  segi_xml_put(&x, (seg_bytes){score, strlen(score)});
  segi_xml_end(&x);
  put_side(&x, source_language, source);
  put_side(&x, target_language, target);
  segi_xml_end(&x);
  return segi_xml_text_end(&x, out) && segi_buf_append(out, "\n", 1);
}

bool segi_tmx_end(segi_buf *out) {
  return segi_buf_append_string(out, "</body>\n</tmx>\n");
}
