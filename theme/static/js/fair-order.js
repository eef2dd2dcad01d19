/* While a vote is open, sorts the entries of a hall in an order that changes each day; fair_order.py computes the same. */
(function () {
  function key (seed, slug) {
    var value = 0x811c9dc5
    new TextEncoder().encode(seed + ' ' + slug).forEach(function (byte) { value = Math.imul(value ^ byte, 0x01000193) >>> 0 })
    ;[[16, 0x85ebca6b], [13, 0xc2b2ae35]].forEach(function (mix) { value = Math.imul(value ^ value >>> mix[0], mix[1]) >>> 0 })
    return (value ^ value >>> 16) >>> 0
  }

  var isOfficial = (history.state || {}).isOfficial
  core.findAll('[data-fair]').forEach(function (element) {
    var seed = core.root.dataset.contest + ' ' + core.today() + ' ' + element.dataset.fair
    var note = core.find('[data-seed="' + element.dataset.fair + '"]')
    /* in view already, because this script came late: nothing moves under the reader's finger, nor when coming back */
    if (isOfficial || getComputedStyle(element).visibility !== 'hidden') {
      if (!isOfficial) history.replaceState(Object.assign({}, history.state, { isOfficial: true }), '')
      isOfficial = true
      element.classList.add('is-ordered')
      if (note) note.textContent = core.t('js.fair.official')
      return
    }
    var list = lists.filter(function (one) { return one.element === element })[0]
    var entries = (list ? list.items : Array.prototype.slice.call(element.children)).map(function (item) {
      return { item: item, slug: (item.dataset.entry ? item : core.find('[data-entry]', item)).dataset.entry }
    })
    entries.sort(function (one, other) { return key(seed, one.slug) - key(seed, other.slug) || (one.slug < other.slug ? -1 : 1) })
    var items = entries.map(function (entry) { return entry.item })
    if (list) list.show(items, true)
    else items.forEach(function (item) { element.appendChild(item) })
    element.classList.add('is-ordered')
    if (note) note.textContent = core.t('js.fair', { seed: seed })
  })
})()
