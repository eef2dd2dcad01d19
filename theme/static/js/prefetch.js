/* The next stop is fetched once this page is at rest, unless the visitor saves data. */
addEventListener('load', function () {
  var next = house.find('.pager a[rel=next]')
  var connection = navigator.connection
  if (!next || (connection && (connection.saveData || /2g/.test(connection.effectiveType)))) return
  var rest = window.requestIdleCallback || function (act) { setTimeout(act, 1500) }
  rest(function () {
    [next.href, next.dataset.picture].filter(Boolean).forEach(function (address) {
      document.head.appendChild(house.make('link', { rel: 'prefetch', href: address }))
    })
  })
})
