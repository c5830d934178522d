/* From text offsets back to source offsets.
 *
 *   text    f  ü  r     „  G  u  t  “          run    text_width  source_width
 *   bytes   1  2  1 1   3  1  1  1  3          "f"        1            1
 *   source  1  1  1 1   1  1  1  1  1          "ü"        2            1    ...
 *
 * A run is a stretch of characters that all take the same number of bytes in the text and the
 * same in the source. Text that is not changed at all is one run. */
#ifndef SEGI_OFFSET_MAP_H
#define SEGI_OFFSET_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* It ends where the next run begins. */
typedef struct segi_offset_run {
  size_t text, source;               /* bytes, where its first character starts */
  uint32_t text_width, source_width; /* bytes a character; the second counts from two on */
} segi_offset_run;

typedef struct segi_offset_map {
  segi_offset_run *runs; /* [first, end) are in use, ascending */
  size_t first, end, capacity;
  size_t text_end;   /* bytes of text mapped so far */
  size_t source_end; /* bytes of source behind them; set by the owner */
} segi_offset_map;

/* Appends a character of text_width bytes that starts at `source`. False when memory is
 * short; the map is unchanged then. */
bool segi_offset_map_add(segi_offset_map *map, uint32_t text_width, size_t source);

/* Appends `length` bytes that stand in the source as they are, from `source` on. */
bool segi_offset_map_copy(segi_offset_map *map, size_t length, size_t source);

/* The source offset of a text offset: start of its character, source_end from text_end on. */
size_t segi_offset_map_find(const segi_offset_map *map, size_t text_offset);

/* Drops what only serves smaller text offsets. */
void segi_offset_map_forget(segi_offset_map *map, size_t text_offset);

void segi_offset_map_clear(segi_offset_map *map); /* frees */

#endif
