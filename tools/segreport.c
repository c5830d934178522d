/* segreport: what was done to a text, as a page for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "report/report.h"

typedef struct settings {
  const char *text, *edits, *segments, *alignment, *source, *target;
  const char *output;
} settings;

enum { TEXT = CLI_OWN, EDITS, SEGMENTS, ALIGNMENT, SOURCE, TARGET, TITLE, TEXT_FIELD, ID_FIELD,
       EDITS_FIELD };

static const cli_option options[] = {
  {TEXT, "text", "FILE", "the page: text that segrepair wrote, or any other"},
  {EDITS, "edits", "LOG", "the edits that segrepair --edits wrote with that text"},
  {SEGMENTS, "segments", "FILE",
   "what segsplit wrote: sentences, or jsonl with a segment or a document a line"},
  {ALIGNMENT, "alignment", "FILE", "what segalign wrote as jsonl, tsv or beads"},
  {SOURCE, "source", "FILE", "the source sentences of beads"},
  {TARGET, "target", "FILE", "the target sentences of beads"},
  {'s', "source-lang", "LANG", "language of the text and the source (default de)"},
  {'t', "target-lang", "LANG", "language of the target (default en)"},
  {TITLE, "title", "TEXT", "title of the report"},
  {TEXT_FIELD, "text-field", "NAME", "the field of documents with the text (default text)"},
  {ID_FIELD, "id-field", "NAME", "the field that names the document (default id)"},
  {EDITS_FIELD, "edits-field", "NAME", "the field with the edits (default edits)"},
  CLI_OUTPUT_OPTION,
  {0, NULL, NULL, NULL}
};

static const cli_tool tool = {
  .name = "segreport",
  .operands = "",
  .summary = "Show what was repaired, split and aligned as one page of HTML, which needs nothing "
             "but a browser.",
  .options = options,
  .notes = "Exit status: 0 done, 2 usage, file or format trouble.\n"
           "Example: segreport --text=page.repaired.txt --edits=page.edits -o report.html",
};

static seg_status read_all(report *r, const settings *set, seg_error *error) {
  seg_status status = SEG_OK;
  if (set->edits != NULL)
    status = report_read_edits(r, set->edits, set->text, error);
  else if (set->text != NULL)
    status = report_read_text(r, set->text, error);
  if (status == SEG_OK && set->segments != NULL)
    status = report_read_segments(r, set->segments, error);
  if (status == SEG_OK && set->alignment != NULL)
    status = report_read_alignment(r, set->alignment, set->source, set->target, error);
  return status;
}

static seg_status write_all(const report *r, const char *path, seg_error *error) {
  html h = {.error = error};
  seg_status status = seg_output_open(path, &h.output, error);
  if (status != SEG_OK) return status;
  report_write(&h, r);
  if (h.status == SEG_OK) return seg_output_commit(h.output, error);
  seg_output_discard(h.output);
  return h.status;
}

static void check(cli *c, const settings *set) {
  size_t count;
  char **operands = cli_operands(c, false, &count);
  if (count > 0) cli_usage(c, "'%s': files are named by options", operands[0]);
  if (set->text == NULL && set->edits == NULL && set->segments == NULL && set->alignment == NULL)
    cli_usage(c, "nothing to show: give --text, --edits, --segments or --alignment");
  if ((set->source == NULL) != (set->target == NULL) ||
      (set->source != NULL && set->alignment == NULL))
    cli_usage(c, "--source and --target go together, with --alignment");
}

int main(int argc, char **argv) {
  cli c;
  settings set = {.output = NULL};
  report r = {.title = "Report", .source_language = "de", .target_language = "en",
              .text_field = "text", .id_field = "id", .edits_field = "edits",
              .strings = json_array()};
  seg_error error = {0};
  const char *value;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    switch (key) {
      case TEXT: set.text = value; break;
      case EDITS: set.edits = value; break;
      case SEGMENTS: set.segments = value; break;
      case ALIGNMENT: set.alignment = value; break;
      case SOURCE: set.source = value; break;
      case TARGET: set.target = value; break;
      case 's': r.source_language = value; break;
      case 't': r.target_language = value; break;
      case TITLE: r.title = value; break;
      case TEXT_FIELD: r.text_field = value; break;
      case ID_FIELD: r.id_field = value; break;
      case EDITS_FIELD: r.edits_field = value; break;
      case 'o': set.output = value; break;
    }
  }
  check(&c, &set);
  seg_status status = read_all(&r, &set, &error);
  if (status == SEG_OK) status = write_all(&r, set.output, &error);
  report_clear(&r);
  return status == SEG_OK ? CLI_DONE : cli_fail(&c, NULL, &error);
}
