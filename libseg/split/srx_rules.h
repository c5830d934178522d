/* What an SRX file holds. */
#ifndef SEGI_SRX_RULES_H
#define SEGI_SRX_RULES_H

#include "split/srx.h"

/* A languagerule. */
typedef struct seg_srx_set {
  char *name;
  segi_srx_rule *rules; /* [count] */
  size_t count, capacity;
} seg_srx_set;

/* A languagemap. */
typedef struct seg_srx_map {
  segi_regex *pattern;
  size_t set; /* index */
} seg_srx_map;

struct seg_srx {
  char *name; /* of the file */
  bool cascade;
  seg_srx_set *sets;
  size_t set_count, set_capacity;
  seg_srx_map *maps;
  size_t map_count, map_capacity;
};

#endif
