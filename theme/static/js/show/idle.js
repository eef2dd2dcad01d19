/* A kiosk forgets a visitor who has gone and begins again; a film, a voice, scrolling and keys are somebody too. */
(function () {
  var WARNING_S = 15
  var DEFAULT_S = 60
  /* 0 is never */
  var limit = /^\d+$/.test(showParameters.idle) ? Number(showParameters.idle) : DEFAULT_S
  var idle = 0
  var place
  var warning = core.createElement('div', { class: 'kiosk__warning', role: 'alertdialog', 'aria-label': core.t('js.show.still') })
  var rest = warning.appendChild(core.createElement('p', { 'aria-hidden': 'true' }))
  warning.appendChild(core.button(core.t('js.show.stay'), function () { /* as everywhere on it */ }))
  warning.addEventListener('click', stay)

  function stay () {
    idle = 0
    warning.remove()
  }

  /* what answers does nothing else: a key stays here, a touch ends on the warning */
  function answer (event) {
    idle = 0
    if (/^(pointer|touch)/.test(event.type)) return
    if (warning.isConnected && event.type === 'keydown') event.stopPropagation()
    warning.remove()
  }

  function isUsed () {
    return core.findAll('video, audio').some(function (film) { return !film.paused && !film.ended }) ||
      window.speechSynthesis && speechSynthesis.speaking
  }

  /* the next visitor must not see data of the previous one */
  function forget () { core.storage.clear(/:mode$/) }

  function begin () {
    stay()
    forget()
    player.play(true)
    player.home()
  }

  function warn (seconds) {
    rest.textContent = core.t('js.show.rest', { n: seconds })
    if (warning.isConnected) return
    /* above a picture, whose dialog covers the page */
    ;(core.find('dialog[open]') || document.body).appendChild(warning)
    core.announce(core.t('js.show.still'))
  }

  function tick () {
    idle = isUsed() ? 0 : idle + 1
    if (!limit) return
    if (player.isPlaying()) {
      if (idle === limit) forget()
    } else if (idle >= limit + WARNING_S) begin()
    else if (idle >= limit) warn(limit + WARNING_S - idle)
    else warning.remove()
  }

  if (mode !== 'kiosk') return
  ;['pointerdown', 'touchstart', 'touchmove', 'wheel', 'scroll', 'input', 'keydown'].forEach(function (kind) {
    addEventListener(kind, answer, { passive: true, capture: true })
  })
  /* a browser reports a pointer that rests when the page moves below it */
  addEventListener('pointermove', function (event) {
    if (place && (event.screenX !== place.x || event.screenY !== place.y)) idle = 0
    place = { x: event.screenX, y: event.screenY }
  }, { passive: true })
  setInterval(tick, 1000)
})()
