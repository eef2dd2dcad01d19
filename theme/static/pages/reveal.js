/* The ceremony's screen: one scene at a time, driven by keys, a presenter's remote, or its buttons. */
(function () {
  'use strict'
  var root = document.getElementById('reveal')
  var scenes = Array.prototype.slice.call(root.querySelectorAll('.reveal__scene'))
  var bar = root.querySelector('.reveal__bar')
  var full = root.querySelector('[data-full]')
  var current = 0
  /* Page Up and Page Down, b and . are what remotes send */
  var steps = { ' ': 1, ArrowRight: 1, ArrowDown: 1, PageDown: 1, Enter: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1 }

  function show (number) {
    current = Math.min(scenes.length - 1, Math.max(0, number))
    scenes.forEach(function (scene, index) { scene.hidden = index !== current })
    root.classList.remove('is-dark')
    /* a screen that is loaded again goes on where it was */
    try { history.replaceState(null, '', '#' + (current + 1)) } catch (error) { /* opened from a folder */ }
    scenes[current].focus({ preventScroll: true })
  }

  function act (key) {
    if (steps[key]) show(current + steps[key])
    else if (key === 'Home') show(0)
    else if (key === 'b' || key === 'B' || key === '.') root.classList.toggle('is-dark')
    else if (key === 'Escape') location.assign(root.dataset.end)
    else return false
    return true
  }

  addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return
    if (/^(Enter| )$/.test(event.key) && event.target.closest('a, button')) return
    event.stopPropagation()
    if (act(event.key)) event.preventDefault()
  }, true)

  root.addEventListener('click', function (event) {
    var step = event.target.closest('[data-step]')
    if (step) show(current + Number(step.dataset.step))
  })
  full.addEventListener('click', function () {
    if (document.fullscreenElement) document.exitFullscreen()
    else document.documentElement.requestFullscreen().catch(function () { /* not allowed here */ })
  })
  if (!document.documentElement.requestFullscreen) full.remove()
  document.documentElement.dataset.reveal = 'on'
  bar.hidden = false
  show(Number(location.hash.slice(1)) - 1 || 0)
})()
