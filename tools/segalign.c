/* segalign: pairs the sentences of a text and its translation. */
#include "segalign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  FORMAT = CLI_OWN,
  MIN_SCORE,
  ONE_TO_ONE,
  UNALIGNED,
  VIA,
  LEXICON,
  LEXICON_FORMAT,
  LEXICON_REVERSED,
  LEXICON_ONLY,
  SRC_EMBED,
  TGT_EMBED,
  SRC_OVERLAPS,
  TGT_OVERLAPS,
  EMBED_DIM,
  GOLD_ANCHORS,
  PAIRS,
  WEIGHTS
};

static const char *const formats[] = {"tsv", "beads", "jsonl", "tmx", "moses",
                                      NULL}; /* ORDER layout */
static const char *const lexicon_formats[] = {
  "auto", "tsv", "trained", "ding", "dictd", "hunalign", NULL}; /* ORDER seg_lexicon_format */

static const cli_option options[] = {
  {FORMAT, "format", "FORMAT",
   "tsv (default): score, source text and target text; "
   "beads: sentence numbers from 0, \"[0]:[0, 1]:score\"; "
   "jsonl: an object a bead with numbers, score and texts; "
   "tmx: a translation memory; moses: two files, OUTPUT.LANG, line by line"},
  {MIN_SCORE, "min-score", "P", "leave out beads with a score below P, from 0 to 1"},
  {ONE_TO_ONE, "one-to-one", NULL, "leave out beads of more than one sentence on a side"},
  {UNALIGNED, "unaligned", "FILE",
   "write the sentences that found no partner or were left out to FILE: side, line number, text"},
  {'s', "source-lang", "LANG", "language of the source: de (default)"},
  {'t', "target-lang", "LANG", "language of the target: en (default)"},
  {VIA, "via", "FILE",
   "a draft translation of the source by any engine, line by line, to be used as evidence"},
  {LEXICON, "lexicon", "FILE", "word translations to be used beside those that are built in"},
  {LEXICON_FORMAT, "lexicon-format", "NAME",
   "auto (default), tsv (source, target, weight), trained (by segtrain lexicon), ding "
   "(source :: target), dictd or hunalign (target @ source)"},
  {LEXICON_REVERSED, "lexicon-reversed", NULL,
   "the lexicon leads from the target language to the source language"},
  {LEXICON_ONLY, "lexicon-only", NULL, "do not use the word translations that are built in"},
  {SRC_EMBED, "src-embed", "FILE",
   "sentence vectors of the source, .npy or raw float32, a row a line, to be used as evidence"},
  {TGT_EMBED, "tgt-embed", "FILE", "those of the target"},
  {SRC_OVERLAPS, "src-overlaps", "FILE",
   "the vectors belong to the lines of FILE: sentences and joined neighbours, as for Vecalign"},
  {TGT_OVERLAPS, "tgt-overlaps", "FILE", "the same for the target"},
  {EMBED_DIM, "embed-dim", "N", "numbers of a vector, where the files do not say it"},
  {GOLD_ANCHORS, "gold-anchors", "FILE",
   "what is known: a line \"12 15\" for two sentences, from 0, that belong together, "
   "\"[12]:[15, 16]\" for a bead"},
  {WEIGHTS, "weights", "FILE", "weights made by segtrain align, in place of those that are built in"},
  {PAIRS, "pairs", "LIST",
   "align many: a line a pair with the paths of source, target, output and perhaps draft, "
   "separated by tabs, or a JSON object with source, target, id, output, draft"},
  {'j', "threads", "N", "with --pairs: work on N pairs at a time, 1 to 256 (default 1)"},
  CLI_OUTPUT_OPTION,
  CLI_PROGRESS_OPTION,
  CLI_INPUT_OPTIONS,
  {0, NULL, NULL, NULL}};

static const cli_tool tool = {
  .name = "segalign",
  .operands = "SOURCE TARGET | --pairs=LIST",
  .summary = "Pair the sentences of a text and its translation. Both files hold one sentence a "
             "line; blank lines between paragraphs are hints.",
  .options = options,
  .notes = "Exit status: 0 done, 1 some pairs of the list were bad, 2 usage, file or format "
           "trouble.\n"
           "Example: segalign article.de article.en",
};

/* --- A single pair */

static seg_status write_outputs(const settings *set, const pair *p, seg_error *error) {
  char *text = NULL, *left_over = NULL;
  size_t length = 0, left_length = 0;
  FILE *out = open_memstream(&text, &length), *left = open_memstream(&left_over, &left_length);
  const bool units = set->layout == LAYOUT_TMX || set->layout == LAYOUT_MOSES;
  bool fine = out != NULL && left != NULL && (units || write_pair(set, p, out)) &&
              write_left_over(set, p, NULL, left);
  /* Where memory is short only now, glibc sets no text and returns 0. */
  if (out != NULL && (fclose(out) != 0 || text == NULL)) fine = false;
  if (left != NULL && (fclose(left) != 0 || left_over == NULL)) fine = false;
  seg_status status = fine ? SEG_OK : fail_memory(error);
  if (status == SEG_OK && set->unaligned != NULL)
    status = write_file(set->unaligned, left_over, left_length, error);
  if (status == SEG_OK)
    status =
      units ? write_units(set, p, error) : write_file(set->output, text, length, error);
  free(text);
  free(left_over);
  return status;
}

static seg_status align_anchored(aligning *a, pair *p, seg_error *error) {
  const char *path = a->set->anchors;
  seg_align_anchor *anchors = NULL;
  size_t *lines = NULL, count = 0;
  seg_status status = SEG_OK;
  if (path != NULL) status = read_anchors(a->set, path, &anchors, &lines, &count, error);
  if (status == SEG_OK) {
    status = align_pair(a, anchors, count, p, error);
    if (status == SEG_BAD_MATCH && error->source[0] == '\0' && error->line > 0) {
      error->line = lines[error->line - 1];
      snprintf(error->source, sizeof error->source, "%s", path);
    }
  }
  free(anchors);
  free(lines);
  return status;
}

static int align_files(aligning *a, char **files) {
  const settings *set = a->set;
  seg_error error = {0};
  pair p = {.beads = NULL};
  seg_status status = read_document(set, files[0], &p.source, &error);
  if (status == SEG_OK) status = read_document(set, files[1], &p.target, &error);
  if (status == SEG_OK && set->via != NULL) status = read_draft(set, set->via, &p, &error);
  if (status == SEG_OK) status = align_anchored(a, &p, &error);
  if (status == SEG_OK) status = write_outputs(set, &p, &error);
  clear_pair(&p);
  return status == SEG_OK ? CLI_DONE : cli_fail(a->c, NULL, &error);
}

/* --- What all pairs share */

static seg_status make_aligner(settings *set, seg_aligner **aligner, seg_error *error) {
  char *lexicon = NULL, *weights = NULL;
  size_t length = 0, weights_length = 0;
  seg_status status = SEG_OK;
  if (set->lexicon != NULL) status = read_text(set, set->lexicon, &lexicon, &length, error);
  if (status == SEG_OK && set->weights != NULL)
    status = read_text(set, set->weights, &weights, &weights_length, error);
  set->align.lexicon = (seg_bytes){lexicon, length};
  set->align.weights = (seg_bytes){weights, weights_length};
  if (status == SEG_OK) status = seg_aligner_new(&set->align, aligner, error);
  if (status == SEG_BAD_FORMAT && strcmp(error->source, "weights") == 0)
    snprintf(error->source, sizeof error->source, "%s", set->weights);
  if (status == SEG_BAD_FORMAT && error->source[0] == '\0')
    snprintf(error->source, sizeof error->source, "%s", set->lexicon);
  seg_free(lexicon);
  seg_free(weights);
  return status;
}

static int run(const cli *c, settings *set, char **files) {
  aligning a = {.c = c, .set = set};
  seg_aligner *aligner = NULL;
  seg_error error = {0};
  seg_status status = make_aligner(set, &aligner, &error);
  a.aligner = aligner;
  if (status == SEG_OK) status = load_vectors(set, &set->source_vectors, &a.source_vectors, &error);
  if (status == SEG_OK) status = load_vectors(set, &set->target_vectors, &a.target_vectors, &error);
  int result = status != SEG_OK     ? cli_fail(c, NULL, &error)
               : set->pairs != NULL ? align_list(&a)
                                    : align_files(&a, files);
  clear_vectors(&a.source_vectors);
  clear_vectors(&a.target_vectors);
  seg_aligner_free(aligner);
  return result;
}

/* --- Options */

static void take_option(cli *c, settings *set, int key, const char *value) {
  switch (key) {
    case FORMAT: set->layout = (layout)cli_choice(c, "format", value, formats); break;
    case MIN_SCORE: set->min_score = cli_number(c, "min-score", value, 0, 1); break;
    case ONE_TO_ONE: set->one_to_one = true; break;
    case UNALIGNED: set->unaligned = value; break;
    case VIA: set->via = value; break;
    case LEXICON: set->lexicon = value; break;
    case LEXICON_FORMAT:
      set->align.lexicon_format =
        (seg_lexicon_format)cli_choice(c, "lexicon-format", value, lexicon_formats);
      break;
    case LEXICON_REVERSED: set->align.lexicon_reversed = true; break;
    case LEXICON_ONLY: set->align.lexicon_alone = true; break;
    case SRC_EMBED: set->source_vectors.vectors = value; break;
    case TGT_EMBED: set->target_vectors.vectors = value; break;
    case SRC_OVERLAPS: set->source_vectors.overlaps = value; break;
    case TGT_OVERLAPS: set->target_vectors.overlaps = value; break;
    case EMBED_DIM:
      set->source_vectors.dimension = set->target_vectors.dimension =
        (size_t)cli_number(c, "embed-dim", value, 1, 1000000);
      break;
    case GOLD_ANCHORS: set->anchors = value; break;
    case PAIRS: set->pairs = value; break;
    case WEIGHTS: set->weights = value; break;
    case 'j': set->threads = cli_threads(c, value); break;
    case 's': set->align.source_language = value; break;
    case 't': set->align.target_language = value; break;
    case 'o': set->output = value; break;
    case CLI_ENCODING: set->encoding = value; break;
    case CLI_INVALID: set->invalid = cli_invalid(c, value); break;
  }
}

static void check_vectors(cli *c, const settings *set) {
  const vector_files *x = &set->source_vectors, *y = &set->target_vectors;
  if ((x->vectors == NULL) != (y->vectors == NULL))
    cli_usage(c, "--src-embed and --tgt-embed go together");
  if ((x->overlaps != NULL || y->overlaps != NULL) && x->vectors == NULL)
    cli_usage(c, "--src-overlaps and --tgt-overlaps go with --src-embed and --tgt-embed");
  if (set->pairs != NULL && x->vectors != NULL && (x->overlaps == NULL || y->overlaps == NULL))
    cli_usage(c, "with --pairs, vectors go with --src-overlaps and --tgt-overlaps");
}

static void check_format(cli *c, const settings *set) {
  if (set->pairs != NULL && set->layout >= LAYOUT_TMX)
    cli_usage(c, "--format=%s is for a single pair", formats[set->layout]);
  if (set->layout == LAYOUT_MOSES && (set->output == NULL || strcmp(set->output, "-") == 0))
    cli_usage(c, "--format=moses writes two files; --output must name them");
}

static void check_operands(cli *c, const settings *set, char **files, size_t count) {
  if (set->pairs != NULL && count > 0) cli_usage(c, "files go into the list of --pairs");
  if (set->pairs != NULL && set->via != NULL) cli_usage(c, "drafts go into the list of --pairs");
  if (set->pairs != NULL && set->anchors != NULL)
    cli_usage(c, "--gold-anchors is for a single pair");
  if (set->pairs != NULL) return;
  if (count != 2) cli_usage(c, "two files are needed, the source and its translation");
  if (strcmp(files[0], "-") == 0 && strcmp(files[1], "-") == 0)
    cli_usage(c, "only one side can be standard input");
}

int main(int argc, char **argv) {
  cli c;
  settings set = {
    .align = seg_align_defaults, .encoding = "auto", .invalid = SEG_INVALID_KEEP, .threads = 1};
  const char *value;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) take_option(&c, &set, key, value);
  size_t count;
  char **files = cli_operands(&c, false, &count);
  check_format(&c, &set);
  check_vectors(&c, &set);
  check_operands(&c, &set, files, count);
  return run(&c, &set, files);
}
