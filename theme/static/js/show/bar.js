/* The bar of the show, its keys and touches. */
var bar = (function () {
  var element = core.createElement('section', { class: 'kiosk', 'aria-label': core.t('js.show.bar') })
  var toggle = add(core.t('js.show.pause'), function () {
    if (!player.hasScreens() && player.article()) player.view('screens')
    player.play(!player.isPlaying())
  })
  add(core.t('js.show.previous'), function () { player.step(-1) }, 'screens-only')
  add(core.t('js.show.next'), function () { player.step(1) }, 'screens-only')
  var progress = element.appendChild(core.createElement('progress', { max: 1, value: 0, 'aria-label': core.t('js.show.progress') }))
  if (mode === 'kiosk') {
    add(core.t('js.show.read'), readPage, 'screens-only')
    add(core.t('js.show.plan'), function () { player.play(false); player.home() })
  }
  if (document.fullscreenEnabled) add(core.t('js.show.full'), full)
  if (mode === 'show') add(core.t('js.show.end'), leave)

  function add (text, action, className) {
    return element.appendChild(core.button(text, action, 'button ' + (className || '')))
  }

  function readPage () {
    player.play(false)
    player.view('page')
  }

  function full () {
    if (document.fullscreenElement) document.exitFullscreen()
    else core.root.requestFullscreen().catch(function () { /* not allowed here */ })
  }

  function leave () { location.assign(location.pathname) }

  player.onChange(function () {
    var text = core.t(player.isPlaying() ? 'js.show.pause' : 'js.show.play')
    if (toggle.textContent !== text) toggle.textContent = text
    var state = player.progress()
    progress.max = state.max
    progress.value = state.value
    /* heard when somebody turns the screens, not while they turn by themselves */
    player.reel.setAttribute('aria-live', player.isPlaying() ? 'off' : 'polite')
  })

  var keys = {
    ' ': function () { player.play(!player.isPlaying()) },
    Escape: function () { mode === 'show' ? leave() : player.play(!player.isPlaying()) }
  }
  /* the next screen lies where a line ends */
  var forward = document.dir === 'rtl' ? -1 : 1
  var ofScreens = { ArrowRight: forward, ArrowLeft: -forward, PageDown: 1, PageUp: -1 }

  addEventListener('keydown', function (event) {
    /* space on a button or a fold does what it does there */
    if (!tour.isFree(event) || event.key === ' ' && event.target.closest('button, summary')) return
    var key = keys[event.key]
    var by = player.hasScreens() && ofScreens[event.key]
    if (!key && !by) return
    event.preventDefault()
    if (key) key()
    else player.step(by)
  })

  ;['pointerdown', 'touchstart', 'wheel'].forEach(function (kind) {
    addEventListener(kind, function (event) {
      if (!element.contains(event.target) && !event.target.closest('video, a, .kiosk__warning')) player.play(false)
    }, { passive: true })
  })

  /* an entry that somebody chooses begins here */
  addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a[href]')
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    var url = new URL(link.getAttribute('href'), location.href)
    if (!core.isOfSite(url) || !/\/entries\/[^/]+\/(index\.html)?$/.test(url.pathname) || url.hash) return
    event.preventDefault()
    player.play(true)
    player.go(url.href)
  })

  /* for swipes */
  ;['ArrowRight', 'ArrowLeft'].forEach(function (key) {
    tour.shortcuts[key] = function () { if (player.hasScreens()) player.step(ofScreens[key]) }
  })
  document.body.appendChild(element)
  return element
})()
