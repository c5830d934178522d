#include <dirent.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "model/model.h"
#include "repair/finds.h"
#include "seg/seg.h"
#include "suites.h"
#include "support/random_text.h"

static seg_repairer *repairer(const char *only) {
  seg_repair_options options = seg_repair_defaults;
  options.only = only;
  options.drop_furniture = only != NULL && strstr(only, "furniture") != NULL;
  seg_repairer *r;
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_OK);
  return r;
}

/* The ids of all kinds, separated by commas. Free with segi_buf_clear. */
static segi_buf all_kinds(void) {
  segi_buf ids = SEGI_BUF_EMPTY;
  size_t count;
  const seg_repair_kind *kinds = seg_repair_kinds(&count);
  for (size_t k = 0; k < count; k++)
    ck_assert(segi_buf_append_string(&ids, k > 0 ? "," : "") &&
              segi_buf_append_string(&ids, kinds[k].id));
  return ids;
}

static seg_repairer *repairer_of_all_kinds(void) {
  segi_buf ids = all_kinds();
  seg_repairer *r = repairer(ids.data);
  segi_buf_clear(&ids);
  return r;
}

/* The text after the repair; the caller frees it. */
static char *repair(const seg_repairer *r, const char *text, size_t length,
                    size_t *repaired_length, seg_editlog *log) {
  char *repaired;
  seg_editlog_clear(log);
  ck_assert_int_eq(seg_repair_text(r, text, length, 0, log, NULL), SEG_OK);
  ck_assert_int_eq(seg_editlog_apply(log, text, length, &repaired, repaired_length, NULL), SEG_OK);
  return repaired;
}

/* What the repairer changes can be taken back, and it leaves its own work alone. */
static void comes_back_and_repairs_once(const seg_repairer *r, const char *text, size_t length) {
  size_t once_length, twice_length, back_length;
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  char *once = repair(r, text, length, &once_length, log), *back;
  for (size_t i = 0; i < seg_editlog_count(log); i++) {
    double confidence = seg_editlog_get(log, i).confidence;
    ck_assert(confidence >= 0.5 && confidence <= 1);
  }
  ck_assert_int_eq(seg_editlog_undo(log, once, once_length, &back, &back_length, NULL), SEG_OK);
  ck_assert_uint_eq(back_length, length);
  ck_assert(length == 0 || memcmp(back, text, length) == 0);
  char *twice = repair(r, once, once_length, &twice_length, log);
  if (seg_editlog_count(log) > 0) {
    seg_edit e = seg_editlog_get(log, 0);
    ck_abort_msg("a second repair finds %s at %zu", e.kind, e.offset);
  }
  seg_free(once);
  seg_free(twice);
  seg_free(back);
  seg_editlog_free(log);
}

START_TEST(random_text_comes_back_and_repairs_once) {
  uint64_t seed = (uint64_t)_i + 1;
  size_t length;
  char *text = random_text(&seed, 1 + random_below(&seed, 4000), &length);
  seg_repairer *r = repairer(NULL);
  comes_back_and_repairs_once(r, text, length);
  free(text);
  seg_repairer_free(r);
}
END_TEST

/* Damage of every kind, whole and in pieces, glued together. */
static void append_damage(segi_buf *text, uint64_t *seed, size_t pieces) {
  static const char *const scraps[] = {
    "Haus", "die", "und", "so", " ", " ", " ", "  ", "\n", "\r\n", "\n\n", "-", "-\n", "- ", ".",
    ",", ",,", "..", " ,", " .", "''", "\"", "``", "\u201E", "\u201C", ")", "(", ":", ";", "!", "a",
    "S p e", "j e d e m", "Regie", "rung", "Nord", "US", "10", "&", "amp;", "&amp;", "&nbsp;",
    "&#252;", "&shy;", "&quot;", "#38;", "<", ">", "<b>", "</b>", "<br>", "<p class='x'>", "</p>",
    "b", "\xC2", "\xC3", "\u00C3", "\u00BC", "\u00C2", "\u00E2", "\u20AC", "\u017E",
    "f\u00C3\u00BCr", "b\u00C3\u0192\u00C2\u00B6d", "\u00FC", "\302\204", "\302\223", "\302\205",
    "u\u0308", "\u0308", "e\u0301", "\u0323", "\u00AD", "\u200B", "\u2060", "\uFEFF", "\x01",
    "\x1F", "\x7F", "\u00A0", "\u2009", "\u202F", "\u3000", "\u2028", "\xFF", "\xE2\x80", "\t",
    "Gestern hat die neue Regierung in der Stadt\nund auf dem Land getagt, sagt der\nMann",
    "Teilen", "Drucken", "Impressum", " | ", "\nTeilen Twittern Drucken\n", "\u200D", "\u200C",
    "\u200E", "\u00AC\n", "\u2010\n", "<!--", "-->", "<script>", "</script>", "<td>", " - ",
    "\u00C3\302\203\u00C2\u00BC", "\u00C2\u00A9", "&#150;", "V O N", "( ", " )", ">>", "<<",
    "\u00B4\u00B4", "::", ". ."};
  for (size_t i = 0; i < pieces; i++)
    ck_assert(segi_buf_append_string(
        text, scraps[random_below(seed, sizeof scraps / sizeof *scraps)]));
}

/* Alone and all together: the last round of the loop has all of them. */
START_TEST(kinds_come_back_and_repair_once) {
  size_t count;
  const seg_repair_kind *kinds = seg_repair_kinds(&count);
  seg_repairer *r = (size_t)_i < count ? repairer(kinds[_i].id) : repairer_of_all_kinds();
  size_t texts = (size_t)_i < count ? 100 : 1000;
  uint64_t seed = (uint64_t)_i + 1;
  segi_buf text = SEGI_BUF_EMPTY;
  for (size_t n = 0; n < texts; n++) {
    text.length = 0;
    append_damage(&text, &seed, 1 + random_below(&seed, 400));
    comes_back_and_repairs_once(r, text.data, text.length);
  }
  segi_buf_clear(&text);
  seg_repairer_free(r);
}
END_TEST

static void note_place(void *context, const seg_place_explanation *e) {
  char *all = context;
  sprintf(all + strlen(all), "%zu %.*s|%.*s %s %s %s\n", e->offset, (int)e->left.length, e->left.data,
          (int)e->right.length, e->right.data, e->family, e->missing,
          e->probability > 0.5 ? "yes" : "no");
  ck_assert_uint_gt(e->weight_count, 3);
  for (size_t i = 1; i < e->weight_count; i++)
    ck_assert(fabs(e->weights[i].weight) <= fabs(e->weights[i - 1].weight));
}

/* --- What an edited text holds is found where it was edited, as in a new text. */

/* A few pieces of the text replaced, some by nothing; the caller frees it. */
static char *edit_somewhere(uint64_t *seed, const char *text, size_t length, seg_editlog *edits,
                            size_t *edited_length) {
  char *edited;
  seg_editlog_clear(edits);
  for (size_t at = 0; (at += random_below(seed, length + 1)) < length;) {
    size_t written, most = length - at < 12 ? length - at : 12, old = random_below(seed, most + 1);
    char *piece = random_text(seed, random_below(seed, 40), &written);
    seg_edit edit = {at, {text + at, old}, {piece, written}, "test", 1};
    ck_assert_int_eq(seg_editlog_append(edits, &edit, NULL), SEG_OK);
    free(piece);
    at += old + 1;
  }
  ck_assert_int_eq(seg_editlog_apply(edits, text, length, &edited, edited_length, NULL), SEG_OK);
  return edited;
}

static void same_tokens(segi_tokens *a, segi_tokens *b) {
  ck_assert_uint_eq(a->count, b->count);
  for (size_t i = 0; i < a->count; i++) {
    segi_know_token(a, i);
    segi_know_token(b, i);
    const segi_token *t = &a->items[i], *u = &b->items[i];
    ck_assert(t->start == u->start && t->core == u->core && t->core_end == u->core_end &&
              t->end == u->end && t->lead == u->lead && t->inner == u->inner &&
              t->trail == u->trail && t->first_mark == u->first_mark &&
              t->last_mark == u->last_mark && t->shape == u->shape &&
              t->line_break == u->line_break && t->plain == u->plain && t->hash == u->hash &&
              t->word.frequency == u->word.frequency && t->word.classes == u->word.classes);
  }
}

static void same_candidates(const segi_candidates *a, const segi_candidates *b) {
  ck_assert_uint_eq(a->count, b->count);
  for (size_t i = 0; i < a->count; i++) {
    const segi_candidate *c = &a->items[i], *d = &b->items[i];
    ck_assert(c->offset == d->offset && c->token == d->token && c->family == d->family &&
              c->before == d->before && c->after == d->after && c->hopeless == d->hopeless &&
              c->likely == d->likely && c->left == d->left && c->right == d->right &&
              c->run == d->run);
    ck_assert_mem_eq(c->row, d->row, sizeof c->row);
  }
}

START_TEST(edited_text_is_looked_at_where_it_changed) {
  const seg_model *model = seg_model_default();
  uint64_t seed = 4711 + (uint64_t)_i;
  size_t length;
  char *text = random_text(&seed, random_below(&seed, 6000), &length);
  segi_finds kept = {0}, fresh = {0};
  seg_editlog *edits;
  ck_assert_int_eq(seg_editlog_new(&edits, NULL), SEG_OK);
  ck_assert(segi_find_again(model, text, length, edits, &kept));
  for (int round = 0; round < 3; round++) {
    char *edited = edit_somewhere(&seed, text, length, edits, &length);
    ck_assert(segi_find_again(model, edited, length, edits, &kept));
    segi_finds_clear(&fresh);
    ck_assert(segi_find_again(model, edited, length, edits, &fresh));
    same_tokens(&kept.tokens, &fresh.tokens);
    same_candidates(&kept.candidates, &fresh.candidates);
    free(text);
    text = edited;
  }
  free(text);
  segi_finds_clear(&kept);
  segi_finds_clear(&fresh);
  seg_editlog_free(edits);
}
END_TEST

/* Piece by piece or all at once. */
START_TEST(long_text_holds_what_its_whole_does) {
  const seg_model *model = seg_model_default();
  uint64_t seed = 1848 + (uint64_t)_i;
  size_t length;
  char *text = random_text(&seed, 50000, &length);
  segi_finds pieces = {0}, whole = {0};
  ck_assert(segi_find_again(model, text, length, NULL, &pieces));
  ck_assert(segi_scan_tokens(&model->words, text, length, &whole.tokens));
  ck_assert(segi_find_candidates(model, text, &whole.tokens, &whole.candidates));
  same_tokens(&pieces.tokens, &whole.tokens);
  same_candidates(&pieces.candidates, &whole.candidates);
  free(text);
  segi_finds_clear(&pieces);
  segi_finds_clear(&whole);
}
END_TEST

START_TEST(places_are_explained) {
  static const char text[] = "Er kam nach RusslandDamit ist es aus. Das Fest fand stattals er kam.";
  char all[1000] = "";
  seg_repairer *r = repairer(NULL);
  ck_assert_int_eq(seg_repair_explain(r, text, strlen(text), note_place, all, NULL), SEG_OK);
  seg_repairer_free(r);
  ck_assert_str_eq(all, "20 Russland|Damit case-change sentence yes\n"
                        "57 statt|als touching comma yes\n");
}
END_TEST

START_TEST(offsets_count_from_the_base) {
  static const char text[] = "Er fuhr nach RusslandDamit war es gut.";
  seg_repairer *r = repairer(NULL);
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  ck_assert_int_eq(seg_repair_text(r, text, strlen(text), 1000, log, NULL), SEG_OK);
  ck_assert_uint_eq(seg_editlog_count(log), 1);
  ck_assert_uint_eq(seg_editlog_get(log, 0).offset, 1021);
  ck_assert_str_eq(seg_editlog_get(log, 0).kind, "sentence-join");
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

/* Alone, every kind makes its example. */
START_TEST(kinds_do_what_their_examples_say) {
  size_t count, length;
  const seg_repair_kind *kind = &seg_repair_kinds(&count)[_i];
  ck_assert_uint_lt((size_t)_i, count);
  seg_repairer *r = repairer(kind->id);
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  char *after = repair(r, kind->before, strlen(kind->before), &length, log);
  ck_assert_str_eq(after, kind->after);
  for (size_t i = 0; i < seg_editlog_count(log); i++)
    ck_assert_str_eq(seg_editlog_get(log, i).kind, kind->id);
  seg_free(after);
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

START_TEST(unknown_kinds_are_named) {
  seg_repair_options options = seg_repair_defaults;
  seg_repairer *r = (seg_repairer *)"";
  seg_error error = {0};
  options.only = "word-join,no-such-kind";
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, &error), SEG_BAD_ARGUMENT);
  ck_assert_ptr_null(r);
  ck_assert_ptr_nonnull(strstr(error.message, "no-such-kind"));
  options.only = NULL;
  options.min_confidence = 2;
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_BAD_ARGUMENT);
}
END_TEST

START_TEST(what_is_skipped_stays) {
  static const char text[] = "Er fuhr nach RusslandDamit war es gut.Dann kam er.";
  seg_repair_options options = seg_repair_defaults;
  options.skip = "sentence-join,block-join";
  seg_repairer *r;
  seg_editlog *log;
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_OK);
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  ck_assert_int_eq(seg_repair_text(r, text, strlen(text), 0, log, NULL), SEG_OK);
  ck_assert_uint_eq(seg_editlog_count(log), 1);
  ck_assert_str_eq(seg_editlog_get(log, 0).kind, "space-after-mark");
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

START_TEST(what_is_added_is_on) {
  seg_repair_options options = seg_repair_defaults;
  options.also = "doubled-space";
  seg_repairer *r;
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_OK);
  ck_assert(seg_repairer_has(r, "doubled-space") && seg_repairer_has(r, "word-join"));
  ck_assert(!seg_repairer_has(r, "furniture") && !seg_repairer_has(r, "no-such-kind"));
  seg_repairer_free(r);
}
END_TEST

/* Most of the line is intact: only who asks for more gets more. */
START_TEST(doubtful_mojibake_has_less_confidence) {
  static const char text[] = "Die Stra\u00C3\u0178e ist f\u00FCr L\u00E4rm und \u00C4rger gut, "
                             "\u201Ef\u00C3\u00BCr\u201C nicht.";
  seg_repair_options options = seg_repair_defaults;
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  for (size_t edits = 0; edits < 2; edits++) {
    seg_repairer *r;
    ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_OK);
    ck_assert_int_eq(seg_repair_text(r, text, strlen(text), 0, log, NULL), SEG_OK);
    ck_assert_uint_eq(seg_editlog_count(log), edits);
    options.min_confidence = 0.4;
    options.only = "mojibake";
    seg_repairer_free(r);
  }
  ck_assert_uint_eq(seg_editlog_get(log, 0).offset, strlen("Die Stra"));
  seg_editlog_free(log);
}
END_TEST

START_TEST(furniture_is_found_in_whole_lines) {
  static const char text[] = "Hilfe! Hilfe!\nKontakt\nDie Bahn kommt.\n\n"
                             "Teilen Twittern Drucken\n\n  Impressum\r\nDatenschutz\n\nEnde";
  seg_span *runs;
  size_t count;
  for (long n = 1;; n++) {
    segi_fail_allocation(n);
    seg_status status = seg_find_furniture(text, strlen(text), &runs, &count, NULL);
    segi_fail_allocation(0);
    if (status == SEG_OK) break;
    ck_assert_int_eq(status, SEG_NOMEM);
    ck_assert_ptr_null(runs);
    ck_assert_int_lt(n, 100);
  }
  ck_assert_uint_eq(count, 1);
  ck_assert_uint_eq(runs[0].start, (size_t)(strstr(text, "Teilen") - text));
  ck_assert_uint_eq(runs[0].end, (size_t)(strstr(text, "Ende") - text));
  seg_free(runs);
}
END_TEST

/* Its record names it even where other repairs touch it. */
START_TEST(dropped_furniture_is_one_edit) {
  static const char text[] = "Die Bahn kommt.\n"
                             "Startseite | M&auml;rkte | Kontakt | Impressum\nEnde";
  seg_repair_options options = seg_repair_defaults;
  options.drop_furniture = true;
  seg_repairer *r;
  seg_editlog *log;
  size_t length;
  ck_assert_int_eq(seg_repairer_new(&options, NULL, &r, NULL), SEG_OK);
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  char *after = repair(r, text, strlen(text), &length, log);
  ck_assert_str_eq(after, "Die Bahn kommt.\nEnde");
  ck_assert_uint_eq(seg_editlog_count(log), 1);
  ck_assert_str_eq(seg_editlog_get(log, 0).kind, "furniture");
  seg_free(after);
  seg_editlog_free(log);
  seg_repairer_free(r);
}
END_TEST

START_TEST(memory_may_end_anywhere) {
  static const char text[] =
      "nach RusslandDamit ist es gut.Dann fand er stattals er kam \"So. f\u00C3\u00BCr "
      "M&uuml;ller <b>ein</b> Brand\u00AD\x02schutz  j e d e m Bru\u0308cke Regie-\nrung ,,ja'' "
      "\302\204,, kam . "
      "Gestern hat die neue Regierung in der Stadt\nund auf dem Land getagt\n"
      "Teilen Twittern Drucken\nEnde";
  segi_buf ids = all_kinds();
  seg_repair_options options = seg_repair_defaults;
  options.only = ids.data;
  options.drop_furniture = true;
  for (long n = 1;; n++) {
    seg_repairer *r = NULL;
    seg_editlog *log = NULL;
    segi_fail_allocation(n);
    seg_status status = seg_repairer_new(&options, NULL, &r, NULL);
    if (status == SEG_OK) status = seg_editlog_new(&log, NULL);
    if (status == SEG_OK) status = seg_repair_text(r, text, strlen(text), 0, log, NULL);
    segi_fail_allocation(0);
    seg_editlog_free(log);
    seg_repairer_free(r);
    if (status == SEG_OK) break;
    ck_assert_int_eq(status, SEG_NOMEM);
    ck_assert_int_lt(n, 100000);
  }
  segi_buf_clear(&ids);
}
END_TEST

/* Long runs of one thing must not take long, nor be changed twice. */
static const char *const monsters[] = {
  "a", "aB", "z.B.", ".", "\"", "A", "(a", "1", "\xCC\x81", "\xFF", "und", "\u00E4.", "&",
  "&amp;", "amp;&", "&#", "<b ", "<b>", "</p>", "\u00C3", "\u00C3\u0192", "\u00C2",
  "\u00E2\u20AC", "\302\204", "u\u0308", "\u00AD", "\x01", "\u00A0", " ", "- ", "-\n", "a-\n",
  "a b ", "S ", ",,", ",,a", "''", "a''", "\u201Ea", " ,", "a .", "und\n",
  "Die Regierung in der Stadt und auf dem Land ist\nso\n", "Teilen ", "Teilen | ", "Drucken\n",
  "<script>", "<!--", "<a x='", "\u00C2", "\u00C3\u00C2", "\u200B ", "\u200D", "a-\nb", ". .",
  ", ,", "( ", ">>a", "S c "};

/* Damage upon damage, deeper than anyone makes it. */
START_TEST(nested_damage_is_repaired_once) {
  segi_buf text = SEGI_BUF_EMPTY;
  seg_repairer *r = repairer(NULL);
  ck_assert(segi_buf_append_string(&text, _i == 0 ? "&" : "&#3"));
  for (int depth = 0; depth < 100; depth++)
    ck_assert(segi_buf_append_string(&text, _i == 0 ? "amp;" : "&#3"));
  for (int depth = 0; depth < 100; depth++)
    ck_assert(segi_buf_append_string(&text, _i == 0 ? "amp;" : "8;"));
  comes_back_and_repairs_once(r, text.data, text.length);
  segi_buf_clear(&text);
  seg_repairer_free(r);
}
END_TEST

START_TEST(monsters_finish) {
  segi_buf text = SEGI_BUF_EMPTY;
  seg_repairer *r = repairer_of_all_kinds();
  while (text.length < 100000) ck_assert(segi_buf_append_string(&text, monsters[_i]));
  comes_back_and_repairs_once(r, text.data, text.length);
  segi_buf_clear(&text);
  seg_repairer_free(r);
}
END_TEST

/* --- Real pages, where SEG_EVAL names the folder with the development sets. */

static const char *const page_sets[] = {"pages", "pages_raw", "pages_strip"};

/* A third of the pages from each set: the default kinds, on every fourth of them all kinds. */
START_TEST(damaged_pages_come_back_and_repair_once) {
  char path[4096];
  snprintf(path, sizeof path, "%s/repair/%s.jsonl", SEG_EVAL, page_sets[_i]);
  FILE *file = SEG_EVAL[0] != '\0' ? fopen(path, "r") : NULL;
  if (file == NULL) return;
  seg_repairer *few = repairer(NULL), *all = repairer_of_all_kinds();
  json_t *page;
  for (size_t n = 0; (page = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL)) != NULL; n++) {
    const json_t *text = json_object_get(page, "naive");
    if (n % 3 == (size_t)_i)
      comes_back_and_repairs_once(n % 12 == (size_t)_i ? all : few, json_string_value(text),
                                  json_string_length(text));
    json_decref(page);
  }
  fclose(file);
  seg_repairer_free(few);
  seg_repairer_free(all);
}
END_TEST

/* --- Golden cases: "input => output" or text that stays; the README tells the format. */

/* A line of a case as text: the sign for a line break becomes one. */
static void add_case_text(segi_buf *buf, const char *text, size_t length) {
  static const char sign[] = "\xE2\x86\xB5";
  buf->length = 0;
  for (size_t i = 0; i < length;) {
    bool feed = length - i >= 3 && memcmp(text + i, sign, 3) == 0;
    ck_assert(segi_buf_append(buf, feed ? "\n" : text + i, 1));
    i += feed ? 3 : 1;
  }
  ck_assert(segi_buf_append(buf, "", 0));
}

static const char *const misses_file = "known-misses.txt";

/* Whether known-misses.txt holds the case: the model gets it wrong, and the list stays true. */
static bool is_known_miss(const char *wanted) {
  char line[4096];
  FILE *file = fopen(SEG_GOLDEN "/repair/known-misses.txt", "r");
  ck_assert_ptr_nonnull(file);
  bool known = false;
  while (!known && fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    known = strcmp(line, wanted) == 0;
  }
  fclose(file);
  return known;
}

static void check_case(const seg_repairer *r, seg_editlog *log, const char *file, size_t number,
                       const char *line) {
  static const char arrow[] = " => ";
  segi_buf input = SEGI_BUF_EMPTY, wanted = SEGI_BUF_EMPTY;
  const char *split = strstr(line, arrow);
  size_t length;
  add_case_text(&input, line, split != NULL ? (size_t)(split - line) : strlen(line));
  add_case_text(&wanted, split != NULL ? split + strlen(arrow) : line,
                strlen(split != NULL ? split + strlen(arrow) : line));
  char *output = repair(r, input.data, input.length, &length, log);
  bool right = strcmp(output, wanted.data) == 0;
  ck_assert_msg(right != is_known_miss(line), "%s:%zu: %s\n  made     %s\n  expected %s%s", file,
                number, input.data, output, wanted.data, right ? " (a known miss)" : "");
  seg_free(output);
  segi_buf_clear(&input);
  segi_buf_clear(&wanted);
}

static size_t check_file(const seg_repairer *r, seg_editlog *log, const char *name) {
  char path[4096], line[4096];
  size_t cases = 0, number = 0;
  snprintf(path, sizeof path, "%s/repair/%s", SEG_GOLDEN, name);
  FILE *file = fopen(path, "r");
  ck_assert_ptr_nonnull(file);
  while (fgets(line, sizeof line, file) != NULL) {
    number++;
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '\0' || strncmp(line, "# ", 2) == 0) continue;
    check_case(r, log, name, number, line);
    cases++;
  }
  fclose(file);
  return cases;
}

/* kind-ID.txt is for the kind alone, other files for the default set. */
static seg_repairer *repairer_for(const char *file) {
  static const char prefix[] = "kind-";
  char id[256];
  if (strncmp(file, prefix, strlen(prefix)) != 0) return repairer(NULL);
  snprintf(id, sizeof id, "%s", file + strlen(prefix));
  id[strlen(id) - strlen(".txt")] = '\0';
  return repairer(id);
}

START_TEST(golden_cases) {
  seg_editlog *log;
  ck_assert_int_eq(seg_editlog_new(&log, NULL), SEG_OK);
  DIR *folder = opendir(SEG_GOLDEN "/repair");
  ck_assert_ptr_nonnull(folder);
  size_t cases = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    size_t n = strlen(entry->d_name);
    if (n <= 4 || strcmp(entry->d_name + n - 4, ".txt") != 0) continue;
    if (strcmp(entry->d_name, misses_file) == 0) continue;
    seg_repairer *r = repairer_for(entry->d_name);
    cases += check_file(r, log, entry->d_name);
    seg_repairer_free(r);
  }
  closedir(folder);
  ck_assert_uint_gt(cases, 100);
  seg_editlog_free(log);
}
END_TEST

Suite *repair_suite(void) {
  Suite *suite = suite_create("repair");
  TCase *tests = tcase_create("repair");
  size_t kinds;
  seg_repair_kinds(&kinds);
  tcase_add_loop_test(tests, random_text_comes_back_and_repairs_once, 0, 300);
  tcase_add_loop_test(tests, kinds_come_back_and_repair_once, 0, (int)kinds + 1);
  tcase_add_loop_test(tests, edited_text_is_looked_at_where_it_changed, 0, 300);
  tcase_add_loop_test(tests, long_text_holds_what_its_whole_does, 0, 10);
  tcase_add_test(tests, places_are_explained);
  tcase_add_test(tests, offsets_count_from_the_base);
  tcase_add_loop_test(tests, kinds_do_what_their_examples_say, 0, (int)kinds);
  tcase_add_test(tests, unknown_kinds_are_named);
  tcase_add_test(tests, what_is_skipped_stays);
  tcase_add_test(tests, what_is_added_is_on);
  tcase_add_test(tests, doubtful_mojibake_has_less_confidence);
  tcase_add_test(tests, furniture_is_found_in_whole_lines);
  tcase_add_test(tests, dropped_furniture_is_one_edit);
  tcase_add_test(tests, memory_may_end_anywhere);
  tcase_add_loop_test(tests, monsters_finish, 0, (int)(sizeof monsters / sizeof *monsters));
  tcase_add_loop_test(tests, nested_damage_is_repaired_once, 0, 2);
  tcase_add_loop_test(tests, damaged_pages_come_back_and_repair_once, 0, 3);
  tcase_add_test(tests, golden_cases);
  tcase_set_timeout(tests, 120);
  suite_add_tcase(suite, tests);
  return suite;
}
