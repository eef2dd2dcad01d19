/* Presentation (?mode=show) and kiosk (?mode=kiosk): stops advance by reading time; any touch pauses; an idle kiosk restarts. */
(function () {
  var mode = new URLSearchParams(location.search).get('mode')
  var IDLE_S = 60
  var MIN_STOP_S = 12
  if (mode !== 'kiosk' && mode !== 'show') return

  function withMode (address, newMode) {
    var url = new URL(address, location.href)
    url.searchParams.set('mode', newMode)
    return url.href
  }

  core.root.dataset.presentation = mode
  var entry = core.find('article.entry')
  var entrance = core.find('[data-menu="tour/"]')
  var seconds = entry ? Math.max(MIN_STOP_S, +entry.dataset.seconds || 0) : MIN_STOP_S
  var elapsed = 0
  var idle = 0
  var playing = true
  var bar = core.createElement('div', { class: 'kiosk' })
  var progress = bar.appendChild(core.createElement('progress', { max: seconds, value: 0, 'aria-label': core.t('js.show.progress') }))
  var toggle = bar.appendChild(core.button('', function () { play(!playing) }))
  bar.appendChild(core.button(core.t('js.show.full'), full))
  if (mode === 'show') bar.appendChild(core.button(core.t('js.show.end'), leave))
  document.body.appendChild(bar)

  function play (on) {
    playing = on
    idle = 0
    toggle.textContent = core.t(on ? 'js.show.pause' : 'js.show.play')
  }

  function full () {
    if (document.fullscreenElement) document.exitFullscreen()
    else if (core.root.requestFullscreen) core.root.requestFullscreen().catch(function () { /* not allowed here */ })
  }

  function leave () { location.assign(location.pathname) }

  function advance () {
    clearInterval(ticking)
    var next = core.find('.pager a[rel=next]') || core.find('#start') || entrance
    location.assign(withMode(next.href, mode))
  }

  function tick () {
    if (playing) {
      elapsed += 1
      progress.value = elapsed
      if (elapsed >= seconds) advance()
      return
    }
    idle += 1
    if (mode === 'kiosk' && idle >= IDLE_S) restart()
  }

  /* the next visitor must not see data of the previous one */
  function restart () {
    clearInterval(ticking)
    core.storage.clear(/:mode$/)
    location.assign(withMode(entrance.href, mode))
  }

  function isOutside (link) { return link.host !== location.host }

  function keepInside () {
    core.findAll('a[href]').forEach(function (link) {
      /* an SVG link of the floor plan has no protocol property */
      if (!link.protocol) return link.setAttribute('href', withMode(link.getAttribute('href'), mode))
      if (link.protocol.indexOf('http') !== 0) return
      if (!isOutside(link)) link.href = link.hash && link.pathname === location.pathname ? link.hash : withMode(link.href, mode)
      else if (mode === 'kiosk') link.replaceWith(core.createElement('span', { class: 'outside' }, link.textContent))
    })
  }

  ;['pointerdown', 'touchstart', 'wheel', 'keydown'].forEach(function (kind) {
    addEventListener(kind, function (event) {
      idle = 0
      if (kind === 'keydown' && (event.key === ' ' || event.key === 'Escape') && !tour.isTyping(event.target) && event.target.tagName !== 'BUTTON') {
        event.preventDefault()
        if (event.key === 'Escape' && mode === 'show') leave()
        else play(!playing)
      } else if (kind !== 'keydown' && !bar.contains(event.target)) play(false)
    }, { passive: kind !== 'keydown' })
  })
  keepInside()
  play(!core.reducedMotion.matches || mode === 'kiosk')
  var ticking = setInterval(tick, 1000)
})()
