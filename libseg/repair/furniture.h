/* Furniture of web pages, line by line. */
#ifndef SEGI_FURNITURE_H
#define SEGI_FURNITURE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "seg/span.h"

/* Finds the first run of whole lines of furniture from `at` on, where a line begins. False when
 * there is none. */
bool segi_next_furniture(const char *text, size_t length, size_t at, seg_span *span);

#endif
