/* A swipe to the side leads to the next stop or back. Scrolling, the browser's own edge gesture and films stay untouched. */
(function () {
  var EDGE = 28
  var FAR = 70
  var QUICK = 700
  var start = null
  if (!house.find('.pager')) return

  function isElsewhere (target) {
    return target.closest('video, audio, iframe, .table, pre, dialog, input, select, textarea, .stop__doors')
  }

  addEventListener('touchstart', function (event) {
    var touch = event.touches[0]
    var atEdge = touch.clientX < EDGE || touch.clientX > innerWidth - EDGE
    start = event.touches.length > 1 || atEdge || isElsewhere(event.target)
      ? null : { x: touch.clientX, y: touch.clientY, time: event.timeStamp }
  }, { passive: true })

  addEventListener('touchend', function (event) {
    if (!start || event.touches.length || String(getSelection())) return
    var touch = event.changedTouches[0]
    var across = touch.clientX - start.x
    var down = Math.abs(touch.clientY - start.y)
    var quick = event.timeStamp - start.time < QUICK
    start = null
    if (quick && Math.abs(across) > FAR && Math.abs(across) > 2 * down) walk.ways[across < 0 ? 'ArrowRight' : 'ArrowLeft']()
  }, { passive: true })
})()
