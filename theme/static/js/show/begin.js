/* The show begins with this page; where it is no entry, a kiosk waits on it, and a presentation goes to the first one. */
(function () {
  player.keepInside()
  player.play(mode === 'kiosk' ? !!player.article() || player.isHome() : !core.reducedMotion.matches)
  if (player.article()) player.begin()
  else if (mode === 'show') player.leavePage()
  else player.view('page')
  setInterval(player.tick, 1000)
})()
