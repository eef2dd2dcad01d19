/* Folding as in search_folding.py: one width, case and script of Chinese, no blanks and quotes, a bar for punctuation. */
var variants = new Map()

/* the variants that an index brings, each followed by the character that stands for it */
function learnVariants (pairs) {
  var characters = Array.from(pairs || '')
  for (var index = 0; index < characters.length; index += 2) variants.set(characters[index], characters[index + 1])
}

function fold (text) {
  return text.normalize('NFKC').toLowerCase()
    .replace(/[\s"'`´·•‧・〈-』\p{Pi}\p{Pf}\p{Cf}]+/gu, '').replace(/[|\p{P}]+/gu, '|')
    .replace(/[\u2e80-\uffff]/g, function (character) { return variants.get(character) || character })
}

/* the words of a question, and the whole of it */
function readQuestion (text) {
  var words = []
  text.split(/\s+/).forEach(function (part) {
    fold(part).split('|').forEach(function (word) { if (word && words.indexOf(word) < 0) words.push(word) })
  })
  return { words: words, whole: fold(text).replace(/^\||\|$/g, '') }
}
