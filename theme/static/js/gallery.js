/* Pictures in a dialog, with keys, swipe and captions. Without support for dialogs the links open the files. */
(function () {
  var links = core.findAll('.gallery a')
  if (!links.length || !window.HTMLDialogElement || !HTMLDialogElement.prototype.showModal) return
  var box = core.createElement('dialog', { class: 'lightbox', 'aria-label': core.t('js.gallery.title') })
  var picture = core.createElement('img', { alt: '' })
  var caption = core.createElement('p', { class: 'lightbox__caption', 'aria-live': 'polite' })
  var current = 0
  var startX = null

  function show (number) {
    current = (number + links.length) % links.length
    var small = core.find('img', links[current])
    var captionText = core.find('figcaption', links[current].parentNode)
    picture.src = links[current].href
    picture.alt = small.alt
    caption.textContent = core.t('js.gallery.place', { at: current + 1, total: links.length }) + (captionText ? ' ' + captionText.textContent : '')
  }

  function step (by) { return function () { show(current + by) } }

  links.forEach(function (link, number) {
    link.addEventListener('click', function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      show(number)
      box.showModal()
    })
  })
  box.addEventListener('keydown', function (event) {
    if (event.key === 'ArrowLeft') show(current - 1)
    if (event.key === 'ArrowRight') show(current + 1)
  })
  box.addEventListener('touchstart', function (event) { startX = event.touches[0].clientX }, { passive: true })
  box.addEventListener('touchend', function (event) {
    var across = event.changedTouches[0].clientX - startX
    if (Math.abs(across) > 50) show(current + (across < 0 ? 1 : -1))
  }, { passive: true })
  box.addEventListener('close', function () { links[current].focus() })
  box.addEventListener('click', function (event) { if (event.target === box) box.close() })

  box.appendChild(picture)
  box.appendChild(caption)
  var actions = box.appendChild(core.createElement('p', { class: 'lightbox__actions' }))
  if (links.length > 1) actions.appendChild(core.button(core.t('js.gallery.previous'), step(-1)))
  if (links.length > 1) actions.appendChild(core.button(core.t('js.gallery.next'), step(1)))
  actions.appendChild(core.button(core.t('js.close'), function () { box.close() }))
  document.body.appendChild(box)
})()
