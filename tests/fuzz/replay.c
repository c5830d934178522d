/* Runs a target on files and folders of files, as a test where no fuzzer is linked in. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz.h"

static size_t replayed;

static void replay_file(const char *path, size_t size) {
  uint8_t *data = malloc(size + 1);
  FILE *file = fopen(path, "rb");
  if (data == NULL || file == NULL || fread(data, 1, size, file) != size) {
    perror(path);
    exit(2);
  }
  fclose(file);
  fprintf(stderr, "%s\n", path); /* the last one names the case that failed */
  LLVMFuzzerTestOneInput(data, size);
  free(data);
  replayed++;
}

static void replay(const char *path) {
  struct stat facts;
  if (stat(path, &facts) != 0) {
    perror(path);
    exit(2);
  }
  if (!S_ISDIR(facts.st_mode)) {
    replay_file(path, (size_t)facts.st_size);
    return;
  }
  DIR *folder = opendir(path);
  for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
    char name[4096];
    snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
    if (entry->d_name[0] != '.') replay(name);
  }
  if (folder != NULL) closedir(folder);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) replay(argv[i]);
  if (replayed == 0) {
    fprintf(stderr, "usage: %s FILE-OR-FOLDER...; there was no file\n", argv[0]);
    return 2;
  }
  fprintf(stderr, "%zu inputs\n", replayed);
  return 0;
}
