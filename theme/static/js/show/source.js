/* Other pages of the site as documents, without leaving this one: full screen and sound end with a document. */
var source = (function () {
  var TIMEOUT_MS = 20000
  var prepared = {}

  /* parsed by the browser itself: no script of the page runs */
  function load (address) {
    return new Promise(function (resolve, reject) {
      var request = new XMLHttpRequest()
      request.open('GET', address)
      request.responseType = 'document'
      request.timeout = TIMEOUT_MS
      request.onload = function () {
        if (request.response && request.status < 400) resolve(request.response)
        else reject(new Error(String(request.status)))
      }
      request.onerror = request.ontimeout = function () { reject(new Error('unreachable')) }
      request.send()
    })
  }

  /* ahead of time; only the last one is kept */
  function prepare (address) {
    prepared = { address: address, page: load(address) }
    prepared.page.catch(function () { prepared = {} })
  }

  function get (address) {
    var page = prepared.address === address ? prepared.page : load(address)
    prepared = {}
    return page
  }

  return { get: get, prepare: prepare }
})()
