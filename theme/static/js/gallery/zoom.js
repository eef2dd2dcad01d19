/* A picture is enlarged by two fingers, two taps, a double click, the wheel with Ctrl, keys or a button, and moved while it is large. */
var zoom = (function () {
  var LARGEST = 5
  var STEP = 2.5
  var NEAR_PX = 30
  var DOUBLE_MS = 350
  var SWIPE_PX = 50
  var picture, stage, scale, x, y, onTurn, onScale
  var start, lastTap
  var hasPinched = false

  function limit (value, size, room) {
    var most = Math.max(0, (size * scale - room) / 2)
    return Math.min(most, Math.max(-most, value))
  }

  function apply () {
    x = limit(x, picture.offsetWidth, stage.clientWidth)
    y = limit(y, picture.offsetHeight, stage.clientHeight)
    picture.style.transform = 'translate(' + x + 'px,' + y + 'px) scale(' + scale + ')'
    onScale(scale > 1)
  }

  /* what is at this point of the window stays there */
  function zoomTo (size, point) {
    var box = stage.getBoundingClientRect()
    var fromX = point ? point.x - box.left - box.width / 2 : 0
    var fromY = point ? point.y - box.top - box.height / 2 : 0
    var next = Math.min(LARGEST, Math.max(1, size))
    x = fromX - (fromX - x) * next / scale
    y = fromY - (fromY - y) * next / scale
    scale = next
    apply()
  }

  function toggle (point) { zoomTo(scale > 1 ? 1 : STEP, point) }

  function zoomBy (factor) { zoomTo(scale * factor) }

  function reset (image) {
    picture = image
    scale = 1
    x = y = 0
    start = lastTap = null
    apply()
  }

  function pointOf (touches) {
    var first = touches[0]
    var second = touches[1] || first
    return { x: (first.clientX + second.clientX) / 2, y: (first.clientY + second.clientY) / 2,
      distance: Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY) }
  }

  function begin (touches, time) {
    start = Object.assign(pointOf(touches), { fingers: touches.length, scale: scale, left: x, top: y, time: time })
  }

  function onTouchStart (event) {
    if (isButton(event)) return
    hasPinched = event.touches.length > 1
    begin(event.touches, event.timeStamp)
  }

  function onTouchMove (event) {
    /* the page behind does not move */
    if (event.cancelable) event.preventDefault()
    if (!start || isButton(event)) return
    if (event.touches.length !== start.fingers) return begin(event.touches, event.timeStamp)
    var now = pointOf(event.touches)
    if (start.fingers > 1) {
      x = start.left + now.x - start.x
      y = start.top + now.y - start.y
      scale = start.scale
      zoomTo(start.scale * now.distance / start.distance, now)
    } else if (scale > 1) {
      x = start.left + now.x - start.x
      y = start.top + now.y - start.y
      apply()
    }
  }

  function onTouchEnd (event) {
    if (!start || isButton(event)) return
    if (event.touches.length) return begin(event.touches, event.timeStamp)
    var end = pointOf(event.changedTouches)
    var across = end.x - start.x
    var down = end.y - start.y
    var began = start
    start = null
    if (hasPinched) hasPinched = false
    else if (Math.hypot(across, down) < NEAR_PX / 2) tap(event, began)
    else if (scale === 1 && Math.abs(across) > SWIPE_PX && Math.abs(across) > Math.abs(down)) onTurn(across < 0 ? 1 : -1)
  }

  function tap (event, point) {
    if (event.target !== picture) return
    /* no click follows, which could be taken for another one */
    if (event.cancelable) event.preventDefault()
    var isSecond = lastTap && point.time - lastTap.time < DOUBLE_MS && Math.hypot(point.x - lastTap.x, point.y - lastTap.y) < NEAR_PX
    lastTap = isSecond ? null : point
    if (isSecond) toggle(point)
  }

  function isButton (event) { return !!event.target.closest('button') }

  function onDrag (event) {
    if (event.pointerType !== 'mouse' || !(event.buttons & 1) || scale === 1) return
    x += event.movementX
    y += event.movementY
    apply()
  }

  function listen (box, room, turn, changed) {
    stage = room
    onTurn = turn
    onScale = changed
    box.addEventListener('touchstart', onTouchStart, { passive: true })
    box.addEventListener('touchmove', onTouchMove, { passive: false })
    box.addEventListener('touchend', onTouchEnd, { passive: false })
    box.addEventListener('touchcancel', function () { start = null; hasPinched = false })
    stage.addEventListener('dblclick', function (event) { toggle({ x: event.clientX, y: event.clientY }) })
    stage.addEventListener('pointermove', onDrag)
    box.addEventListener('wheel', function (event) {
      event.preventDefault()
      if (event.ctrlKey) zoomTo(scale * (event.deltaY < 0 ? 1.25 : 0.8), { x: event.clientX, y: event.clientY })
    }, { passive: false })
  }

  return { listen: listen, reset: reset, toggle: toggle, by: zoomBy }
})()
