/* The entrance and the end of the tour: go on where you left off, see what is still to see, forget it all. */
(function () {
  var page = document.body.dataset.page
  if (page !== 'tour' && page !== 'tour_end') return
  var start = house.find('#start')
  var last = house.recall('last')

  function resume () {
    var stop = house.find('.doors a[data-stop="' + last.slug + '"]')
    var hall = !stop && house.find('.room[id="' + last.hall + '"] .room__sign a')
    if (stop) offer(stop.href, house.say('js.plan.resume', { place: last.place }))
    else offer((hall || house.find('.room__sign a')).href, house.say('js.plan.gone'))
  }

  function offer (address, words) {
    start.parentNode.insertBefore(house.make('a', { class: 'button', id: 'resume', href: address }, words), start)
    start.classList.add('button--quiet')
  }

  function countHalls () {
    house.all('.room').forEach(function (room) {
      var stops = house.all('.doors a[data-stop]', room)
      var seen = stops.filter(function (stop) { return stop.classList.contains('is-seen') }).length
      var words = seen === stops.length ? house.say('js.plan.whole') : house.say('js.plan.part', { seen: seen, total: stops.length })
      room.classList.toggle('is-seen', seen === stops.length)
      house.find('.room__count', room).appendChild(house.make('span', { class: 'room__seen' }, words))
    })
  }

  function offerToForget () {
    var clear = house.button(house.say('js.plan.forget'), function () {
      house.forget()
      house.announce(house.say('js.plan.forgotten'))
      house.all('.is-seen').forEach(function (element) { element.classList.remove('is-seen') })
      house.all('.seen, .room__seen, #resume').forEach(function (element) { element.remove() })
      if (start) start.classList.remove('button--quiet')
      clear.remove()
    })
    clear.id = 'forget'
    house.find('#plan').appendChild(clear)
  }

  if (!walk.seen().length) return
  if (start && last) resume()
  countHalls()
  offerToForget()
})()
