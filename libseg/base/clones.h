/* Code for several processors: a static function marked SEGI_CLONED is compiled twice, for any
 * processor and for those with wider vectors (AVX2), and the loader picks one. Both compute the
 * same: they add in the same order, and neither fuses a product with a sum. (One that is not static
 * would be a symbol of the library.) */
#ifndef SEGI_CLONES_H
#define SEGI_CLONES_H

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define SEGI_CLONED __attribute__((target_clones("avx2", "default")))
#else
#define SEGI_CLONED
#endif

#endif
