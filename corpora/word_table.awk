# Joins counts, dictionary forms and frequencies into rows: usefulness, word, and the columns of
# words.tsv. The variable `kind` says what the file being read is.

function byte(x) { return x < 0 ? 0 : x > 255 ? 255 : int(x + 0.5) }
function log10(x) { return log(x) / log(10) }

# The frequency list has ss for every sharp s.
function without_sharp_s(w) { gsub(/ß/, "ss", w); return w }

function remember_spelling(w,   key) {
  if (index(w, "ß") == 0 || w in known_spelling) return
  known_spelling[w] = 1
  key = without_sharp_s(w)
  spellings[key] = spellings[key] " " w
}

# Letters of German and of names in its texts: ASCII, Latin-1, some of Latin Extended-A.
function is_word(w) { return w ~ /^([a-z]|\303[\237-\266\270-\277]|\305[\223\241\276])+$/ }

# Two function words run together: damage of a source, not a word.
function is_glued(w,   i) {
  if (w in class || w in listed || uses[w] >= 50) return 0
  for (i = 2; i < length(w) - 1; i++)
    if (substr(w, 1, i) in listed && substr(w, i + 1) in listed) return 1
  return 0
}

# Without uses inside sentences: what the dictionary says.
function guessed_capital(w) {
  if (!(w in class)) return 128
  return class[w] == "N" ? 255 : 0
}

function put(w, frequency,   all, inside, capital_share, seen, useful) {
  if (is_glued(w)) return
  all = uses[w]
  if (!(w in class) && !(w in listed) && all < 2 && frequency < -5.5) return
  inside = capital[w] + lower[w]
  capital_share = inside ? byte(255 * capital[w] / inside) : guessed_capital(w)
  seen = all == 0 ? 0 : all <= 5 ? 1 : all <= 100 ? 2 : 3
  useful = frequency + (w in class ? 0.3 : 0) + 0.15 * seen + (w in listed ? 9 : 0)
  frequency = byte(25 * (9 + frequency))
  printf "%.4f\t%s\t%d\t%d\t%d\t%d\t%s\n", useful, w, frequency ? frequency : 1, capital_share,
    inside + initial[w] ? byte(255 * initial[w] / (inside + initial[w])) : 0, seen,
    w in class ? class[w] : "-"
  done[w] = 1
}

# How much a spelling is used today: counted, plus a little for being in the dictionary or in old text.
function weight_of(w) { return today[w] + (w in class ? 1 : 0) + 0.02 * old[w] }

function put_spellings(w, frequency,   n, i, v, sum, share) {
  n = split(w spellings[w], v, " ")
  sum = 0
  for (i = 1; i <= n; i++) sum += weight_of(v[i])
  for (i = 1; i <= n; i++) {
    share = sum ? weight_of(v[i]) / sum : 1 / n
    if (share < 0.02) share = 0.02
    put(v[i], frequency + log10(share))
  }
}

/^#/ { next }
kind == "list" { listed[$1] = 1; next }
kind == "form" {
  if (!is_word($1)) next
  class[$1] = class[$1] $2
  remember_spelling($1)
  next
}
kind == "count" {
  weight = $1; w = $3; n = $4 + $5 + $6
  if (!is_word(w)) next
  capital[w] += weight * $4
  lower[w] += weight * $5
  initial[w] += weight * $6
  uses[w] += n
  total += n
  if ($2 == "new") today[w] += weight * n
  if ($2 == "old") old[w] += n
  if ($2 != "swiss") remember_spelling(w)
  next
}
kind == "frequency" {
  if (!is_word($1)) next
  if ($1 in spellings) put_spellings($1, $2)
  else put($1, $2)
}

# Words the list lacks; our texts are narrower than its own, so their counts weigh less.
END {
  for (w in uses)
    if (!(w in done) && uses[w] >= 5) put(w, log10(uses[w] / total) - 1)
  for (w in listed)
    if (!(w in done) && is_word(w)) put(w, -7)
}
