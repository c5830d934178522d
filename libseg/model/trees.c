#include "model/trees.h"

#include <string.h>

#include "base/error.h"

enum { HEAD = 16, NODE = 8, LARGEST = 1 << 20 };

static uint16_t read16(const uint8_t *p) {
  return (uint16_t)(p[0] | p[1] << 8);
}
static int16_t read_signed16(const uint8_t *p) {
  uint16_t value = read16(p);
  return (int16_t)(value > INT16_MAX ? value - 0x10000 : value);
}
static uint32_t read32(const uint8_t *p) {
  return read16(p) | (uint32_t)read16(p + 2) << 16;
}
static int32_t read_signed32(const uint8_t *p) {
  uint32_t value = read32(p);
  return value > INT32_MAX ? -(int32_t)(UINT32_MAX - value) - 1 : (int32_t)value;
}

/* Whether the `size` nodes of a tree lead from the first one down to leaves. */
static bool leads_down(const uint8_t *nodes, uint32_t size, uint32_t features) {
  for (uint32_t i = 0; i < size; i++) {
    const uint8_t *node = nodes + (size_t)i * NODE;
    uint16_t feature = read16(node + 2), low = read16(node + 4), high = read16(node + 6);
    if (feature == SEGI_TREE_LEAF) continue;
    if (feature >= features || low <= i || high <= i || low >= size || high >= size) return false;
  }
  return size > 0;
}

static bool check_trees(const segi_trees *t, uint32_t features, uint32_t nodes) {
  for (uint32_t i = 0; i < t->count; i++) {
    uint32_t first = read32(t->first + 4 * (size_t)i);
    uint32_t end = i + 1 < t->count ? read32(t->first + 4 * (size_t)(i + 1)) : nodes;
    if (first >= end || end > nodes || end - first > UINT16_MAX) return false;
    if (!leads_down(t->nodes + (size_t)first * NODE, end - first, features)) return false;
  }
  return true;
}

static bool open_section(const uint8_t *p, size_t length, uint32_t classes, uint32_t features,
                         segi_trees *t) {
  if (length < HEAD) return false;
  uint32_t nodes = read32(p + 12);
  *t = (segi_trees){.count = read32(p), .classes = read32(p + 4)};
  if (t->classes != classes || classes > SEGI_TREE_CLASSES || read32(p + 8) != features ||
      t->count > LARGEST || nodes > LARGEST || t->count % classes != 0)
    return false;
  if (length != HEAD + 4 * (size_t)classes + 4 * (size_t)t->count + (size_t)nodes * NODE)
    return false;
  for (uint32_t c = 0; c < classes; c++) {
    t->bias[c] = read_signed32(p + HEAD + 4 * (size_t)c);
    if (t->bias[c] < -LARGEST || t->bias[c] > LARGEST) return false;
  }
  t->first = p + HEAD + 4 * (size_t)classes;
  t->nodes = t->first + 4 * (size_t)t->count;
  return check_trees(t, features, nodes);
}

seg_status segi_trees_open(const char *name, const void *section, size_t length, uint32_t classes,
                           uint32_t features, segi_trees *trees, seg_error *error) {
  if (section != NULL && open_section(section, length, classes, features, trees)) return SEG_OK;
  return segi_fail(error, SEG_BAD_FORMAT, "the model's section \"%s\" is wrong", name);
}

static int16_t leaf_of(const uint8_t *tree, const int16_t *row) {
  for (const uint8_t *node = tree;;) {
    uint16_t feature = read16(node + 2);
    int16_t limit = read_signed16(node);
    if (feature == SEGI_TREE_LEAF) return limit;
    node = tree + (size_t)read16(node + (row[feature] <= limit ? 4 : 6)) * NODE;
  }
}

void segi_trees_add(const segi_trees *t, const int16_t *row, uint32_t from, uint32_t to,
                    int32_t *score) {
  for (uint32_t i = from; i < to; i++)
    score[i % t->classes] += leaf_of(t->nodes + (size_t)read32(t->first + 4 * (size_t)i) * NODE, row);
}
