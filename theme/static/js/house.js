/* What all scripts share: the page's own words, a memory that may be missing, and small means to build elements. */
var house = (function () {
  var root = document.documentElement
  var prefix = 'xunzhan:' + root.dataset.contest + ':'

  function say (key, values) {
    return PHRASES[key].replace(/\{(\w+)\}/g, function (_, name) { return values[name] })
  }

  /* private windows and some webviews throw at the mere mention of localStorage */
  function recall (name) {
    try { return JSON.parse(localStorage.getItem(prefix + name)) } catch (error) { return null }
  }

  function remember (name, value) {
    try { localStorage.setItem(prefix + name, JSON.stringify(value)) } catch (error) { /* the page works without */ }
  }

  function forget () {
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(prefix) === 0 && name !== prefix + 'mode') localStorage.removeItem(name)
      })
    } catch (error) { /* nothing was remembered */ }
  }

  function make (tag, attributes, words) {
    var element = document.createElement(tag)
    Object.keys(attributes || {}).forEach(function (name) { element.setAttribute(name, attributes[name]) })
    if (words) element.textContent = words
    return element
  }

  function button (words, action, className) {
    var element = make('button', { type: 'button', class: className || 'button button--quiet' }, words)
    element.addEventListener('click', action)
    return element
  }

  /* one polite voice for the whole page; the empty moment makes a repeated sentence heard again */
  var voice
  function announce (words) {
    if (!voice) voice = document.body.appendChild(make('p', { class: 'visually-hidden', role: 'status' }))
    voice.textContent = ''
    setTimeout(function () { voice.textContent = words }, 60)
  }

  function find (selector, within) { return (within || document).querySelector(selector) }
  function all (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)) }
  var calm = matchMedia('(prefers-reduced-motion: reduce)')

  return { root: root, say: say, recall: recall, remember: remember, forget: forget, make: make, button: button,
    announce: announce, find: find, all: all, calm: calm }
})()
