/* Reads SRX 2.0. Elements are known by their names in whatever name space; where the schema of the
 * standard would not accept them, the file is refused. */
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "io/xml_trouble.h"
#include "io/xml_units.h"
#include "seg/io.h"
#include "split/srx.h"

typedef struct reading {
  seg_srx *srx;
  seg_error *error;
} reading;

/* --- Elements and attributes */

static xmlNode *next_element(xmlNode *node) {
  while (node != NULL && node->type != XML_ELEMENT_NODE) node = node->next;
  return node;
}

static size_t line_of(const xmlNode *node) {
  return (size_t)xmlGetLineNo(node);
}

static seg_status unexpected(const reading *r, const xmlNode *node, const char *wanted) {
  return segi_fail_at(r->error, SEG_BAD_FORMAT, 0, line_of(node), "element '%s' where %s should be",
                      (const char *)node->name, wanted);
}

/* The attribute, which the caller frees with xmlFree. */
static seg_status get_attribute(const reading *r, xmlNode *node, const char *name, char **value) {
  *value = (char *)xmlGetNoNsProp(node, (const xmlChar *)name);
  if (*value != NULL) return SEG_OK;
  if (xmlHasProp(node, (const xmlChar *)name) != NULL) return segi_nomem(r->error);
  return segi_fail_at(r->error, SEG_BAD_FORMAT, 0, line_of(node), "'%s' has no attribute '%s'",
                      (const char *)node->name, name);
}

/* One of some words, which end with NULL. */
static seg_status get_choice(const reading *r, xmlNode *node, const char *name,
                             const char *const *words, size_t *choice) {
  char *value;
  seg_status status = get_attribute(r, node, name, &value);
  if (status != SEG_OK) return status;
  for (*choice = 0; words[*choice] != NULL && strcmp(words[*choice], value) != 0;) ++*choice;
  if (words[*choice] == NULL)
    status = segi_fail_at(r->error, SEG_BAD_FORMAT, 0, line_of(node),
                          "%s=\"%.100s\" is no value that SRX 2.0 knows", name, value);
  xmlFree(value);
  return status;
}

static const char *const yes_or_no[] = {"yes", "no", NULL};
enum { YES = 0 };

/* Calls `read` for each of the elements, which all have the name and of which there is one. */
static seg_status read_all(reading *r, xmlNode *parent, const char *name,
                           seg_status (*read)(reading *, xmlNode *)) {
  xmlNode *node = next_element(parent->children);
  if (node == NULL)
    return segi_fail_at(r->error, SEG_BAD_FORMAT, 0, line_of(parent), "'%s' holds no '%s'",
                        (const char *)parent->name, name);
  for (; node != NULL; node = next_element(node->next)) {
    if (!segi_xml_named(node, name)) return unexpected(r, node, name);
    seg_status status = read(r, node);
    if (status != SEG_OK) return status;
  }
  return SEG_OK;
}

/* --- The file, from the leaves to the root */

static seg_status read_rule(reading *r, xmlNode *node) {
  xmlNode *before = next_element(node->children), *after = before;
  size_t breaks = YES;
  if (before != NULL && segi_xml_named(before, "beforebreak"))
    after = next_element(before->next);
  else
    before = NULL;
  if (after != NULL && !segi_xml_named(after, "afterbreak"))
    return unexpected(r, after, "beforebreak or afterbreak");
  if (after != NULL && next_element(after->next) != NULL)
    return unexpected(r, next_element(after->next), "the end of the rule");
  if (xmlHasProp(node, (const xmlChar *)"break") != NULL) {
    seg_status status = get_choice(r, node, "break", yes_or_no, &breaks);
    if (status != SEG_OK) return status;
  }
  xmlChar *before_text = before != NULL ? xmlNodeGetContent(before) : NULL;
  xmlChar *after_text = after != NULL ? xmlNodeGetContent(after) : NULL;
  bool lost = (before != NULL && before_text == NULL) || (after != NULL && after_text == NULL);
  seg_status status = lost ? segi_nomem(r->error)
                           : segi_srx_add_rule(r->srx, breaks == YES, (const char *)before_text,
                                               (const char *)after_text, line_of(node), r->error);
  xmlFree(before_text);
  xmlFree(after_text);
  return status;
}

static seg_status read_set(reading *r, xmlNode *node) {
  char *name;
  seg_status status = get_attribute(r, node, "languagerulename", &name);
  if (status != SEG_OK) return status;
  status = segi_srx_add_set(r->srx, name, line_of(node), r->error);
  xmlFree(name);
  return status == SEG_OK ? read_all(r, node, "rule", read_rule) : status;
}

static seg_status read_map(reading *r, xmlNode *node) {
  char *pattern, *name = NULL;
  seg_status status = get_attribute(r, node, "languagepattern", &pattern);
  if (status != SEG_OK) return status;
  status = get_attribute(r, node, "languagerulename", &name);
  if (status == SEG_OK) status = segi_srx_add_map(r->srx, pattern, name, line_of(node), r->error);
  xmlFree(pattern);
  xmlFree(name);
  return status;
}

static seg_status read_body(reading *r, xmlNode *body) {
  xmlNode *sets = segi_xml_find(body->children, "languagerules");
  xmlNode *maps = segi_xml_find(body->children, "maprules");
  if (sets == NULL || maps == NULL)
    return segi_fail_at(r->error, SEG_BAD_FORMAT, 0, line_of(body), "'body' holds no '%s'",
                        sets == NULL ? "languagerules" : "maprules");
  seg_status status = read_all(r, sets, "languagerule", read_set);
  return status == SEG_OK ? read_all(r, maps, "languagemap", read_map) : status;
}

static seg_status check_format(reading *r, xmlNode *node) {
  static const char *const types[] = {"start", "end", "isolated", NULL};
  size_t choice;
  seg_status status = get_choice(r, node, "include", yes_or_no, &choice);
  return status == SEG_OK ? get_choice(r, node, "type", types, &choice) : status;
}

static seg_status read_header(reading *r, xmlNode *header) {
  size_t cascade, subflows;
  seg_status status = get_choice(r, header, "segmentsubflows", yes_or_no, &subflows);
  if (status == SEG_OK) status = get_choice(r, header, "cascade", yes_or_no, &cascade);
  if (status != SEG_OK) return status;
  segi_srx_set_cascade(r->srx, cascade == YES);
  xmlNode *format = segi_xml_find(header->children, "formathandle");
  for (; format != NULL && status == SEG_OK; format = segi_xml_find(format->next, "formathandle"))
    status = check_format(r, format);
  return status;
}

static seg_status read_root(reading *r, xmlNode *root) {
  static const char *const versions[] = {"2.0", NULL};
  size_t version;
  if (!segi_xml_named(root, "srx"))
    return segi_fail_at(r->error, SEG_BAD_FORMAT, 0, line_of(root),
                        "the root element is '%s', not 'srx'", (const char *)root->name);
  seg_status status = get_choice(r, root, "version", versions, &version);
  if (status != SEG_OK) return status;
  xmlNode *header = segi_xml_find(root->children, "header");
  xmlNode *body = segi_xml_find(root->children, "body");
  if (header == NULL || body == NULL)
    return segi_fail_at(r->error, SEG_BAD_FORMAT, 0, line_of(root), "'srx' holds no '%s'",
                        header == NULL ? "header" : "body");
  status = read_header(r, header);
  return status == SEG_OK ? read_body(r, body) : status;
}

/* --- The bytes of the file */

static void note_trouble(void *context, xmlErrorPtr e) {
  segi_xml_note_trouble(context, e);
}

/* Takes the reader to the end of the file, with the root element whole. */
static seg_status read_tree(xmlTextReader *reader, seg_error *trouble, reading *r) {
  for (int more; (more = xmlTextReaderRead(reader)) != 0;) {
    if (more < 0 || trouble->status != SEG_OK) return segi_xml_report(trouble, r->error);
    int type = xmlTextReaderNodeType(reader);
    if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
      seg_status status = segi_xml_check_doctype(reader, r->error);
      if (status != SEG_OK) return status;
    }
    if (type != XML_READER_TYPE_ELEMENT) continue;
    xmlNode *root = xmlTextReaderExpand(reader);
    if (root == NULL || trouble->status != SEG_OK) return segi_xml_report(trouble, r->error);
    seg_status status = read_root(r, root);
    if (status != SEG_OK) return status;
    if (xmlTextReaderNext(reader) < 0 || trouble->status != SEG_OK)
      return segi_xml_report(trouble, r->error);
  }
  return trouble->status == SEG_OK ? SEG_OK : segi_xml_report(trouble, r->error);
}

static seg_status parse_watched(const segi_buf *file, seg_error *trouble, reading *r) {
  xmlTextReader *reader =
    xmlReaderForMemory(file->data, (int)file->length, NULL, NULL, XML_PARSE_NONET);
  if (reader == NULL) return segi_nomem(r->error);
  xmlTextReaderSetStructuredErrorHandler(reader, note_trouble, trouble);
  seg_status status = read_tree(reader, trouble, r);
  xmlFreeTextReader(reader);
  return status;
}

static seg_status parse(const segi_buf *file, reading *r) {
  seg_error trouble = {0};
  segi_xml_watch before = segi_xml_watch_begin(note_trouble, &trouble);
  seg_status status = parse_watched(file, &trouble, r);
  segi_xml_watch_end(before);
  return status == SEG_OK && trouble.status == SEG_NOMEM ? segi_nomem(r->error) : status;
}

static seg_status read_file(seg_input *input, segi_buf *file, seg_error *error) {
  seg_bytes chunk;
  seg_status status;
  if (!segi_buf_append_string(file, "")) return segi_nomem(error);
  while ((status = seg_input_read(input, &chunk, error)) == SEG_OK) {
    if (file->length + chunk.length > SEG_LARGEST_SRX)
      return segi_fail(error, SEG_BAD_FORMAT, "larger than %zu MiB", SEG_LARGEST_SRX >> 20);
    if (!segi_buf_append(file, chunk.data, chunk.length)) return segi_nomem(error);
  }
  return status == SEG_END ? SEG_OK : status;
}

seg_status seg_srx_load(const char *path, seg_srx **srx, seg_error *error) {
  seg_error local = {0};
  segi_buf file = SEGI_BUF_EMPTY;
  seg_input *input;
  *srx = NULL;
  if (error == NULL) error = &local;
  reading r = {.error = error};
  seg_status status = seg_input_open(path, "UTF-8", SEG_INVALID_KEEP, &input, error);
  if (status != SEG_OK) return status;
  status = read_file(input, &file, error);
  if (status == SEG_OK) status = segi_srx_new(seg_input_name(input), &r.srx, error);
  if (status == SEG_OK) status = parse(&file, &r);
  if (status != SEG_OK && status != SEG_NOMEM) segi_error_source(error, seg_input_name(input));
  seg_input_free(input);
  segi_buf_clear(&file);
  if (status == SEG_OK)
    *srx = r.srx;
  else
    seg_srx_free(r.srx);
  return status;
}
