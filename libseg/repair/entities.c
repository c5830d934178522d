/* HTML that stayed in the text: entities and tags. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "repair/passes.h"

/* Entities of HTML 4 for Latin-1, in the order of their code points from U+00A0. */
static const char *const latin_1[96] = {
  "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
  "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para",
  "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave",
  "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc",
  "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc",
  "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN",
  "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave",
  "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve",
  "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml",
  "yacute", "thorn", "yuml"};

/* Others that German pages use. &lt; and &gt; stay: they are meant where HTML is spoken of. */
static const struct entity {
  const char *name;
  int32_t code_point;
} entities[] = {
  {"amp", '&'},       {"quot", '"'},      {"apos", '\''},     {"ndash", 0x2013}, {"mdash", 0x2014},
  {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201A},  {"ldquo", 0x201C}, {"rdquo", 0x201D},
  {"bdquo", 0x201E},  {"hellip", 0x2026}, {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC},
  {"bull", 0x2022},   {"trade", 0x2122},  {"thinsp", 0x2009}, {"ensp", 0x2002},  {"emsp", 0x2003},
  {"OElig", 0x152},   {"oelig", 0x153},   {"Scaron", 0x160},  {"scaron", 0x161}, {"rarr", 0x2192},
  {"zwnj", 0x200C},   {"prime", 0x2032},  {"minus", 0x2212},  {"le", 0x2264},    {"ge", 0x2265},
};

enum { LONGEST_NAME = 10 };

static int32_t named(const char *name, size_t length) {
  for (int i = 0; i < 96; i++)
    if (strlen(latin_1[i]) == length && memcmp(latin_1[i], name, length) == 0) return 0xA0 + i;
  for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
    if (strlen(entities[i].name) == length && memcmp(entities[i].name, name, length) == 0)
      return entities[i].code_point;
  return -1;
}

/* "#228" or "#xE4". */
static int32_t numbered(const char *name, size_t length) {
  char digits[LONGEST_NAME + 1];
  memcpy(digits, name, length);
  digits[length] = '\0';
  bool hexadecimal = digits[1] == 'x' || digits[1] == 'X';
  const char *start = digits + (hexadecimal ? 2 : 1);
  if (strspn(start, hexadecimal ? "0123456789abcdefABCDEF" : "0123456789") != strlen(start) ||
      *start == '\0')
    return -1;
  unsigned long c = strtoul(start, NULL, hexadecimal ? 16 : 10);
  bool printable = c >= 0xA0 || (c > ' ' && c < 0x7F && c != '<' && c != '>');
  return printable && utf8proc_codepoint_valid((utf8proc_int32_t)c) ? (int32_t)c : -1;
}

/* The entity at text; returns its length, 0 when there is none. */
static size_t read_one_entity(const char *text, size_t length, int32_t *code_point) {
  size_t n = 1;
  while (n < length && n <= LONGEST_NAME && text[n] != ';' &&
         (text[n] == '#' || (text[n] >= '0' && text[n] <= '9') ||
          (text[n] >= 'A' && text[n] <= 'Z') || (text[n] >= 'a' && text[n] <= 'z')))
    n++;
  if (n >= length || text[n] != ';' || n < 3) return 0;
  *code_point = text[1] == '#' ? numbered(text + 1, n - 1) : named(text + 1, n - 1);
  return *code_point >= 0 ? n + 1 : 0;
}

/* The same for entities that were made of entities: &amp;amp;auml; is "ä". */
static size_t read_entity(const char *text, size_t length, int32_t *code_point) {
  size_t n = read_one_entity(text, length, code_point);
  while (n > 0 && *code_point == '&') {
    int32_t inner;
    /* the ';' stands in the place of its '&' */
    size_t last = read_one_entity(text + n - 1, length - (n - 1), &inner);
    if (last == 0) break;
    *code_point = inner;
    n += last - 1;
  }
  return n;
}

/* Text that speaks of HTML may mean its entities. */
static bool mentions_html(const char *text, size_t length) {
  for (const char *p = text, *end = text + length; (size_t)(end - p) >= 4; p++) {
    p = memchr(p, 'H', (size_t)(end - p) - 3);
    if (p == NULL) return false;
    if (memcmp(p, "HTML", 4) == 0) return true;
  }
  return false;
}

static bool propose_entity(const char *text, size_t length, size_t at, double confidence,
                           segi_proposals *proposals) {
  int32_t code_point;
  size_t n = read_entity(text + at, length - at, &code_point);
  if (n == 0) return true;
  utf8proc_uint8_t bytes[4];
  size_t put = (size_t)utf8proc_encode_char(code_point, bytes);
  return segi_propose(proposals, SEGI_ENTITY, at, n, (seg_bytes){(const char *)bytes, put},
                      confidence);
}

/* Elements and what their tags become. */
static const struct element {
  const char *name;
  const char *becomes;
} elements[] = {
  {"a", ""},     {"b", ""},      {"i", ""},      {"u", ""},      {"em", ""},    {"strong", ""},
  {"span", ""},  {"font", ""},   {"small", ""},  {"big", ""},    {"sup", ""},   {"sub", ""},
  {"img", ""},   {"abbr", ""},   {"cite", ""},   {"q", ""},      {"mark", ""},  {"wbr", ""},
  {"br", "\n"},  {"p", "\n"},    {"div", "\n"},  {"li", "\n"},   {"ul", "\n"},  {"ol", "\n"},
  {"h1", "\n"},  {"h2", "\n"},   {"h3", "\n"},   {"h4", "\n"},   {"h5", "\n"},  {"h6", "\n"},
  {"tr", "\n"},  {"td", " "},    {"th", " "},    {"table", "\n"}, {"blockquote", "\n"},
  {"hr", "\n"},  {"section", "\n"}, {"article", "\n"},
};

enum { LONGEST_TAG = 2000 };

static const struct element *element_named(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
    const char *e = elements[i].name;
    size_t k = 0;
    while (k < length && e[k] != '\0' && (name[k] | 0x20) == (e[k] | 0x20)) k++;
    if (k == length && e[k] == '\0') return &elements[i];
  }
  return NULL;
}

/* <name ...> or </name> of a known element. Returns its length, 0 when there is none. */
static size_t read_tag(const char *text, size_t length, const struct element **element) {
  size_t start = length > 1 && text[1] == '/' ? 2 : 1, n = start;
  while (n < length && ((text[n] >= 'a' && text[n] <= 'z') || (text[n] >= 'A' && text[n] <= 'Z') ||
                        (text[n] >= '1' && text[n] <= '6')))
    n++;
  *element = element_named(text + start, n - start);
  if (*element == NULL || n >= length || (text[n] != '>' && text[n] != ' ' && text[n] != '/'))
    return 0;
  while (n < length && n < LONGEST_TAG && text[n] != '>' && text[n] != '<') n++;
  return n < length && text[n] == '>' ? n + 1 : 0;
}

static bool propose_tag(const char *text, size_t length, size_t at, segi_proposals *proposals) {
  const struct element *element;
  size_t n = read_tag(text + at, length - at, &element);
  if (n == 0) return true;
  return segi_propose(proposals, SEGI_HTML_TAG, at, n,
                      (seg_bytes){element->becomes, strlen(element->becomes)}, 0.9);
}

bool segi_repair_markup(const char *text, size_t length, segi_proposals *proposals) {
  bool done = true;
  bool want_entities = segi_wanted(proposals, SEGI_ENTITY);
  bool want_tags = segi_wanted(proposals, SEGI_HTML_TAG);
  const char *p = want_entities && length > 0 ? memchr(text, '&', length) : NULL;
  double confidence = p != NULL && mentions_html(text, length) ? 0.4 : 0.97;
  for (; p != NULL && done; p = memchr(p + 1, '&', length - (size_t)(p + 1 - text)))
    done = propose_entity(text, length, (size_t)(p - text), confidence, proposals);
  for (p = text; want_tags && done && length > 0; p++) {
    p = memchr(p, '<', length - (size_t)(p - text));
    if (p == NULL) break;
    done = propose_tag(text, length, (size_t)(p - text), proposals);
  }
  return done;
}
