/* Entities of HTML that stayed in the text. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "repair/entity_names.h"
#include "repair/passes.h"
#include "repair/windows_1252.h"
#include "text/chars.h"

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

enum { LONGEST_NAME = 10 };

static int compare_name(const void *name, const void *row) {
  return strcmp(name, ((const struct entity_name *)row)->name);
}

/* &lt; and &gt; stay: they are meant where HTML is spoken of. */
static int32_t named(const char *text, size_t length) {
  char name[LONGEST_NAME + 1];
  memcpy(name, text, length);
  name[length] = '\0';
  for (int i = 0; i < 96; i++)
    if (strcmp(latin_1[i], name) == 0) return 0xA0 + i;
  const struct entity_name *found =
      bsearch(name, entity_names, sizeof entity_names / sizeof *entity_names,
              sizeof *entity_names, compare_name);
  return found != NULL ? found->code_point : -1;
}

/* Numbers of C1 controls are meant as windows-1252, as HTML 5 has it. */
static int32_t as_windows_1252(unsigned long c) {
  return c >= 0x80 && c < 0xA0 ? segi_windows_1252[c - 0x80] : (int32_t)c;
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
  unsigned long number = strtoul(start, NULL, hexadecimal ? 16 : 10);
  int32_t c = number <= 0x10FFFF ? as_windows_1252(number) : -1;
  bool printable = c >= 0xA0 || (c >= ' ' && c < 0x7F && c != '<' && c != '>') || c == '\n';
  return printable && utf8proc_codepoint_valid(c) ? c : -1;
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

static bool is_letter_at(const char *text, size_t length, size_t at) {
  size_t n;
  return at < length && segi_is_letter(segi_class_at(text + at, length - at, &n));
}

/* "M&uuml;ller": the entity is a letter of a word. */
static bool is_inside_word(const char *text, size_t length, size_t at, size_t end, int32_t c) {
  bool before = at > 0 && is_letter_at(text, length,
                                       (size_t)(segi_previous(text, text + at) - text));
  return segi_is_letter(segi_classify(c)) && (before || is_letter_at(text, length, end));
}

/* "M&uuml;ller" shows that entities were left over, also where HTML is spoken of. */
static bool has_entity_in_word(const char *text, size_t length) {
  int32_t c;
  const char *p = memchr(text, '&', length);
  for (; p != NULL; p = memchr(p + 1, '&', length - (size_t)(p + 1 - text))) {
    size_t at = (size_t)(p - text), n = read_entity(p, length - at, &c);
    if (n > 0 && is_inside_word(text, length, at, at + n, c)) return true;
  }
  return false;
}

static bool propose_entity(const char *text, size_t length, size_t at, bool meant,
                           segi_proposals *proposals) {
  int32_t code_point;
  size_t n = read_entity(text + at, length - at, &code_point);
  if (n == 0) return true;
  utf8proc_uint8_t bytes[4];
  size_t put = (size_t)utf8proc_encode_char(code_point, bytes);
  return segi_propose(proposals, SEGI_ENTITY, at, n, (seg_bytes){(const char *)bytes, put},
                      meant ? 0.4 : 0.97);
}

bool segi_repair_entities(const char *text, size_t length, segi_proposals *proposals) {
  if (!segi_wanted(proposals, SEGI_ENTITY)) return true;
  const char *p = length > 0 ? memchr(text, '&', length) : NULL;
  bool meant = p != NULL && mentions_html(text, length) && !has_entity_in_word(text, length);
  for (; p != NULL; p = memchr(p + 1, '&', length - (size_t)(p + 1 - text)))
    if (!propose_entity(text, length, (size_t)(p - text), meant, proposals)) return false;
  return true;
}
