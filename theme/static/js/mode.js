/* Elder mode: a switch in the masthead, kept through the whole site. The page's head has set it before the first paint. */
(function () {
  var change = house.find('#mode')
  var on = house.root.dataset.mode === 'elder'

  function show () {
    if (on) house.root.dataset.mode = 'elder'
    else delete house.root.dataset.mode
    change.setAttribute('aria-pressed', String(on))
    change.textContent = house.say(on ? 'js.mode.usual' : 'js.mode.elder')
  }

  change.addEventListener('click', function () {
    on = !on
    house.remember('mode', on ? 'elder' : '')
    show()
  })
  show()
})()
