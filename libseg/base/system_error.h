/* Errors of the operating system. */
#ifndef SEGI_SYSTEM_ERROR_H
#define SEGI_SYSTEM_ERROR_H

#include "seg/status.h"

/* Fills *error with the system's words for an errno value, SEG_NOMEM for ENOMEM, else SEG_IO. */
seg_status segi_fail_system(seg_error *error, const char *source, int number);

#endif
