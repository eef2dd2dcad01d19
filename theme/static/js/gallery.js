/* Pictures in a dialog of their own, with keys, swipe and captions. Where dialogs are unknown the links lead to the files. */
(function () {
  var links = house.all('.gallery a')
  if (!links.length || !window.HTMLDialogElement || !HTMLDialogElement.prototype.showModal) return
  var box = house.make('dialog', { class: 'lightbox', 'aria-label': house.say('js.gallery.title') })
  var picture = house.make('img', { alt: '' })
  var caption = house.make('p', { class: 'lightbox__caption', 'aria-live': 'polite' })
  var at = 0
  var startX = null

  function show (number) {
    at = (number + links.length) % links.length
    var small = house.find('img', links[at])
    var words = house.find('figcaption', links[at].parentNode)
    picture.src = links[at].href
    picture.alt = small.alt
    caption.textContent = house.say('js.gallery.place', { at: at + 1, total: links.length }) + (words ? ' ' + words.textContent : '')
  }

  function step (by) { return function () { show(at + by) } }

  links.forEach(function (link, number) {
    link.addEventListener('click', function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      show(number)
      box.showModal()
    })
  })
  box.addEventListener('keydown', function (event) {
    if (event.key === 'ArrowLeft') show(at - 1)
    if (event.key === 'ArrowRight') show(at + 1)
  })
  box.addEventListener('touchstart', function (event) { startX = event.touches[0].clientX }, { passive: true })
  box.addEventListener('touchend', function (event) {
    var across = event.changedTouches[0].clientX - startX
    if (Math.abs(across) > 50) show(at + (across < 0 ? 1 : -1))
  }, { passive: true })
  box.addEventListener('close', function () { links[at].focus() })
  box.addEventListener('click', function (event) { if (event.target === box) box.close() })

  box.appendChild(picture)
  box.appendChild(caption)
  var ways = box.appendChild(house.make('p', { class: 'lightbox__ways' }))
  if (links.length > 1) ways.appendChild(house.button(house.say('js.gallery.previous'), step(-1)))
  if (links.length > 1) ways.appendChild(house.button(house.say('js.gallery.next'), step(1)))
  ways.appendChild(house.button(house.say('js.close'), function () { box.close() }))
  document.body.appendChild(box)
})()
