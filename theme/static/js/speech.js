/* Reads a page aloud with the browser's speech synthesis: each block once, by the sentence, because long texts are cut off. */
var speech = (function () {
  var BLOCKS = 'h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, figcaption, pre, blockquote'
  /* with what closes a quotation; a full stop only before a space */
  var SENTENCE_END = /[。！？!?…]+["”’」』）)\]]*\s*|\.["”’」』）)\]]*(?:\s+|$)|\n+/g
  var ABBREVIATION = /(?:^|[^A-Za-z])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|No|vs)\.\s*$/
  var WORD = /[\p{L}\p{N}]/u
  var synthesis = window.speechSynthesis
  var canSpeak = synthesis && window.SpeechSynthesisUtterance
  /* what an earlier run still reports is ignored */
  var run = 0

  /* joined, they are the text again */
  function sentences (text) {
    var list = []
    var start = 0
    text.replace(SENTENCE_END, function (end, offset) {
      var sentence = text.slice(start, offset + end.length)
      if (ABBREVIATION.test(sentence) || !WORD.test(sentence)) return
      list.push(sentence)
      start = offset + end.length
    })
    if (start < text.length) list.push(text.slice(start))
    return list
  }

  /* each piece of text with the innermost block around it, so that an item is not read again with its list */
  function blocks (within) {
    var list = []
    core.findAll('h1, .lead, .prose', within).forEach(function (part) {
      var walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        var text = walker.currentNode.data
        var element = walker.currentNode.parentElement.closest(BLOCKS) || part
        var last = list[list.length - 1]
        if (last && last.element === element) last.text += text
        else list.push({ element: element, text: text })
      }
    })
    return list.filter(function (block) { return WORD.test(block.text) })
  }

  /* a reader of this page; it stops and goes on at the same block */
  function makeReader (article) {
    var list
    var position = 0
    var isReading = false
    var toggle = core.button(core.t('js.speech.start'), function () { isReading ? stop() : start() })
    toggle.id = 'speech'

    function mark (element) {
      core.findAll('.is-spoken').forEach(function (spoken) { spoken.classList.remove('is-spoken') })
      if (!element) return
      element.classList.add('is-spoken')
      var box = element.getBoundingClientRect()
      if (box.top < 0 || box.bottom > innerHeight) element.scrollIntoView({ block: 'center' })
    }

    function stop () {
      isReading = false
      run += 1
      synthesis.cancel()
      toggle.textContent = core.t(position ? 'js.speech.resume' : 'js.speech.start')
    }

    function finish () {
      position = 0
      mark()
      stop()
    }

    function speak (parts, current) {
      if (current !== run) return
      if (!parts.length) {
        position += 1
        return position < list.length ? begin(current) : finish()
      }
      var utterance = new SpeechSynthesisUtterance(parts[0].trim())
      utterance.lang = list[position].element.closest('[lang]').lang
      utterance.onend = function () { speak(parts.slice(1), current) }
      utterance.onerror = function () { if (current === run) stop() }
      synthesis.speak(utterance)
    }

    function begin (current) {
      mark(list[position].element)
      speak(sentences(list[position].text), current)
    }

    function start () {
      list = blocks(article)
      isReading = true
      run += 1
      synthesis.cancel()
      toggle.textContent = core.t('js.speech.stop')
      begin(run)
    }

    return { toggle: toggle, stop: stop }
  }

  var reader
  function offer (within) {
    var lead = canSpeak && core.find('article.entry .lead, article.news .lead', within)
    if (reader) reader.stop()
    if (!lead) return
    reader = makeReader(lead.closest('article'))
    lead.parentNode.insertBefore(reader.toggle, lead.nextSibling)
  }

  offer(document)
  addEventListener('pagehide', function () { if (reader) reader.stop() })
  return { sentences: sentences, offer: offer }
})()
