#include "text/offset_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static bool make_room(segi_offset_map *map) {
  if (map->end < map->capacity) return true;
  size_t count = map->end - map->first;
  if (map->first <= count)
    return segi_grow(&map->runs, &map->capacity, map->end + 1, sizeof *map->runs);
  memmove(map->runs, map->runs + map->first, count * sizeof *map->runs);
  map->first = 0;
  map->end = count;
  return true;
}

static bool start_run(segi_offset_map *map, uint32_t text_width, size_t source) {
  if (!make_room(map)) return false;
  map->runs[map->end++] = (segi_offset_run){map->text_end, source, text_width, 1};
  return true;
}

/* Whether a character at `source` goes on with the last run; the second one fixes its width. */
static bool continues(segi_offset_map *map, uint32_t text_width, size_t source) {
  if (map->end == map->first) return false;
  segi_offset_run *run = &map->runs[map->end - 1];
  if (run->text_width != text_width) return false;
  size_t count = (map->text_end - run->text) / text_width;
  size_t distance = source - run->source;
  if (count == 1 && distance <= UINT32_MAX) run->source_width = (uint32_t)distance;
  return distance == count * run->source_width;
}

bool segi_offset_map_add(segi_offset_map *map, uint32_t text_width, size_t source) {
  if (!continues(map, text_width, source) && !start_run(map, text_width, source)) return false;
  map->text_end += text_width;
  return true;
}

bool segi_offset_map_copy(segi_offset_map *map, size_t length, size_t source) {
  if (length == 0) return true;
  bool same = continues(map, 1, source) && map->runs[map->end - 1].source_width == 1;
  if (!same && !start_run(map, 1, source)) return false;
  map->text_end += length;
  return true;
}

size_t segi_offset_map_find(const segi_offset_map *map, size_t text_offset) {
  if (text_offset >= map->text_end || map->first == map->end) return map->source_end;
  size_t low = map->first, high = map->end; /* runs[low] starts at or before the offset */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (map->runs[middle].text <= text_offset)
      low = middle;
    else
      high = middle;
  }
  const segi_offset_run *run = &map->runs[low];
  if (text_offset < run->text) return run->source;
  return run->source + (text_offset - run->text) / run->text_width * run->source_width;
}

void segi_offset_map_forget(segi_offset_map *map, size_t text_offset) {
  while (map->end - map->first > 1 && map->runs[map->first + 1].text <= text_offset) map->first++;
}

void segi_offset_map_clear(segi_offset_map *map) {
  free(map->runs);
  *map = (segi_offset_map){0};
}
