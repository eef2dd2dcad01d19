/* Finds entries: all words must occur, in any order, in names or texts; the best come first, each with its sentence. */
var WEIGHTS = [9, 6, 5]
var IN_TEXT = 1
var NEAR = 0.4
var MAX_NEAREST = 3
var FOLDED_AT_ONCE = 24

/* changed is called when names or texts have arrived */
function begin (place, cards, changed) {
  var entries = cards.map(function (card) {
    /* until the names are loaded, and if they are not, the words of the card */
    return { card: card, names: [fold(card.item.textContent)], sentences: [], text: '' }
  })
  var bySlug = {}
  entries.forEach(function (entry) { bySlug[entry.card.data.entry] = entry })
  var requests = {}
  var failures = {}
  var question = { words: [], whole: '' }

  function load (name, take) {
    if (requests[name]) return
    var ready = (window.searchIndexes || {})[name]
    requests[name] = (ready ? Promise.resolve(ready) : fetch(place.dataset[name]).then(function (response) { return response.json() }))
      .then(function (index) { learnVariants(index['']); return take(index) })
      .then(function () { failures[name] = false }, function () { failures[name] = true; delete requests[name] })
      .then(changed)
  }

  /* names first; texts are larger and come only when there is something to look for */
  function prepare (text) {
    load('names', takeNames)
    if (text.trim()) load('bodies', takeTexts)
  }

  /* the index may belong to another build than this page */
  function takeNames (index) {
    entries.forEach(function (entry) {
      var names = index[entry.card.data.entry]
      if (names) entry.names = names.split('\n')
    })
  }

  /* in steps, so that typing is not held up */
  function takeTexts (index) {
    return new Promise(function (done) {
      (function next (first) {
        entries.slice(first, first + FOLDED_AT_ONCE).forEach(function (entry) {
          entry.sentences = splitSentences(index[entry.card.data.entry] || '')
          entry.text = entry.sentences.map(function (sentence) { return sentence.folded }).join('|')
        })
        if (first + FOLDED_AT_ONCE >= entries.length) return done()
        setTimeout(function () { next(first + FOLDED_AT_ONCE) })
      })(0)
    })
  }

  function weigh (entry, word, holds) {
    for (var field = 0; field < WEIGHTS.length; field++) if (entry.names[field] && holds(entry.names[field], word)) return WEIGHTS[field]
    return holds(entry.text, word) ? IN_TEXT : 0
  }

  function holdsExactly (text, word) { return text.indexOf(word) >= 0 }

  function score (entry, isNearEnough) {
    var words = question.words
    var total = 0
    for (var index = 0; index < words.length; index++) {
      var weight = weigh(entry, words[index], holdsExactly)
      if (!weight && isNearEnough && mayBeWrong(words[index], words)) weight = NEAR * weigh(entry, words[index], isNear)
      if (!weight) return 0
      total += weight
    }
    /* the words as they were asked for, side by side, or in one sentence */
    total += words.length * weigh(entry, question.whole, holdsExactly)
    if (entry.names[2] === question.whole) total += WEIGHTS[0] * words.length
    var sentence = words.length > 1 && findSentence(entry.sentences, words)
    if (sentence) total += words.filter(function (word) { return holdsExactly(sentence.folded, word) }).length / words.length
    return total
  }

  function rank (isNearEnough) {
    return entries.map(function (entry, index) { return { card: entry.card, score: score(entry, isNearEnough), index: index } })
      .filter(function (result) { return result.score })
      .sort(function (one, other) { return other.score - one.score || one.index - other.index })
      .map(function (result) { return result.card })
  }

  function find (text) {
    question = readQuestion(text)
    var result = { cards: cards, nearest: [], isNear: false, isMissing: failures.names || failures.bodies }
    if (!question.words.length) return result
    result.cards = rank(false)
    if (result.cards.length) return result
    result.cards = rank(true)
    result.isNear = result.cards.length > 0
    if (!result.isNear) {
      result.nearest = rankNearest(entries, question.words).slice(0, MAX_NEAREST).map(function (entry) { return entry.card })
    }
    return result
  }

  /* shows where the words are that the names of the entry do not have */
  function mark (item, isAsked) {
    var line = core.find('.card__match', item)
    if (line) line.remove()
    var entry = bySlug[core.find('[data-entry]', item).dataset.entry]
    var hidden = question.words.filter(function (word) {
      return !entry.names.some(function (name) { return holdsExactly(name, word) })
    })
    var sentence = isAsked && hidden.length && findSentence(entry.sentences, hidden)
    if (sentence) (core.find('.card__words', item) || item).appendChild(quote(sentence.text, hidden))
  }

  return { prepare: prepare, find: find, mark: mark }
}
return begin
