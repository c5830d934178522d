/* Which mark a junction has lost, told from the words around it alone.
 *
 *   Russland⟦⟧Damit     traits around -> rows of the tokens -> hidden layer -> scores
 *   statt⟦⟧als er       words at the junction -> hashed rows ------------------^
 *
 * Where two words were glued together, a comma, colon or end mark may be lost with the space. A
 * small network over the rows of the sentence network (network.h) tells what stood there; it was
 * trained on running text whose marks were hidden one at a time. model/weights.h has the
 * arithmetic, in integers: the same on every machine. */
#ifndef SEGI_MARKS_H
#define SEGI_MARKS_H

#include "junction/traits.h"
#include "model/weights.h"

/* Scores of what the junction between window[K - 1] and window[K] has lost, as natural logarithms
 * in steps of SEGI_SCORE_STEP: the softmax of all four gives probabilities as they are in running
 * text. Places beyond the ends of the text are NULL or &segi_no_traits. Marks behind
 * window[K - 1] are not seen. Thread-safe. */
void segi_score_lost_marks(const segi_weights *w, const segi_traits *const window[2 * SEGI_K],
                           int32_t score[SEGI_LOST_LABELS]);

/* The window as the network sees it: without NULL and without the marks that may be lost. */
typedef struct segi_mark_window {
  const segi_traits *places[2 * SEGI_K];
  segi_traits left; /* places[K - 1] points here */
} segi_mark_window;

void segi_mark_window_set(segi_mark_window *m, const segi_traits *const window[2 * SEGI_K]);

/* x[2K][D] of the window. */
void segi_mark_window_sum(const segi_mark_window *m, const segi_weights *w,
                          int16_t x[2 * SEGI_K * SEGI_D]);

#endif
