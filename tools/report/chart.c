/* segreport: distributions and the plot of an alignment, as SVG. */
#include <stdio.h>
#include <string.h>

#include "report.h"

/* Units of the drawings. */
enum { WIDTH = 360, HEIGHT = 120, MARGIN = 16, PLOT = 480 };

void chart_add(chart *c, double value) {
  double bin = value / c->step;
  size_t i = bin < 0 ? 0 : bin < (double)c->bins ? (size_t)bin : c->bins - 1;
  c->counts[i]++;
}

static size_t highest(const chart *c) {
  size_t most = 1;
  for (size_t i = 0; i < c->bins; i++)
    if (c->counts[i] > most) most = c->counts[i];
  return most;
}

size_t chart_count(const chart *c) {
  size_t all = 0;
  for (size_t i = 0; i < c->bins; i++) all += c->counts[i];
  return all;
}

static void write_bar(html *h, const chart *c, size_t i, size_t most) {
  double width = (double)WIDTH / (double)c->bins;
  double height = (double)HEIGHT * (double)c->counts[i] / (double)most;
  if (c->counts[i] == 0) return;
  if (height < 1) height = 1;
  html_format(h,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%g\xE2\x80\x93%g: "
              "%zu</title></rect>",
              (double)i * width, MARGIN + HEIGHT - height, width - 1, height, (double)i * c->step,
              (double)(i + 1) * c->step, c->counts[i]);
}

static void write_axis(html *h, const chart *c) {
  html_format(h, "<path class=\"axis\" d=\"M0 %d.5h%d\"/>", MARGIN + HEIGHT, WIDTH);
  for (int i = 0; i <= 2; i++)
    html_format(h, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%g%s</text>", i * WIDTH / 2,
                MARGIN + HEIGHT + 14,
                i == 0   ? "start"
                : i == 1 ? "middle"
                         : "end",
                (double)c->bins * c->step * i / 2, i == 2 && c->step > 1 ? "+" : "");
}

void chart_write(html *h, const chart *c) {
  size_t most = highest(c);
  html_put(h, "<figure><figcaption>");
  html_name(h, c->title);
  html_put(h, "</figcaption><svg class=\"chart\" role=\"img\" aria-label=\"");
  html_name(h, c->title);
  html_format(h, ": %zu values, at most %zu in a step of %g %s\" viewBox=\"0 0 %d %d\">",
              chart_count(c), most, c->step, c->unit, WIDTH, HEIGHT + 2 * MARGIN);
  html_format(h, "<text x=\"0\" y=\"11\">%zu</text>", most);
  for (size_t i = 0; i < c->bins; i++) write_bar(h, c, i, most);
  write_axis(h, c);
  html_put(h, "</svg></figure>\n");
}

/* --- The alignment: a mark a bead, sources from left to right, targets from top to bottom. */

/* Beads of one class make one path, so that the drawing stays small. */
enum { SURE, UNSURE, ALONE, CLASSES };

static int class_of(const report_bead *b) {
  if (b->source.count == 0 || b->target.count == 0) return ALONE;
  return b->score >= 0.5 ? SURE : UNSURE;
}

typedef struct box {
  int x, y, width, height;
} box;

static int scaled(size_t n, size_t all) {
  return all > 0 ? (int)((double)n * PLOT / (double)all) : 0;
}

/* In whole units: at most one mark a unit is drawn, however many beads there are. */
static box box_of(const report *r, const report_bead *b) {
  box m = {scaled(b->source.first, r->source_count), scaled(b->target.first, r->target_count), 0,
           0};
  m.width = scaled(b->source.first + b->source.count, r->source_count) - m.x;
  m.height = scaled(b->target.first + b->target.count, r->target_count) - m.y;
  if (m.width < 2) m.width = 2;
  if (m.height < 2) m.height = 2;
  return m;
}

static void write_class(html *h, const report *r, int class) {
  static const char *const names[CLASSES] = {"sure", "unsure", "alone"};
  box last = {-1, -1, 0, 0};
  html_format(h, "<path class=\"%s\" d=\"", names[class]);
  for (size_t i = 0; i < r->bead_count; i++) {
    if (class_of(&r->beads[i]) != class) continue;
    box m = box_of(r, &r->beads[i]);
    if (memcmp(&m, &last, sizeof m) == 0) continue;
    html_format(h, "M%d %dh%dv%dh-%dz", m.x, m.y, m.width, m.height, m.width);
    last = m;
  }
  html_put(h, "\"/>");
}

void chart_write_beads(html *h, const report *r) {
  html_put(h, "<figure class=\"plot\"><figcaption>Where source and target meet: "
              "<span class=\"sure\">score from 0.5</span>, <span class=\"unsure\">less</span>, "
              "<span class=\"alone\">without partner</span></figcaption>");
  html_format(h,
              "<svg role=\"img\" aria-label=\"%zu source sentences from left to right, %zu target "
              "sentences from top to bottom, a mark for each of %zu beads\" viewBox=\"-1 -1 %d "
              "%d\"><path class=\"frame\" d=\"M-.5-.5h%dv%dh-%dz\"/>",
              r->source_count, r->target_count, r->bead_count, PLOT + 4, PLOT + 4, PLOT + 2,
              PLOT + 2, PLOT + 2);
  for (int class = CLASSES; class -- > 0;) write_class(h, r, class);
  html_put(h, "</svg></figure>\n");
}
