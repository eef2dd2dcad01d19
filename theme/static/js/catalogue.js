/* The catalogue: search by any part of a word, filters with their state in the address, counts that are read out. */
(function () {
  var list = house.find('#catalogue')
  var form = house.find('#filters')
  if (!list || !form) return
  var groups = house.all('.cards', list)
  var items = house.all('.cards > li', list).map(function (item) {
    return { item: item, data: Object.assign({}, house.find('[data-entry]', item).dataset) }
  })
  var count = house.find('#count')
  var fields = house.all('input, select', form)
  var texts = {}
  var asked = {}

  function folded (text) { return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '') }

  function load (which) {
    if (asked[which]) return asked[which]
    asked[which] = fetch(list.dataset[which]).then(function (answer) { return answer.json() })
      .then(function (loaded) { texts[which] = loaded; apply() })
      .catch(function () { delete asked[which] })
    return asked[which]
  }

  /* names come first; the bodies, which are heavier, only once there is something to look for */
  function loadFor (words) {
    load('names').then(function () { if (words.trim()) load('bodies') })
  }

  function finds (each, words) {
    /* until the names have come, and if they never do, what stands on the card is searched */
    var known = texts.names ? texts.names[each.data.entry] : folded(each.item.textContent)
    if (known.indexOf(words) >= 0) return true
    /* the bodies may be of a newer site than this page */
    return ((texts.bodies || {})[each.data.entry] || '').indexOf(words) >= 0
  }

  function fits (each, wanted, words) {
    return Object.keys(wanted).every(function (name) {
      if (name === 'q') return finds(each, words)
      return (' ' + each.data[name] + ' ').indexOf(' ' + wanted[name] + ' ') >= 0
    })
  }

  function wishes () {
    var wanted = {}
    fields.forEach(function (field) { if (field.value.trim()) wanted[field.name] = field.value.trim() })
    return wanted
  }

  /* the first group, which a visitor sees, changes at once; the rest of a long list follows in steps that hold nobody up */
  var SIZE = house.all('li', groups[0]).length
  var turn = 0
  function arrange (shown, at, mine) {
    if (mine !== turn || at === groups.length) return
    var group = groups[at]
    group.textContent = ''
    shown.slice(at * SIZE, (at + 1) * SIZE).forEach(function (each) { group.appendChild(each.item) })
    group.hidden = !group.firstChild
    setTimeout(function () { arrange(shown, at + 1, mine) })
  }

  function apply () {
    var wanted = wishes()
    var words = folded(wanted.q || '')
    var shown = items.filter(function (each) { return fits(each, wanted, words) })
    arrange(shown, 0, ++turn)
    count.textContent = house.say(shown.length ? 'js.catalogue.count' : 'js.catalogue.none', { n: shown.length, total: items.length })
    house.find('#clear').hidden = !Object.keys(wanted).length
    setTimeout(function () { keepInAddress(wanted) })
  }

  function keepInAddress (wanted) {
    var query = new URLSearchParams(wanted).toString()
    history.replaceState(history.state, '', location.pathname + (query ? '?' + query : '') + location.hash)
  }

  function readAddress () {
    var query = new URLSearchParams(location.search)
    fields.forEach(function (field) { field.value = query.get(field.name) || '' })
    if (query.get('q')) loadFor(query.get('q'))
    if (query.toString()) apply()
  }

  form.addEventListener('submit', function (event) { event.preventDefault(); apply() })
  form.addEventListener('input', function (event) { if (event.target.name === 'q') loadFor(event.target.value); if (!event.isComposing) apply() })
  form.addEventListener('compositionend', apply)
  house.find('input', form).addEventListener('focus', function () { load('names') })
  house.find('#clear').addEventListener('click', function () {
    fields.forEach(function (field) { field.value = '' })
    apply()
    fields[0].focus()
  })
  readAddress()
})()
