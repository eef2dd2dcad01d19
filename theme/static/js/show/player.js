/* The show itself: which page and which screen, and when the next one comes. All of it in one document. */
var parameters = new URLSearchParams(location.search)
var mode = parameters.get('mode')
var showParameters = { mode: mode, idle: parameters.get('idle') }
var player = (function () {
  var PAGE_S = 12
  var main = core.find('#main')
  /* links outside of the page's own part are relative to the address that it had at first */
  var tourAddress = core.find('[data-menu="tour/"]').href
  var stage = core.createElement('div', { class: 'show' })
  var heading = stage.appendChild(core.createElement('div', { class: 'show__heading' }))
  var reel = stage.appendChild(core.createElement('div', { class: 'show__reel' }))
  var screens = []
  var current = 0
  var elapsed = 0
  var isPlaying = false
  var isLoading = false
  var isOutdated = false
  var listeners = []

  function article () { return core.find('article.entry', main) }
  function entrance () { return tourAddress }
  function hasScreens () { return core.root.dataset.view === 'screens' }
  function isHome () { return document.body.dataset.page === 'tour' }

  function changed () { listeners.forEach(function (listener) { listener() }) }

  function addressOf (address) {
    var url = new URL(address, location.href)
    core.addParameters(url, showParameters)
    url.hash = ''
    return url.href
  }

  /* a kiosk leads nowhere outside, whatever is on its pages */
  function keepInside () {
    core.carry(showParameters, main)
    if (mode !== 'kiosk') return
    core.findAll('a[href]', main).forEach(function (link) {
      if (core.isOfSite(new URL(link.getAttribute('href'), location.href))) return
      link.replaceWith(core.createElement('span', { class: 'outside' }, link.textContent))
    })
  }

  function view (name) {
    core.root.dataset.view = name
    changed()
  }

  function clear () {
    screens.forEach(function (screen) {
      if (screen.film) screen.film.release()
      screen.room.remove()
    })
    screens = []
  }

  function build () {
    clear()
    heading.textContent = ''
    ;['.tour-position__text', 'h1'].forEach(function (part) {
      var twin = core.find(part, article()).cloneNode(true)
      heading.appendChild(twin)
    })
    stage.className = 'show ' + article().className.replace('entry', '')
    view('screens')
    screens = makeScreens(article(), stage, reel, makeFilm)
    screens.forEach(function (screen) { if (screen.film) follow(screen.film) })
    isOutdated = false
  }

  /* the film's own buttons hold and start the show, too */
  function follow (film) {
    function isCurrent () { return screens[current] && screens[current].film === film && hasScreens() }
    film.video.addEventListener('pause', function () { if (isCurrent() && isPlaying && !film.video.ended) play(false) })
    film.video.addEventListener('play', function () { if (isCurrent() && !isPlaying) play(true) })
  }

  function enter (number) {
    if (screens[current] && screens[current].film) screens[current].film.rewind()
    if (screens[current]) screens[current].room.hidden = true
    current = number
    elapsed = 0
    var screen = screens[current]
    stage.dataset.kind = screen.kind
    screen.room.hidden = false
    if (screen.film && isPlaying) screen.film.play()
    changed()
  }

  function isSkipped (screen) { return screen.isSkipped && screen.isSkipped() }

  function step (by) {
    if (isOutdated) rebuild()
    var number = current + by
    while (screens[number] && isSkipped(screens[number])) number += by
    if (screens[number]) return enter(number)
    var link = core.find('.pager a[rel=' + (by > 0 ? 'next' : 'prev') + ']', main)
    if (link) go(link.href, by < 0)
  }

  function begin () {
    build()
    current = 0
    enter(0)
    var next = core.find('.pager a[rel=next]', main)
    if (next) source.prepare(next.href)
  }

  /* those of its kind of page, which this one may lack; they are recognised by their names, which follow from their contents */
  function adoptStyles (page) {
    function nameOf (link) { return link.href.split('/').pop() }
    var names = core.findAll('link[rel=stylesheet]').map(nameOf)
    core.findAll('link[rel=stylesheet]', page).forEach(function (link) {
      if (names.indexOf(nameOf(link)) < 0) document.head.appendChild(document.importNode(link, true))
    })
  }

  /* the page takes the place of this one, under the show */
  function adopt (page, address) {
    clear()
    core.findAll('dialog[open]').forEach(function (dialog) { dialog.close() })
    history.replaceState(null, '', addressOf(address))
    document.title = page.title
    adoptStyles(page)
    Object.assign(document.body.dataset, page.body.dataset)
    Array.prototype.slice.call(main.childNodes).forEach(function (child) { if (child !== stage) child.remove() })
    Array.prototype.slice.call(core.find('#main', page).childNodes).forEach(function (child) {
      main.insertBefore(document.importNode(child, true), stage)
    })
    keepInside()
    speech.offer(main)
    scrollTo(0, 0)
    if (article()) return begin()
    elapsed = 0
    view('page')
  }

  /* after the last entry the tour begins again: a kiosk shows its entrance first */
  function go (address, isBack) {
    if (isLoading) return
    isLoading = true
    source.get(address).then(function (page) {
      isLoading = false
      if (core.find('article.entry', page) || address === entrance() && mode === 'kiosk') return adopt(page, address)
      if (mode === 'kiosk') return go(entrance())
      var first = core.find('#start', page) || core.find('a[data-stop]', page)
      if (!isBack && (first || address !== entrance())) go(first ? first.href : entrance())
    }).catch(function () {
      /* a browser lets no page of a folder read another one; an entrance without entries is not opened again */
      if (location.protocol === 'file:' && addressOf(address) !== location.href) return location.assign(addressOf(address))
      isLoading = false
      elapsed = 0
      if (screens.length) enter(0)
    })
  }

  function home () { go(entrance()) }

  function play (on) {
    isPlaying = on
    var film = hasScreens() && screens[current] && screens[current].film
    if (film && on && film.video.paused && !film.video.ended) film.play()
    if (film && !on) film.pause()
    changed()
  }

  function tick () {
    var screen = hasScreens() && screens[current]
    if (screen && isSkipped(screen)) step(1)
    if (!isPlaying || isLoading) return
    elapsed += 1
    changed()
    if (!screen && elapsed >= PAGE_S) leavePage()
    if (screen && (screen.film ? screen.film.isOver() : elapsed >= screen.seconds)) step(1)
  }

  function leavePage () {
    if (article()) return view('screens')
    var first = core.find('#start', main) || core.find('a[data-stop]', main)
    go(first ? first.href : entrance())
  }

  /* a screen of another size holds other amounts of text; a film goes on, and what follows it is laid out afterwards */
  function rebuild () {
    var film = screens[current].film
    var place = current / screens.length
    build()
    current = film ? screens.findIndex(function (screen) { return screen.film }) : Math.floor(place * screens.length)
    if (film && !film.isPlayed()) screens[current].film.fail()
  }

  var resizing
  addEventListener('resize', function () {
    clearTimeout(resizing)
    resizing = setTimeout(function () {
      if (!hasScreens() || !screens.length) return
      isOutdated = true
      if (screens[current].film) return
      rebuild()
      enter(current)
    }, 200)
  })

  main.appendChild(stage)
  return {
    reel: reel, view: view, enter: enter, step: step, go: go, home: home, leavePage: leavePage, play: play, tick: tick, begin: begin,
    article: article, hasScreens: hasScreens, isHome: isHome, entrance: entrance, keepInside: keepInside,
    isPlaying: function () { return isPlaying },
    progress: function () {
      var total = screens.reduce(function (sum, screen) { return sum + screen.seconds }, 0)
      var passed = screens.slice(0, current).reduce(function (sum, screen) { return sum + screen.seconds }, 0)
      return hasScreens() ? { value: Math.min(total, passed + elapsed), max: total } : { value: elapsed, max: PAGE_S }
    },
    onChange: function (listener) { listeners.push(listener) }
  }
})()
