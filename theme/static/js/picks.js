/* The visitor's own shortlist where a ballot names several entries. It stays on the device, for each vote by itself. */
(function () {
  var place = core.find('#picks')
  if (!place) return
  var most = +place.dataset.most
  var slug = place.dataset.entry
  var key = 'picks:' + place.dataset.stage
  var shown = core.createElement('div', {})

  function picks () { return core.storage.get(key) || [] }

  function toggle (entry) {
    var list = picks()
    var index = list.indexOf(entry)
    if (index < 0 && list.length >= most) return core.announce(core.t('js.picks.full', { n: most }))
    if (index < 0) list.push(entry)
    else list.splice(index, 1)
    core.storage.set(key, list)
    core.announce(core.t('js.picks.count', { count: list.length, n: most }))
    show()
  }

  /* entries that have left since are not on the page any more */
  function titles () {
    return picks().map(function (entry) {
      var item = core.find('li[data-entry="' + entry + '"]')
      return item && { entry: entry, text: item.textContent.replace(/\s+/g, ' ').trim() }
    }).filter(Boolean)
  }

  function copy () {
    var text = titles().map(function (item) { return item.text }).join('\n')
    core.copy(text, shown, core.t('js.picks.copy'), core.t('js.picks.copied'))
  }

  /* the list alone: everything else of the page is out of sight until it is printed */
  function print () {
    var others = core.findAll('header, footer, main .wrap > *').filter(function (part) { return part !== place && !part.hidden })
    others.forEach(function (part) { part.hidden = true })
    addEventListener('afterprint', function () {
      others.forEach(function (part) { part.hidden = false })
    }, { once: true })
    window.print()
  }

  function showList () {
    var items = titles()
    shown.appendChild(core.createElement('p', {}, items.length ? core.t('js.picks.count', { count: items.length, n: most }) : core.t('js.picks.none')))
    var list = shown.appendChild(core.createElement('ol', { class: 'link-list' }))
    items.forEach(function (item) {
      var line = list.appendChild(core.createElement('li', {}, item.text + ' '))
      var remove = core.button('×', function () { toggle(item.entry) })
      remove.setAttribute('aria-label', core.t('js.picks.remove', { n: most }) + ' ' + item.text)
      line.appendChild(remove)
    })
    if (!items.length) return
    var actions = shown.appendChild(core.createElement('p', { class: 'actions' }))
    actions.appendChild(core.button(core.t('js.picks.copy'), copy))
    if (window.print) actions.appendChild(core.button(core.t('js.picks.print'), print))
  }

  function showButton () {
    var isPicked = picks().indexOf(slug) >= 0
    var button = core.button(core.t(isPicked ? 'js.picks.remove' : 'js.picks.add', { n: most }), function () { toggle(slug) })
    button.setAttribute('aria-pressed', isPicked)
    shown.appendChild(button)
  }

  function show () {
    var hadFocus = shown.contains(document.activeElement)
    shown.textContent = ''
    if (slug) showButton()
    else showList()
    if (hadFocus) (core.find('button', shown) || place).focus()
  }

  place.appendChild(shown)
  show()
  addEventListener('pageshow', function (event) { if (event.persisted) show() })
})()
