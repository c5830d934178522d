/* segreport: the views of a report. Each is a section with a filter, a pager and a list, whose
 * items carry what the filter asks for: data-kind and data-score. */
#include <stdio.h>
#include <string.h>

#include "report.h"

extern const char report_style[], report_script[];

/* --- Filters */

/* The different names among `count` rows, few as they are. */
enum { KINDS = 64 };
typedef struct kinds {
  const char *names[KINDS];
  size_t counts[KINDS];
  double scores[KINDS]; /* sums */
  size_t count;
} kinds;

static void count_kind(kinds *k, const char *name, double score) {
  size_t i = 0;
  while (i < k->count && strcmp(k->names[i], name) != 0) i++;
  if (i == KINDS) return;
  if (i == k->count) {
    k->names[i] = name;
    k->count++;
  }
  k->counts[i]++;
  k->scores[i] += score;
}

static void write_choice(html *h, const char *label, const kinds *k, const char *more) {
  html_format(h, "<label>%s <select name=\"kind\"><option value=\"\">all</option>%s", label, more);
  for (size_t i = 0; i < k->count; i++) {
    html_put(h, "<option value=\"");
    html_name(h, k->names[i]);
    html_put(h, "\">");
    html_name(h, k->names[i]);
    html_format(h, " (%zu)</option>", k->counts[i]);
  }
  html_put(h, "</select></label>\n");
}

/* `choice` names what data-kind holds and `score` what data-score does; NULL: no box for it. */
static void write_filter(html *h, const char *choice, const kinds *k, const char *more,
                         const char *score) {
  html_put(h, "<form class=\"filter\" role=\"search\">\n");
  if (choice != NULL) write_choice(h, choice, k, more);
  if (score != NULL)
    html_format(h,
                "<label>%s from <input type=\"number\" name=\"least\" min=\"0\" max=\"1\" "
                "step=\"any\" placeholder=\"0\"></label>\n"
                "<label>to <input type=\"number\" name=\"most\" min=\"0\" max=\"1\" step=\"any\" "
                "placeholder=\"1\"></label>\n",
                score);
  html_put(h, "<label>Text <input type=\"search\" name=\"text\"></label>\n"
              "<button type=\"reset\">Clear</button>\n"
              "<div class=\"pager\"><button type=\"button\" data-step=\"-1\">Previous</button>"
              "<output aria-live=\"polite\"></output>"
              "<button type=\"button\" data-step=\"1\">Next</button></div></form>\n");
}

static void open_section(html *h, const char *id, const char *title) {
  html_format(h, "<section id=\"%s\" aria-labelledby=\"%s-title\"><h2 id=\"%s-title\">%s</h2>\n",
              id, id, id, title);
}

/* --- Repairs */

static bool has_text(const report *r) {
  for (size_t i = 0; i < r->page_count; i++)
    if (r->pages[i].text.data != NULL) return true;
  return false;
}

static void count_edits(const report *r, kinds *k) {
  for (size_t i = 0; i < r->page_count; i++)
    for (size_t e = 0; e < r->pages[i].edit_count; e++)
      count_kind(k, r->pages[i].edits[e].kind, r->pages[i].edits[e].confidence);
}

static size_t all_edits(const report *r) {
  size_t count = 0;
  for (size_t i = 0; i < r->page_count; i++) count += r->pages[i].edit_count;
  return count;
}

static void write_change(html *h, const report_edit *e) {
  if (e->old_bytes.length > 0) {
    html_put(h, "<del>");
    html_every_sign(h, e->old_bytes);
    html_put(h, "</del>");
  }
  if (e->new_bytes.length > 0) {
    html_put(h, "<ins>");
    html_every_sign(h, e->new_bytes);
    html_put(h, "</ins>");
  }
}

static void write_marks(html *h, const report_edit *e) {
  html_put(h, " data-kind=\"");
  html_name(h, e->kind);
  html_format(h, "\" data-score=\"%.4g\"", e->confidence);
}

/* An edit in its line, which leads to its row in the table. */
static void write_edit(html *h, const report_edit *e, size_t number) {
  html_format(h, "<a class=\"edit\" id=\"e%zu\" href=\"#r%zu\"", number, number);
  write_marks(h, e);
  html_put(h, " title=\"");
  html_name(h, e->kind);
  html_format(h, ", confidence %.3g", e->confidence);
  if (e->evidence[0] != '\0') html_put(h, ", by ");
  html_name(h, e->evidence);
  html_put(h, "\">");
  write_change(h, e);
  html_put(h, "</a>");
}

/* Where writing a page has come to. */
typedef struct cursor {
  const report_page *page;
  size_t at, line, edit, found;
  size_t number; /* of the next edit, over all pages, from 1 */
  bool gap;      /* a blank line went before */
} cursor;

static bool is_furniture(cursor *c) {
  const report_page *p = c->page;
  while (c->found < p->found_count && p->found[c->found].end <= c->at) c->found++;
  return c->found < p->found_count && p->found[c->found].start <= c->at;
}

static bool edit_is_at(const cursor *c) {
  return c->edit < c->page->edit_count && c->page->edits[c->edit].at == c->at;
}

/* Unchanged text up to the next edit or the end of the line. */
static void write_stretch(html *h, cursor *c) {
  const report_page *p = c->page;
  size_t end = c->edit < p->edit_count ? p->edits[c->edit].at : p->text.length;
  const char *feed = memchr(p->text.data + c->at, '\n', end - c->at);
  if (feed != NULL) end = (size_t)(feed - p->text.data);
  html_visible(h, (seg_bytes){p->text.data + c->at, end - c->at});
  c->at = end;
}

static bool ends_line(const report_edit *e) {
  return e->new_bytes.length > 0 && e->new_bytes.data[e->new_bytes.length - 1] == '\n';
}

/* One line: to its line feed, or behind an edit that puts one in. */
static void write_line(html *h, cursor *c) {
  const seg_bytes text = c->page->text;
  bool furniture = is_furniture(c), ended = false;
  html_format(h, "<p data-line=\"%zu\"%s%s>", ++c->line, c->gap ? " class=\"gap\"" : "",
              furniture ? " data-kind=\"furniture\"" : "");
  while (!ended) {
    while (edit_is_at(c)) {
      const report_edit *e = &c->page->edits[c->edit++];
      write_edit(h, e, c->number++);
      c->at += e->new_bytes.length;
      if ((ended = ends_line(e))) break;
    }
    if (ended || c->at >= text.length) break;
    if (text.data[c->at] == '\n') {
      c->at++;
      break;
    }
    write_stretch(h, c);
  }
  html_put(h, "</p>\n");
}

static void pass_blank_lines(cursor *c) {
  const seg_bytes text = c->page->text;
  for (c->gap = false; c->at < text.length && text.data[c->at] == '\n' && !edit_is_at(c);) {
    c->gap = true;
    c->line++;
    c->at++;
  }
}

static void write_page(html *h, const report *r, const report_page *page, size_t *number) {
  cursor c = {.page = page, .number = *number};
  if (page->text.data == NULL) {
    *number += page->edit_count;
    return;
  }
  if (r->page_count > 1) {
    html_put(h, "<h3>");
    html_name(h, page->name);
    html_put(h, "</h3>\n");
  }
  for (pass_blank_lines(&c); c.at < page->text.length || edit_is_at(&c); pass_blank_lines(&c))
    write_line(h, &c);
  *number = c.number;
}

static void write_pages(html *h, const report *r) {
  kinds k = {0};
  size_t number = 1;
  count_edits(r, &k);
  for (size_t i = 0; i < r->page_count; i++)
    for (size_t f = 0; f < r->pages[i].found_count; f++) count_kind(&k, "furniture", 1);
  open_section(h, "page", r->page_count > 1 ? "Pages" : "Page");
  write_filter(h, all_edits(r) > 0 ? "Lines with" : NULL, &k,
               "<option value=\"*\">any repair</option>", all_edits(r) > 0 ? "Confidence" : NULL);
  html_put(h, "<div class=\"items lines\" lang=\"");
  html_name(h, r->source_language);
  html_put(h, "\">\n");
  for (size_t i = 0; i < r->page_count; i++) write_page(h, r, &r->pages[i], &number);
  html_put(h, "</div></section>\n");
}

enum { CONTEXT = 40 };

/* Where a stretch of at most CONTEXT bytes begins before `end`, or ends behind it: in the line, and
 * not within a word unless one is longer than that. */
static size_t context_start(seg_bytes text, size_t end) {
  size_t least = end > CONTEXT ? end - CONTEXT : 0, at = end, word = end;
  while (at > least && text.data[at - 1] != '\n') {
    at--;
    if (text.data[at] == ' ') word = at + 1;
  }
  return at == least && at > 0 && word < end ? word : at;
}
static size_t context_end(seg_bytes text, size_t start) {
  size_t most = text.length - start > CONTEXT ? start + CONTEXT : text.length;
  size_t at = start, word = start;
  while (at < most && text.data[at] != '\n') {
    if (text.data[at] == ' ') word = at;
    at++;
  }
  return at == most && at < text.length && word > start ? word : at;
}

static void write_in_context(html *h, const report_page *page, const report_edit *e) {
  const seg_bytes text = page->text;
  if (text.data == NULL) {
    write_change(h, e);
    return;
  }
  size_t start = context_start(text, e->at), behind = e->at + e->new_bytes.length;
  html_visible(h, (seg_bytes){text.data + start, e->at - start});
  write_change(h, e);
  html_visible(h, (seg_bytes){text.data + behind, context_end(text, behind) - behind});
}

static void write_row(html *h, const report *r, const report_page *page, const report_edit *e,
                      size_t number) {
  html_format(h, "<tr id=\"r%zu\"", number);
  write_marks(h, e);
  if (page->text.data != NULL)
    html_format(h, "><td><a href=\"#e%zu\">%zu</a></td><td class=\"text\" lang=\"", number, number);
  else
    html_format(h, "><td>%zu</td><td class=\"text\" lang=\"", number);
  html_name(h, r->source_language);
  html_put(h, "\">");
  write_in_context(h, page, e);
  html_put(h, "</td><td>");
  html_name(h, e->kind);
  html_format(h, "</td><td class=\"number\">%.3f</td><td>", e->confidence);
  html_name(h, e->evidence);
  html_format(h, "</td><td class=\"number\">%zu</td>", e->offset);
  if (r->page_count > 1) {
    html_put(h, "<td>");
    html_name(h, page->name);
    html_put(h, "</td>");
  }
  html_put(h, "</tr>\n");
}

static void write_repairs(html *h, const report *r) {
  kinds k = {0};
  size_t number = 1;
  count_edits(r, &k);
  open_section(h, "repairs", "Repairs");
  write_filter(h, "Kind", &k, "", "Confidence");
  html_put(h, "<table><thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Change</th>"
              "<th scope=\"col\">Kind</th><th scope=\"col\">Confidence</th>"
              "<th scope=\"col\">Rests on</th><th scope=\"col\">Byte</th>");
  if (r->page_count > 1) html_put(h, "<th scope=\"col\">File</th>");
  html_put(h, "</tr></thead><tbody class=\"items\">\n");
  for (size_t i = 0; i < r->page_count; i++)
    for (size_t e = 0; e < r->pages[i].edit_count; e++)
      write_row(h, r, &r->pages[i], &r->pages[i].edits[e], number++);
  html_put(h, "</tbody></table></section>\n");
}

/* --- Segments */

static bool have_kinds(const report *r) {
  return r->segment_count > 0 && r->segments[0].kind[0] != '\0';
}

static void write_segment(html *h, const report *r, const report_segment *s, size_t number) {
  html_format(h, "<li id=\"s%zu\"%s data-kind=\"", number,
              s->opens_paragraph ? " class=\"gap\"" : "");
  html_name(h, s->kind);
  html_put(h, "\"");
  if (s->confidence >= 0) html_format(h, " data-score=\"%.4g\"", s->confidence);
  html_put(h, "><p lang=\"");
  html_name(h, r->source_language);
  html_put(h, "\">");
  html_visible(h, s->text);
  html_format(h, "</p><small>%zu. ", number);
  html_name(h, s->kind);
  html_format(h, "%s%zu characters", s->kind[0] != '\0' ? ", " : "", s->characters);
  if (s->confidence >= 0) html_format(h, ", %.3f", s->confidence);
  if (s->document[0] != '\0') html_put(h, ", ");
  html_name(h, s->document);
  html_put(h, "</small></li>\n");
}

static void write_segments(html *h, const report *r) {
  kinds k = {0};
  for (size_t i = 0; i < r->segment_count; i++)
    count_kind(&k, r->segments[i].kind, r->segments[i].confidence);
  open_section(h, "segments", "Segments");
  write_filter(h, have_kinds(r) ? "Kind" : NULL, &k, "",
               r->segments[0].confidence >= 0 ? "Confidence" : NULL);
  html_put(h, "<ol class=\"items cards\">\n");
  for (size_t i = 0; i < r->segment_count; i++) write_segment(h, r, &r->segments[i], i + 1);
  html_put(h, "</ol></section>\n");
}

/* --- Alignment */

static void write_side(html *h, const report_side *side, const char *language) {
  html_put(h, "<div lang=\"");
  html_name(h, language);
  html_put(h, "\">");
  for (size_t i = 0; i < side->count; i++) {
    html_put(h, "<p>");
    html_visible(h, side->texts[i]);
    html_put(h, "</p>");
  }
  html_put(h, "</div>");
}

static void write_bead(html *h, const report *r, const report_bead *b, size_t number) {
  bool alone = b->source.count == 0 || b->target.count == 0;
  html_format(h, "<li id=\"b%zu\" data-kind=\"%s\" data-score=\"%.4g\">", number, b->shape,
              b->score);
  write_side(h, &b->source, r->source_language);
  if (alone)
    html_put(h, "<b class=\"alone\">no partner</b>");
  else
    html_format(h, "<b class=\"%s\" title=\"score\">%.2f</b>", b->score >= 0.5 ? "sure" : "unsure",
                b->score);
  write_side(h, &b->target, r->target_language);
  html_put(h, "</li>\n");
}

static void write_alignment(html *h, const report *r) {
  kinds k = {0};
  for (size_t i = 0; i < r->bead_count; i++) count_kind(&k, r->beads[i].shape, r->beads[i].score);
  open_section(h, "alignment", "Alignment");
  write_filter(h, "Shape", &k, "", "Score");
  html_put(h, "<ol class=\"items beads\">\n");
  for (size_t i = 0; i < r->bead_count; i++) write_bead(h, r, &r->beads[i], i + 1);
  html_put(h, "</ol>\n");
  chart_write_beads(h, r);
  html_put(h, "</section>\n");
}

/* --- Overview */

static void write_figure(html *h, const char *name, size_t count) {
  html_format(h, "<div><dt>%s</dt><dd>%zu</dd></div>\n", name, count);
}

static void write_figures(html *h, const report *r) {
  size_t paragraphs = 0;
  for (size_t i = 0; i < r->segment_count; i++) paragraphs += r->segments[i].opens_paragraph;
  html_put(h, "<dl class=\"figures\">\n");
  if (r->page_count > 1) write_figure(h, "Pages", r->page_count);
  if (all_edits(r) > 0) write_figure(h, "Repairs", all_edits(r));
  if (r->segment_count > 0) {
    write_figure(h, "Paragraphs", paragraphs);
    write_figure(h, "Segments", r->segment_count);
  }
  if (r->bead_count > 0) {
    write_figure(h, "Source sentences", r->source_count);
    write_figure(h, "Target sentences", r->target_count);
    write_figure(h, "Beads", r->bead_count);
  }
  html_put(h, "</dl>\n");
}

/* Names with their counts and mean scores; a bar shows the share of the largest. */
static void write_kinds(html *h, const char *title, const char *score, const kinds *k) {
  size_t most = 1;
  for (size_t i = 0; i < k->count; i++)
    if (k->counts[i] > most) most = k->counts[i];
  html_format(h,
              "<table class=\"kinds\"><caption>%s</caption><thead><tr><th scope=\"col\">Kind"
              "</th><th scope=\"col\" colspan=\"2\">Count</th><th scope=\"col\">%s</th></tr>"
              "</thead><tbody>\n",
              title, score);
  for (size_t i = 0; i < k->count; i++) {
    html_put(h, "<tr><th scope=\"row\">");
    html_name(h, k->names[i]);
    html_format(h,
                "</th><td class=\"number\">%zu</td><td class=\"bar\"><svg viewBox=\"0 0 100 8\" "
                "preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"%.1f\" "
                "height=\"8\"/></svg></td><td class=\"number\">%.3f</td></tr>\n",
                k->counts[i], 100.0 * (double)k->counts[i] / (double)most,
                k->scores[i] / (double)k->counts[i]);
  }
  html_put(h, "</tbody></table>\n");
}

static void write_all_kinds(html *h, const report *r) {
  kinds edits = {0}, segments = {0}, shapes = {0};
  count_edits(r, &edits);
  for (size_t i = 0; i < r->segment_count; i++)
    count_kind(&segments, r->segments[i].kind, r->segments[i].confidence);
  for (size_t i = 0; i < r->bead_count; i++)
    count_kind(&shapes, r->beads[i].shape, r->beads[i].score);
  html_put(h, "<div class=\"row\">\n");
  if (edits.count > 0) write_kinds(h, "Repairs", "Mean confidence", &edits);
  if (have_kinds(r)) write_kinds(h, "Segments", "Mean confidence", &segments);
  if (shapes.count > 0) write_kinds(h, "Beads", "Mean score", &shapes);
  html_put(h, "</div>\n");
}

static void write_distributions(html *h, const report *r) {
  enum { LENGTH, SENTENCE_END, REPAIR, BEAD, CHARTS };
  chart charts[CHARTS] = {{"Length of segments in characters", "characters", 10, 30, {0}},
                          {"Confidence of segment ends", "", 0.05, 20, {0}},
                          {"Confidence of repairs", "", 0.05, 20, {0}},
                          {"Score of beads", "", 0.05, 20, {0}}};
  for (size_t i = 0; i < r->segment_count; i++) {
    chart_add(&charts[LENGTH], (double)r->segments[i].characters);
    if (r->segments[i].confidence >= 0) chart_add(&charts[SENTENCE_END], r->segments[i].confidence);
  }
  for (size_t i = 0; i < r->page_count; i++)
    for (size_t e = 0; e < r->pages[i].edit_count; e++)
      chart_add(&charts[REPAIR], r->pages[i].edits[e].confidence);
  for (size_t i = 0; i < r->bead_count; i++) chart_add(&charts[BEAD], r->beads[i].score);
  html_put(h, "<div class=\"row\">\n");
  for (int i = 0; i < CHARTS; i++)
    if (chart_count(&charts[i]) > 0) chart_write(h, &charts[i]);
  html_put(h, "</div>\n");
}

static void write_overview(html *h, const report *r) {
  open_section(h, "overview", "Overview");
  write_figures(h, r);
  write_distributions(h, r);
  write_all_kinds(h, r);
  html_put(h, "</section>\n");
}

/* --- The whole page */

typedef struct view {
  const char *id, *title;
  void (*write)(html *h, const report *r);
  bool shown;
} view;

static void write_head(html *h, const report *r) {
  html_put(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
              "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
              "<title>");
  html_name(h, r->title);
  html_put(h, "</title>\n<style>\n");
  html_put(h, report_style);
  html_put(h, "</style>\n<script>document.documentElement.classList.add('scripted')</script>\n"
              "</head>\n");
}

static void write_header(html *h, const report *r, const view *views, size_t count) {
  html_put(h, "<body>\n<a class=\"skip\" href=\"#main\">To the content</a>\n<header><h1>");
  html_name(h, r->title);
  html_put(h, "</h1><nav aria-label=\"Views\">");
  for (size_t i = 0; i < count; i++)
    if (views[i].shown) html_format(h, "<a href=\"#%s\">%s</a>", views[i].id, views[i].title);
  html_put(h, "</nav><button type=\"button\" id=\"theme\">Dark</button></header>\n"
              "<main id=\"main\" tabindex=\"-1\">\n");
}

void report_write(html *h, const report *r) {
  const view views[] = {{"overview", "Overview", write_overview, true},
                        {"page", r->page_count > 1 ? "Pages" : "Page", write_pages, has_text(r)},
                        {"repairs", "Repairs", write_repairs, all_edits(r) > 0},
                        {"segments", "Segments", write_segments, r->segment_count > 0},
                        {"alignment", "Alignment", write_alignment, r->bead_count > 0}};
  size_t count = sizeof views / sizeof *views;
  write_head(h, r);
  write_header(h, r, views, count);
  for (size_t i = 0; i < count; i++)
    if (views[i].shown) views[i].write(h, r);
  html_format(h, "</main>\n<footer>segreport %s</footer>\n<script>\n", seg_version());
  html_put(h, report_script);
  html_put(h, "</script>\n</body>\n</html>\n");
}
