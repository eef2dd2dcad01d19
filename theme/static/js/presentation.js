/* Presentation (?mode=show) and kiosk (?mode=kiosk): their script and styles are on no other page. */
(function () {
  var mode = new URLSearchParams(location.search).get('mode')
  if (mode !== 'kiosk' && mode !== 'show' || !core.find('[data-menu="tour/"]')) return
  core.root.dataset.presentation = mode
  var style = core.createElement('link', { rel: 'stylesheet', href: core.locate('style') })
  /* screens are measured: not before they have their styles */
  ;['load', 'error'].forEach(function (kind) { style.addEventListener(kind, function () { core.load('show') }) })
  document.head.appendChild(style)
})()
