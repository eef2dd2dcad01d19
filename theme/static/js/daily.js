/* Home: the three entries of the day, as daily_entries.py says; from a folder, where nothing can be fetched, the first three. */
(function () {
  var IN_FILE = 24
  var list = core.find('[data-daily]')
  if (!list) return

  function picture (entry) {
    if (!entry.src) {
      var plain = core.createElement('div', { class: 'cover cover--glass', 'aria-hidden': 'true' })
      plain.appendChild(core.createElement('span', {}, entry.number))
      return plain
    }
    var image = core.createElement('picture')
    entry.sources.forEach(function (source) { image.appendChild(core.createElement('source', { type: source[0], srcset: source[1], sizes: list.dataset.sizes })) })
    image.appendChild(core.createElement('img', { src: entry.src, alt: '', width: entry.width, height: entry.height, loading: 'lazy', decoding: 'async' }))
    var cover = core.createElement('div', { class: 'cover' })
    cover.appendChild(image)
    return cover
  }

  function card (entry) {
    var article = core.createElement('article', { class: 'card hue-' + entry.hue })
    var words = core.createElement('div', { class: 'card__words' })
    var title = words.appendChild(core.createElement('h3', { class: 'card__title' }))
    title.appendChild(core.createElement('a', { href: entry.url }, entry.title))
    words.appendChild(core.createElement('p', { class: 'card__units' }, entry.units))
    words.appendChild(core.createElement('p', { class: 'card__place' }, entry.place))
    article.appendChild(picture(entry))
    article.appendChild(words)
    return article
  }

  function show () { list.classList.add('is-ordered') }

  /* the days since 1970-01-01 */
  var day = Date.parse(core.today()) / 86400000
  var first = 3 * day % list.dataset.total
  var file = Math.floor(first / IN_FILE)
  fetch(list.dataset.daily + file + '.json').then(function (response) { return response.json() }).then(function (entries) {
    /* too late to change what is being read */
    if (getComputedStyle(list).visibility === 'visible') return
    list.textContent = ''
    entries.slice(first - file * IN_FILE).slice(0, 3).forEach(function (entry) {
      list.appendChild(core.createElement('li')).appendChild(card(entry))
    })
    core.carryMode(list)
    show()
  }).catch(show)
})()
