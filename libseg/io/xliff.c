/* XLIFF 1.2, 2.0 and 2.1: texts on their way to a translator and back. A record is the source of a
 * unit (1.2) or of a segment (2.x). Split, a unit of 1.2 keeps its source and gets a seg-source
 * beside it; of 2.x, its segment becomes several, with the white space between them in ignorable
 * elements: together they hold what the segment held. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/xml_units.h"

static bool is_unit(const char *name) {
  return strcmp(name, "trans-unit") == 0 || strcmp(name, "unit") == 0;
}

static bool contents(xmlNode *unit, const char *language, bool (*add)(void *, xmlNode *),
                     void *context) {
  bool first_version = segi_xml_named(unit, "trans-unit");
  (void)language;
  if (segi_xml_has(unit, "translate", "no")) return true;
  xmlNode *holder = first_version ? unit : segi_xml_find(unit->children, "segment");
  while (holder != NULL) {
    xmlNode *source = segi_xml_find(holder->children, "source");
    if (source != NULL && !add(context, source)) return false;
    holder = first_version ? NULL : segi_xml_find(holder->next, "segment");
  }
  return true;
}

/* --- Splitting a source */

/* A stretch of the text: a segment, or what stands before, between and behind segments. */
typedef struct stretch {
  seg_span span;
  bool is_segment;
  xmlNode *into; /* the element that takes its nodes; NULL before there is one */
} stretch;

/* A child of the content, and its text. */
typedef struct child {
  xmlNode *node;
  seg_span span;
} child;

typedef struct splitting {
  const segi_xml_content *content;
  child *children;
  size_t child_count;
  stretch *stretches;
  size_t count, at, segments;
  xmlNode *unit;
  xmlNode *segment;    /* of 2.x, which the new ones replace; of 1.2 NULL */
  xmlNode *seg_source; /* of 1.2 */
  size_t made;         /* segments */
  bool failed;         /* memory is short */
} splitting;

static xmlNode *child_above(const segi_xml_content *c, xmlNode *node) {
  while (node->parent != c->node) node = node->parent;
  return node;
}

static bool find_children(splitting *s) {
  const segi_xml_content *c = s->content;
  size_t capacity = 0, piece = 0, at = 0;
  for (xmlNode *node = c->node->children; node != NULL; node = node->next) {
    child found = {node, {at, at}};
    for (; piece < c->piece_count && child_above(c, c->pieces[piece].node) == node; piece++)
      found.span.end = c->pieces[piece].span.end;
    at = found.span.end;
    if (!segi_grow(&s->children, &capacity, s->child_count + 1, sizeof found)) return false;
    s->children[s->child_count++] = found;
  }
  return true;
}

/* Whether an inline element reaches from the end of a segment into the start of the next. *from
 * goes along with the segments. */
static bool is_bridged(const splitting *s, size_t end, size_t start, size_t *from) {
  while (*from < s->child_count && s->children[*from].span.end <= end) ++*from;
  if (*from == s->child_count) return false;
  const child *c = &s->children[*from];
  return c->node->type == XML_ELEMENT_NODE && c->span.start < end && c->span.end > start;
}

static void add_stretch(splitting *s, size_t end, bool is_segment) {
  size_t start = s->count > 0 ? s->stretches[s->count - 1].span.end : 0;
  if (end > start) s->stretches[s->count++] = (stretch){{start, end}, is_segment, NULL};
}

/* The whole text as stretches. */
static void find_stretches(splitting *s, const seg_segment *segments, size_t count) {
  size_t from = 0;
  for (size_t i = 0; i < count; i++) {
    if (i > 0 && is_bridged(s, segments[i - 1].span.end, segments[i].span.start, &from)) {
      s->stretches[s->count - 1].span.end = segments[i].span.end;
      continue;
    }
    add_stretch(s, segments[i].span.start, false);
    add_stretch(s, segments[i].span.end, true);
    s->segments++;
  }
  add_stretch(s, s->content->text.length, false);
}

static xmlNode *new_element(const splitting *s, const char *name) {
  return xmlNewDocNode(s->unit->doc, s->content->node->ns, (const xmlChar *)name, NULL);
}

static bool copy_attributes(xmlNode *from, xmlNode *to, bool with_id) {
  if (from->properties == NULL) return true;
  to->properties = xmlCopyPropList(to, from->properties);
  if (!with_id) xmlUnsetProp(to, (const xmlChar *)"id");
  return with_id ? to->properties != NULL : true;
}

/* 1.2: <mrk mtype="seg" mid="0"> in the seg-source; white space stands between them. */
static xmlNode *open_mark(splitting *s, const stretch *t) {
  char number[32];
  if (!t->is_segment) return s->seg_source;
  xmlNode *mark = new_element(s, "mrk");
  if (mark == NULL || xmlAddChild(s->seg_source, mark) == NULL) return NULL;
  snprintf(number, sizeof number, "%zu", s->made++);
  return xmlNewProp(mark, (const xmlChar *)"mtype", (const xmlChar *)"seg") != NULL &&
                 xmlNewProp(mark, (const xmlChar *)"mid", (const xmlChar *)number) != NULL
             ? mark
             : NULL;
}

/* 2.x: <segment><source> or <ignorable><source>; the first segment keeps the id. */
static xmlNode *open_segment(splitting *s, const stretch *t) {
  xmlNode *outer = new_element(s, t->is_segment ? "segment" : "ignorable");
  if (outer == NULL || xmlAddPrevSibling(s->segment, outer) == NULL) return NULL;
  xmlNode *source = new_element(s, "source");
  if (source == NULL || xmlAddChild(outer, source) == NULL) return NULL;
  bool done = copy_attributes(s->content->node, source, true) &&
              (!t->is_segment || copy_attributes(s->segment, outer, s->made++ == 0));
  return done ? source : NULL;
}

/* The element for nodes at the current stretch. */
static xmlNode *target(splitting *s) {
  stretch *t = &s->stretches[s->at];
  if (t->into == NULL) t->into = s->segment != NULL ? open_segment(s, t) : open_mark(s, t);
  if (t->into == NULL) s->failed = true;
  return t->into;
}

/* Goes to the stretch of a node; an empty one stays with the segment before it. */
static void advance(splitting *s, seg_span node) {
  for (; s->at + 1 < s->count; s->at++) {
    const stretch *t = &s->stretches[s->at];
    bool stays = node.start == node.end && t->is_segment && node.start == t->span.end;
    bool reaches_beyond = !t->is_segment && node.end > t->span.end;
    if (stays || (node.start < t->span.end && !reaches_beyond)) return;
  }
}

static void put_text(splitting *s, seg_span span) {
  const char *text = s->content->text.data;
  for (size_t at = span.start; at < span.end && !s->failed;) {
    advance(s, (seg_span){at, at + 1});
    size_t end = s->stretches[s->at].span.end;
    if (end > span.end) end = span.end;
    xmlNode *into = target(s);
    if (into == NULL) return;
    xmlNode *copy = xmlNewDocTextLen(s->unit->doc, (const xmlChar *)text + at, (int)(end - at));
    if (copy == NULL || xmlAddChild(into, copy) == NULL) s->failed = true;
    at = end;
  }
}

static void put_node(splitting *s, const child *c) {
  enum { WITH_CHILDREN = 1 };
  xmlNode *copy = NULL;
  xmlDoc *doc = s->unit->doc;
  advance(s, c->span);
  xmlNode *into = target(s);
  if (into == NULL) return;
  if (xmlDOMWrapCloneNode(NULL, doc, c->node, &copy, doc, into, WITH_CHILDREN, 0) != 0 ||
      copy == NULL || xmlAddChild(into, copy) == NULL)
    s->failed = true;
}

static void put_children(splitting *s) {
  for (size_t i = 0; i < s->child_count && !s->failed; i++) {
    const child *c = &s->children[i];
    bool text = c->node->type == XML_TEXT_NODE || c->node->type == XML_CDATA_SECTION_NODE;
    if (text) put_text(s, c->span);
    else put_node(s, c);
  }
}

/* A unit that is translated or segmented already, or must not be, stays as it is. */
static bool may_split(const segi_xml_content *c) {
  xmlNode *parent = c->node->parent;
  if (segi_xml_named(parent, "trans-unit"))
    return segi_xml_find(parent->children, "seg-source") == NULL;
  bool forbidden = segi_xml_has(parent, "canResegment", "no") ||
                   (segi_xml_has(parent->parent, "canResegment", "no") &&
                    !segi_xml_has(parent, "canResegment", "yes"));
  return !forbidden && segi_xml_find(parent->children, "target") == NULL;
}

static bool start_splitting(splitting *s) {
  xmlNode *parent = s->content->node->parent;
  if (segi_xml_named(parent, "segment")) {
    s->segment = parent;
    s->unit = parent->parent;
    return true;
  }
  s->unit = parent;
  s->seg_source = new_element(s, "seg-source");
  return s->seg_source != NULL &&
         xmlAddNextSibling(s->content->node, s->seg_source) != NULL &&
         copy_attributes(s->content->node, s->seg_source, true);
}

static bool split(segi_xml_content *c, const seg_segment *segments, size_t count) {
  if (count == 0 || !may_split(c)) return true;
  splitting s = {.content = c, .unit = c->node->parent};
  s.stretches = segi_alloc(2 * count + 1, sizeof *s.stretches);
  s.failed = s.stretches == NULL || !find_children(&s);
  if (!s.failed) find_stretches(&s, segments, count);
  bool whole = s.segments == 1 && !segi_xml_named(s.unit, "trans-unit");
  if (!s.failed && !whole) s.failed = !start_splitting(&s);
  if (!s.failed && !whole) put_children(&s);
  if (!s.failed && s.segment != NULL) {
    xmlUnlinkNode(s.segment);
    xmlFreeNode(s.segment);
  }
  free(s.children);
  free(s.stretches);
  return !s.failed;
}

static seg_status open_xliff(const seg_record_options *options, void **state, seg_error *error) {
  static const segi_xml_dialect xliff = {"xliff", is_unit, contents, split};
  return segi_xml_open(&xliff, options, state, error);
}

const segi_format segi_format_xliff = {
  .open = open_xliff, .close = segi_xml_close,
  .next = segi_xml_next, .put = segi_xml_put_unit, .finish = segi_xml_finish};
