#include "base/system_error.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"

seg_status segi_fail_system(seg_error *error, const char *source, int number) {
  seg_status status = number == ENOMEM ? SEG_NOMEM : SEG_IO;
  char words[128];
  if (strerror_r(number, words, sizeof words) != 0)
    segi_fail(error, status, "system error %d", number);
  else
    segi_fail(error, status, "%s", words);
  segi_error_source(error, source);
  return status;
}
