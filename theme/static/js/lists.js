/* Long lists: 24 entries at a time. The others wait in a template; what was opened is open again when one comes back. */
var AT_ONCE = 4
var lists = core.findAll('.long-list').map(function (place, number) {
  var element = core.find('.cards', place)
  var rest = core.find('template', place)
  var items = Array.prototype.slice.call(element.children)
  var step = rest ? items.length : Infinity
  if (rest) items = items.concat(Array.prototype.slice.call(rest.content.children))
  var chosen = items
  var open = step
  var latestRun = 0
  var more = core.button('', openMore, 'button button--quiet more-button')
  var list = { element: element, items: items, isLong: !!rest, show: show, onShow: function () {} }

  function openMore () {
    var first = open
    open += step
    /* with those that were still on their way */
    latestRun++
    add(element.children.length, open)
    core.find('a', chosen[first]).focus()
    var state = Object.assign({}, history.state)
    state.open = Object.assign({}, state.open)
    state.open[number] = open
    history.replaceState(state, '')
  }

  function add (first, end) {
    var part = document.createDocumentFragment()
    chosen.slice(first, end).forEach(function (item) {
      part.appendChild(item)
      list.onShow(item)
    })
    core.carryMode(part)
    element.appendChild(part)
    label()
  }

  function label () {
    var remaining = chosen.length - open
    more.hidden = remaining <= 0
    more.textContent = core.t('js.list.more', { n: Math.min(step, remaining), left: remaining })
  }

  /* again: as many as were open when the page was left */
  function show (wanted, again) {
    chosen = wanted
    open = (again && ((history.state || {}).open || {})[number]) || step
    element.textContent = ''
    var run = ++latestRun
    if (again === true || !rest) return add(0, open)
    /* the others when the first ones are seen, and a few each time, so that nobody waits for them */
    ;(function next (first) {
      if (run !== latestRun) return
      add(first, Math.min(first + AT_ONCE, open))
      if (first + AT_ONCE < open) setTimeout(function () { next(first + AT_ONCE) })
    })(0)
  }

  if (rest) {
    place.appendChild(more)
    label()
    if (((history.state || {}).open || {})[number]) show(items, true)
  }
  return list
})
if (lists.some(function (list) { return list.isLong })) {
  core.findAll('.page-links').forEach(function (nav) { nav.hidden = true })
}
