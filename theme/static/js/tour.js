/* The tour: visited stops, the last stop, and where its shortcuts lead. The data stays on the device. */
var tour = (function () {
  var entry = core.find('article.entry')
  var seenStops = core.storage.get('seen') || []
  /* the next page lies where a line ends */
  var rightToLeft = document.dir === 'rtl'

  function isSeen (slug) { return seenStops.indexOf(slug) >= 0 }

  function visit (slug) {
    if (!isSeen(slug)) seenStops.push(slug)
    core.storage.set('seen', seenStops)
    core.storage.set('last', { slug: slug, place: +core.find('#stop').dataset.place, hall: core.find('.tour-position__plan').hash.slice(1) })
  }

  /* also as text, for those who see neither shape nor colour */
  function markSeen () {
    core.findAll('a[data-stop]').forEach(function (link) {
      if (!isSeen(link.dataset.stop) || core.find('.seen', link)) return
      link.classList.add('is-seen')
      if (link instanceof HTMLElement) link.appendChild(core.createElement('span', { class: 'seen visually-hidden' }, core.t('js.walk.seen')))
    })
  }

  function go (selector) {
    var link = core.find(selector)
    if (link) location.assign(link.href)
    return !!link
  }

  var shortcuts = {
    ArrowLeft: function () { return go('.pager a[rel=' + (rightToLeft ? 'next' : 'prev') + ']') },
    ArrowRight: function () { return go('.pager a[rel=' + (rightToLeft ? 'prev' : 'next') + ']') },
    /* only where they have nothing left to scroll */
    Home: function () { return entry && scrollY <= 0 && go('.tour-position__stops a[data-stop]') },
    End: function () { return entry && innerHeight + scrollY >= core.root.scrollHeight - 1 && goLast() },
    m: function () { return go('.tour-position__plan') || go('[data-menu="tour/"]') }
  }

  function goLast () {
    var stops = core.findAll('.tour-position__stops a[data-stop]')
    if (stops.length) location.assign(stops[stops.length - 1].href)
    return stops.length > 0
  }

  if (entry) visit(entry.dataset.entry)
  markSeen()
  /* a page restored from the back/forward cache must show stops visited since */
  addEventListener('pageshow', function (event) {
    if (event.persisted) { seenStops = core.storage.get('seen') || []; markSeen() }
  })
  return { seen: function () { return seenStops }, shortcuts: shortcuts }
})()
