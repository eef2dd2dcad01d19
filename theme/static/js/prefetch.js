/* Prefetch the next stop when this page is idle, unless the visitor saves data. */
addEventListener('load', function () {
  var next = core.find('.pager a[rel=next]')
  var connection = navigator.connection
  if (!next || (connection && (connection.saveData || /2g/.test(connection.effectiveType)))) return
  var whenIdle = window.requestIdleCallback || function (act) { setTimeout(act, 1500) }
  whenIdle(function () {
    [next.href, next.dataset.picture].filter(Boolean).forEach(function (address) {
      document.head.appendChild(core.createElement('link', { rel: 'prefetch', href: address }))
    })
  })
})
