/* The dialog: keys, captions, and one step in the history, which Back takes back. */
var box = core.createElement('dialog', { class: 'lightbox', 'aria-label': core.t('js.gallery.title') })
var stage = box.appendChild(core.createElement('div', { class: 'lightbox__stage' }))
var caption = box.appendChild(core.createElement('p', { class: 'lightbox__caption', 'aria-live': 'polite' }))
var actions = box.appendChild(core.createElement('p', { class: 'lightbox__actions' }))
var links = []
var current = 0
/* the page after this one lies where a line ends */
var forward = document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
var back = document.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
var keys = { '+': function () { zoom.by(1.5) }, '-': function () { zoom.by(1 / 1.5) }, '0': function () { zoom.by(0) } }
keys[forward] = step(1)
keys[back] = step(-1)
keys['='] = keys['+']

function step (by) { return function () { if (links.length > 1) show(current + by) } }

function add (key, action) { return actions.appendChild(core.button(core.t(key), action)) }

/* a new element each time: the former picture never stands above the caption of this one */
function show (number) {
  current = (number + links.length) % links.length
  var link = links[current]
  var captionText = core.find('figcaption', link.parentNode)
  var picture = core.createElement('img', { alt: core.find('img', link).alt })
  var status = core.createElement('span', { class: 'lightbox__status', role: 'status' }, core.t('js.gallery.loading'))
  stage.textContent = ''
  stage.appendChild(picture)
  stage.appendChild(status)
  picture.addEventListener('load', function () { status.remove(); zoom.reset(picture) })
  picture.addEventListener('error', function () { picture.remove(); status.textContent = core.t('js.gallery.failed') })
  picture.src = link.href
  caption.textContent = core.t('js.gallery.place', { at: current + 1, total: links.length }) + (captionText ? ' ' + captionText.textContent : '')
  zoom.reset(picture)
}

/* in the page's own list, so that an exchanged page has its own pictures */
function open (link) {
  links = core.findAll('a', link.closest('.gallery'))
  previous.hidden = next.hidden = links.length < 2
  core.root.dataset.dialog = 'open'
  history.pushState({ picture: true }, '')
  document.body.appendChild(box)
  box.showModal()
  show(links.indexOf(link))
}

var previous = add('js.gallery.previous', step(-1))
var next = add('js.gallery.next', step(1))
var larger = add('js.gallery.larger', function () { zoom.toggle() })
add('js.close', function () { box.close() })

zoom.listen(box, stage, function (by) { keys[by > 0 ? 'ArrowRight' : 'ArrowLeft']() }, function (isLarge) {
  larger.textContent = core.t(isLarge ? 'js.gallery.smaller' : 'js.gallery.larger')
})
box.addEventListener('keydown', function (event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})
box.addEventListener('click', function (event) { if (event.target === box || event.target === stage) box.close() })
box.addEventListener('close', function () {
  delete core.root.dataset.dialog
  if (history.state && history.state.picture) history.back()
  links[current].focus({ preventScroll: true })
})
addEventListener('popstate', function () { if (box.open) box.close() })
return { open: open }
