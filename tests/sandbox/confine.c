/* Preloaded into a tool, lets it call nothing of the system but what it takes to read files and to
 * write what is open: no other file, no network, no process. Any other call kills it (SIGSYS). Exits
 * with 77 where there is no seccomp. */
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ARGUMENT(i) \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * (i))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define ALLOW_CALL(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), ALLOW

static struct sock_filter rules[] = {
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
  ALLOW_CALL(read), ALLOW_CALL(write), ALLOW_CALL(close), ALLOW_CALL(lseek),
  ALLOW_CALL(fstat), ALLOW_CALL(newfstatat), ALLOW_CALL(ioctl), /* isatty */
  ALLOW_CALL(mmap), ALLOW_CALL(munmap), ALLOW_CALL(mremap), ALLOW_CALL(mprotect), ALLOW_CALL(brk),
  ALLOW_CALL(madvise), ALLOW_CALL(futex), ALLOW_CALL(getrandom), ALLOW_CALL(clock_gettime),
  ALLOW_CALL(exit_group),
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3), ARGUMENT(2),
  BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_ACCMODE | O_CREAT | O_TRUNC, 1, 0), ALLOW,
  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
};

__attribute__((constructor)) static void confine(void) {
  struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    _exit(77);
}
