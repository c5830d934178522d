/* segnoise: makes scraping damage on purpose, and the gold edits or beads. */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "progress.h"

enum { MOST_RATES = 64, MOST_PATH = 4096 };

enum { PRESET = CLI_OWN, RATE, SEED, EDITS, BITEXT, LIST };

static const cli_option options[] = {
  {PRESET, "preset", "NAME",
   "rates to begin with: article (default), pages or none; with --bitext news25 (default), "
   "news10 or none"},
  {RATE, "rate", "KIND=P",
   "strike a share P, between 0 and 1, of the places open to this kind of noise; may be given "
   "several times"},
  {SEED, "seed", "N", "another seed makes other noise (default 1)"},
  {EDITS, "edits", "FILE", "write the gold standard: the edits that repair the damage"},
  {BITEXT, "bitext", "PREFIX",
   "the operands are a text and its translation, line by line; write PREFIX.source, "
   "PREFIX.target and PREFIX.beads"},
  {LIST, "list-kinds", NULL, "list the kinds of noise: id, what for, what it does, "
   "an example"},
  CLI_OUTPUT_OPTION,
  CLI_PROGRESS_OPTION,
  CLI_INPUT_OPTIONS,
  {0, NULL, NULL, NULL}
};

static const cli_tool tool = {
  .name = "segnoise",
  .operands = "[FILE]... | --bitext=PREFIX SOURCE TARGET",
  .summary = "Damage clean text as scraping does, or make noise in parallel texts, and write the "
             "gold standard for it.",
  .options = options,
  .notes = "Exit status: 0 done, 2 usage, file or format trouble.\n"
           "Example: segnoise --seed=7 --edits=gold.edits clean.txt > damaged.txt",
};

typedef struct rate {
  const char *kind;
  size_t length; /* bytes of kind */
  double share;
} rate;

typedef struct settings {
  const char *preset; /* NULL: the default of the mode */
  rate rates[MOST_RATES];
  size_t rate_count;
  uint64_t seed;
  const char *edits, *bitext, *output;
  const char *encoding;
  seg_invalid invalid;
} settings;

/* --- Kinds of noise in parallel texts. */

static const struct {
  seg_noise_kind about;
  size_t offset; /* of the rate in seg_bitext_noise */
} bitext_kinds[] = {
  {{"merge", "two lines become one", "Sie kam.\nEr ging.", "Sie kam. Er ging."},
   offsetof(seg_bitext_noise, merge)},
  {{"split", "a line is cut behind a comma or semicolon or before a conjunction",
    "Sie kam, als er ging.", "Sie kam,\nals er ging."},
   offsetof(seg_bitext_noise, split)},
  {{"deletion", "a line is lost", "Sie kam.\nEr ging.", "Er ging."},
   offsetof(seg_bitext_noise, deletion)},
  {{"insertion", "a line from elsewhere is put in", "Sie kam.\nEr ging.",
    "Sie kam.\nEs schneit.\nEr ging."},
   offsetof(seg_bitext_noise, insertion)},
};
enum { BITEXT_KINDS = sizeof bitext_kinds / sizeof *bitext_kinds };

static double *bitext_rate(seg_bitext_noise *noise, size_t kind) {
  return (double *)((char *)noise + bitext_kinds[kind].offset);
}

static const char *const bitext_presets[] = {"news25", "news10", "none", NULL};
static const double struck[] = {0.25, 0.10, 0}; /* lines of a side, by any kind */

static const char *const text_presets[] = {"article", "pages", "none", NULL};

/* --- Damaging text. */

typedef struct run {
  const cli *c;
  const settings *set;
  seg_noiser *noiser;
  seg_editlog_writer *writer;
  seg_output *output;
  seg_output *edits; /* NULL when not asked for */
  size_t damages;
  seg_error error;
} run;

static seg_status write_json(run *r, seg_status status, const seg_bytes *json) {
  return status == SEG_OK ? seg_output_write(r->edits, json->data, json->length, &r->error)
                          : status;
}

static seg_status write_stretch(run *r, const seg_noised *block) {
  r->damages += seg_editlog_count(block->repairs);
  if (r->edits != NULL) {
    seg_edited_block edited = {block->damaged, block->damaged_offset, block->repairs,
                               block->clean, NULL, 0, NULL, 0, false};
    seg_bytes json;
    seg_status status =
        seg_editlog_writer_block(r->writer, NULL, &edited, &json, &r->error);
    status = write_json(r, status, &json);
    if (status != SEG_OK) return status;
  }
  return seg_output_write(r->output, block->damaged.data, block->damaged.length, &r->error);
}

static seg_status damage_text(run *r, seg_input *input) {
  progress_input(input);
  for (;;) {
    seg_bytes text;
    seg_noised block;
    seg_status status = seg_input_read(input, &text, &r->error);
    bool final = status == SEG_END;
    if (final) text = (seg_bytes){"", 0};
    if (status == SEG_OK || final)
      status = seg_noiser_feed(r->noiser, text.data, text.length, final, &block, &r->error);
    if (status == SEG_OK) {
      status = write_stretch(r, &block);
      progress_step(seg_editlog_count(block.repairs));
    }
    if (status != SEG_OK || final) return status;
  }
}

static seg_status damage_input(run *r, seg_input *input) {
  seg_bytes json;
  seg_status status = SEG_OK;
  if (r->edits != NULL) {
    status = seg_editlog_writer_begin(r->writer, seg_input_name(input), &json, &r->error);
    status = write_json(r, status, &json);
  }
  if (status == SEG_OK) status = damage_text(r, input);
  if (status == SEG_OK && r->edits != NULL) {
    status = seg_editlog_writer_end(r->writer, NULL, &json, &r->error);
    status = write_json(r, status, &json);
  }
  return status;
}

static int damage_file(run *r, const char *path) {
  seg_input *input = NULL;
  seg_status status =
      seg_input_open(path, r->set->encoding, r->set->invalid, &input, &r->error);
  if (status == SEG_OK) status = damage_input(r, input);
  int result = status == SEG_OK ? CLI_DONE : cli_fail(r->c, path, &r->error);
  seg_input_free(input);
  return result;
}

static seg_status set_rates(run *r) {
  seg_status status = SEG_OK;
  for (size_t i = 0; i < r->set->rate_count && status == SEG_OK; i++) {
    const rate *asked = &r->set->rates[i];
    char kind[128];
    snprintf(kind, sizeof kind, "%.*s", (int)(asked->length < 100 ? asked->length : 100),
             asked->kind);
    status = seg_noiser_set_rate(r->noiser, kind, asked->share, &r->error);
  }
  return status;
}

static int open_all(run *r) {
  const settings *set = r->set;
  const char *preset = set->preset != NULL ? set->preset : text_presets[0];
  if (seg_noiser_new(preset, set->seed, &r->noiser, &r->error) == SEG_OK &&
      set_rates(r) == SEG_OK && seg_editlog_writer_new(&r->writer, &r->error) == SEG_OK &&
      seg_output_open(set->output, &r->output, &r->error) == SEG_OK &&
      (set->edits == NULL || seg_output_open(set->edits, &r->edits, &r->error) == SEG_OK))
    return CLI_DONE;
  return cli_fail(r->c, NULL, &r->error);
}

static seg_status commit(seg_output **output, seg_error *error) {
  seg_output *taken = *output;
  *output = NULL;
  return taken != NULL ? seg_output_commit(taken, error) : SEG_OK;
}

static int damage_files(const cli *c, const settings *set, char **files, size_t count) {
  run r = {.c = c, .set = set};
  int result = open_all(&r);
  bool edits_printed = set->edits != NULL && cli_is_standard(set->edits);
  progress_start(c, cli_is_standard(set->output) || edits_printed, "places");
  progress_files(files, count);
  for (size_t i = 0; i < count && result == CLI_DONE; i++) result = damage_file(&r, files[i]);
  progress_erase();
  if (result == CLI_DONE &&
      (commit(&r.edits, &r.error) != SEG_OK || commit(&r.output, &r.error) != SEG_OK))
    result = cli_fail(c, NULL, &r.error);
  seg_output_discard(r.edits);
  seg_output_discard(r.output);
  seg_editlog_writer_free(r.writer);
  seg_noiser_free(r.noiser);
  if (result == CLI_DONE && c->verbose)
    cli_note(c, "seed %" PRIu64 ", %zu places damaged", set->seed, r.damages);
  return result;
}

/* --- Parallel texts. */

typedef struct text {
  char *data;
  seg_bytes *lines;
  size_t count;
} text;

static void clear_text(text *t) {
  seg_free(t->data);
  free(t->lines);
}

static bool cut_lines(text *t, size_t length) {
  size_t capacity = 1;
  for (size_t i = 0; i < length; i++) capacity += t->data[i] == '\n';
  t->lines = calloc(capacity, sizeof *t->lines);
  if (t->lines == NULL) return false;
  for (size_t start = 0, end; start < length; start = end + 1) {
    const char *feed = memchr(t->data + start, '\n', length - start);
    end = feed != NULL ? (size_t)(feed - t->data) : length;
    size_t kept = end > start && t->data[end - 1] == '\r' ? end - 1 : end;
    t->lines[t->count++] = (seg_bytes){t->data + start, kept - start};
  }
  return true;
}

static int read_text(const cli *c, const settings *set, const char *path, text *t) {
  seg_error error = {0};
  seg_input *input = NULL;
  size_t length = 0;
  seg_status status = seg_input_open(path, set->encoding, set->invalid, &input, &error);
  if (status == SEG_OK) status = seg_input_read_all(input, &t->data, &length, &error);
  if (status == SEG_OK && !cut_lines(t, length)) {
    error = (seg_error){.status = SEG_NOMEM, .message = "out of memory"};
    status = SEG_NOMEM;
  }
  seg_input_free(input);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, path, &error);
}

static seg_status write_lines(seg_output *output, const seg_bytes *lines, size_t count,
                              seg_error *error) {
  seg_status status = SEG_OK;
  for (size_t i = 0; i < count && status == SEG_OK; i++) {
    status = seg_output_write(output, lines[i].data, lines[i].length, error);
    if (status == SEG_OK) status = seg_output_write(output, "\n", 1, error);
  }
  return status;
}

static seg_status write_numbers(seg_output *output, size_t first, size_t count,
                                const char *behind, seg_error *error) {
  char number[32];
  seg_status status = seg_output_write(output, "[", 1, error);
  for (size_t i = 0; i < count && status == SEG_OK; i++) {
    int length = snprintf(number, sizeof number, "%s%zu", i > 0 ? ", " : "", first + i);
    status = seg_output_write(output, number, (size_t)length, error);
  }
  return status == SEG_OK ? seg_output_write(output, behind, strlen(behind), error) : status;
}

static seg_status write_beads(seg_output *output, const seg_noisy_bitext *noisy,
                              seg_error *error) {
  seg_status status = SEG_OK;
  for (size_t i = 0; i < noisy->bead_count && status == SEG_OK; i++) {
    const seg_bead *bead = &noisy->beads[i];
    status = write_numbers(output, bead->source_first, bead->source_count, "]:", error);
    if (status == SEG_OK)
      status = write_numbers(output, bead->target_first, bead->target_count, "]\n", error);
  }
  return status;
}

static int write_bitext(const cli *c, const settings *set, const seg_noisy_bitext *noisy) {
  static const char *const endings[] = {".source", ".target", ".beads"};
  seg_output *outputs[3] = {NULL, NULL, NULL};
  seg_error error = {0};
  seg_status status = SEG_OK;
  char path[MOST_PATH];
  for (size_t i = 0; i < 3 && status == SEG_OK; i++) {
    snprintf(path, sizeof path, "%s%s", set->bitext, endings[i]);
    status = seg_output_open(path, &outputs[i], &error);
  }
  if (status == SEG_OK)
    status = write_lines(outputs[0], noisy->source, noisy->source_count, &error);
  if (status == SEG_OK)
    status = write_lines(outputs[1], noisy->target, noisy->target_count, &error);
  if (status == SEG_OK) status = write_beads(outputs[2], noisy, &error);
  for (size_t i = 0; i < 3 && status == SEG_OK; i++) status = commit(&outputs[i], &error);
  for (size_t i = 0; i < 3; i++) seg_output_discard(outputs[i]);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, NULL, &error);
}

static void bitext_options(cli *c, const settings *set, seg_bitext_noise *noise) {
  const char *preset = set->preset != NULL ? set->preset : bitext_presets[0];
  double share = struck[cli_choice(c, "preset", preset, bitext_presets)] / BITEXT_KINDS;
  *noise = (seg_bitext_noise){.size = sizeof *noise, .seed = set->seed};
  for (size_t k = 0; k < BITEXT_KINDS; k++) *bitext_rate(noise, k) = share;
  for (size_t i = 0; i < set->rate_count; i++) {
    const rate *asked = &set->rates[i];
    size_t k = 0;
    while (k < BITEXT_KINDS && (strlen(bitext_kinds[k].about.id) != asked->length ||
                                memcmp(bitext_kinds[k].about.id, asked->kind, asked->length) != 0))
      k++;
    if (k == BITEXT_KINDS)
      cli_usage(c, "--rate: '%.*s' is none of merge, split, deletion, insertion",
                (int)asked->length, asked->kind);
    *bitext_rate(noise, k) = asked->share;
  }
}

static int noise_bitext(cli *c, const settings *set, char **paths) {
  seg_bitext_noise noise;
  text source = {0}, target = {0};
  seg_noisy_bitext noisy = {0};
  seg_error error = {0};
  bitext_options(c, set, &noise);
  int result = read_text(c, set, paths[0], &source);
  if (result == CLI_DONE) result = read_text(c, set, paths[1], &target);
  if (result == CLI_DONE && source.count != target.count) {
    error = (seg_error){.status = SEG_BAD_MATCH};
    snprintf(error.message, sizeof error.message,
             "%zu lines, but %zu in the source; give texts that are parallel line by line",
             target.count, source.count);
    result = cli_fail(c, paths[1], &error);
  }
  if (result == CLI_DONE && seg_noise_bitext(&noise, source.lines, target.lines, source.count,
                                             &noisy, &error) != SEG_OK)
    result = cli_fail(c, NULL, &error);
  if (result == CLI_DONE) result = write_bitext(c, set, &noisy);
  if (result == CLI_DONE && c->verbose)
    cli_note(c, "seed %" PRIu64 ", %zu beads", set->seed, noisy.bead_count);
  seg_noisy_bitext_clear(&noisy);
  clear_text(&source);
  clear_text(&target);
  return result;
}

/* --- Kinds. */

static seg_status list_kind(seg_output *output, const char *of, const seg_noise_kind *kind,
                            seg_error *error) {
  const char *const cells[] = {kind->id, "\t", of, "\t", kind->summary, "\t", kind->before,
                               " => ", kind->after};
  seg_status status = SEG_OK;
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
    for (const char *p = cells[i]; *p != '\0' && status == SEG_OK; p++)
      status = *p == '\n' ? seg_output_write(output, "\xE2\x86\xB5", 3, error)
                          : seg_output_write(output, p, 1, error);
  return status == SEG_OK ? seg_output_write(output, "\n", 1, error) : status;
}

static int list_kinds(const cli *c) {
  seg_error error = {0};
  seg_output *output;
  size_t count;
  const seg_noise_kind *kinds = seg_noise_kinds(&count);
  seg_status status = seg_output_open(NULL, &output, &error);
  for (size_t i = 0; i < count && status == SEG_OK; i++)
    status = list_kind(output, "text", &kinds[i], &error);
  for (size_t i = 0; i < BITEXT_KINDS && status == SEG_OK; i++)
    status = list_kind(output, "bitext", &bitext_kinds[i].about, &error);
  if (status == SEG_OK)
    status = seg_output_commit(output, &error);
  else
    seg_output_discard(output);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, NULL, &error);
}

/* --- The command line. */

static void add_rate(cli *c, settings *set, const char *value) {
  const char *equals = strchr(value, '=');
  if (equals == NULL) cli_usage(c, "--rate: '%s' is not KIND=P", value);
  if (set->rate_count == MOST_RATES) cli_usage(c, "--rate is given too often");
  set->rates[set->rate_count++] =
      (rate){value, (size_t)(equals - value), cli_number(c, "rate", equals + 1, 0, 1)};
}

static uint64_t read_seed(cli *c, const char *value) {
  uint64_t seed = 0;
  const char *p = value;
  for (; *p >= '0' && *p <= '9'; p++) {
    uint64_t digit = (uint64_t)(*p - '0');
    if (seed > (UINT64_MAX - digit) / 10) break;
    seed = seed * 10 + digit;
  }
  if (p == value || *p != '\0')
    cli_usage(c, "--seed: '%s' is no number from 0 to %" PRIu64, value, UINT64_MAX);
  return seed;
}

int main(int argc, char **argv) {
  cli c;
  settings set = {.seed = 1, .encoding = "auto", .invalid = SEG_INVALID_KEEP};
  bool list = false;
  const char *value;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    switch (key) {
      case PRESET: set.preset = value; break;
      case RATE: add_rate(&c, &set, value); break;
      case SEED: set.seed = read_seed(&c, value); break;
      case EDITS: set.edits = value; break;
      case BITEXT: set.bitext = value; break;
      case LIST: list = true; break;
      case 'o': set.output = value; break;
      case CLI_ENCODING: set.encoding = value; break;
      case CLI_INVALID: set.invalid = cli_invalid(&c, value); break;
    }
  }
  size_t count;
  char **files = cli_operands(&c, set.bitext == NULL, &count);
  if (list) return list_kinds(&c);
  if (set.bitext != NULL) {
    if (count != 2) cli_usage(&c, "--bitext takes a SOURCE and a TARGET");
    if (strlen(set.bitext) + sizeof ".source" > MOST_PATH)
      cli_usage(&c, "--bitext: the name is too long");
    if (set.edits != NULL || set.output != NULL)
      cli_usage(&c, "--bitext names its own files; leave out --edits and --output");
    return noise_bitext(&c, &set, files);
  }
  if (set.preset != NULL) cli_choice(&c, "preset", set.preset, text_presets);
  if (set.edits != NULL && cli_is_standard(set.edits) && cli_is_standard(set.output))
    cli_usage(&c, "--edits and the text cannot both go to standard output");
  return damage_files(&c, &set, files, count);
}
