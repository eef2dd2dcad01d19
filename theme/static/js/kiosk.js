/* Presentation and kiosk (?mode=kiosk): stops follow each other by reading time; any touch pauses; idleness begins anew. */
(function () {
  var mode = new URLSearchParams(location.search).get('mode')
  var QUIET = 60
  var SHORTEST = 12
  if (mode !== 'kiosk' && mode !== 'show') return

  function withMode (address, wanted) {
    var made = new URL(address, location.href)
    made.searchParams.set('mode', wanted)
    return made.href
  }

  house.root.dataset.show = mode
  var here = house.find('article.entry')
  var entrance = house.find('[data-menu="tour/"]')
  var seconds = here ? Math.max(SHORTEST, +here.dataset.seconds || 0) : SHORTEST
  var passed = 0
  var idle = 0
  var playing = true
  var bar = house.make('div', { class: 'show' })
  var progress = bar.appendChild(house.make('progress', { max: seconds, value: 0, 'aria-label': house.say('js.show.progress') }))
  var toggle = bar.appendChild(house.button('', function () { play(!playing) }))
  bar.appendChild(house.button(house.say('js.show.full'), full))
  if (mode === 'show') bar.appendChild(house.button(house.say('js.show.end'), leave))
  document.body.appendChild(bar)

  function play (on) {
    playing = on
    idle = 0
    toggle.textContent = house.say(on ? 'js.show.pause' : 'js.show.play')
  }

  function full () {
    if (document.fullscreenElement) document.exitFullscreen()
    else if (house.root.requestFullscreen) house.root.requestFullscreen().catch(function () { /* not allowed here */ })
  }

  function leave () { location.assign(location.pathname) }

  function onward () {
    clearInterval(ticking)
    var next = house.find('.pager a[rel=next]') || house.find('#start') || entrance
    location.assign(withMode(next.href, mode))
  }

  function tick () {
    if (playing) {
      passed += 1
      progress.value = passed
      if (passed >= seconds) onward()
      return
    }
    idle += 1
    if (mode === 'kiosk' && idle >= QUIET) beginAnew()
  }

  /* the next visitor must find nothing of the last one */
  function beginAnew () {
    clearInterval(ticking)
    house.forget()
    location.assign(withMode(entrance.href, mode))
  }

  function isOutside (link) { return link.host !== location.host }

  function keepInside () {
    house.all('a[href]').forEach(function (link) {
      /* a link of the drawn plan has no address of its own to ask */
      if (!link.protocol) return link.setAttribute('href', withMode(link.getAttribute('href'), mode))
      if (link.protocol.indexOf('http') !== 0) return
      if (!isOutside(link)) link.href = link.hash && link.pathname === location.pathname ? link.hash : withMode(link.href, mode)
      else if (mode === 'kiosk') link.replaceWith(house.make('span', { class: 'outside' }, link.textContent))
    })
  }

  ;['pointerdown', 'touchstart', 'wheel', 'keydown'].forEach(function (kind) {
    addEventListener(kind, function (event) {
      idle = 0
      if (kind === 'keydown' && (event.key === ' ' || event.key === 'Escape') && !walk.isTyping(event.target) && event.target.tagName !== 'BUTTON') {
        event.preventDefault()
        if (event.key === 'Escape' && mode === 'show') leave()
        else play(!playing)
      } else if (kind !== 'keydown' && !bar.contains(event.target)) play(false)
    }, { passive: kind !== 'keydown' })
  })
  keepInside()
  play(!house.calm.matches || mode === 'kiosk')
  var ticking = setInterval(tick, 1000)
})()
