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

  /* whether it is kept */
  function set (name, value) {
    try { localStorage.setItem(prefix + name, JSON.stringify(value)) } catch (error) { return false }
    return true
  }

  /* what matches stays */
  function clear (exceptions) {
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(prefix) === 0 && !exceptions.test(name)) localStorage.removeItem(name)
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

  /* shown and announced once; where the browser does not let a page write to the clipboard, the text is selected in a field */
  function copy (text, within, label, done) {
    function select () {
      var field = find('textarea', within) || within.appendChild(createElement('textarea', { readonly: '', 'aria-label': label }))
      field.rows = text.split('\n').length
      field.value = text
      field.select()
      var copied
      try { copied = document.execCommand('copy') } catch (error) { /* the text stays selected */ }
      if (copied) field.remove()
      say(copied ? done : t('js.copy'), within)
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(function () { say(done, within) }, select)
    else select()
  }

  function say (text, within) {
    var line = find('.action-status', within) || within.appendChild(createElement('span', { class: 'action-status', role: 'status' }))
    speak(text, line)
  }

  /* emptied first, so that a repeated sentence is read again */
  function speak (text, region) {
    region.textContent = ''
    setTimeout(function () { region.textContent = text }, 60)
  }

  /* one live region for what is not seen */
  var liveRegion
  function announce (text) {
    if (!liveRegion) liveRegion = document.body.appendChild(createElement('p', { class: 'visually-hidden', role: 'status' }))
    speak(text, liveRegion)
  }

  function addParameters (url, parameters) {
    Object.keys(parameters).forEach(function (name) {
      if (parameters[name] === null) url.searchParams.delete(name)
      else url.searchParams.set(name, parameters[name])
    })
  }

  function isOfSite (url) { return url.protocol === location.protocol && url.host === location.host }

  /* links of this site take along what the address says of how it is shown; null takes it away */
  function carry (parameters, within) {
    findAll('a[href]', within).forEach(function (link) {
      var url = new URL(link.getAttribute('href'), location.href)
      if (!isOfSite(url)) return
      if (url.hash && url.pathname === location.pathname) return link.setAttribute('href', url.hash)
      addParameters(url, parameters)
      link.setAttribute('href', url.href)
    })
  }

  /* for links that came after those of the page */
  function carryMode (within) {
    var mode = new URLSearchParams(location.search).get('mode')
    if (mode) carry({ mode: mode }, within)
  }

  /* the date where the competition is held, wherever the visitor is */
  function today () {
    var parts = {}
    new Intl.DateTimeFormat('en-US', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' })
      .formatToParts(Date.now()).forEach(function (part) { parts[part.type] = part.value })
    return [parts.year, parts.month, parts.day].join('-')
  }

  /* scripts that not every page needs are fetched when they are used, or are in this file where browsers load no modules */
  var address = document.currentScript.src
  var loaded = {}
  function locate (name) { return new URL(LATER[name], address).href }

  function load (name) {
    function begin (start) { return start(core, tour, vote, speech) }
    if (!loaded[name]) {
      loaded[name] = typeof LATER[name] === 'function' ? Promise.resolve(LATER[name]).then(begin)
        : import(locate(name)).then(function (script) { return begin(script.default) })
    }
    return loaded[name]
  }

  function learn (phrases) { Object.assign(PHRASES, phrases) }

  function find (selector, within) { return (within || document).querySelector(selector) }
  function findAll (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)) }
  var reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')

  return { root: root, t: t, storage: { get: get, set: set, clear: clear }, createElement: createElement, button: button, copy: copy,
    announce: announce, addParameters: addParameters, isOfSite: isOfSite, carry: carry, carryMode: carryMode, today: today, load: load, locate: locate, learn: learn,
    find: find, findAll: findAll, reducedMotion: reducedMotion }
})()
