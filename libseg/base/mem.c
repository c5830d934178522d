#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "seg/text.h"

#ifdef SEG_TEST_ALLOC
static _Thread_local long allocations_left = -1;

void segi_fail_allocation(long n) {
  allocations_left = n > 0 ? n - 1 : -1;
}

static bool allocation_fails(void) {
  if (allocations_left < 0) return false;
  if (allocations_left == 0) return true;
  allocations_left--;
  return false;
}
#else
#define allocation_fails() false
#endif

void *segi_realloc(void *block, size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  if (allocation_fails()) return NULL;
  size_t bytes = count * size;
  return realloc(block, bytes != 0 ? bytes : 1);
}

void *segi_alloc(size_t count, size_t size) {
  return segi_realloc(NULL, count, size);
}

void *segi_calloc(size_t count, size_t size) {
  if (allocation_fails()) return NULL;
  return calloc(count != 0 ? count : 1, size);
}

char *segi_strndup(const char *bytes, size_t length) {
  char *copy = length < SIZE_MAX ? segi_alloc(length + 1, 1) : NULL;
  if (copy == NULL) return NULL;
  if (length > 0) memcpy(copy, bytes, length);
  copy[length] = '\0';
  return copy;
}

bool segi_grow(void *array_pointer, size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) return true;
  size_t wanted = *capacity < 8 ? 8 : *capacity;
  while (wanted < needed) {
    if (wanted > SIZE_MAX / 2) return false;
    wanted *= 2;
  }
  void *array;
  memcpy(&array, array_pointer, sizeof array);
  array = segi_realloc(array, wanted, size);
  if (array == NULL) return false;
  memcpy(array_pointer, &array, sizeof array);
  *capacity = wanted;
  return true;
}

void seg_free(void *memory) {
  free(memory);
}
