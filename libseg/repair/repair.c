#include "seg/repair.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "model/model.h"
#include "repair/passes.h"

/* ORDER segi_kind */
#define MODEL "model"
#define RULE "rule"
static const seg_repair_kind kinds[] = {
  {"sentence-join", 1, "full stop and space lost between two sentences",
   "Er kam nach RusslandDamit ist es aus.", "Er kam nach Russland. Damit ist es aus.", MODEL},
  {"block-join", 1, "line break lost behind a heading, list item or caption",
   "Unsere VeranstaltungenVeranstaltungsort", "Unsere Veranstaltungen\nVeranstaltungsort", MODEL},
  {"comma-join", 1, "comma and space lost before a clause", "fand stattals er kam",
   "fand statt, als er kam", MODEL},
  {"word-join", 1, "space lost between two words", "für alleGruppen da",
   "für alle Gruppen da", MODEL},
  {"space-after-mark", 1, "space lost behind a mark or a closing sign", "ist da.Dann kam",
   "ist da. Dann kam", MODEL},
  {"space-before-opening", 1, "space lost before a quotation mark or bracket",
   "planen.\u201EDas geht\u201C", "planen. \u201EDas geht\u201C", MODEL},
  {"mojibake", 1, "UTF-8 that was read as windows-1252 or Latin-1, once or several times",
   "f\u00C3\u00BCr die B\u00C3\u00A4ckerei", "f\u00FCr die B\u00E4ckerei", RULE},
  {"entity", 1, "HTML entity that stayed in the text", "M&uuml;ller &amp; Sohn",
   "M\u00FCller & Sohn", RULE},
  {"html-tag", 0, "HTML tag that stayed in the text", "ein <b>altes</b> Haus", "ein altes Haus", RULE},
  {"soft-hyphen", 1, "soft hyphen inside a word", "Brand\u00ADschutz", "Brandschutz", RULE},
  {"zero-width", 1, "character without width", "Brand\u200Bschutz", "Brandschutz", RULE},
  {"control", 1, "control character", "Brand\002schutz", "Brandschutz", RULE},
  {"direction-mark", 0, "mark for the direction of writing, in a text without such scripts",
   "von \u200E10 Euro", "von 10 Euro", RULE},
  {"exotic-space", 0, "space that is no plain one", "10\u00A0Euro", "10 Euro", RULE},
  {"hyphenated-line", 1, "word that was hyphenated at the end of a line",
   "die neue Regie-\nrung tagt", "die neue Regierung tagt", RULE},
  {"hyphenated-space", 0, "word that was hyphenated at the end of a line that became a space",
   "die neue Regie- rung tagt", "die neue Regierung tagt", RULE},
  {"letter-spacing", 0, "word that was spaced out for emphasis", "auf j e d e m Platz",
   "auf jedem Platz", RULE},
  {"doubled-space", 0, "several spaces in a row", "ein  Haus", "ein Haus", RULE},
  {"misread-sign", 1, "sign of windows-1252 that was read as a control of Latin-1",
   "er rief \302\204Komm\302\223", "er rief \u201EKomm\u201C", RULE},
  {"decomposed", 0, "letter that was taken apart into base and accent", "Bru\u0308cke",
   "Br\u00FCcke", RULE},
  {"wrapped-line", 0, "line that was cut at a fixed width",
   "Gestern hat die neue Regierung in der Stadt\nund auf dem Land getagt",
   "Gestern hat die neue Regierung in der Stadt und auf dem Land getagt", RULE},
  {"doubled-mark", 0, "mark that stands there twice", "Er kam,, sah und", "Er kam, sah und", RULE},
  {"space-before-mark", 0, "space before a mark", "Er kam , sah und", "Er kam, sah und", RULE},
  {"quotation-mark", 0, "commas and apostrophes for quotation marks",
   "Er rief ,,Komm'' und", "Er rief \u201EKomm\u201C und", RULE},
  {"furniture", 0, "menus, share bars and the like; they go only when asked to be dropped",
   "Startseite | Kontakt | Impressum\nDie Bahn kommt.", "Die Bahn kommt.", RULE},
};
#undef MODEL
#undef RULE
_Static_assert(sizeof kinds / sizeof *kinds == SEGI_KINDS, "one row a kind");

const seg_repair_options seg_repair_defaults = {sizeof(seg_repair_options), NULL, NULL, 0.5,
                                                NULL, false};

struct seg_repairer {
  const seg_model *model;
  bool on[SEGI_KINDS];
  bool drop; /* furniture */
  double min_confidence;
};

const seg_repair_kind *seg_repair_kinds(size_t *count) {
  *count = SEGI_KINDS;
  return kinds;
}

/* --- Options. */

static seg_status set_kind(seg_repairer *r, const char *id, size_t length, bool on,
                           seg_error *error) {
  for (size_t k = 0; k < SEGI_KINDS; k++) {
    if (strlen(kinds[k].id) != length || memcmp(kinds[k].id, id, length) != 0) continue;
    r->on[k] = on;
    return SEG_OK;
  }
  return segi_fail(error, SEG_BAD_ARGUMENT, "no kind of repair is called '%.*s'",
                   (int)(length < 100 ? length : 100), id);
}

static seg_status set_kinds(seg_repairer *r, const char *list, bool on, seg_error *error) {
  seg_status status = SEG_OK;
  while (status == SEG_OK && *list != '\0') {
    size_t length = strcspn(list, ",");
    status = set_kind(r, list, length, on, error);
    list += length;
    if (*list == ',') list++;
  }
  return status;
}

seg_status seg_repairer_new(const seg_repair_options *options, const seg_model *model,
                            seg_repairer **repairer, seg_error *error) {
  *repairer = NULL;
  if (options == NULL) options = &seg_repair_defaults;
  if (options->size != sizeof *options)
    return segi_fail(error, SEG_BAD_ARGUMENT, "repair options of another version");
  if (!(options->min_confidence >= 0 && options->min_confidence <= 1))
    return segi_fail(error, SEG_BAD_ARGUMENT, "the least confidence is not from 0 to 1");
  seg_repairer *r = segi_calloc(1, sizeof *r);
  if (r == NULL) return segi_nomem(error);
  r->min_confidence = options->min_confidence;
  for (size_t k = 0; k < SEGI_KINDS; k++)
    r->on[k] = options->only == NULL && kinds[k].on_by_default;
  seg_status status = segi_model_choose(model, &r->model, error);
  if (status == SEG_OK && options->only != NULL) status = set_kinds(r, options->only, true, error);
  if (status == SEG_OK && options->also != NULL) status = set_kinds(r, options->also, true, error);
  if (status == SEG_OK && options->skip != NULL) status = set_kinds(r, options->skip, false, error);
  if (status != SEG_OK) {
    free(r);
    return status;
  }
  r->drop = options->drop_furniture;
  if (r->drop) r->on[SEGI_FURNITURE] = true;
  *repairer = r;
  return SEG_OK;
}

bool seg_repairer_has(const seg_repairer *repairer, const char *id) {
  for (size_t k = 0; k < SEGI_KINDS; k++)
    if (strcmp(kinds[k].id, id) == 0) return repairer->on[k];
  return false;
}

void seg_repairer_free(seg_repairer *repairer) {
  free(repairer);
}

/* --- Proposals of the passes, sorted and freed of overlaps before they become edits. */

typedef struct proposal {
  size_t offset, length;
  size_t with, with_length; /* in the bytes */
  double confidence;
  segi_kind kind;
} proposal;

struct segi_proposals {
  const seg_repairer *repairer;
  segi_finds finds;   /* of the text that the joins last saw */
  seg_editlog *since; /* from that text to the one that is repaired */
  proposal *items;
  size_t count, capacity;
  segi_buf bytes;
};

bool segi_wanted(const segi_proposals *p, segi_kind kind) {
  return p->repairer->on[kind];
}

const seg_model *segi_repairer_model(const seg_repairer *repairer) {
  return repairer->model;
}

const seg_model *segi_repair_model(const segi_proposals *p) {
  return p->repairer->model;
}

size_t segi_proposal_count(const segi_proposals *p) {
  return p->count;
}

bool segi_drops(const segi_proposals *p) {
  return p->repairer->drop;
}

const segi_words *segi_known_words(const segi_proposals *p) {
  return &p->repairer->model->words;
}

const segi_finds *segi_repair_finds(segi_proposals *p, const char *text, size_t length) {
  if (!segi_find_again(p->repairer->model, text, length, p->since, &p->finds)) return NULL;
  seg_editlog_clear(p->since);
  return &p->finds;
}

double segi_least_confidence(const segi_proposals *p) {
  return p->repairer->min_confidence;
}

bool segi_propose(segi_proposals *p, segi_kind kind, size_t offset, size_t length,
                  seg_bytes with, double confidence) {
  if (!segi_wanted(p, kind) || confidence < p->repairer->min_confidence) return true;
  if (!segi_grow(&p->items, &p->capacity, p->count + 1, sizeof *p->items)) return false;
  proposal item = {offset, length, p->bytes.length, with.length, confidence, kind};
  if (!segi_buf_append(&p->bytes, with.data, with.length)) return false;
  p->items[p->count++] = item;
  return true;
}

static int by_place(const void *a, const void *b) {
  const proposal *p = a, *q = b;
  if (p->offset != q->offset) return p->offset < q->offset ? -1 : 1;
  return (int)p->kind - (int)q->kind;
}

/* The proposals as edits of one text, the first of those that overlap. */
static seg_status to_edits(segi_proposals *p, const char *text, seg_editlog *edits,
                           seg_error *error) {
  size_t free_from = 0;
  qsort(p->items, p->count, sizeof *p->items, by_place);
  seg_editlog_clear(edits);
  for (size_t i = 0; i < p->count; i++) {
    const proposal *item = &p->items[i];
    if (item->offset < free_from || (i > 0 && item->offset == p->items[i - 1].offset)) continue;
    seg_edit edit = {item->offset, {text + item->offset, item->length},
                     {p->bytes.data + item->with, item->with_length}, kinds[item->kind].id,
                     item->confidence};
    seg_status status = seg_editlog_append(edits, &edit, error);
    if (status != SEG_OK) return status;
    free_from = item->offset + item->length;
  }
  return SEG_OK;
}

/* --- Passes: each sees the text that the last one made, until none finds anything. */

static segi_pass *const passes[] = {
  segi_repair_mojibake,  segi_repair_characters, segi_repair_entities, segi_repair_tags,
  segi_repair_spaced,    segi_repair_invisible,  segi_repair_lines,    segi_repair_wraps,
  segi_repair_spacing,   segi_repair_quotes,     segi_repair_joins,    segi_drop_furniture};

/* A repair finds what it uncovered in a round or two; the rest is caution. */
enum { MOST_ROUNDS = 8 };

typedef struct work {
  const char *text; /* as repaired so far */
  size_t length;
  char *owned;        /* text, once it is not the caller's */
  seg_editlog *total; /* from the caller's text to it */
  seg_editlog *edits; /* of the last pass */
  segi_proposals proposals;
} work;

/* The joins take most of the time: they are not looked for in vain. */
static bool wants_joins(const seg_repairer *r) {
  for (size_t k = SEGI_SENTENCE_JOIN; k <= SEGI_SPACE_BEFORE_OPENING; k++)
    if (r->on[k]) return true;
  return false;
}

static seg_status run_pass(work *w, size_t pass, bool *changed, seg_error *error) {
  w->proposals.count = w->proposals.bytes.length = 0;
  if (passes[pass] == segi_repair_joins && !wants_joins(w->proposals.repairer)) return SEG_OK;
  if (!passes[pass](w->text, w->length, &w->proposals)) return segi_nomem(error);
  if (w->proposals.count == 0) return SEG_OK;
  *changed = true;
  seg_status status = to_edits(&w->proposals, w->text, w->edits, error);
  char *next;
  size_t length;
  if (status == SEG_OK)
    status = seg_editlog_apply(w->edits, w->text, w->length, &next, &length, error);
  if (status != SEG_OK) return status;
  bool done = segi_compose(&w->total, w->edits, w->text) &&
              segi_compose(&w->proposals.since, w->edits, w->text);
  free(w->owned);
  w->text = w->owned = next;
  w->length = length;
  return done ? SEG_OK : segi_nomem(error);
}

static seg_status run_passes(work *w, seg_error *error) {
  bool changed = true;
  seg_status status = SEG_OK;
  for (int round = 0; changed && round < MOST_ROUNDS; round++) {
    changed = false;
    for (size_t p = 0; p < sizeof passes / sizeof *passes && status == SEG_OK; p++)
      status = run_pass(w, p, &changed, error);
    if (status != SEG_OK) break;
  }
  /* Text that does not come to rest would be changed again by the next repair: it stays. */
  if (changed) seg_editlog_clear(w->total);
  return status;
}

static seg_status append_all(const seg_editlog *edits, size_t base, seg_editlog *log,
                             seg_error *error) {
  seg_status status = SEG_OK;
  for (size_t i = 0; i < seg_editlog_count(edits) && status == SEG_OK; i++) {
    seg_edit edit = seg_editlog_get(edits, i);
    edit.offset += base;
    status = seg_editlog_append(log, &edit, error);
  }
  return status;
}

seg_status seg_repair_text(const seg_repairer *repairer, const char *text, size_t length,
                           size_t base, seg_editlog *log, seg_error *error) {
  work w = {.text = text, .length = length, .proposals = {.repairer = repairer}};
  seg_status status = seg_editlog_new(&w.total, error);
  if (status == SEG_OK) status = seg_editlog_new(&w.edits, error);
  if (status == SEG_OK) status = seg_editlog_new(&w.proposals.since, error);
  if (status == SEG_OK) status = run_passes(&w, error);
  if (status == SEG_OK) status = append_all(w.total, base, log, error);
  free(w.owned);
  free(w.proposals.items);
  segi_buf_clear(&w.proposals.bytes);
  segi_finds_clear(&w.proposals.finds);
  seg_editlog_free(w.proposals.since);
  seg_editlog_free(w.edits);
  seg_editlog_free(w.total);
  return status;
}
