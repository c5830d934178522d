#include "train/draft.h"

#include <string.h>

#include "text/chars.h"

bool segi_draft_set(segi_draft *d, seg_bytes word) {
  if (word.length > sizeof d->bytes) return false;
  if (word.length > 0) memcpy(d->bytes, word.data, word.length);
  d->length = word.length;
  return true;
}

void segi_draft_replace(segi_draft *d, size_t start, size_t end, const char *with) {
  size_t length = strlen(with);
  if (d->length - (end - start) + length > sizeof d->bytes) return;
  memmove(d->bytes + start + length, d->bytes + end, d->length - end);
  memcpy(d->bytes + start, with, length);
  d->length = d->length - (end - start) + length;
}

seg_span segi_draft_core(const segi_draft *d) {
  seg_span core = {0, 0};
  for (size_t i = 0, n; i < d->length; i += n) {
    if (!segi_is_word(segi_class_at(d->bytes + i, d->length - i, &n))) continue;
    if (core.end == 0) core.start = i;
    core.end = i + n;
  }
  return core;
}

/* Lower-cases the letter at p. True when p holds a letter of German. */
static bool lower_letter(char *p, size_t left) {
  unsigned char c = (unsigned char)p[0];
  if (c == 0xc3 && left > 1) {
    unsigned char second = (unsigned char)p[1];
    if (second >= 0x80 && second <= 0x9e && second != 0x97) p[1] = (char)(second + 32);
    return true;
  }
  if (c >= 'A' && c <= 'Z') p[0] = (char)(c + 32);
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void segi_draft_lower_first(segi_draft *d) {
  for (size_t i = 0, n; i < d->length; i += n) {
    if (segi_is_word(segi_class_at(d->bytes + i, d->length - i, &n))) {
      lower_letter(d->bytes + i, d->length - i);
      return;
    }
  }
}

void segi_draft_lower(segi_draft *d) {
  for (size_t i = 0; i < d->length; i++) lower_letter(d->bytes + i, d->length - i);
}

void segi_draft_capitalise(segi_draft *d) {
  if (d->length > 0 && d->bytes[0] >= 'a' && d->bytes[0] <= 'z')
    d->bytes[0] = (char)(d->bytes[0] - 32);
}

static bool is_final_mark(segi_class c) {
  return c == SEGI_STOP || c == SEGI_END || c == SEGI_ELLIPSIS;
}

void segi_draft_strip_marks(segi_draft *d) {
  size_t kept = segi_draft_core(d).end;
  if (kept == 0) return;
  for (size_t i = kept, n; i < d->length; i += n) {
    if (is_final_mark(segi_class_at(d->bytes + i, d->length - i, &n))) continue;
    memmove(d->bytes + kept, d->bytes + i, n);
    kept += n;
  }
  d->length = kept;
}

/* The half of "open close" that a mark at place i takes. */
static void half_of(const char *quotes, bool opens, char half[16]) {
  const char *space = strchr(quotes, ' ');
  const char *from = opens || space == NULL ? quotes : space + 1;
  size_t length = opens && space != NULL ? (size_t)(space - quotes) : strlen(from);
  if (length > 15) length = 15;
  memcpy(half, from, length);
  half[length] = '\0';
}

void segi_draft_restyle(segi_draft *d, const char *quotes, const char *dash) {
  size_t core = segi_draft_core(d).start, n;
  for (size_t i = 0; i < d->length; i += n) {
    segi_class c = segi_class_at(d->bytes + i, d->length - i, &n);
    char with[16] = "";
    /* Single marks may be apostrophes; a mark that stands alone may be either half. */
    bool single = d->bytes[i] == '\'' || d->bytes[i] == '`' ||
                  (n == 3 && (unsigned char)d->bytes[i + 2] < 0x9c);
    if (*quotes != '\0' && (c == SEGI_QUOTE || c == SEGI_LOW_QUOTE) && !single)
      half_of(quotes, i <= core && d->length > n, with);
    else if (*dash != '\0' && c == SEGI_DASH && d->length == n)
      half_of(dash, true, with);
    if (*with == '\0') continue;
    size_t before = d->length;
    segi_draft_replace(d, i, i + n, with);
    n = n + d->length - before; /* the length of what stands there now */
  }
}
