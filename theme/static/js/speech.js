/* Reads the page aloud with the browser's speech synthesis, sentence by sentence, because long texts are cut off. */
(function () {
  var lead = core.find('article.entry .lead, article.news .lead')
  if (!lead || !window.speechSynthesis || !window.SpeechSynthesisUtterance) return
  var speaking = false

  function sentences () {
    var parts = [core.find('h1'), lead].concat(core.findAll('.prose h2, .prose h3, .prose p, .prose li'))
    return parts.map(function (part) { return part.textContent.trim() }).join('\n').match(/[^。！？!?\n]+[。！？!?\n]*/g) || []
  }

  function stop () {
    speaking = false
    speechSynthesis.cancel()
    toggle.textContent = core.t('js.speech.start')
  }

  function speak (list) {
    if (!speaking || !list.length) return stop()
    var utterance = new SpeechSynthesisUtterance(list[0])
    utterance.lang = (core.find('.prose') || core.root).lang || core.root.lang
    utterance.onend = function () { speak(list.slice(1)) }
    utterance.onerror = stop
    speechSynthesis.speak(utterance)
  }

  var toggle = core.button(core.t('js.speech.start'), function () {
    if (speaking) return stop()
    speaking = true
    toggle.textContent = core.t('js.speech.stop')
    speak(sentences())
  })
  toggle.id = 'speech'
  lead.parentNode.insertBefore(toggle, lead.nextSibling)
  addEventListener('pagehide', stop)
})()
