/* for mkdtemp */
#define _XOPEN_SOURCE 700

#include "support/scratch.h"

#include <check.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/seg-test-XXXXXX";

void enter_scratch(void) {
  strcpy(strrchr(folder, '-'), "-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  ck_assert_int_eq(chdir(folder), 0);
}

static size_t walk(bool remove_them) {
  size_t count = 0;
  DIR *listing = opendir(folder);
  ck_assert_ptr_nonnull(listing);
  for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    count++;
    if (remove_them) remove(entry->d_name);
  }
  closedir(listing);
  return count;
}

size_t count_scratch(void) { return walk(false); }

void leave_scratch(void) {
  walk(true);
  ck_assert_int_eq(chdir("/"), 0);
  ck_assert_int_eq(rmdir(folder), 0);
}
