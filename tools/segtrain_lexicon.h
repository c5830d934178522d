/* The command of segtrain that learns word translations. */
#ifndef SEGTRAIN_LEXICON_H
#define SEGTRAIN_LEXICON_H

/* argv[0] is the command's name. Returns the exit status. */
int segtrain_lexicon(int argc, char **argv);

#endif
