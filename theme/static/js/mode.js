/* Elder mode: a switch in the masthead, stored for the whole site. head_script.html applies it before the first paint. */
(function () {
  var toggle = core.find('#mode')
  var on = core.root.dataset.mode === 'elder'

  function show () {
    if (on) core.root.dataset.mode = 'elder'
    else delete core.root.dataset.mode
    toggle.setAttribute('aria-pressed', String(on))
    toggle.textContent = core.t(on ? 'js.mode.usual' : 'js.mode.elder')
  }

  toggle.addEventListener('click', function () {
    on = !on
    core.storage.set('mode', on ? 'elder' : '')
    show()
  })
  show()
})()
