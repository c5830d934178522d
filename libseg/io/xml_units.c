#include "io/xml_units.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "io/xml_trouble.h"

/* The largest unit: its tree takes some twenty times as much. */
enum { LARGEST_UNIT = 4 << 20 };

typedef struct units {
  const segi_xml_dialect *dialect;
  const char *language; /* borrowed */
  seg_input *input;
  seg_bytes chunk;      /* of the input, not handed over yet */
  size_t read_since;    /* bytes since the last record: bounds the memory for a unit */
  seg_error trouble;    /* the first of input or parser */
  xmlTextReader *reader;
  xmlNode *unit;        /* owned; NULL between units */
  size_t own_spaces;    /* name spaces that it declares itself */
  xmlNode **contents;   /* of the unit as it was read */
  size_t content_count, content_capacity, next_content;
  segi_xml_content content;
  segi_buf copied;      /* goes out with the next put or finish */
  size_t index;
} units;

seg_status segi_xml_open(const segi_xml_dialect *dialect, const seg_record_options *options,
                         void **state, seg_error *error) {
  units *made = segi_calloc(1, sizeof *made);
  if (made == NULL) return segi_nomem(error);
  made->dialect = dialect;
  made->language = options->language;
  *state = made;
  return SEG_OK;
}

static void drop_unit(units *u) {
  xmlFreeNode(u->unit);
  u->unit = NULL;
}

void segi_xml_close(void *state) {
  units *u = state;
  if (u == NULL) return;
  drop_unit(u);
  xmlFreeTextReader(u->reader);
  segi_buf_clear(&u->content.text);
  free(u->content.pieces);
  free(u->contents);
  segi_buf_clear(&u->copied);
  free(u);
}

/* --- The parser */

static int read_input(void *context, char *buffer, int room) {
  units *u = context;
  while (u->chunk.length == 0) {
    seg_status status = seg_input_read(u->input, &u->chunk, &u->trouble);
    if (status == SEG_END) return 0;
    if (status != SEG_OK) return -1;
  }
  size_t length = u->chunk.length < (size_t)room ? u->chunk.length : (size_t)room;
  memcpy(buffer, u->chunk.data, length);
  u->chunk = (seg_bytes){u->chunk.data + length, u->chunk.length - length};
  u->read_since += length;
  if (u->read_since > LARGEST_UNIT) {
    segi_fail(&u->trouble, SEG_BAD_FORMAT, "a unit of more than %d MiB", LARGEST_UNIT >> 20);
    return -1;
  }
  return (int)length;
}

static void note_trouble(void *context, xmlErrorPtr e) {
  segi_xml_note_trouble(&((units *)context)->trouble, e);
}

/* Nothing is fetched, no entity is replaced, and libxml2's own limits on depth and growth
 * stay. */
static seg_status start(units *u, seg_input *input, seg_error *error) {
  u->input = input;
  u->reader = xmlReaderForIO(read_input, NULL, u, NULL, NULL, XML_PARSE_NONET);
  if (u->reader == NULL) return segi_nomem(error);
  xmlTextReaderSetStructuredErrorHandler(u->reader, note_trouble, u);
  static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  return segi_buf_append_string(&u->copied, declaration) ? SEG_OK : segi_nomem(error);
}

static seg_status report(const units *u, seg_error *error) {
  return segi_xml_report(&u->trouble, error);
}

/* The next node; *more false behind the last. `over` steps over what the last one holds. */
static seg_status step(units *u, bool over, bool *more, seg_error *error) {
  int got = over ? xmlTextReaderNext(u->reader) : xmlTextReaderRead(u->reader);
  *more = got == 1;
  return got < 0 || u->trouble.status != SEG_OK ? report(u, error) : SEG_OK;
}

/* --- Copying */

static bool dump(units *u, xmlNode *node) {
  xmlBuffer *buffer = xmlBufferCreate();
  bool done = buffer != NULL && xmlNodeDump(buffer, node->doc, node, 0, 0) >= 0 &&
              segi_buf_append(&u->copied, (const char *)xmlBufferContent(buffer),
                              (size_t)xmlBufferLength(buffer));
  xmlBufferFree(buffer);
  return done;
}

/* An element without children ends in "/>". */
static bool dump_start(units *u, xmlNode *node) {
  xmlNode *children = node->children;
  node->children = NULL;
  bool done = dump(u, node);
  node->children = children;
  if (!done || xmlTextReaderIsEmptyElement(u->reader)) return done;
  u->copied.length -= 2;
  return segi_buf_append(&u->copied, ">", 1);
}

static bool dump_end(units *u) {
  return segi_buf_append(&u->copied, "</", 2) &&
         segi_buf_append_string(&u->copied,
                                (const char *)xmlTextReaderConstName(u->reader)) &&
         segi_buf_append(&u->copied, ">", 1);
}

static bool add_content(void *context, xmlNode *content) {
  units *u = context;
  if (!segi_grow(&u->contents, &u->content_capacity, u->content_count + 1, sizeof content))
    return false;
  u->contents[u->content_count++] = content;
  return true;
}

/* A unit of our own, for the reader does not expect changes in its. Its root declares all name
 * spaces in use: first those that it declared in the file, which alone are written. */
static bool take_unit(units *u, const xmlNode *node) {
  enum { WITH_CHILDREN = 1 };
  u->unit = xmlDocCopyNode((xmlNode *)node, node->doc, WITH_CHILDREN);
  u->content_count = u->next_content = u->own_spaces = 0;
  for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next) u->own_spaces++;
  return u->unit != NULL && u->dialect->contents(u->unit, u->language, add_content, u);
}

static bool dump_unit(units *u) {
  xmlNs **end = &u->unit->nsDef;
  for (size_t i = 0; i < u->own_spaces; i++) end = &(*end)->next;
  xmlNs *inherited = *end;
  *end = NULL;
  bool done = dump(u, u->unit);
  *end = inherited;
  return done;
}

/* The node on which the reader stands, which is no unit. The reader tells of no line breaks
 * outside the root element. */
static seg_status copy_node(units *u, seg_error *error) {
  xmlNode *node = xmlTextReaderCurrentNode(u->reader);
  int type = xmlTextReaderNodeType(u->reader);
  bool done, opens = false;
  if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
    seg_status status = segi_xml_check_doctype(u->reader, error);
    if (status != SEG_OK) return status;
  }
  if (type == XML_READER_TYPE_ELEMENT && xmlTextReaderDepth(u->reader) == 0 &&
      strcmp((const char *)node->name, u->dialect->root) != 0)
    return segi_fail_at(error, SEG_BAD_FORMAT, 0, (size_t)xmlGetLineNo(node),
                        "the root element is '%s', not '%s'", (const char *)node->name,
                        u->dialect->root);
  if (type == XML_READER_TYPE_ELEMENT) {
    done = dump_start(u, node);
    opens = !xmlTextReaderIsEmptyElement(u->reader);
  } else {
    done = type == XML_READER_TYPE_END_ELEMENT ? dump_end(u) : dump(u, node);
  }
  if (done && !opens && xmlTextReaderDepth(u->reader) == 0)
    done = segi_buf_append(&u->copied, "\n", 1);
  return done ? SEG_OK : segi_nomem(error);
}

/* --- Contents */

static const char *const codes[] = {"bpt", "ept", "it", "ph", "ut", NULL};
static const char *const standalone[] = {"it", "ph", "ut", "x", "cp", NULL};

static bool among(const xmlNode *node, const char *const *names) {
  while (*names != NULL && strcmp((const char *)node->name, *names) != 0) names++;
  return *names != NULL;
}

static bool add_piece(segi_xml_content *c, xmlNode *node, bool after_code) {
  size_t start = c->text.length;
  const char *text = (const char *)node->content;
  if (text == NULL) return true;
  if (!segi_grow(&c->pieces, &c->piece_capacity, c->piece_count + 1, sizeof *c->pieces) ||
      !segi_buf_append_string(&c->text, text))
    return false;
  c->pieces[c->piece_count++] =
      (segi_xml_piece){node, {start, c->text.length}, after_code};
  return true;
}

/* The node behind `node` in the content, past its children where `inside` is false. */
static xmlNode *next_node(xmlNode *node, const xmlNode *content, bool inside) {
  if (inside && node->children != NULL) return node->children;
  while (node != content && node->next == NULL) node = node->parent;
  return node != content ? node->next : NULL;
}

static bool collect(segi_xml_content *c, xmlNode *content) {
  bool after_code = false;
  c->node = content;
  c->text.length = c->piece_count = 0;
  for (xmlNode *node = content->children; node != NULL;) {
    bool element = node->type == XML_ELEMENT_NODE, inside = element && !among(node, codes);
    if (element ? among(node, standalone) : node->type == XML_ENTITY_REF_NODE) after_code = true;
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      if (!add_piece(c, node, after_code)) return false;
      after_code = false;
    }
    node = next_node(node, content, inside);
  }
  return true;
}

static seg_status read_content(units *u, xmlNode *node, seg_record *record, seg_error *error) {
  if (!collect(&u->content, node)) return segi_nomem(error);
  const segi_buf *text = &u->content.text;
  if (text->length > 0) record->text = (seg_bytes){text->data, text->length};
  record->line = (size_t)xmlGetLineNo(node);
  for (xmlAttr *a = u->unit->properties; a != NULL; a = a->next)
    if ((strcmp((const char *)a->name, "id") == 0 || strcmp((const char *)a->name, "tuid") == 0) &&
        a->children != NULL && a->children->content != NULL)
      record->id = (seg_bytes){(const char *)a->children->content,
                               strlen((const char *)a->children->content)};
  return SEG_OK;
}

/* --- Reading */

/* Finds the next unit, copying what stands before it; leaves u->unit NULL behind the last. */
static seg_status find_unit(units *u, seg_error *error) {
  bool more = true;
  seg_status status = SEG_OK;
  bool over = u->unit != NULL;
  if (over && !dump_unit(u)) return segi_nomem(error);
  drop_unit(u);
  while (status == SEG_OK) {
    status = step(u, over, &more, error);
    over = false;
    if (status != SEG_OK || !more) break;
    const char *name = (const char *)xmlTextReaderConstLocalName(u->reader);
    if (xmlTextReaderNodeType(u->reader) == XML_READER_TYPE_ELEMENT && u->dialect->is_unit(name)) {
      const xmlNode *node = xmlTextReaderExpand(u->reader);
      if (node == NULL || u->trouble.status != SEG_OK) return report(u, error);
      return take_unit(u, node) ? SEG_OK : segi_nomem(error);
    }
    u->read_since = 0;
    status = copy_node(u, error);
  }
  return status;
}

static seg_status next_content(units *u, seg_input *input, seg_record *record, seg_error *error) {
  seg_status status = u->reader == NULL ? start(u, input, error) : SEG_OK;
  if (u->index > 0) u->copied.length = 0;
  u->read_since = 0;
  while (status == SEG_OK) {
    if (u->unit != NULL && u->next_content < u->content_count) {
      u->index++;
      return read_content(u, u->contents[u->next_content++], record, error);
    }
    status = find_unit(u, error);
    if (status == SEG_OK && u->unit == NULL) return SEG_END;
  }
  return status;
}

/* Whether libxml2 lacked memory, be it only for a part of what it made. */
static seg_status lacked_memory(const units *u, seg_status status, seg_error *error) {
  return status != SEG_NOMEM && u->trouble.status == SEG_NOMEM ? segi_nomem(error) : status;
}

seg_status segi_xml_next(void *state, seg_input *input, seg_record *record, seg_error *error) {
  units *u = state;
  segi_xml_watch before = segi_xml_watch_begin(note_trouble, u);
  seg_status status = next_content(u, input, record, error);
  segi_xml_watch_end(before);
  return lacked_memory(u, status, error);
}

/* --- Writing */

/* Whether the edit can be made within the piece alone. */
static bool lies_in(const seg_edit *e, const segi_xml_piece *p, const segi_xml_piece *behind) {
  size_t end = e->offset + e->old_bytes.length;
  if (e->offset < p->span.start || end > p->span.end) return false;
  return !(p->after_code && e->offset == p->span.start) &&
         !(behind != NULL && behind->after_code && end == p->span.end);
}

/* Makes the edits that lie in the index-th piece, from *next on. */
static bool edit_piece(const segi_xml_content *c, size_t index, const seg_editlog *edits,
                       size_t *next) {
  const segi_xml_piece *p = &c->pieces[index];
  const segi_xml_piece *behind = index + 1 < c->piece_count ? p + 1 : NULL;
  segi_buf text = SEGI_BUF_EMPTY;
  size_t at = p->span.start;
  bool changed = false, done = true;
  for (; *next < seg_editlog_count(edits) && done; (*next)++) {
    seg_edit e = seg_editlog_get(edits, *next);
    if (e.offset > p->span.end || (e.offset == p->span.end && e.old_bytes.length > 0)) break;
    if (!lies_in(&e, p, behind)) continue;
    done = segi_buf_append(&text, c->text.data + at, e.offset - at) &&
           segi_buf_append(&text, e.new_bytes.data, e.new_bytes.length);
    at = e.offset + e.old_bytes.length;
    changed = true;
  }
  if (done && changed) {
    done = segi_buf_append(&text, c->text.data + at, p->span.end - at);
    if (done) xmlNodeSetContentLen(p->node, (const xmlChar *)text.data, (int)text.length);
  }
  segi_buf_clear(&text);
  return done;
}

static bool edit(const segi_xml_content *c, const seg_editlog *edits) {
  size_t next = 0;
  for (size_t i = 0; i < c->piece_count; i++)
    if (!edit_piece(c, i, edits, &next)) return false;
  return true;
}

static bool hand_over(units *u, segi_buf *out) {
  bool done = segi_buf_append(out, u->copied.data, u->copied.length);
  u->copied.length = 0;
  return done;
}

static seg_status put_unit(units *u, const seg_result *result, segi_buf *out, seg_error *error) {
  bool done = true;
  if (result != NULL && result->edits != NULL) done = edit(&u->content, result->edits);
  if (result != NULL && result->split) {
    if (u->dialect->split == NULL)
      return segi_fail(error, SEG_BAD_ARGUMENT, "units of this format cannot be split");
    done = u->dialect->split(&u->content, result->segments, result->count);
  }
  return done && hand_over(u, out) ? SEG_OK : segi_nomem(error);
}

seg_status segi_xml_put_unit(void *state, const seg_result *result, segi_buf *out, seg_error *error) {
  units *u = state;
  segi_xml_watch before = segi_xml_watch_begin(note_trouble, u);
  seg_status status = put_unit(u, result, out, error);
  segi_xml_watch_end(before);
  return lacked_memory(u, status, error);
}

seg_status segi_xml_finish(void *state, segi_buf *out, seg_error *error) {
  return hand_over(state, out) ? SEG_OK : segi_nomem(error);
}

/* --- Small things */

bool segi_xml_named(const xmlNode *node, const char *name) {
  return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

xmlNode *segi_xml_find(xmlNode *node, const char *name) {
  while (node != NULL && !segi_xml_named(node, name)) node = node->next;
  return node;
}

bool segi_xml_has(xmlNode *node, const char *attribute, const char *value) {
  xmlChar *own = xmlGetNoNsProp(node, (const xmlChar *)attribute);
  bool same = own != NULL && strcmp((const char *)own, value) == 0;
  xmlFree(own);
  return same;
}
