/* Elder mode: a switch in the masthead, for the whole site; in the address where nothing can be stored. head_script.html applies it before the first paint. */
(function () {
  var toggle = core.find('#mode')
  var menu = core.find('#menu-button')
  var on = core.root.dataset.mode === 'elder'
  var inAddress = new URLSearchParams(location.search).get('mode') === 'elder'

  function show () {
    if (on) core.root.dataset.mode = 'elder'
    else delete core.root.dataset.mode
    toggle.setAttribute('aria-pressed', String(on))
    toggle.textContent = core.t(on ? 'js.mode.usual' : 'js.mode.elder')
  }

  function keep () {
    if (core.storage.set('mode', on ? 'elder' : '') && !inAddress) return
    inAddress = on
    var url = new URL(location.href)
    var parameters = { mode: on ? 'elder' : null }
    core.addParameters(url, parameters)
    try { history.replaceState(history.state, '', url.href) } catch (error) { /* opened from a folder */ }
    core.carry(parameters)
  }

  function open (isOpen) {
    core.root.dataset.menu = isOpen ? 'open' : ''
    menu.setAttribute('aria-expanded', String(isOpen))
  }

  toggle.addEventListener('click', function () {
    on = !on
    keep()
    show()
  })
  menu.addEventListener('click', function () { open(core.root.dataset.menu !== 'open') })
  if (inAddress) keep()
  show()
})()
