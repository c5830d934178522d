/* Runs the cases of tests/golden/split; its README tells the format. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "seg/seg.h"
#include "suites.h"

static const char *const folder = SEG_GOLDEN "/split";

/* Text of a case or page, and after it the same text with boundaries written as it should be
 * split: one segment a line. */
typedef struct golden {
  segi_buf input;
  segi_buf expected;
} golden;

static bool starts(const char *p, const char *end, const char *prefix) {
  size_t n = strlen(prefix);
  return (size_t)(end - p) >= n && memcmp(p, prefix, n) == 0;
}

static bool is_page_file(const char *name) {
  return strncmp(name, "paragraphs-", 11) == 0 || strcmp(name, "kinds.txt") == 0;
}

static seg_paragraphs paragraphs_of(const char *name) {
  if (strstr(name, "-blank") || strcmp(name, "kinds.txt") == 0) return SEG_PARAGRAPHS_BLANK;
  if (strstr(name, "-wrapped")) return SEG_PARAGRAPHS_WRAPPED;
  if (strstr(name, "-auto")) return SEG_PARAGRAPHS_AUTO;
  return SEG_PARAGRAPHS_LINE;
}

/* Takes a kind like "[heading] " off the text: it goes to what is expected only. */
static const char *take_kind(golden *g, const char *p, const char *end) {
  static const char *const kinds[] = {"[sentence] ", "[heading] ", "[furniture] "};
  for (size_t i = 0; i < 3; i++) {
    if (!starts(p, end, kinds[i])) continue;
    segi_buf_append_string(&g->expected, kinds[i]);
    return p + strlen(kinds[i]);
  }
  return p;
}

/* Adds one line of marked text, without its line end. */
static void add_line(golden *g, const char *p, const char *end) {
  p = take_kind(g, p, end);
  while (p < end) {
    bool boundary = starts(p, end, " \xC3\xB7"), trap = starts(p, end, " \xC3\x97");
    bool at_end = p + 3 == end;
    if ((boundary || trap) && (at_end || p[3] == ' ')) {
      if (!at_end) segi_buf_append(&g->input, " ", 1);
      if (boundary) segi_buf_append(&g->expected, "\n", 1);
      if (trap && !at_end) segi_buf_append(&g->expected, " ", 1);
      p += at_end ? 3 : 4;
      if (boundary) p = take_kind(g, p, end);
      continue;
    }
    segi_buf_append(&g->input, p, 1);
    segi_buf_append(&g->expected, p++, 1);
  }
}

static void append_squeezed(segi_buf *out, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    segi_buf_append(out, text[i] == '\n' ? " " : &text[i], 1);
}

/* What the splitter makes of the input: one segment a line, with kinds when they are asked for;
 * blank lines between paragraphs in pages. */
static segi_buf split_golden(const golden *g, seg_paragraphs paragraphs, bool kinds, bool page) {
  seg_split_options options = seg_split_defaults;
  options.paragraphs = paragraphs;
  seg_splitter *splitter;
  seg_segment *s;
  size_t count;
  segi_buf out = SEGI_BUF_EMPTY;
  ck_assert_int_eq(seg_splitter_new(&options, NULL, &splitter, NULL), SEG_OK);
  ck_assert_int_eq(
      seg_split_text(splitter, g->input.data, g->input.length, &s, &count, NULL), SEG_OK);
  for (size_t i = 0; i < count; i++) {
    if (i > 0) segi_buf_append_string(&out, "\n");
    if (page && i > 0 && s[i].paragraph != s[i - 1].paragraph) segi_buf_append_string(&out, "\n");
    if (kinds) {
      segi_buf_append_string(&out, "[");
      segi_buf_append_string(&out, seg_segment_kind_name(s[i].kind));
      segi_buf_append_string(&out, "] ");
    }
    append_squeezed(&out, g->input.data + s[i].span.start, s[i].span.end - s[i].span.start);
  }
  seg_free(s);
  seg_splitter_free(splitter);
  return out;
}

/* However many empty lines stand between paragraphs, the result has one. */
static void squeeze_empty_lines(segi_buf *text) {
  size_t used = 0;
  for (size_t i = 0; i < text->length; i++) {
    bool third = used >= 2 && text->data[i] == '\n' && text->data[used - 1] == '\n' &&
                 text->data[used - 2] == '\n';
    if (!third) text->data[used++] = text->data[i];
  }
  while (used > 0 && text->data[used - 1] == '\n') used--;
  text->data[used] = '\0';
  text->length = used;
}

/* What the cases of known-misses.txt expect: the model gets them wrong, and the list stays true. */
static const char *const misses_file = "known-misses.txt";
static segi_buf misses; /* each ended by a NUL */

static bool is_known_miss(const char *expected) {
  const char *end = misses.data + misses.length;
  for (const char *p = misses.data; p < end; p += strlen(p) + 1)
    if (strcmp(p, expected) == 0) return true;
  return false;
}

typedef struct tally {
  int right, wrong, known;
} tally;

static void check(golden *g, const char *name, tally *t) {
  bool page = is_page_file(name);
  if (g->input.length > 0) {
    squeeze_empty_lines(&g->expected);
    segi_buf got = split_golden(g, paragraphs_of(name), strcmp(name, "kinds.txt") == 0, page);
    bool right = strcmp(got.data, g->expected.data) == 0;
    if (is_known_miss(g->expected.data)) {
      t->known++;
      if (right)
        fprintf(stderr, "%s: comes right now, take it out:\n%s\n\n", misses_file, got.data);
      right = !right;
    } else if (!right && strncmp(name, "hard-", 5) != 0)
      fprintf(stderr, "%s:\nexpected:\n%s\ngot:\n%s\n\n", name, g->expected.data, got.data);
    *(right ? &t->right : &t->wrong) += 1;
    segi_buf_clear(&got);
  }
  segi_buf_clear(&g->input);
  segi_buf_clear(&g->expected);
}

/* The line break behind a line of a page: what it means depends on how the page marks paragraphs. */
static void add_break(golden *g, const char *name, const char *line, const char *end,
                      bool blank_next) {
  segi_buf_append(&g->input, "\n", 1);
  bool boundary = end - line >= 2 && memcmp(end - 2, "\xC3\xB7", 2) == 0;
  seg_paragraphs paragraphs = paragraphs_of(name);
  if (paragraphs == SEG_PARAGRAPHS_LINE && line < end) segi_buf_append(&g->expected, "\n", 1);
  bool soft = strstr(name, "-wrapped") != NULL && line < end && !blank_next;
  if (soft && !boundary) segi_buf_append(&g->expected, " ", 1);
  if (!soft) segi_buf_append(&g->expected, "\n", 1);
}

static void run_page_file(const char *name, const char *p, const char *end, tally *t) {
  golden g = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY};
  while (p < end) {
    const char *line_end = memchr(p, '\n', (size_t)(end - p));
    if (line_end == NULL) line_end = end;
    const char *next = line_end < end ? line_end + 1 : end;
    if (line_end - p == 4 && memcmp(p, "----", 4) == 0) {
      check(&g, name, t);
    } else if (!(*p == '#' && line_end > p) && (line_end > p || g.input.length > 0)) {
      add_line(&g, p, line_end);
      add_break(&g, name, p, line_end, next == end || *next == '\n' || starts(next, end, "----\n"));
    }
    p = next;
  }
  check(&g, name, t);
}

static void note_miss(golden *g) {
  segi_buf_append(&misses, g->expected.data, g->expected.length + 1);
  segi_buf_clear(&g->input);
  segi_buf_clear(&g->expected);
}

static void run_line_file(const char *name, const char *p, const char *end, tally *t) {
  golden g = {SEGI_BUF_EMPTY, SEGI_BUF_EMPTY};
  while (p < end) {
    const char *line_end = memchr(p, '\n', (size_t)(end - p));
    if (line_end == NULL) line_end = end;
    if (line_end > p && *p != '#') {
      add_line(&g, p, line_end);
      if (strcmp(name, misses_file) == 0) note_miss(&g);
      else check(&g, name, t);
    }
    p = line_end < end ? line_end + 1 : end;
  }
}

static tally run_file(const char *name) {
  char path[512];
  seg_input *input;
  char *data;
  size_t length;
  tally t = {0, 0, 0};
  snprintf(path, sizeof path, "%s/%s", folder, name);
  ck_assert_int_eq(seg_input_open(path, "UTF-8", SEG_INVALID_FAIL, &input, NULL), SEG_OK);
  ck_assert_int_eq(seg_input_read_all(input, &data, &length, NULL), SEG_OK);
  (is_page_file(name) ? run_page_file : run_line_file)(name, data, data + length, &t);
  seg_free(data);
  seg_input_free(input);
  return t;
}

static int is_case_file(const struct dirent *entry) {
  const char *dot = strrchr(entry->d_name, '.');
  return dot != NULL && strcmp(dot, ".txt") == 0 && strcmp(entry->d_name, misses_file) != 0;
}

/* Cases that a reader decides at a glance and rules alone get wrong are counted, not each
 * demanded: at least this share of them must be right. */
static const double hard_share = 0.5;

START_TEST(cases_come_out_as_a_reader_expects) {
  struct dirent **files;
  int count = scandir(folder, &files, is_case_file, alphasort);
  ck_assert_int_gt(count, 0);
  tally all = {0, 0, 0}, hard = {0, 0, 0};
  run_file(misses_file);
  for (int i = 0; i < count; i++) {
    tally t = run_file(files[i]->d_name);
    tally *sum = strncmp(files[i]->d_name, "hard-", 5) == 0 ? &hard : &all;
    sum->right += t.right;
    sum->wrong += t.wrong;
    sum->known += t.known;
    free(files[i]);
  }
  free(files);
  segi_buf_clear(&misses);
  fprintf(stderr,
          "golden split cases: %d right, %d known misses, %d wrong; hard ones: %d right, %d wrong\n",
          all.right - all.known, all.known, all.wrong, hard.right, hard.wrong);
  ck_assert_int_gt(all.right, 100);
  ck_assert_int_eq(all.wrong, 0);
  ck_assert(hard.right >= hard_share * (hard.right + hard.wrong));
}
END_TEST

Suite *golden_suite(void) {
  Suite *suite = suite_create("golden");
  TCase *tests = tcase_create("split");
  tcase_add_test(tests, cases_come_out_as_a_reader_expects);
  suite_add_tcase(suite, tests);
  return suite;
}
