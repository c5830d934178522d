/* segreport: text made safe for HTML. */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static void put_bytes(html *h, const char *bytes, size_t length) {
  if (h->status == SEG_OK) h->status = seg_output_write(h->output, bytes, length, h->error);
}

void html_put(html *h, const char *markup) {
  put_bytes(h, markup, strlen(markup));
}

void html_format(html *h, const char *format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  html_put(h, text);
}

typedef enum manner { PLAIN, VISIBLE, EVERY_SIGN } manner;

/* The character reference of a sign with a meaning in HTML, else NULL. */
static const char *reference(utf8proc_int32_t c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
  }
}

static bool is_unseen(utf8proc_int32_t c) {
  utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
         category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
         category == UTF8PROC_CATEGORY_CO;
}

static void put_sign(html *h, utf8proc_int32_t c) {
  html_format(h, "<i class=\"sign\">U+%04X</i>", (unsigned)c);
}

/* What stands for a character, and whether anything but itself does. */
static bool put_instead(html *h, utf8proc_int32_t c, manner m) {
  const char *escaped = reference(c);
  if (escaped != NULL) {
    html_put(h, escaped);
  } else if (m == EVERY_SIGN && c == ' ') {
    html_put(h, "<i class=\"sign\">\xE2\x90\xA3</i>");
  } else if (m == EVERY_SIGN && c == '\n') {
    html_put(h, "<i class=\"sign\">\xE2\x86\xB5</i>");
  } else if (c == '\n' || c == '\t') {
    return false;
  } else if (is_unseen(c)) {
    if (m == PLAIN)
      html_put(h, "\xEF\xBF\xBD");
    else
      put_sign(h, c);
  } else if (m == EVERY_SIGN && utf8proc_category(c) == UTF8PROC_CATEGORY_ZS) {
    put_sign(h, c);
  } else {
    return false;
  }
  return true;
}

static void put_invalid(html *h, unsigned char byte, manner m) {
  if (m == PLAIN)
    html_put(h, "\xEF\xBF\xBD");
  else
    html_format(h, "<i class=\"sign\">0x%02X</i>", (unsigned)byte);
}

static void put_text(html *h, seg_bytes text, manner m) {
  const char *at = text.data, *end = at + text.length, *from = at;
  while (at < end) {
    utf8proc_int32_t c;
    utf8proc_ssize_t length =
      utf8proc_iterate((const utf8proc_uint8_t *)at, (utf8proc_ssize_t)(end - at), &c);
    bool plain_ascii = length == 1 && c >= ' ' && c < 0x7F && reference(c) == NULL && c != ' ';
    if (plain_ascii) {
      at++;
      continue;
    }
    put_bytes(h, from, (size_t)(at - from));
    from = at;
    if (length <= 0) {
      put_invalid(h, (unsigned char)*at, m);
      from = ++at;
    } else {
      at += length;
      if (put_instead(h, c, m)) from = at;
    }
  }
  put_bytes(h, from, (size_t)(at - from));
}

void html_text(html *h, seg_bytes text) {
  if (text.length > 0) put_text(h, text, PLAIN);
}

void html_name(html *h, const char *text) {
  html_text(h, (seg_bytes){text, strlen(text)});
}

void html_visible(html *h, seg_bytes text) {
  if (text.length > 0) put_text(h, text, VISIBLE);
}

void html_every_sign(html *h, seg_bytes text) {
  if (text.length > 0) put_text(h, text, EVERY_SIGN);
}
