/* The catalogue: search by any part of a word, filters with their state in the address, counts that are read out. */
(function () {
  var list = house.find('#catalogue')
  var form = house.find('#filters')
  if (!list || !form) return
  var items = house.all('.cards > li', list).map(function (item) {
    var card = house.find('[data-entry]', item)
    return { item: item, data: card.dataset, words: card.textContent }
  })
  var count = house.find('#count')
  var fields = house.all('input, select', form)
  var texts = null
  var loading = null

  function folded (text) { return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '') }

  function load () {
    if (!loading) {
      loading = fetch(list.dataset.index).then(function (answer) { return answer.json() })
        .then(function (loaded) { texts = loaded; apply() })
        .catch(function () { loading = null })
    }
  }

  function fits (each, wanted) {
    return Object.keys(wanted).every(function (name) {
      if (name !== 'q') return (' ' + each.data[name] + ' ').indexOf(' ' + wanted[name] + ' ') >= 0
      /* until the index has come, and if it never does, what stands on the card is searched */
      return ((texts && texts[each.data.entry]) || folded(each.words)).indexOf(folded(wanted.q)) >= 0
    })
  }

  function wishes () {
    var wanted = {}
    fields.forEach(function (field) { if (field.value.trim()) wanted[field.name] = field.value.trim() })
    return wanted
  }

  function apply () {
    var wanted = wishes()
    var shown = 0
    items.forEach(function (each) {
      var fit = fits(each, wanted)
      if (each.item.hidden === fit) each.item.hidden = !fit
      shown += fit
    })
    count.textContent = house.say(shown ? 'js.catalogue.count' : 'js.catalogue.none', { n: shown, total: items.length })
    house.find('#clear').hidden = !Object.keys(wanted).length
    keepInAddress(wanted)
  }

  function keepInAddress (wanted) {
    var query = new URLSearchParams(wanted).toString()
    history.replaceState(history.state, '', location.pathname + (query ? '?' + query : '') + location.hash)
  }

  function readAddress () {
    var query = new URLSearchParams(location.search)
    fields.forEach(function (field) { field.value = query.get(field.name) || '' })
    if (query.get('q')) load()
    apply()
  }

  form.addEventListener('submit', function (event) { event.preventDefault(); apply() })
  form.addEventListener('input', function (event) { if (event.target.name === 'q') load(); if (!event.isComposing) apply() })
  form.addEventListener('compositionend', apply)
  house.find('input', form).addEventListener('focus', load)
  house.find('#clear').addEventListener('click', function () {
    fields.forEach(function (field) { field.value = '' })
    apply()
    fields[0].focus()
  })
  readAddress()
})()
