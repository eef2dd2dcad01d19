/* The catalogue: search by any part of a word, filters with their state in the URL, counts announced to screen readers. */
(function () {
  var list = core.find('#catalogue')
  var form = core.find('#filters')
  if (!list || !form) return
  var groups = core.findAll('.cards', list)
  var items = core.findAll('.cards > li', list).map(function (item) {
    return { item: item, data: Object.assign({}, core.find('[data-entry]', item).dataset) }
  })
  var count = core.find('#count')
  var fields = core.findAll('input, select', form)
  var texts = {}
  var requests = {}

  /* radicals, which PDF files put in the place of characters; Unicode's normalisation folds the others */
  var RADICALS = '⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳'
  var CHARACTERS = '厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟'

  function normalize (text) {
    var folded = text.replace(/[\u2e80-\u2ef3]/g, function (sign) { return CHARACTERS[RADICALS.indexOf(sign)] || sign })
    return folded.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  }

  function load (index) {
    if (requests[index]) return requests[index]
    requests[index] = fetch(list.dataset[index]).then(function (response) { return response.json() })
      .then(function (loaded) { texts[index] = loaded; apply() })
      .catch(function () { delete requests[index] })
    return requests[index]
  }

  /* names first; bodies are larger and come only when there is something to search for */
  function loadFor (query) {
    load('names').then(function () { if (query.trim()) load('bodies') })
  }

  function matchesText (card, query) {
    /* until the names are loaded, or if they fail to load, search the text of the card */
    var known = texts.names ? texts.names[card.data.entry] : normalize(card.item.textContent)
    if (known.indexOf(query) >= 0) return true
    /* the index of bodies may belong to a newer build than this page */
    return ((texts.bodies || {})[card.data.entry] || '').indexOf(query) >= 0
  }

  function matches (card, filters, query) {
    return Object.keys(filters).every(function (name) {
      if (name === 'q') return matchesText(card, query)
      return (' ' + card.data[name] + ' ').indexOf(' ' + filters[name] + ' ') >= 0
    })
  }

  function readFilters () {
    var filters = {}
    fields.forEach(function (field) { if (field.value.trim()) filters[field.name] = field.value.trim() })
    return filters
  }

  /* the first group changes immediately; the rest follows in steps, so that a long list does not block input */
  var SIZE = core.findAll('li', groups[0]).length
  var latestRun = 0
  function arrange (shown, groupIndex, run) {
    if (run !== latestRun || groupIndex === groups.length) return
    var group = groups[groupIndex]
    group.textContent = ''
    shown.slice(groupIndex * SIZE, (groupIndex + 1) * SIZE).forEach(function (card) { group.appendChild(card.item) })
    group.hidden = !group.firstChild
    setTimeout(function () { arrange(shown, groupIndex + 1, run) })
  }

  function apply () {
    var filters = readFilters()
    var query = normalize(filters.q || '')
    var shown = items.filter(function (card) { return matches(card, filters, query) })
    arrange(shown, 0, ++latestRun)
    count.textContent = core.t(shown.length ? 'js.catalogue.count' : 'js.catalogue.none', { n: shown.length, total: items.length })
    core.find('#clear').hidden = !Object.keys(filters).length
    setTimeout(function () { writeUrl(filters) })
  }

  function writeUrl (filters) {
    var query = new URLSearchParams(filters).toString()
    history.replaceState(history.state, '', location.pathname + (query ? '?' + query : '') + location.hash)
  }

  function readUrl () {
    var query = new URLSearchParams(location.search)
    fields.forEach(function (field) { field.value = query.get(field.name) || '' })
    if (query.get('q')) loadFor(query.get('q'))
    if (query.toString()) apply()
  }

  form.addEventListener('submit', function (event) { event.preventDefault(); apply() })
  form.addEventListener('input', function (event) { if (event.target.name === 'q') loadFor(event.target.value); if (!event.isComposing) apply() })
  form.addEventListener('compositionend', apply)
  core.find('input', form).addEventListener('focus', function () { load('names') })
  core.find('#clear').addEventListener('click', function () {
    fields.forEach(function (field) { field.value = '' })
    apply()
    fields[0].focus()
  })
  readUrl()
})()
