/* Opens and closes the vote on time, also on a cached copy of a page. */
var vote = (function () {
  var data = document.body.dataset
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

  function isDated () { return !isNaN(Date.parse(data.opens)) || !isNaN(Date.parse(data.closes)) }

  function state () {
    if (!isDated() || offset === undefined) return data.vote
    var opens = Date.parse(data.opens)
    var time = now()
    if (time >= Date.parse(data.closes)) return 'closed'
    if (time < opens) return 'coming'
    if (data.vote === 'open') return 'open'
    return time >= opens ? 'begun' : 'coming'
  }

  function remaining () {
    var minutes = Math.max(1, Math.ceil((Date.parse(data.closes) - now()) / 60000))
    if (minutes < 60) return core.t('js.vote.minutes', { n: minutes })
    if (minutes < 48 * 60) return core.t('js.vote.hours', { n: Math.floor(minutes / 60) })
    return core.t('js.vote.days', { n: Math.floor(minutes / 60 / 24) })
  }

  function describe () {
    var current = state()
    if (current === 'open' && data.closes && offset !== undefined) return core.t('js.vote.open_for', { left: remaining() })
    return core.t('js.vote.' + current)
  }

  var last
  var lastText
  function show () {
    if (offset === undefined) return
    var current = state()
    var text = describe()
    /* compared with what was written here: a browser that translates the page changes what stands there */
    if (text !== lastText) core.findAll('.ballot__state').forEach(function (line) { line.textContent = text })
    lastText = text
    core.findAll('.ballot').forEach(function (block) { block.className = 'ballot ballot--' + current })
    if (current === last) return
    if (last) core.announce(text)
    last = current
    core.findAll('.vote-only').forEach(function (element) {
      /* after the end, links, codes and open frames are removed for good */
      if (current === 'closed') element.remove()
      else element.hidden = current !== 'open'
    })
  }

  if (data.vote && isDated()) {
    ask()
    setInterval(show, 5000)
    document.addEventListener('visibilitychange', function () { if (!document.hidden) ask() })
  }
  return { describe: describe, isOpen: function () { return state() === 'open' } }
})()
