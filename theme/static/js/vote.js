/* The vote's clock: a copy of a page that was kept from before the opening opens itself, and a stale one closes itself. */
(function () {
  var told = document.body.dataset
  if (!told.vote) return
  var opens = Date.parse(told.opens)
  var closes = Date.parse(told.closes)
  if (isNaN(opens) && isNaN(closes)) return
  var zero

  function now () { return zero + performance.now() }

  /* a visitor's clock may be days wrong, so the server's is asked; only without an answer is the visitor's own taken */
  function ask () {
    var patience = new Promise(function (_, give_up) { setTimeout(give_up, 3000) })
    Promise.race([fetch(location.href, { method: 'HEAD', cache: 'no-store' }), patience]).then(function (answer) {
      var at = Date.parse(answer.headers.get('Date')) + (Number(answer.headers.get('Age')) || 0) * 1000
      set(isNaN(at) ? Date.now() : at)
    }).catch(function () { if (zero === undefined) set(Date.now()) })
  }

  function set (at) {
    zero = at - performance.now()
    show()
  }

  function state () {
    var at = now()
    if (at >= closes) return 'closed'
    if (at < opens) return 'coming'
    if (told.vote === 'open') return 'open'
    return at >= opens ? 'begun' : 'coming'
  }

  function left () {
    var minutes = Math.max(1, Math.ceil((closes - now()) / 60000))
    if (minutes < 60) return house.say('js.vote.minutes', { n: minutes })
    if (minutes < 48 * 60) return house.say('js.vote.hours', { n: Math.floor(minutes / 60) })
    return house.say('js.vote.days', { n: Math.floor(minutes / 60 / 24) })
  }

  function words (current) {
    if (current === 'open' && !isNaN(closes)) return house.say('js.vote.open_for', { left: left() })
    return house.say('js.vote.' + current)
  }

  var last
  function show () {
    if (zero === undefined) return
    var current = state()
    house.all('.ballot').forEach(function (block) {
      var line = house.find('.ballot__state', block)
      if (line.textContent !== words(current)) line.textContent = words(current)
      block.className = 'ballot ballot--' + current
    })
    if (current === last) return
    if (last) house.announce(words(current))
    last = current
    house.all('.invites').forEach(function (each) {
      /* what is over is over: an open frame, a link and a code go for good */
      if (current === 'closed') each.remove()
      else each.hidden = current !== 'open'
    })
  }

  ask()
  setInterval(show, 5000)
  document.addEventListener('visibilitychange', function () { if (!document.hidden) ask() })
})()
