/* What is nearly the same: a word with one character wrong, and the entries that share most with a question. */
var MAX_LENGTH = 31

function isLatin (word) { return /^[\x20-\x7e]+$/.test(word) }

/* too short a word would be nearly the same as most others; beside another word, one of two characters may be wrong */
function mayBeWrong (word, words) {
  if (isLatin(word)) return word.length > 3
  return word.length > 2 || (word.length === 2 && words.length > 1)
}

/* whether a text has a word with at most one character wrong, missing or too many (Wu and Manber: agrep, 1992) */
function isNear (text, word) {
  var pattern = word.slice(0, MAX_LENGTH)
  var last = 1 << (pattern.length - 1)
  var masks = {}
  for (var place = 0; place < pattern.length; place++) masks[pattern[place]] = masks[pattern[place]] | 1 << place
  var exact = 0
  var near = 1
  for (var index = 0; index < text.length; index++) {
    if (text[index] === '|') { exact = 0; near = 1; continue }
    var mask = masks[text[index]] | 0
    var before = exact
    exact = (exact << 1 | 1) & mask
    near = (near << 1 | 1) & mask | before | before << 1 | exact << 1 | 1
    if (near & last) return true
  }
  return false
}

/* parts of a word by which entries are compared: in Chinese two characters are mostly a word */
function partsOf (word) {
  var size = isLatin(word) ? 3 : Math.min(2, word.length - 1) || 1
  var parts = []
  for (var index = 0; index + size <= word.length; index++) parts.push(word.slice(index, index + size))
  return parts
}

/* the entries that share most with these words; what few entries have counts for more */
function rankNearest (entries, words) {
  var scores = new Map()
  var named = entries.map(function (entry) { return { entry: entry, names: entry.names.join('|') } })
  words.reduce(function (parts, word) { return parts.concat(partsOf(word)) }, []).forEach(function (part) {
    var holders = named.map(function (one) {
      return { entry: one.entry, weight: one.names.indexOf(part) >= 0 ? 2 : +(one.entry.text.indexOf(part) >= 0) }
    }).filter(function (holder) { return holder.weight })
    holders.forEach(function (holder) {
      var rarity = Math.log(1 + entries.length / holders.length)
      scores.set(holder.entry, (scores.get(holder.entry) || 0) + holder.weight * rarity)
    })
  })
  return Array.from(scores.keys()).sort(function (one, other) { return scores.get(other) - scores.get(one) })
}
