/* A horizontal swipe opens the next or previous stop. Scrolling, edge gestures of the browser and films are unaffected. */
(function () {
  var EDGE_PX = 28
  var MIN_DISTANCE_PX = 70
  var MAX_DURATION_MS = 700
  var start = null
  if (!core.find('.pager')) return

  function isElsewhere (target) {
    return target.closest('video, audio, iframe, .table, pre, dialog, input, select, textarea, .tour-position__stops')
  }

  addEventListener('touchstart', function (event) {
    var touch = event.touches[0]
    var atEdge = touch.clientX < EDGE_PX || touch.clientX > innerWidth - EDGE_PX
    start = event.touches.length > 1 || atEdge || isElsewhere(event.target)
      ? null : { x: touch.clientX, y: touch.clientY, time: event.timeStamp }
  }, { passive: true })

  addEventListener('touchend', function (event) {
    if (!start || event.touches.length || String(getSelection())) return
    var touch = event.changedTouches[0]
    var across = touch.clientX - start.x
    var down = Math.abs(touch.clientY - start.y)
    var quick = event.timeStamp - start.time < MAX_DURATION_MS
    start = null
    if (quick && Math.abs(across) > MIN_DISTANCE_PX && Math.abs(across) > 2 * down) tour.shortcuts[across < 0 ? 'ArrowRight' : 'ArrowLeft']()
  }, { passive: true })
})()
