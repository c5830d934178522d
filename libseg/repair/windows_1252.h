/* What windows-1252 has for the bytes 80 to 9F, which are controls in Latin-1. */
#ifndef SEGI_WINDOWS_1252_H
#define SEGI_WINDOWS_1252_H

#include <stdint.h>

/* 0 where it has nothing. */
extern const uint16_t segi_windows_1252[32];

#endif
