/* Shared by all scripts: translated phrases, storage that may be unavailable, and DOM helpers. */
var core = (function () {
  var root = document.documentElement
  var prefix = 'xunzhan:' + root.dataset.contest + ':'

  function t (key, values) {
    return PHRASES[key].replace(/\{(\w+)\}/g, function (_, name) { return values[name] })
  }

  /* private windows and some webviews throw when localStorage is read */
  function get (name) {
    try { return JSON.parse(localStorage.getItem(prefix + name)) } catch (error) { return null }
  }

  function set (name, value) {
    try { localStorage.setItem(prefix + name, JSON.stringify(value)) } catch (error) { /* the page works without */ }
  }

  /* what matches stays */
  function clear (kept) {
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(prefix) === 0 && !kept.test(name)) localStorage.removeItem(name)
      })
    } catch (error) { /* nothing was stored */ }
  }

  function createElement (tag, attributes, text) {
    var element = document.createElement(tag)
    Object.keys(attributes || {}).forEach(function (name) { element.setAttribute(name, attributes[name]) })
    if (text) element.textContent = text
    return element
  }

  function button (text, action, className) {
    var element = createElement('button', { type: 'button', class: className || 'button button--quiet' }, text)
    element.addEventListener('click', action)
    return element
  }

  /* by hand where the browser does not let a page write to the clipboard */
  function copy (text, within, label, done) {
    function select () {
      var field = createElement('textarea', { readonly: '', 'aria-label': label, rows: text.split('\n').length })
      field.value = text
      within.appendChild(field)
      field.select()
      try { if (document.execCommand('copy')) announce(done) } catch (error) { /* the text stays selected */ }
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(function () { announce(done) }, select)
    else select()
  }

  /* one live region for the page; emptied first, so that a repeated sentence is read again */
  var liveRegion
  function announce (text) {
    if (!liveRegion) liveRegion = document.body.appendChild(createElement('p', { class: 'visually-hidden', role: 'status' }))
    liveRegion.textContent = ''
    setTimeout(function () { liveRegion.textContent = text }, 60)
  }

  function find (selector, within) { return (within || document).querySelector(selector) }
  function findAll (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)) }
  var reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')

  return { root: root, t: t, storage: { get: get, set: set, clear: clear }, createElement: createElement, button: button, copy: copy,
    announce: announce, find: find, findAll: findAll, reducedMotion: reducedMotion }
})()
