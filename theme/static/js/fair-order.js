/* While a vote is open the entries of a hall stand in an order that changes each day; fair_order.py computes the same. */
(function () {
  function key (seed, slug) {
    var value = 0x811c9dc5
    new TextEncoder().encode(seed + ' ' + slug).forEach(function (byte) { value = Math.imul(value ^ byte, 0x01000193) >>> 0 })
    ;[[16, 0x85ebca6b], [13, 0xc2b2ae35]].forEach(function (mix) { value = Math.imul(value ^ value >>> mix[0], mix[1]) >>> 0 })
    return (value ^ value >>> 16) >>> 0
  }

  /* the day in Beijing, whatever the visitor's clock is set to show */
  var day = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10)

  house.all('[data-fair]').forEach(function (list) {
    var seed = house.root.dataset.contest + ' ' + day + ' ' + list.dataset.fair
    var items = Array.prototype.slice.call(list.children).map(function (item) {
      var slug = (item.dataset.entry ? item : house.find('[data-entry], [data-stop]', item)).dataset
      return { item: item, slug: slug.entry || slug.stop }
    })
    items.sort(function (one, other) { return key(seed, one.slug) - key(seed, other.slug) || (one.slug < other.slug ? -1 : 1) })
    items.forEach(function (each) { list.appendChild(each.item) })
    list.classList.add('is-ordered')
    var note = house.find('[data-seed="' + list.dataset.fair + '"]')
    if (note) note.textContent = house.say('js.fair', { seed: seed })
  })
})()
