/* The walk: which stops were seen, where a visitor left off, and the keys that lead on. All of it stays on the device. */
var walk = (function () {
  var here = house.find('article.entry')
  var seen = house.recall('seen') || []

  function isSeen (slug) { return seen.indexOf(slug) >= 0 }

  function visit (slug) {
    if (!isSeen(slug)) seen.push(slug)
    house.remember('seen', seen)
    house.remember('last', { slug: slug, place: +house.find('#stop').dataset.place, hall: house.find('.stop__plan').hash.slice(1) })
  }

  /* a shape as well as a colour, and words for those who see neither */
  function markSeen () {
    house.all('a[data-stop]').forEach(function (link) {
      if (!isSeen(link.dataset.stop) || house.find('.seen', link)) return
      link.classList.add('is-seen')
      if (link instanceof HTMLElement) link.appendChild(house.make('span', { class: 'seen visually-hidden' }, house.say('js.walk.seen')))
    })
  }

  function go (selector) {
    var link = house.find(selector)
    if (link) location.assign(link.href)
    return !!link
  }

  /* keys belong to whatever has the focus first: fields, films, frames, and every chord of the browser's own */
  function isTyping (target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|VIDEO|AUDIO|IFRAME|OBJECT)$/.test(target.tagName)
  }

  var ways = {
    ArrowLeft: function () { return go('.pager a[rel=prev]') },
    ArrowRight: function () { return go('.pager a[rel=next]') },
    Home: function () { return here && go('.stop__doors a[data-stop]') },
    End: function () { return here && goLast() },
    m: function () { return go('.stop__plan') || go('[data-menu="tour/"]') },
    '?': function () { showHelp(); return true }
  }

  function goLast () {
    var doors = house.all('.stop__doors a[data-stop]')
    if (doors.length) location.assign(doors[doors.length - 1].href)
    return doors.length > 0
  }

  function showHelp () {
    var sheet = house.make('dialog', { class: 'help', 'aria-labelledby': 'help-title' })
    if (!sheet.showModal) return house.announce(house.say('js.help.text'))
    sheet.appendChild(house.make('h2', { id: 'help-title' }, house.say('js.help.title')))
    sheet.appendChild(house.make('p', {}, house.say('js.help.text')))
    sheet.appendChild(house.button(house.say('js.close'), function () { sheet.close() }))
    sheet.addEventListener('close', function () { sheet.remove() })
    document.body.appendChild(sheet)
    sheet.showModal()
  }

  document.addEventListener('keydown', function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
    if (isTyping(event.target) || house.find('dialog[open]')) return
    var way = ways[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (way && document.body.dataset.walk !== 'off' && way()) event.preventDefault()
  })

  if (here) visit(here.dataset.entry)
  markSeen()
  /* a page that comes back from the browser's store must show what was seen since */
  addEventListener('pageshow', function (event) {
    if (event.persisted) { seen = house.recall('seen') || []; markSeen() }
  })
  return { seen: function () { return seen }, isTyping: isTyping, ways: ways }
})()
