/* Opens and closes the vote on time, also on a cached copy of a page. */
(function () {
  var data = document.body.dataset
  if (!data.vote) return
  var opens = Date.parse(data.opens)
  var closes = Date.parse(data.closes)
  if (isNaN(opens) && isNaN(closes)) return
  var offset

  function now () { return offset + performance.now() }

  /* a visitor's clock may be wrong, so the server's is used; the visitor's only if there is no response */
  function ask () {
    var timeout = new Promise(function (_, reject) { setTimeout(reject, 3000) })
    Promise.race([fetch(location.href, { method: 'HEAD', cache: 'no-store' }), timeout]).then(function (response) {
      var serverTime = Date.parse(response.headers.get('Date')) + (Number(response.headers.get('Age')) || 0) * 1000
      set(isNaN(serverTime) ? Date.now() : serverTime)
    }).catch(function () { if (offset === undefined) set(Date.now()) })
  }

  function set (time) {
    offset = time - performance.now()
    show()
  }

  function state () {
    var time = now()
    if (time >= closes) return 'closed'
    if (time < opens) return 'coming'
    if (data.vote === 'open') return 'open'
    return time >= opens ? 'begun' : 'coming'
  }

  function remaining () {
    var minutes = Math.max(1, Math.ceil((closes - now()) / 60000))
    if (minutes < 60) return core.t('js.vote.minutes', { n: minutes })
    if (minutes < 48 * 60) return core.t('js.vote.hours', { n: Math.floor(minutes / 60) })
    return core.t('js.vote.days', { n: Math.floor(minutes / 60 / 24) })
  }

  function describe (current) {
    if (current === 'open' && !isNaN(closes)) return core.t('js.vote.open_for', { left: remaining() })
    return core.t('js.vote.' + current)
  }

  var last
  function show () {
    if (offset === undefined) return
    var current = state()
    core.findAll('.ballot').forEach(function (block) {
      var line = core.find('.ballot__state', block)
      if (line.textContent !== describe(current)) line.textContent = describe(current)
      block.className = 'ballot ballot--' + current
    })
    if (current === last) return
    if (last) core.announce(describe(current))
    last = current
    core.findAll('.vote-only').forEach(function (element) {
      /* after the end, links, codes and open frames are removed for good */
      if (current === 'closed') element.remove()
      else element.hidden = current !== 'open'
    })
  }

  ask()
  setInterval(show, 5000)
  document.addEventListener('visibilitychange', function () { if (!document.hidden) ask() })
})()
