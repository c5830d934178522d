/* segtrain align. */
#ifndef SEGTRAIN_ALIGN_H
#define SEGTRAIN_ALIGN_H

/* argv[0] is "align". Returns the exit status. */
int segtrain_align(int argc, char **argv);

#endif
