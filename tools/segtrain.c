/* segtrain: makes a model from a recipe and its texts, and shows what a model was made from. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "segtrain_align.h"
#include "segtrain_lexicon.h"
#include "seg/train.h"

typedef struct settings {
  seg_train_options train;
  const char *recipe, *inspect, *output;
  bool json;
} settings;

enum { RECIPE = CLI_OWN, NAME, SEED, EFFORT, WORDS, INSPECT, JSON };

static const cli_option options[] = {
  {RECIPE, "recipe", "FILE", "the table of texts and lists to train on"},
  CLI_OUTPUT_OPTION,
  {NAME, "name", "NAME", "name of the model: de (default)"},
  {SEED, "seed", "NUMBER", "seed of all that is drawn: 1 (default)"},
  {EFFORT, "effort", "SHARE", "share of the full training, 0.001 to 10: 1 (default)"},
  {WORDS, "words", "NUMBER", "words of the vocabulary: 110000 (default)"},
  {INSPECT, "inspect", "MODEL", "show what a model holds and was made from"},
  {JSON, "json", NULL, "with --inspect: print the model card as it is"},
  {0, NULL, NULL, NULL}
};

static const cli_tool tool = {
  .name = "segtrain",
  .operands = "FOLDER | lexicon [FILE]... | align LIST",
  .summary = "Train a model. FOLDER holds the files that the recipe names; those that stand beside "
             "the recipe are taken from there.",
  .options = options,
  .notes = "Exit status: 0 done, 2 usage, file or format trouble.\n"
           "Example: segtrain --recipe=recipe.tsv -o german.model texts/",
};

static seg_status fail_memory(seg_error *error) {
  error->status = SEG_NOMEM;
  strcpy(error->message, "out of memory");
  return SEG_NOMEM;
}

/* --- Files. */

static seg_status read_file(const char *path, seg_bytes *text, seg_error *error) {
  seg_input *input = NULL;
  char *data = NULL;
  size_t length = 0;
  seg_status status = seg_input_open(path, "UTF-8", SEG_INVALID_KEEP, &input, error);
  if (status == SEG_OK) status = seg_input_read_all(input, &data, &length, error);
  seg_input_free(input);
  *text = (seg_bytes){data, length};
  return status;
}

/* The folder of a path with its slash, as a length of the path. */
static size_t folder_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL ? (size_t)(slash + 1 - path) : 0;
}

static char *join(const char *folder, size_t length, const char *file) {
  bool slash = length > 0 && folder[length - 1] != '/';
  size_t size = length + slash + strlen(file) + 1;
  char *path = malloc(size);
  if (path != NULL) snprintf(path, size, "%.*s%s%s", (int)length, folder, slash ? "/" : "", file);
  return path;
}

static bool exists(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file != NULL) fclose(file);
  return file != NULL;
}

/* Reads one file of the recipe, from beside the recipe when it stands there. */
static seg_status read_source(const settings *set, const char *folder, const char *file,
                              seg_bytes *text, seg_error *error) {
  char *beside = join(set->recipe, folder_length(set->recipe), file);
  char *within = join(folder, strlen(folder), file);
  seg_status status = beside != NULL && within != NULL
                          ? read_file(exists(beside) ? beside : within, text, error)
                          : fail_memory(error);
  free(beside);
  free(within);
  return status;
}

/* --- Training. */

typedef struct texts {
  seg_bytes *items; /* [count] each to be freed */
  size_t count;
} texts;

static seg_status read_sources(const settings *set, const char *folder, seg_recipe *recipe,
                               texts *all, seg_error *error) {
  size_t count = seg_recipe_count(recipe);
  all->items = calloc(count + 1, sizeof *all->items);
  if (all->items == NULL) return fail_memory(error);
  for (; all->count < count; all->count++) {
    seg_bytes *text = &all->items[all->count];
    seg_status status =
        read_source(set, folder, seg_recipe_file(recipe, all->count), text, error);
    if (status != SEG_OK) return status;
    seg_recipe_set_text(recipe, all->count, *text);
  }
  return SEG_OK;
}

static double share(size_t part, size_t all) {
  return all > 0 ? (double)part / (double)all : 0;
}

/* ORDER segi_lost_label */
static void print_lost(const cli *c, const seg_train_report *r) {
  static const char *const names[SEG_TRAIN_MARKS] = {"none", "comma", "colon", "sentence end"};
  cli_note(c, "lost marks, precision, recall, gaps:");
  for (int i = 0; i < SEG_TRAIN_MARKS; i++) {
    const seg_train_mark *m = &r->marks[i];
    cli_note(c, "  %-12s  %.3f  %.3f  %zu", names[i], share(m->right, m->found),
             share(m->right, m->gold), m->gold);
  }
}

static void print_joins(const cli *c, const seg_train_joins *j) {
  cli_note(c, "joins: %zu lost, precision %.3f, recall %.3f, right labels %.3f; "
              "false ones in a megabyte of clean pages: %.1f",
           j->lost, share(j->right, j->found), share(j->right, j->lost),
           share(j->named_right, j->named), 1e6 * share(j->clean_found, j->clean_bytes));
}

/* The figures are messages, not results: standard output may be the model. */
static void print_report(const cli *c, const seg_train_report *r) {
  double precision = 100 * share(r->right, r->found), recall = 100 * share(r->right, r->gold);
  double f1 = 100 * share(2 * r->right, r->found + r->gold);
  cli_note(c, "held-back text: %zu sentence ends, precision %.2f, recall %.2f, F1 %.2f", r->gold,
           precision, recall, f1);
  cli_note(c, "temperature %.3f, offset %.3f; probability said, share of sentence ends, gaps:",
           r->temperature, r->offset);
  for (int i = 0; i < SEG_TRAIN_BINS; i++)
    cli_note(c, "  %.3f  %.3f  %zu", r->bins[i].probability,
             share(r->bins[i].ends, r->bins[i].gaps), r->bins[i].gaps);
  print_lost(c, r);
  print_joins(c, &r->joins);
}

static void print_progress(void *context, const char *line) {
  cli_note(context, "%s", line);
}

static seg_status write_model(const char *path, const char *model, size_t length,
                              seg_error *error) {
  seg_output *output = NULL;
  seg_status status = seg_output_open(path, &output, error);
  if (status == SEG_OK) status = seg_output_write(output, model, length, error);
  if (status == SEG_OK) return seg_output_commit(output, error);
  seg_output_discard(output);
  return status;
}

static int train(const cli *c, const settings *set, const char *folder) {
  seg_error error = {0};
  seg_bytes table = {NULL, 0};
  seg_recipe *recipe = NULL;
  seg_train_report report;
  texts all = {NULL, 0};
  char *model = NULL;
  size_t length = 0;
  const char *source = set->recipe;
  seg_status status = read_file(set->recipe, &table, &error);
  if (status == SEG_OK) status = seg_recipe_parse(table, &recipe, &error);
  if (status == SEG_OK) status = read_sources(set, folder, recipe, &all, &error);
  if (status == SEG_OK) status = seg_train(recipe, &set->train, &model, &length, &report, &error);
  if (status == SEG_OK) print_report(c, &report);
  if (status == SEG_OK) {
    source = set->output;
    status = write_model(set->output, model, length, &error);
  }
  for (size_t i = 0; i < all.count; i++) seg_free((char *)all.items[i].data);
  free(all.items);
  seg_free((char *)table.data);
  seg_recipe_free(recipe);
  seg_free(model);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, source, &error);
}

/* --- Inspection: the model card as tables. */

typedef struct printer {
  seg_output *output;
  seg_status status;
  seg_error error;
} printer;

__attribute__((format(printf, 2, 3)))
static void print(printer *p, const char *format, ...) {
  char line[1024];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (length < 0 || p->status != SEG_OK) return;
  size_t shown = (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
  p->status = seg_output_write(p->output, line, shown, &p->error);
}

static double real_of(const json_t *object, const char *key) {
  return json_number_value(json_object_get(object, key));
}

static long long integer_of(const json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}

/* "" when there is none. */
static const char *string_of(const json_t *object, const char *key) {
  const char *value = json_string_value(json_object_get(object, key));
  return value != NULL ? value : "";
}

static void print_sections(printer *p, const json_t *card) {
  size_t i;
  const json_t *row;
  long long sum = 0;
  print(p, "\n%-14s %9s\n", "section", "bytes");
  json_array_foreach(json_object_get(card, "sections"), i, row) {
    print(p, "%-14s %9lld\n", string_of(row, "section"), integer_of(row, "bytes"));
    sum += integer_of(row, "bytes");
  }
  print(p, "%-14s %9lld\n", "all", sum);
}

static void print_held_back(printer *p, const json_t *card) {
  size_t i;
  const json_t *held = json_object_get(card, "held_back"), *row;
  print(p, "\nheld-back text: %lld sentence ends, precision %.2f, recall %.2f\n"
        "calibration: temperature %.3f, offset %.3f\n",
        integer_of(held, "gold"), 100 * real_of(held, "precision"), 100 * real_of(held, "recall"),
        real_of(held, "temperature"), real_of(held, "offset"));
  print(p, "%12s %9s %9s\n", "probability", "gaps", "ends");
  json_array_foreach(json_object_get(held, "calibration"), i, row)
    print(p, "%12.3f %9lld %9lld\n", real_of(row, "probability"), integer_of(row, "gaps"),
          integer_of(row, "ends"));
}

static void print_lost_marks(printer *p, const json_t *card) {
  size_t i;
  const json_t *row;
  print(p, "\nlost marks of held-back text\n%-12s %9s %9s %9s\n", "mark", "gaps", "precision",
        "recall");
  json_array_foreach(json_object_get(card, "lost_marks"), i, row)
    print(p, "%-12s %9lld %9.2f %9.2f\n", string_of(row, "mark"), integer_of(row, "gold"),
          100 * real_of(row, "precision"), 100 * real_of(row, "recall"));
}

static void print_heaviest(printer *p, const json_t *card) {
  size_t i;
  const json_t *row;
  print(p, "\nheaviest weights of the first look, with an example of the gap\n");
  print(p, "%-16s %7s %8s  %s\n", "template", "weight", "uses", "example");
  json_array_foreach(json_object_get(card, "heaviest"), i, row)
    print(p, "%-16s %7.2f %8lld  %s | %s\n", string_of(row, "template"), real_of(row, "weight"),
          integer_of(row, "uses"), string_of(row, "left"), string_of(row, "right"));
}

static void print_sources(printer *p, const json_t *card) {
  size_t i;
  const json_t *row;
  print(p, "\n%-40s %-13s %5s %10s  %s\n", "file", "kind", "share", "bytes", "licence; source");
  json_array_foreach(json_object_get(card, "sources"), i, row)
    print(p, "%-40s %-13s %5.1f %10lld  %s; %s\n", string_of(row, "file"), string_of(row, "kind"),
          real_of(row, "share"), integer_of(row, "bytes"), string_of(row, "licence"),
          string_of(row, "source"));
}

static void print_card(printer *p, const json_t *card) {
  const json_t *vocabulary = json_object_get(card, "vocabulary");
  const json_t *templates = json_object_get(card, "templates");
  print(p, "model %s, seed %lld, effort %g\n", string_of(card, "name"), integer_of(card, "seed"),
        real_of(card, "effort"));
  print(p, "%lld words, %lld of them with a row of their own\n", integer_of(vocabulary, "words"),
        integer_of(vocabulary, "rows"));
  print(p,
        "templates: %lld glance, %lld first look, %lld second look, %lld token, %lld context, "
        "%lld lost marks\n",
        integer_of(templates, "glance"), integer_of(templates, "first_look"),
        integer_of(templates, "second_look"), integer_of(templates, "token"),
        integer_of(templates, "context"), integer_of(templates, "mark"));
  print_sections(p, card);
  print_held_back(p, card);
  print_lost_marks(p, card);
  print_heaviest(p, card);
  print_sources(p, card);
}

static seg_status show(const settings *set, const char *text, seg_error *error) {
  printer p = {NULL, SEG_OK, {0}};
  json_t *card = json_loads(text, 0, NULL);
  p.status = seg_output_open(set->output, &p.output, &p.error);
  if (p.status == SEG_OK && set->json) {
    p.status = seg_output_write(p.output, text, strlen(text), &p.error);
    print(&p, "\n");
  } else {
    print_card(&p, card);
  }
  json_decref(card);
  if (p.status == SEG_OK) p.status = seg_output_commit(p.output, &p.error);
  else seg_output_discard(p.output);
  *error = p.error;
  return p.status;
}

static int inspect(const cli *c, const settings *set) {
  seg_error error = {0};
  seg_model *model = NULL;
  seg_status status = seg_model_load(set->inspect, &model, &error);
  if (status != SEG_OK) return cli_fail(c, set->inspect, &error);
  status = show(set, seg_model_card(model), &error);
  seg_model_free(model);
  return status == SEG_OK ? CLI_DONE : cli_fail(c, set->output, &error);
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "lexicon") == 0) return segtrain_lexicon(argc - 1, argv + 1);
  if (argc > 1 && strcmp(argv[1], "align") == 0) return segtrain_align(argc - 1, argv + 1);
  cli c;
  settings set = {.train = seg_train_defaults};
  const char *value;
  cli_start(&c, &tool, argc, argv);
  for (int key; (key = cli_next(&c, &value)) != CLI_END;) {
    switch (key) {
      case RECIPE: set.recipe = value; break;
      case 'o': set.output = value; break;
      case NAME: set.train.name = value; break;
      case SEED: set.train.seed = (uint64_t)cli_number(&c, "seed", value, 0, 1e15); break;
      case EFFORT: set.train.effort = cli_number(&c, "effort", value, 0.001, 10); break;
      case WORDS: set.train.words = (size_t)cli_number(&c, "words", value, 1, 1e6); break;
      case INSPECT: set.inspect = value; break;
      case JSON: set.json = true; break;
    }
  }
  size_t count;
  char **folders = cli_operands(&c, false, &count);
  if (set.inspect != NULL) {
    if (count > 0 || set.recipe != NULL) cli_usage(&c, "--inspect takes nothing but a model");
    return inspect(&c, &set);
  }
  if (set.recipe == NULL) cli_usage(&c, "--recipe is needed");
  if (count != 1) cli_usage(&c, "one folder with the texts is needed");
  set.train.progress = print_progress;
  set.train.context = &c;
  return train(&c, &set, folders[0]);
}
