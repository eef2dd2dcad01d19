/* The catalogue: search and filters with their state in the address, and how many entries are behind each value. */
(function () {
  var place = core.find('#catalogue')
  var form = core.find('#filters')
  if (!place || !form) return
  var TYPING_MS = 400
  var list = lists[0]
  var cards = list.items.map(function (item) {
    return { item: item, data: Object.assign({}, item.dataset, core.find('[data-entry]', item).dataset) }
  })
  var fields = core.findAll('input, select', form)
  var values = core.findAll('option', form).filter(function (option) { return option.value }).map(function (option) {
    return { option: option, field: option.parentNode.name, name: option.text.replace(/ \(\d+\)$/, '') }
  })
  var count = core.find('#count')
  var nearest = core.find('#nearest')
  var clear = core.find('#clear')
  var finder
  var isMissing = false
  var writing

  /* the script that finds comes with the first question, as do the names and texts in which it looks */
  function prepare () {
    core.load('find').then(function (begin) {
      finder = finder || begin(place, cards, answer)
      finder.prepare(fields[0].value)
    }).catch(function () { isMissing = true; answer() })
  }

  /* once more with what has arrived; nothing moves where nothing was asked, nor does what was opened close */
  function answer () { if (fields[0].value.trim()) apply(true) }

  function find (question) {
    if (!question) return { cards: cards, nearest: [] }
    if (finder) return finder.find(question)
    var words = question.toLowerCase().split(/\s+/)
    return { nearest: [], isMissing: isMissing, cards: cards.filter(function (card) {
      var text = card.item.textContent.toLowerCase()
      return words.every(function (word) { return text.indexOf(word) >= 0 })
    }) }
  }

  function matches (card, filters) {
    return Object.keys(filters).every(function (name) {
      return name === 'q' || (' ' + card.data[name] + ' ').indexOf(' ' + filters[name] + ' ') >= 0
    })
  }

  function readFilters () {
    var filters = {}
    fields.forEach(function (field) {
      if (field.value.trim()) filters[field.name] = field.value.trim()
      field.classList.toggle('is-set', !!filters[field.name])
    })
    return filters
  }

  function apply (again) {
    var filters = readFilters()
    var result = find(filters.q)
    var shown = result.cards.filter(function (card) { return matches(card, filters) })
    list.onShow = function (item) { if (finder) finder.mark(item, !!filters.q) }
    list.show(shown.map(function (card) { return card.item }), again === true)
    report(result, shown.length)
    clear.hidden = !Object.keys(filters).length
    setTimeout(function () { countValues(result.cards, filters) })
    return filters
  }

  function report (result, number) {
    var texts = [core.t(number ? 'js.catalogue.count' : 'js.catalogue.none', { n: number, total: cards.length })]
    if (result.isNear) texts.push(core.t('js.catalogue.near'))
    if (result.isMissing) texts.push(core.t('js.catalogue.missing'))
    count.textContent = texts.join(' ')
    nearest.hidden = !result.nearest.length
    nearest.textContent = result.nearest.length ? core.t('js.catalogue.nearest') : ''
    result.nearest.forEach(function (card) {
      var link = core.find('a', card.item)
      nearest.appendChild(core.createElement('a', { class: 'more', href: link.href }, link.textContent))
    })
  }

  function countValues (among, filters) {
    var counts = {}
    fields.slice(1).forEach(function (field) {
      var others = Object.assign({}, filters)
      delete others[field.name]
      var ofField = counts[field.name] = {}
      among.forEach(function (card) {
        if (!matches(card, others)) return
        ;(card.data[field.name] || '').split(' ').forEach(function (value) { ofField[value] = (ofField[value] || 0) + 1 })
      })
    })
    values.forEach(function (value) {
      value.option.text = value.name + ' (' + (counts[value.field][value.option.value] || 0) + ')'
    })
  }

  /* what else the address says stays; the page in another language shows the same */
  function writeUrl (filters) {
    var query = new URLSearchParams(location.search)
    fields.forEach(function (field) {
      if (filters[field.name]) query.set(field.name, filters[field.name])
      else query.delete(field.name)
    })
    var search = query.toString() ? '?' + query : ''
    history.replaceState(Object.assign({}, history.state, { open: null }), '', location.pathname + search + location.hash)
    translate()
  }

  function translate () {
    core.findAll('.masthead a[hreflang]').forEach(function (link) { link.search = location.search })
  }

  function readUrl () {
    var query = new URLSearchParams(location.search)
    fields.forEach(function (field) { field.value = query.get(field.name) || '' })
    translate()
    if (Object.keys(readFilters()).length) apply(true)
    if (fields[0].value) prepare()
  }

  form.addEventListener('submit', function (event) { event.preventDefault() })
  form.addEventListener('input', function (event) {
    var isTyped = event.target === fields[0]
    if (isTyped) prepare()
    if (event.isComposing) return
    update(isTyped ? TYPING_MS : 0)
  })
  form.addEventListener('compositionend', function () { update(TYPING_MS) })
  fields[0].addEventListener('focus', prepare)
  fields[0].addEventListener('change', function () { writeUrl(readFilters()) })
  clear.addEventListener('click', function () {
    fields.forEach(function (field) { field.value = '' })
    update(0)
    fields[0].focus()
  })

  /* the first result is in view, also when the reader was far down in the list */
  function update (delay) {
    /* measured before anything moves, and scrolled when the page is laid out again anyway */
    var top = place.getBoundingClientRect().top
    var filters = apply()
    if (top < 0 || top > innerHeight / 2) requestAnimationFrame(function () { place.scrollIntoView() })
    clearTimeout(writing)
    writing = setTimeout(function () { writeUrl(filters) }, delay)
  }

  /* scripts with the indexes, in an archive, come after this one */
  addEventListener('DOMContentLoaded', readUrl)
})()
