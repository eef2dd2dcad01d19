/* Reading aloud, by the browser's own voice where it has one; sentence by sentence, because long texts are cut off. */
(function () {
  var lead = house.find('article.entry .lead, article.news .lead')
  if (!lead || !window.speechSynthesis || !window.SpeechSynthesisUtterance) return
  var speaking = false

  function sentences () {
    var parts = [house.find('h1'), lead].concat(house.all('.prose h2, .prose h3, .prose p, .prose li'))
    return parts.map(function (part) { return part.textContent.trim() }).join('\n').match(/[^。！？!?\n]+[。！？!?\n]*/g) || []
  }

  function stop () {
    speaking = false
    speechSynthesis.cancel()
    change.textContent = house.say('js.speech.start')
  }

  function speak (list) {
    if (!speaking || !list.length) return stop()
    var said = new SpeechSynthesisUtterance(list[0])
    said.lang = (house.find('.prose') || house.root).lang || house.root.lang
    said.onend = function () { speak(list.slice(1)) }
    said.onerror = stop
    speechSynthesis.speak(said)
  }

  var change = house.button(house.say('js.speech.start'), function () {
    if (speaking) return stop()
    speaking = true
    change.textContent = house.say('js.speech.stop')
    speak(sentences())
  })
  change.id = 'speech'
  lead.parentNode.insertBefore(change, lead.nextSibling)
  addEventListener('pagehide', stop)
})()
