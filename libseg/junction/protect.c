/* Tokens that never come apart: addresses, file names, tags, formulas. */
#include <string.h>

#include "junction/candidate.h"

static bool holds_any(const char *text, size_t length, const char *const *parts) {
  for (; *parts != NULL; parts++) {
    size_t n = strlen(*parts);
    for (size_t i = 0; i + n <= length; i++)
      if (memcmp(text + i, *parts, n) == 0) return true;
  }
  return false;
}

/* A full stop, then one of these, then no letter: a domain or a file. The first ones with a
 * capital too. */
static const char *const name_suffixes[] = {
  "com", "net", "org", "info", "biz", "eu", "one", "js", "tv", "de",
  "at", "ch", "io", "fm", "me", "li", "lu", "uk", "fr", "it", "nl", "pl", "ly", "co", "cc", "to",
  "pdf", "htm", "html", "php", "txt", "doc", "docx", "xls", "jpg", "jpeg", "png", "gif", "svg",
  "zip", "exe", "xml", "csv", "css", "py", "mp3", "mp4", "odt", "epub", "news", "blog",
  "berlin", "hamburg", "koeln", "bayern", "shop", "online", "app", "gov", "edu", "int", "ru", "us"};
enum { SUFFIXES = sizeof name_suffixes / sizeof *name_suffixes, SUFFIXES_CAPITAL = 9 };

static bool is_name_suffix(const char *text, size_t length) {
  char folded[8];
  size_t n = length <= sizeof folded ? segi_fold(text, length, folded, sizeof folded) : 0;
  bool one_case = n > 1 && ((text[0] == folded[0]) == (text[1] == folded[1]));
  for (size_t i = 0; n > 0 && i < (one_case ? SUFFIXES : SUFFIXES_CAPITAL); i++)
    if (strlen(name_suffixes[i]) == n && memcmp(name_suffixes[i], folded, n) == 0) return true;
  return false;
}

static bool has_suffix_of_name(const char *text, size_t length) {
  for (size_t i = 0; i + 2 < length; i++) {
    if (text[i] != '.') continue;
    size_t end = i + 1, n;
    bool upper = text[end] >= 'A' && text[end] <= 'Z';
    while (end < length && ((text[end] >= 'a' && text[end] <= 'z') ||
                            (upper && text[end] >= 'A' && text[end] <= 'Z')))
      end++;
    segi_class next = end < length ? segi_class_at(text + end, length - end, &n) : SEGI_SPACE;
    if (next == SEGI_LOWER || next == SEGI_LETTER) continue;
    if (is_name_suffix(text + i + 1, end - i - 1)) return true;
  }
  return false;
}

bool segi_is_protected(const char *text, size_t start, size_t end) {
  static const char *const parts[] = {"://", "www.", "@", "#", "_", "\\", "=", "<", ">", "&",
                                      "{", "}", "|", "->", "()", NULL};
  size_t length = end - start, slashes = 0;
  text += start;
  for (size_t i = 0; i < length; i++) slashes += text[i] == '/';
  return slashes > 1 || holds_any(text, length, parts) || has_suffix_of_name(text, length);
}
