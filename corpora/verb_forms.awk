# Forms of the verb dictionary (lemma, "V", forms): V finite or infinitive, A present participle or
# past participle with ge. Leaves out separable prefixes and forms with the zu inside (abzuarbeiten).

function is_prefix(form, lemma) {
  return index(lemma, form) == 1 && length(lemma) - length(form) >= 3
}

function has_zu_inside(form, lemma,   i) {
  if (length(form) != length(lemma) + 2) return 0
  for (i = 1; i < length(lemma); i++)
    if (substr(lemma, 1, i) "zu" substr(lemma, i + 1) == form) return 1
  return 0
}

function is_past_participle(form, lemma,   i) {
  if (form == lemma || form !~ /(t|n)$/) return 0
  for (i = 1; i < length(form); i++) {
    if (substr(form, 1, i - 1) != substr(lemma, 1, i - 1)) return 0
    if (substr(form, i, 2) == "ge" && substr(lemma, i, 2) != "ge") return 1
    if (substr(form, i, 3) == "geg" && substr(lemma, i, 3) != "geg") return 1
  }
  return 0
}

{
  n = split($3, form, " ")
  for (i = 1; i <= n; i++) {
    if (is_prefix(form[i], $1) || has_zu_inside(form[i], $1)) continue
    participle = form[i] == $1 "d" || is_past_participle(form[i], $1)
    print form[i] "\t" (participle ? "A" : "V")
  }
}
