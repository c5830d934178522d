/* Tags of HTML that stayed in the text. A parser would make a document of them; here they only
 * have to go. */
#include <string.h>

#include "repair/passes.h"

typedef enum effect {
  NOTHING,
  A_SPACE,   /* cells of a table */
  A_LINE_BREAK,
  ALL_GONE   /* with what stands between the tags */
} effect;

static const struct element {
  const char *name;
  effect becomes;
} elements[] = {
  {"a", NOTHING},           {"abbr", NOTHING},       {"acronym", NOTHING},
  {"address", A_LINE_BREAK}, {"article", A_LINE_BREAK}, {"aside", A_LINE_BREAK},
  {"b", NOTHING},           {"big", NOTHING},        {"blockquote", A_LINE_BREAK},
  {"body", A_LINE_BREAK},   {"br", A_LINE_BREAK},    {"button", NOTHING},
  {"center", A_LINE_BREAK}, {"cite", NOTHING},       {"code", NOTHING},
  {"dd", A_LINE_BREAK},     {"del", NOTHING},        {"div", A_LINE_BREAK},
  {"dl", A_LINE_BREAK},     {"dt", A_LINE_BREAK},    {"em", NOTHING},
  {"figcaption", A_LINE_BREAK}, {"figure", A_LINE_BREAK}, {"font", NOTHING},
  {"footer", A_LINE_BREAK}, {"form", A_LINE_BREAK},  {"h1", A_LINE_BREAK},
  {"h2", A_LINE_BREAK},     {"h3", A_LINE_BREAK},    {"h4", A_LINE_BREAK},
  {"h5", A_LINE_BREAK},     {"h6", A_LINE_BREAK},    {"head", A_LINE_BREAK},
  {"header", A_LINE_BREAK}, {"hr", A_LINE_BREAK},    {"html", A_LINE_BREAK},
  {"i", NOTHING},           {"iframe", NOTHING},     {"img", NOTHING},
  {"input", NOTHING},       {"ins", NOTHING},        {"label", NOTHING},
  {"li", A_LINE_BREAK},     {"link", NOTHING},       {"main", A_LINE_BREAK},
  {"mark", NOTHING},        {"meta", NOTHING},       {"nav", A_LINE_BREAK},
  {"nobr", NOTHING},        {"noscript", NOTHING},   {"ol", A_LINE_BREAK},
  {"p", A_LINE_BREAK},      {"pre", A_LINE_BREAK},   {"q", NOTHING},
  {"s", NOTHING},           {"script", ALL_GONE},    {"section", A_LINE_BREAK},
  {"small", NOTHING},       {"span", NOTHING},       {"strike", NOTHING},
  {"strong", NOTHING},      {"style", ALL_GONE},     {"sub", NOTHING},
  {"sup", NOTHING},         {"table", A_LINE_BREAK}, {"tbody", A_LINE_BREAK},
  {"td", A_SPACE},          {"th", A_SPACE},         {"thead", A_LINE_BREAK},
  {"tr", A_LINE_BREAK},     {"tt", NOTHING},         {"u", NOTHING},
  {"ul", A_LINE_BREAK},     {"wbr", NOTHING},
};

enum { LONGEST_TAG = 2000, LONGEST_SCRIPT = 10000 };

static bool same_letters(const char *text, const char *name, size_t length) {
  for (size_t i = 0; i < length; i++)
    if ((text[i] | 0x20) != (name[i] | 0x20)) return false;
  return true;
}

static const struct element *element_named(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
    if (strlen(elements[i].name) == length && same_letters(name, elements[i].name, length))
      return &elements[i];
  return NULL;
}

/* The end of a tag whose attributes begin at `at`, 0 when it has none; ">" may stand in quotes. */
static size_t tag_end(const char *text, size_t length, size_t at) {
  size_t most = length < LONGEST_TAG ? length : LONGEST_TAG;
  char quote = '\0';
  for (; at < most; at++) {
    char c = text[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if ((c == '"' || c == '\'') && text[at - 1] == '=') {
      quote = c;
    } else if (c == '>') {
      return at + 1;
    } else if (c == '<') {
      return 0;
    }
  }
  return 0;
}

/* <!-- so --> and <!DOCTYPE html> */
static size_t read_declaration(const char *text, size_t length) {
  if (length >= 7 && memcmp(text, "<!--", 4) == 0) {
    size_t most = length < LONGEST_SCRIPT ? length : LONGEST_SCRIPT;
    for (size_t i = 4; i + 3 <= most; i++)
      if (memcmp(text + i, "-->", 3) == 0) return i + 3;
    return 0;
  }
  bool type = length > 9 && text[1] == '!' && same_letters(text + 2, "doctype", 7);
  return type ? tag_end(text, length, 9) : 0;
}

/* Where the element ends that a tag of length n opened; n when nothing closes it. */
static size_t element_end(const char *text, size_t length, size_t n, const char *name) {
  size_t size = strlen(name), most = length < LONGEST_SCRIPT ? length : LONGEST_SCRIPT;
  for (size_t i = n; i + size + 3 <= most; i++)
    if (text[i] == '<' && text[i + 1] == '/' && same_letters(text + i + 2, name, size) &&
        text[i + 2 + size] == '>')
      return i + size + 3;
  return n;
}

/* <name ...> or </name> of a known element. Returns its length, 0 when there is none. */
static size_t read_tag(const char *text, size_t length, effect *becomes) {
  *becomes = NOTHING;
  if (length < 3 || text[0] != '<') return 0;
  if (text[1] == '!') return read_declaration(text, length);
  size_t start = text[1] == '/' ? 2 : 1, n = start;
  while (n < length && ((text[n] >= 'a' && text[n] <= 'z') || (text[n] >= 'A' && text[n] <= 'Z') ||
                        (text[n] >= '1' && text[n] <= '6')))
    n++;
  const struct element *element = element_named(text + start, n - start);
  if (element == NULL || n >= length || strchr("> /\n\t\r", text[n]) == NULL || text[n] == '\0')
    return 0;
  size_t end = tag_end(text, length, n);
  *becomes = element->becomes;
  bool opens = start == 1 && end > 0;
  return opens && *becomes == ALL_GONE ? element_end(text, length, end, element->name) : end;
}

static bool is_white(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Tags that follow each other, with white space between them. */
typedef struct row {
  size_t start, end;
  size_t breaks; /* tags that stand for line breaks */
  bool space;    /* white space stands between them, or a cell ends */
  bool feed;     /* a line break stands between them */
} row;

static row read_row(const char *text, size_t length, size_t at) {
  row r = {.start = at, .end = at};
  effect becomes;
  for (size_t n; at < length && (n = read_tag(text + at, length - at, &becomes)) > 0;) {
    for (size_t i = r.end; i < at; i++) r.feed |= text[i] == '\n';
    r.space |= at > r.end || becomes == A_SPACE;
    r.breaks += becomes == A_LINE_BREAK;
    r.end = at += n;
    while (at < length && is_white(text[at])) at++;
  }
  return r;
}

/* What stands in the place of a row: the white space that is not there already. */
static bool propose_row(const char *text, size_t length, row r, segi_proposals *proposals) {
  bool line_break = r.breaks > 0 || r.feed;
  if (line_break) {
    while (r.start > 0 && (text[r.start - 1] == ' ' || text[r.start - 1] == '\t')) r.start--;
    while (r.end < length && (text[r.end] == ' ' || text[r.end] == '\t')) r.end++;
  }
  bool first = r.start == 0, last = r.end == length;
  bool white_before = first || is_white(text[r.start - 1]);
  bool white_behind = last || is_white(text[r.end]);
  bool break_before = first || text[r.start - 1] == '\n';
  bool break_behind = last || text[r.end] == '\n';
  const char *with = line_break && !break_before && !break_behind ? "\n"
                     : !line_break && r.space && !white_before && !white_behind ? " " : "";
  return segi_propose(proposals, SEGI_HTML_TAG, r.start, r.end - r.start,
                      (seg_bytes){with, strlen(with)}, 0.9);
}

bool segi_repair_tags(const char *text, size_t length, segi_proposals *proposals) {
  if (!segi_wanted(proposals, SEGI_HTML_TAG)) return true;
  for (size_t at = 0; at < length;) {
    const char *found = memchr(text + at, '<', length - at);
    if (found == NULL) return true;
    row r = read_row(text, length, (size_t)(found - text));
    if (r.end > r.start && !propose_row(text, length, r, proposals)) return false;
    at = r.end > r.start ? r.end : r.start + 1;
  }
  return true;
}
