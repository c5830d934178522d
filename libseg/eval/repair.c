#include <string.h>

#include "base/error.h"
#include "seg/eval.h"
#include "text/chars.h"

static bool is_white(segi_class c) {
  return c == SEGI_SPACE || c == SEGI_NEWLINE;
}

/* Length of the white space that the text begins with. */
static size_t leading_white(seg_bytes text) {
  size_t end = 0, length;
  while (end < text.length && is_white(segi_class_at(text.data + end, text.length - end, &length)))
    end += length;
  return end;
}

/* Length of the white space that the text ends with. */
static size_t trailing_white(seg_bytes text) {
  const char *start = text.data + text.length;
  while (start > text.data) {
    const char *previous = segi_previous(text.data, start);
    size_t length;
    if (!is_white(segi_class_at(previous, (size_t)(start - previous), &length))) break;
    start = previous;
  }
  return text.length - (size_t)(start - text.data);
}

static bool holds_white(seg_bytes text) {
  for (size_t i = 0, length; i < text.length; i += length)
    if (is_white(segi_class_at(text.data + i, text.length - i, &length))) return true;
  return false;
}

static bool all_white(seg_bytes text) {
  return text.length > 0 && leading_white(text) == text.length;
}

static bool equal(seg_bytes a, seg_bytes b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* What is left behind one of the marks, each a character of the string; else the text itself. */
static seg_bytes behind_mark(seg_bytes text, const char *marks) {
  for (size_t length; *marks != '\0'; marks += length) {
    int32_t mark;
    length = segi_decode(marks, strlen(marks), &mark);
    if (text.length >= length && memcmp(text.data, marks, length) == 0)
      return (seg_bytes){text.data + length, text.length - length};
  }
  return text;
}

static bool is_stop(seg_bytes text) {
  seg_bytes rest = behind_mark(text, ".:!?…");
  if (rest.length < text.length && all_white(rest)) return true;
  rest = behind_mark(text, ".");
  return all_white(rest) && memchr(rest.data, '\n', rest.length) != NULL;
}

static bool is_wanted(const seg_repair_place *place, seg_bytes text) {
  switch (place->want) {
    case SEG_WANT_TEXT: return equal(text, place->text);
    case SEG_WANT_SPACE: return all_white(text);
    case SEG_WANT_STOP: return is_stop(text);
    case SEG_WANT_SEPARATOR: return all_white(behind_mark(text, ".,:;–-"));
    case SEG_WANT_ANYTHING: break;
  }
  return false;
}

/* What an edit puts in and where: its text, or the white space that a change adds at its edge. */
typedef struct insertion {
  size_t offset;
  seg_bytes text; /* empty: nothing is put in */
} insertion;

static insertion insertion_of(const seg_edit *edit) {
  seg_bytes new_bytes = edit->new_bytes, old_bytes = edit->old_bytes;
  if (old_bytes.length == 0) return (insertion){edit->offset, new_bytes};
  size_t white = trailing_white(new_bytes);
  if (white > 0 && trailing_white(old_bytes) == 0)
    return (insertion){edit->offset + old_bytes.length,
                       {new_bytes.data + new_bytes.length - white, white}};
  white = leading_white(new_bytes);
  if (leading_white(old_bytes) > 0) white = 0;
  return (insertion){edit->offset, {new_bytes.data, white}};
}

/* The place at an offset, NULL when there is none. */
static seg_repair_place *find_place(seg_repair_place *places, size_t count, size_t offset) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (places[middle].offset < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count && places[low].offset == offset ? &places[low] : NULL;
}

static bool is_wanted_change(const seg_repair_place *place, const seg_edit *edit) {
  return place != NULL && place->old_length == edit->old_bytes.length &&
         place->want == SEG_WANT_TEXT && equal(place->text, edit->new_bytes);
}

static seg_verdict judge_insertion(insertion made, seg_repair_place *places, size_t count,
                                   seg_repair_counts *sum) {
  seg_repair_place *place = find_place(places, count, made.offset);
  if (place != NULL && place->want == SEG_WANT_ANYTHING) return SEG_VERDICT_UNSCORED;
  sum->exact.found++;
  sum->position.found++;
  if (place == NULL || place->old_length > 0) return SEG_VERDICT_FALSE;
  place->exact = is_wanted(place, made.text);
  place->position = holds_white(made.text);
  return place->exact ? SEG_VERDICT_RIGHT : SEG_VERDICT_MISWORDED;
}

static seg_verdict judge(const seg_edit *edit, seg_repair_place *places, size_t count,
                         seg_repair_counts *sum) {
  if (edit->old_bytes.length == 0)
    return judge_insertion(insertion_of(edit), places, count, sum);
  seg_repair_place *place = find_place(places, count, edit->offset);
  if (is_wanted_change(place, edit)) {
    sum->exact.found++;
    sum->position.found++;
    place->exact = place->position = true;
    return SEG_VERDICT_RIGHT;
  }
  sum->other++;
  insertion made = insertion_of(edit);
  if (made.text.length > 0) judge_insertion(made, places, count, sum);
  return SEG_VERDICT_OTHER;
}

static size_t count_characters(seg_bytes text) {
  size_t count = 0;
  int32_t code_point;
  for (size_t i = 0; i < text.length; count++)
    i += segi_decode(text.data + i, text.length - i, &code_point);
  return count;
}

static void add_places(const seg_repair_place *places, size_t count, seg_repair_counts *sum) {
  size_t gold = 0, exact = 0, position = 0;
  for (size_t i = 0; i < count; i++) {
    gold += places[i].want != SEG_WANT_ANYTHING;
    exact += places[i].exact;
    position += places[i].position;
  }
  sum->exact.gold += gold;
  sum->exact.gold_right += exact;
  sum->exact.found_right += exact;
  sum->position.gold += gold;
  sum->position.gold_right += position;
  sum->position.found_right += position;
}

seg_status seg_eval_repair(seg_bytes damaged, seg_repair_place *places, size_t place_count,
                           const seg_editlog *edits, seg_repair_counts *counts,
                           seg_verdict *verdicts, seg_error *error) {
  for (size_t i = 0; i < place_count; i++) {
    if (i > 0 && places[i].offset <= places[i - 1].offset)
      return segi_fail_at(error, SEG_BAD_ARGUMENT, places[i].offset, 0,
                          "two places to be repaired at byte %zu, or out of order",
                          places[i].offset);
    places[i].exact = places[i].position = false;
  }
  for (size_t i = 0; i < seg_editlog_count(edits); i++) {
    seg_edit edit = seg_editlog_get(edits, i);
    seg_verdict verdict = judge(&edit, places, place_count, counts);
    if (verdicts != NULL) verdicts[i] = verdict;
  }
  add_places(places, place_count, counts);
  counts->characters += count_characters(damaged);
  return SEG_OK;
}
