/* Preloaded into a tool, makes the system fail it. What is to happen stands in FAULT:
 *
 *   alloc N     the N-th allocation fails, from 1       allocs N    it and all after it
 *   read N E    the N-th read fails with error E        reads E     every second one does
 *   write N E   the N-th write fails with error E       writes E    every second one does
 *   short       reads and writes do a few bytes at a time
 *   signal N S  signal S comes before the N-th read, write or change of a folder
 *
 * Allocations of ICU, the C++ library below it, libxml2 and jansson do not fail: see tests/README.md.
 *
 * At the end, FAULT_COUNTS gets a line: allocations, blocks that are still allocated, reads, writes,
 * moments for signals. Linux with the GNU C library. */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static char what[16];
static long n, number;
static atomic_long allocations, blocks, reads, writes, moments;

__attribute__((constructor)) static void start(void) {
  const char *fault = getenv("FAULT");
  if (fault != NULL) sscanf(fault, "%15s %ld %ld", what, &n, &number);
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("FAULT_COUNTS");
  int file = path != NULL ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
  if (file < 0) return;
  dprintf(file, "%ld %ld %ld %ld %ld\n", allocations, blocks, reads, writes, moments);
  close(file);
}

/* --- Memory */

/* The library or program that holds the code at an address. */
static const char *holder(void *address) {
  Dl_info facts;
  return dladdr(address, &facts) != 0 && facts.dli_fname != NULL ? facts.dli_fname : "";
}

static int allocation_fails(void *caller) {
  const char *by = holder(caller);
  static const char *const spared[] = {"/libicu", "/libstdc++", "/libxml2", "/libjansson"};
  for (size_t i = 0; i < sizeof spared / sizeof *spared; i++)
    if (strstr(by, spared[i]) != NULL) return 0;
  long count = ++allocations;
  if (what[0] != 'a' || count < n || (what[5] != 's' && count != n)) return 0;
  errno = ENOMEM;
  return 1;
}

#define FAILS() allocation_fails(__builtin_return_address(0))

static void *counted(void *block) {
  blocks += block != NULL;
  return block;
}

void *malloc(size_t size) {
  return FAILS() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
  return FAILS() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *block, size_t size) {
  if (FAILS()) return NULL;
  return block != NULL ? __libc_realloc(block, size) : counted(__libc_malloc(size));
}

void *aligned_alloc(size_t alignment, size_t size) {
  return FAILS() ? NULL : counted(__libc_memalign(alignment, size));
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  void *made = FAILS() ? NULL : counted(__libc_memalign(alignment, size));
  if (made == NULL) return ENOMEM;
  *block = made;
  return 0;
}

void free(void *block) {
  blocks -= block != NULL;
  __libc_free(block);
}

/* --- Files */

static void moment(void) {
  if (++moments == n && what[0] == 's' && what[1] == 'i') raise((int)number);
}

/* Whether call `count` of this kind fails; sets errno. */
static int call_fails(const char *kind, long count) {
  size_t length = strlen(kind);
  if (strncmp(what, kind, length) != 0) return 0;
  int every_second = what[length] == 's';
  if (every_second ? count % 2 == 0 : count != n) return 0;
  errno = (int)(every_second ? n : number);
  return 1;
}

static size_t shortened(size_t size, long count) {
  size_t most = (size_t)count % 7 + 1;
  return strcmp(what, "short") == 0 && size > most ? most : size;
}

ssize_t read(int file, void *bytes, size_t size) {
  long count = ++reads;
  moment();
  if (call_fails("read", count)) return -1;
  return syscall(SYS_read, file, bytes, shortened(size, count));
}

ssize_t write(int file, const void *bytes, size_t size) {
  long count = ++writes;
  moment();
  if (call_fails("write", count)) return -1;
  return syscall(SYS_write, file, bytes, shortened(size, count));
}

int rename(const char *from, const char *to) {
  moment();
  return (int)syscall(SYS_rename, from, to);
}

int unlink(const char *path) {
  moment();
  return (int)syscall(SYS_unlink, path);
}
