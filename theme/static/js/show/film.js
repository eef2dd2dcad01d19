/* A film that plays to its end; one that cannot play gives way to its transcript. */
var makeFilm = function (video) {
  var PATIENCE_S = 10
  var failed = false
  var still = 0
  var last = 0

  function play () {
    failed = false
    still = 0
    var started = video.play()
    /* where a browser wants a touch before it lets anything sound, the film is shown without */
    if (started) started.catch(function (error) {
      if (error.name !== 'NotAllowedError') return
      if (video.muted) { failed = true; return }
      video.muted = true
      play()
    })
  }

  /* once a second while the show goes on: whether the film is over */
  function isOver () {
    still = video.currentTime === last ? still + 1 : 0
    last = video.currentTime
    if (video.error || video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE || still >= PATIENCE_S) failed = true
    return failed || video.ended
  }

  function rewind () {
    video.pause()
    if (video.currentTime) video.currentTime = 0
  }

  /* what a film has loaded is freed only with its address */
  function release () {
    video.pause()
    core.findAll('source', video).forEach(function (source) { source.remove() })
    video.load()
  }

  return { video: video, play: play, isOver: isOver, rewind: rewind, release: release, isPlayed: function () { return !failed },
    fail: function () { failed = true }, pause: function () { video.pause() } }
}
