/* An entry as screens: title and picture, each section of its text, each picture of its gallery, its film, and codes to scan. */
var makeScreens = (function () {
  var PICTURE_S = 8
  var SCAN_S = 15
  var LEAST_S = 8
  var TURN_S = 3
  /* slower than at a desk: several people read from afar */
  var HAN_PER_S = 5
  var WORDS_PER_S = 2.5
  var LARGER = [1.5, 1.35, 1.2, 1]
  var UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu

  function readingTime (text) {
    var signs = (text.match(UNSPACED) || []).length
    var words = (text.replace(UNSPACED, ' ').match(/[\p{L}\p{N}]+/gu) || []).length
    return Math.ceil(signs / HAN_PER_S + words / WORDS_PER_S)
  }

  /* a copy without what has its place on the page only, its pictures as large as the screen needs */
  function copy (element) {
    var twin = element.cloneNode(true)
    ;[twin].concat(core.findAll('*', twin)).forEach(function (part) {
      ;['id', 'loading', 'tabindex'].forEach(function (name) { part.removeAttribute(name) })
      if (part.hasAttribute('sizes')) part.sizes = '60vw'
    })
    core.findAll('img', twin).forEach(function (image) {
      image.style.setProperty('--ratio', image.getAttribute('width') / image.getAttribute('height'))
    })
    return twin
  }

  return function (article, stage, reel, filmOf) {
    var screens = []

    function add (kind, values) {
      var room = reel.appendChild(core.createElement('section', { class: 'show__screen show__screen--' + kind }))
      stage.dataset.kind = kind
      screens.push(Object.assign({ kind: kind, room: room }, values))
      return room
    }

    function addWords (room, source) {
      var words = room.appendChild(core.createElement('div', { class: 'show__words prose' }))
      if (source && source.lang) words.lang = source.lang
      if (source && source.dir) words.dir = source.dir
      return words
    }

    function flowText (heading, source, values) {
      return makeFlow(function () {
        var room = add('text', values)
        var words = addWords(room, source)
        if (heading) words.appendChild(heading.cloneNode(true))
        return { room: room, words: words }
      })
    }

    function addTitle () {
      var cover = core.find('.cover', article)
      var flow = makeFlow(function () {
        var room = add(screens.length ? 'text' : 'title')
        var words = addWords(room)
        if (screens.length === 1 && cover) room.appendChild(copy(cover.closest('.figure') || cover))
        return { room: room, words: words }
      })
      core.findAll('.entry__units, .award, .entry__head .note, .sample, .lead', article).forEach(function (part) { flow.place(copy(part)) })
    }

    function addSections () {
      core.findAll('.prose', article).forEach(function (prose) {
        var flow
        core.findAll('*', prose).forEach(function (part) {
          if (part.parentNode !== prose) return
          var heading = part.tagName === 'H2' && copy(part)
          if (heading || !flow) flow = flowText(heading, prose)
          if (!heading) flow.place(copy(part))
        })
      })
    }

    function addPictures () {
      core.findAll('.gallery figure', article).forEach(function (figure) {
        var room = add('picture', { least: PICTURE_S })
        room.appendChild(copy(core.find('picture', figure)))
        var caption = core.find('figcaption', figure)
        if (caption) room.appendChild(copy(caption)).className = 'show__caption'
      })
    }

    /* the words of a film are shown where it is not played */
    function addFilm () {
      core.findAll('.film', article).forEach(function (section) {
        var heading = copy(core.find('h2', section))
        var video = core.find('video', section)
        var transcript = core.find('.film__transcript', section)
        var film = video && filmOf(copy(video))
        if (film) {
          var room = add('film', { film: film })
          room.appendChild(heading.cloneNode(true))
          room.appendChild(film.video)
        }
        var flow = flowText(heading, transcript, film && { isSkipped: film.isPlayed })
        transcript.textContent.split('\n').filter(function (line) { return line.trim() }).forEach(function (line) {
          flow.place(core.createElement('p', {}, line))
        })
      })
    }

    function addVote () {
      var options = core.findAll('.ballot-option', article)
      if (!options.length || !vote.isOpen()) return
      var room = add('scan', { least: SCAN_S, isSkipped: function () { return !vote.isOpen() } })
      room.appendChild(copy(core.find('.ballot h2', article)))
      room.appendChild(core.createElement('p', {}, vote.describe()))
      var number = core.find('.ballot .vote-only > p:first-child', article)
      if (number) room.appendChild(copy(number))
      var list = room.appendChild(core.createElement('ul', { class: 'show__codes' }))
      options.forEach(function (option) {
        var item = list.appendChild(core.createElement('li', {}))
        ;['.ballot-option__channel', '.ballot-option__code'].forEach(function (part) { item.appendChild(copy(core.find(part, option))) })
      })
    }

    function addAddress () {
      var share = core.find('.share', article)
      if (!share) return
      var room = add('scan', { least: PICTURE_S })
      room.appendChild(core.createElement('h2', {}, core.t('js.show.take')))
      var list = room.appendChild(core.createElement('ul', { class: 'show__codes' }))
      list.appendChild(core.createElement('li', {})).appendChild(copy(core.find('.share__code', share)))
    }

    /* what is larger than its screen is scrolled by key */
    function letScroll (screen) {
      stage.dataset.kind = screen.kind
      var room = screen.room
      if (room.scrollHeight > room.clientHeight + 1 || room.scrollWidth > room.clientWidth + 1) room.tabIndex = 0
    }

    /* few words are larger */
    function enlarge (screen) {
      var words = core.find('.show__words', screen.room)
      if (!words || words.style.fontSize) return
      stage.dataset.kind = screen.kind
      LARGER.some(function (size) {
        words.style.fontSize = size + 'em'
        return screen.room.scrollHeight <= screen.room.clientHeight && screen.room.scrollWidth <= screen.room.clientWidth
      })
    }

    ;[addTitle, addSections, addPictures, addFilm, addVote, addAddress].forEach(function (part) { part() })
    screens.forEach(enlarge)
    screens.forEach(letScroll)
    screens.forEach(function (screen) {
      screen.seconds = TURN_S + Math.max(screen.least || LEAST_S, readingTime(screen.room.textContent))
      screen.room.hidden = true
    })
    return screens
  }
})()
