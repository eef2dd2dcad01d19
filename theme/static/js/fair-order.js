/* While a vote is open, sorts the entries of a hall in an order that changes each day; fair_order.py computes the same. */
(function () {
  function key (seed, slug) {
    var value = 0x811c9dc5
    new TextEncoder().encode(seed + ' ' + slug).forEach(function (byte) { value = Math.imul(value ^ byte, 0x01000193) >>> 0 })
    ;[[16, 0x85ebca6b], [13, 0xc2b2ae35]].forEach(function (mix) { value = Math.imul(value ^ value >>> mix[0], mix[1]) >>> 0 })
    return (value ^ value >>> 16) >>> 0
  }

  /* the date where the competition is held, wherever the visitor is */
  var parts = {}
  new Intl.DateTimeFormat('en-US', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(Date.now()).forEach(function (part) { parts[part.type] = part.value })
  var day = [parts.year, parts.month, parts.day].join('-')

  core.findAll('[data-fair]').forEach(function (list) {
    var seed = core.root.dataset.contest + ' ' + day + ' ' + list.dataset.fair
    var items = Array.prototype.slice.call(list.children).map(function (item) {
      var slug = (item.dataset.entry ? item : core.find('[data-entry], [data-stop]', item)).dataset
      return { item: item, slug: slug.entry || slug.stop }
    })
    items.sort(function (one, other) { return key(seed, one.slug) - key(seed, other.slug) || (one.slug < other.slug ? -1 : 1) })
    items.forEach(function (entry) { list.appendChild(entry.item) })
    list.classList.add('is-ordered')
    var note = core.find('[data-seed="' + list.dataset.fair + '"]')
    if (note) note.textContent = core.t('js.fair', { seed: seed })
  })
})()
