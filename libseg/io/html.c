/* HTML pages and fragments, as libxml2 reads them: the text that people see, with the place in the
 * page where each part of it stands. Block elements end a paragraph, <br> ends a line, other elements
 * are passed over; white space runs together, but not in <pre>; script and style are dropped. */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/mem.h"
#include "io/format.h"
#include "io/xml_trouble.h"
#include "text/chars.h"

/* The parser looks through all open elements at an end tag. */
enum { DEEPEST = 2000, LONGEST_ENTITY = 64, MOST_ERRORS_AT_A_PLACE = 4 * DEEPEST };

/* A stretch of text from one place of the page. */
typedef struct piece {
  seg_span text, source;
  bool verbatim; /* the same bytes; else what an entity or white space stands for */
} piece;

/* What is due before the next word; the larger wins. */
typedef enum gap { NO_GAP, SPACE, LINE, PARAGRAPH } gap;

typedef struct html {
  const segi_raw *raw;
  segi_buf page; /* the raw bytes, but with ? for what the parser would stumble over */
  htmlParserCtxt *parser;
  segi_buf text;
  piece *pieces;
  size_t piece_count, piece_capacity;
  gap gap;
  size_t gap_source; /* where it began */
  size_t at;         /* end of the last text in the page */
  size_t depth, dropped, preformatted; /* open elements: all, those that are dropped, <pre> */
  size_t error_at, errors_here; /* place of the last error, and how many more it had */
  seg_status status;
} html;

/* Sorted. */
static const char *const blocks[] = {
  "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
  "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
  "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "iframe", "legend", "li",
  "main", "menu", "nav", "noscript", "ol", "optgroup", "option", "p", "pre", "search", "section",
  "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr",
  "ul"};

static int compare_names(const void *a, const void *b) {
  return strcmp(a, *(const char *const *)b);
}

static bool is_block(const char *name) {
  return bsearch(name, blocks, sizeof blocks / sizeof *blocks, sizeof *blocks, compare_names) !=
         NULL;
}

static bool is_dropped(const char *name) {
  return strcmp(name, "script") == 0 || strcmp(name, "style") == 0;
}

static bool is_preformatted(const char *name) {
  return strcmp(name, "pre") == 0 || strcmp(name, "textarea") == 0;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* --- Building the text */

static void stop(html *h, seg_status status) {
  if (h->status == SEG_OK) h->status = status;
  xmlStopParser(h->parser);
}

/* As stop, but the input has not ended: when it has and memory is short for the name of a tag, libxml2
 * 2.9 looks for the end of the tag for ever. */
static void stop_without_memory(html *h) {
  if (h->status == SEG_NOMEM) xmlStopParser(h->parser); /* it went on */
  h->status = SEG_NOMEM;
  h->parser->instate = XML_PARSER_EOF;
  h->parser->disableSAX = 1;
}

static void add(html *h, const char *bytes, size_t length, seg_span source, bool verbatim) {
  size_t start = h->text.length;
  piece *last = h->piece_count > 0 ? &h->pieces[h->piece_count - 1] : NULL;
  bool joins = last != NULL && last->verbatim && verbatim && last->source.end == source.start;
  if (!segi_buf_append(&h->text, bytes, length) ||
      (!joins && !segi_grow(&h->pieces, &h->piece_capacity, h->piece_count + 1, sizeof *last))) {
    stop_without_memory(h);
    return;
  }
  if (joins) {
    last->text.end = h->text.length;
    last->source.end = source.end;
  } else {
    h->pieces[h->piece_count++] = (piece){{start, h->text.length}, source, verbatim};
  }
}

static void open_gap(html *h, gap wanted, size_t source) {
  if (h->gap == NO_GAP) h->gap_source = source;
  if (wanted > h->gap) h->gap = wanted;
}

/* Text goes on at `next`. Nothing stands before the first word. */
static void close_gap(html *h, size_t next) {
  static const char *const gaps[] = {"", " ", "\n", "\n\n"}; /* ORDER gap */
  if (h->text.length > 0 && h->gap != NO_GAP) {
    size_t at = h->gap_source < next ? h->gap_source : next;
    bool verbatim = h->gap == SPACE && h->page.data[at] == ' ';
    add(h, gaps[h->gap], strlen(gaps[h->gap]), (seg_span){at, at + verbatim}, verbatim);
  }
  h->gap = NO_GAP;
}

/* Text that stands in the page as it is. */
static void add_verbatim(html *h, size_t start, size_t end) {
  const char *page = h->page.data;
  while (start < end && h->status == SEG_OK) {
    size_t word = start;
    while (word < end && !is_space(page[word])) word++;
    if (word > start) {
      close_gap(h, start);
      add(h, h->raw->bytes.data + start, word - start, (seg_span){start, word}, true);
    } else if (h->preformatted > 0 && page[word] == '\n') {
      open_gap(h, h->gap == LINE ? PARAGRAPH : LINE, word++);
    } else if (h->preformatted > 0 && h->gap == NO_GAP && page[word] != '\r') {
      add(h, page + word, 1, (seg_span){word, word + 1}, true);
      word++;
    } else {
      open_gap(h, SPACE, word++);
    }
    start = word;
  }
}

/* What an entity stands for that ends at `end`, or a sign at `end` that opens no tag. An ampersand may
 * be that of a name of any length which is no entity. */
static void add_sign(html *h, const char *text, size_t length, size_t end) {
  bool bounded = !(length == 1 && *text == '&') && end > h->at + LONGEST_ENTITY;
  size_t least = bounded ? end - LONGEST_ENTITY : h->at, start = end;
  while (start > least && h->page.data[start - 1] != '&') start--;
  if (start > least) {
    start--;
  } else {
    start = end;
    end += end < h->page.length;
  }
  if (length == 1 && is_space(*text)) {
    open_gap(h, SPACE, start);
    return;
  }
  close_gap(h, start);
  add(h, text, length, (seg_span){start, end}, false);
}

/* --- What the parser calls */

/* Where the parser stands in the page. It gets UTF-8, so that it counts the same bytes. */
static size_t position(const html *h) {
  const xmlParserInput *input = h->parser->input;
  size_t at = input->consumed + (size_t)(input->cur - input->base);
  return at < h->page.length ? at : h->page.length;
}

static void on_text(void *context, const xmlChar *text, int length) {
  html *h = context;
  size_t end = position(h), count = (size_t)length;
  if (h->dropped > 0 || h->status != SEG_OK) return;
  if (count <= end && memcmp(h->page.data + end - count, text, count) == 0)
    add_verbatim(h, end - count, end);
  else
    add_sign(h, (const char *)text, count, end);
  h->at = end;
}

/* The parser makes up elements, too. It stands behind the name of a real one. */
static bool stands_there(const html *h, const char *name) {
  size_t end = position(h), length = strlen(name);
  return end > length && h->page.data[end - length - 1] == '<' &&
         strncasecmp(h->page.data + end - length, name, length) == 0;
}

static void on_start(void *context, const xmlChar *element, const xmlChar **attributes) {
  html *h = context;
  const char *name = (const char *)element;
  (void)attributes;
  h->dropped += is_dropped(name);
  h->preformatted += is_preformatted(name);
  if (++h->depth > DEEPEST) stop(h, SEG_BAD_FORMAT);
  if (is_block(name) && stands_there(h, name)) open_gap(h, PARAGRAPH, position(h));
  if (strcmp(name, "br") == 0) open_gap(h, LINE, position(h));
}

static void on_end(void *context, const xmlChar *element) {
  html *h = context;
  const char *name = (const char *)element;
  h->dropped -= is_dropped(name) && h->dropped > 0;
  h->preformatted -= is_preformatted(name) && h->preformatted > 0;
  h->depth -= h->depth > 0;
  if (is_block(name)) open_gap(h, PARAGRAPH, position(h));
}

/* Every page has errors; only one matters. It may come as another, at the same place for ever. */
static void on_error(void *context, xmlErrorPtr trouble) {
  html *h = context;
  if (h->parser == NULL) { /* it is being made */
    if (trouble->code == XML_ERR_NO_MEMORY) h->status = SEG_NOMEM;
    return;
  }
  size_t at = position(h);
  h->errors_here = at == h->error_at ? h->errors_here + 1 : 0;
  h->error_at = at;
  if (trouble->code == XML_ERR_NO_MEMORY || h->errors_here > MOST_ERRORS_AT_A_PLACE)
    stop_without_memory(h);
}

/* --- A page */

static bool parser_stumbles(int32_t c) {
  bool control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
  return c < 0 || control || c == 0xFFFE || c == 0xFFFF;
}

static bool copy_page(html *h, seg_bytes raw) {
  h->page.length = 0;
  if (!segi_buf_append(&h->page, raw.data, raw.length)) return false;
  for (size_t i = 0, length; i < raw.length; i += length) {
    int32_t c;
    length = segi_decode(raw.data + i, raw.length - i, &c);
    if (parser_stumbles(c)) memset(h->page.data + i, '?', length);
  }
  return true;
}

static void parse_watched(html *h) {
  htmlSAXHandler handler = {
    .startElement = on_start, .endElement = on_end, .characters = on_text,
    .ignorableWhitespace = on_text, .cdataBlock = on_text, .serror = on_error,
    .initialized = XML_SAX2_MAGIC};
  h->parser = htmlCreateMemoryParserCtxt(h->page.data, (int)h->page.length);
  if (h->parser == NULL) {
    h->status = SEG_NOMEM;
    return;
  }
  htmlSAXHandler *own = h->parser->sax;
  h->parser->sax = &handler;
  h->parser->userData = h;
  htmlCtxtUseOptions(h->parser, HTML_PARSE_IGNORE_ENC | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                    HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED);
  xmlSwitchEncoding(h->parser, XML_CHAR_ENCODING_UTF8);
  htmlParseDocument(h->parser);
  h->parser->sax = own;
  htmlFreeParserCtxt(h->parser);
}

/* Outside its parser, libxml2 would print what it lacks memory for. */
static seg_status parse(html *h) {
  segi_xml_watch before = segi_xml_watch_begin(on_error, h);
  parse_watched(h);
  segi_xml_watch_end(before);
  return h->status;
}

static seg_status read_html(void *state, const segi_raw *raw, seg_record *record,
                            seg_error *error) {
  html *h = state;
  h->raw = raw;
  seg_status status = SEG_OK;
  if (!copy_page(h, raw->bytes)) status = SEG_NOMEM;
  if (status == SEG_OK && raw->bytes.length > 0) status = parse(h);
  if (status == SEG_NOMEM) return segi_nomem(error);
  if (status != SEG_OK)
    return segi_fail(error, SEG_BAD_FORMAT, "elements are nested more than %d deep", DEEPEST);
  if (h->text.length > 0) record->text = (seg_bytes){h->text.data, h->text.length};
  return SEG_OK;
}

static seg_status open_html(const seg_record_options *options, void **state, seg_error *error) {
  (void)options;
  *state = segi_calloc(1, sizeof(html));
  return *state != NULL ? SEG_OK : segi_nomem(error);
}

static void close_html(void *state) {
  html *h = state;
  if (h == NULL) return;
  segi_buf_clear(&h->page);
  segi_buf_clear(&h->text);
  free(h->pieces);
  free(h);
}

/* The piece that holds a byte of the text. */
static const piece *find_piece(const html *h, size_t offset) {
  size_t low = 0, high = h->piece_count;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (h->pieces[middle].text.start <= offset) low = middle;
    else high = middle;
  }
  return &h->pieces[low];
}

static seg_span source_of(const void *state, seg_span text) {
  const html *h = state;
  if (h->piece_count == 0) return (seg_span){0, 0};
  const piece *first = find_piece(h, text.start);
  const piece *last = find_piece(h, text.end > text.start ? text.end - 1 : text.end);
  return (seg_span){
    first->verbatim ? first->source.start + (text.start - first->text.start) : first->source.start,
    last->verbatim ? last->source.start + (text.end - last->text.start) : last->source.end};
}

/* The way back into the page is not known: the text alone. */
static seg_status write_text(void *state, const segi_raw *raw, const seg_record *record,
                             const seg_result *result, segi_buf *out, seg_error *error) {
  (void)state, (void)raw, (void)record;
  return segi_buf_append(out, result->text.data, result->text.length) &&
                 segi_buf_append(out, "\n", 1)
             ? SEG_OK
             : segi_nomem(error);
}

const segi_format segi_format_html = {
  .delimiter = SEGI_NO_DELIMITER, .open = open_html, .close = close_html,
  .read = read_html, .write = write_text, .verbatim = true, .source = source_of};
