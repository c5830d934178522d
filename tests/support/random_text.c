#include "support/random_text.h"

#include <stdlib.h>
#include <string.h>

uint64_t random_next(uint64_t *state) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return *state * UINT64_C(0x2545F4914F6CDD1D);
}

size_t random_below(uint64_t *state, size_t limit) {
  return (size_t)(random_next(state) >> 33) % limit;
}

#define PIECE(text) {text, sizeof text - 1}

static const struct {
  const char *text;
  size_t length;
} pieces[] = {
  PIECE("Das"), PIECE("ist"), PIECE("Haus"), PIECE("z. B."), PIECE("z.B."), PIECE("usw."),
  PIECE("am 3. Mai"), PIECE("Dr. Müller"), PIECE("RusslandDamit"), PIECE("stattals"),
  PIECE("Ende."), PIECE("Ende!"), PIECE("Wirklich?"), PIECE("…"), PIECE("..."), PIECE("„Ja“,"),
  PIECE("»So!«"), PIECE("(siehe"), PIECE("S. 12)"), PIECE("www.beispiel.de"), PIECE("a@b.de"),
  PIECE("1.000,50"), PIECE("–"), PIECE("•"), PIECE("a)"), PIECE("GmbH"), PIECE("CO2"),
  PIECE("loben!Das"), PIECE("2018"), PIECE("5."), PIECE("XIV."), PIECE("ß"), PIECE("ÄÖÜ"),
  PIECE("e\xCC\x81"), PIECE("\xC3"), PIECE("\xFF\xFE"), PIECE("\xE2\x80"), PIECE("\xF0\x9F\x98\x80"),
  PIECE("\0"), PIECE("\x01\x02"), PIECE("\xEF\xBB\xBF"), PIECE("\xE2\x80\x8B"), PIECE("\xC2\xAD"),
  PIECE("&amp;"), PIECE("<br>"), PIECE("fÃ¼r"), PIECE("S p e r r"), PIECE("Regie-\nrung"),
  PIECE("\xC2\xA0"), PIECE("\xE2\x80\xA8"), PIECE("\xC2\x85"), PIECE("\r\n"), PIECE("\n"),
  PIECE("\n\n"), PIECE("\r"), PIECE("\t"), PIECE("\v\f"), PIECE("    "),
};

char *random_text(uint64_t *state, size_t length, size_t *written) {
  char *text = malloc(length + 1);
  *written = 0;
  if (text == NULL) return NULL;
  for (;;) {
    size_t i = random_below(state, sizeof pieces / sizeof *pieces);
    if (*written + pieces[i].length + 1 > length) return text;
    memcpy(text + *written, pieces[i].text, pieces[i].length);
    *written += pieces[i].length;
    if (random_below(state, 4) != 0) text[(*written)++] = ' ';
  }
}
