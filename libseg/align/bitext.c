#include "align/bitext.h"

static bool has_paragraphs(const segi_marks *m) {
  const float *breaks = m->count[SEGI_COUNT_BREAKS];
  return m->n > 1 && breaks[m->n] > breaks[1];
}

/* The caller's vectors beside the words; groups are for the last pass. */
static bool add_embeddings(const segi_knowledge *k, const segi_weights *weights, size_t S, size_t G,
                           size_t K, segi_bitext *t) {
  const seg_embeddings *x = k->source, *y = k->target;
  if (x == NULL) return true;
  bool fine = segi_dense_append(x, t->dimensions, weights->embedding, &t->x) &&
              segi_dense_append(y, t->dimensions, weights->embedding, &t->y) &&
              (k->beads == NULL || x->largest_group == 1 || y->largest_group == 1 ||
               segi_dense_groups_make(x, S, y, G, K, &t->dense_x, &t->dense_y));
  t->dimensions += x->dimension;
  return fine;
}

bool segi_bitext_make(const segi_texts *texts, size_t K, const segi_weights *weights,
                      const segi_knowledge *k, segi_bitext *t) {
  const segi_side *x = &texts->source, *y = &texts->target;
  *t = (segi_bitext){.texts = texts, .manner = k->manner};
  if (!segi_vectorize(texts, weights, k->lexicon, k->taught, &t->x, &t->y, &t->dimensions) ||
      !add_embeddings(k, weights, x->n, y->n, K, t) ||
      !segi_groups_make(&t->x, &t->y, t->dimensions, K, &t->gx, &t->gy) ||
      !segi_postings_make(&t->y, t->dimensions, &t->targets) ||
      !segi_links_make(texts, weights, k->lexicon, k->taught, &t->links) ||
      !segi_marks_make(x->sentences, x->n, y->sentences, y->n, k->beads, k->bead_count, &t->mx,
                       &t->my))
    return false;
  t->paragraphs = has_paragraphs(&t->mx) && has_paragraphs(&t->my);
  return true;
}

void segi_bitext_clear(segi_bitext *t) {
  segi_vectors_clear(&t->x);
  segi_vectors_clear(&t->y);
  segi_groups_clear(&t->gx);
  segi_groups_clear(&t->gy);
  segi_postings_clear(&t->targets);
  segi_dense_groups_clear(&t->dense_x);
  segi_dense_groups_clear(&t->dense_y);
  segi_links_clear(&t->links);
  segi_marks_clear(&t->mx);
  segi_marks_clear(&t->my);
}
