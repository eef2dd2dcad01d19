/* Start and end page of the tour: a button to resume, visited stops per hall, a button to clear the history. */
(function () {
  var page = document.body.dataset.page
  if (page !== 'tour' && page !== 'tour_end') return
  var start = core.find('#start')
  var total = core.find('#seen')
  var lastStop = core.storage.get('last')

  /* this page need not link to every stop, so the address is made from that of the first one */
  function resume () {
    var stops = core.findAll('.room').map(function (room) { return room.dataset.stops.split(' ') })
    var isShown = stops.some(function (ofRoom) { return ofRoom.indexOf(lastStop.slug) >= 0 })
    var address = start.href.replace(new RegExp('/' + stops[0][0] + '/(?=[^/]*$)'), '/' + lastStop.slug + '/')
    var hall = core.find('.room[id="' + lastStop.hall + '"] .room__title a')
    if (isShown) offer(address, core.t('js.plan.resume', { place: lastStop.place }))
    else offer((hall || core.find('.room__title a')).href, core.t('js.plan.gone'))
  }

  function offer (url, text) {
    start.parentNode.insertBefore(core.createElement('a', { class: 'button', id: 'resume', href: url }, text), start)
    start.classList.add('button--quiet')
  }

  function countSeen (stops) { return stops.filter(function (stop) { return tour.seen().indexOf(stop) >= 0 }).length }

  function countHalls () {
    core.findAll('.room').forEach(function (room) {
      var stops = room.dataset.stops.split(' ')
      var seenCount = countSeen(stops)
      var text = seenCount === stops.length ? core.t('js.plan.whole') : core.t('js.plan.part', { seen: seenCount, total: stops.length })
      room.classList.toggle('is-seen', seenCount === stops.length)
      core.find('.room__count', room).appendChild(core.createElement('span', { class: 'room__seen' }, text))
    })
  }

  function countAll () {
    var stops = core.findAll('.room').map(function (room) { return room.dataset.stops }).join(' ').split(' ')
    if (total) total.textContent = core.t('js.plan.seen', { n: countSeen(stops), total: total.dataset.total })
  }

  function offerToClear () {
    var clear = core.button(core.t('js.plan.forget'), function () {
      core.storage.clear(/:(mode|keys|picks:.*)$/)
      core.announce(core.t('js.plan.forgotten'))
      core.findAll('.is-seen').forEach(function (element) { element.classList.remove('is-seen') })
      core.findAll('.seen, .room__seen, #resume').forEach(function (element) { element.remove() })
      if (total) total.textContent = ''
      if (start) start.classList.remove('button--quiet')
      clear.remove()
    })
    clear.id = 'forget'
    core.find('#plan').appendChild(clear)
  }

  if (!tour.seen().length) return
  if (start && lastStop) resume()
  countHalls()
  countAll()
  offerToClear()
})()
