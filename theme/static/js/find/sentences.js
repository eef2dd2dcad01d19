/* The sentence in which a word was found, with the word marked. */
var SENTENCE = /[^\n]+?(?:[。！？；…]+[”’」』）]*|[.!?;]+(?=\s|$)|$)/gm
var BEFORE = 20
var LENGTH = 80

function splitSentences (text) {
  return (text.match(SENTENCE) || []).map(function (sentence) { return { text: sentence.trim(), folded: fold(sentence) } })
}

/* the one with most of these words */
function findSentence (sentences, words) {
  var best = null
  var most = 0
  sentences.forEach(function (sentence) {
    var number = words.filter(function (word) { return sentence.folded.indexOf(word) >= 0 }).length
    if (number > most) { best = sentence; most = number }
  })
  return best
}

/* which characters of a text belong to these words, though folding drops some and widens others */
function findMarks (text, words) {
  var folded = ''
  var places = []
  var marks = []
  for (var index = 0; index < text.length;) {
    var character = String.fromCodePoint(text.codePointAt(index))
    var part = fold(character)
    if (part === '|' && folded.slice(-1) === '|') part = ''
    for (var count = 0; count < part.length; count++) places.push(index)
    folded += part
    index += character.length
  }
  words.forEach(function (word) {
    for (var start = folded.indexOf(word); start >= 0; start = folded.indexOf(word, start + 1)) {
      for (var place = places[start]; place <= places[start + word.length - 1]; place++) marks[place] = true
    }
  })
  return marks
}

/* a line with the words marked, and of a long sentence the part around the first of them */
function quote (text, words) {
  var marks = findMarks(text, words)
  var first = Math.max(0, marks.indexOf(true) - BEFORE)
  var end = Math.min(text.length, first + LENGTH)
  var line = core.createElement('p', { class: 'card__match' }, first ? '…' : '')
  for (var index = first; index < end;) {
    var next = index
    while (next < end && !marks[next] === !marks[index]) next++
    var part = text.slice(index, next)
    line.appendChild(marks[index] ? core.createElement('mark', {}, part) : document.createTextNode(part))
    index = next
  }
  if (end < text.length) line.appendChild(document.createTextNode('…'))
  return line
}
