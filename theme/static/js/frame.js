/* A ballot in an iframe: it loads on a tap and is sandboxed; link and QR code remain as alternatives. */
(function () {
  var TIMEOUT_MS = 8000
  var MAX_MESSAGE_LENGTH = 10000
  var has = Object.prototype.hasOwnProperty
  /* votes work in WeChat only as a top-level page: no frames there */
  var inWeChat = /MicroMessenger/i.test(navigator.userAgent)

  function getPath (data, path) {
    return path.split('.').reduce(function (within, name) {
      return within !== null && typeof within === 'object' && has.call(within, name) ? within[name] : undefined
    }, data)
  }

  function read (message, data) {
    if (message.format === 'object') return data
    if (typeof data !== 'string' || data.length > MAX_MESSAGE_LENGTH) return null
    if (message.format === 'delimited') return data.split(message.separator)
    try { return JSON.parse(data) } catch (error) { return null }
  }

  function parseIfMatching (message, data) {
    var parsed = read(message, data)
    return parsed && Object.keys(message.match).every(function (path) {
      return String(getPath(parsed, path)) === message.match[path]
    }) ? parsed : null
  }

  function pixels (value) {
    var height = typeof value === 'number' || typeof value === 'string' && value ? Number(value) : NaN
    return isFinite(height) && height > 0 ? Math.min(4000, Math.max(200, Math.ceil(height))) : 0
  }

  function open (container, settings, link) {
    var loaded, receivedMessage, newHeight
    var status = core.createElement('p', { role: 'status', tabindex: '-1' }, core.t('js.frame.opening'))
    var frame = core.createElement('iframe', { src: settings.src, title: container.dataset.title, sandbox: settings.sandbox,
      loading: 'lazy', referrerpolicy: 'no-referrer' })
    var direct = core.createElement('p', { class: 'note' }, core.t('js.frame.trouble') + ' ')
    direct.appendChild(core.createElement('a', { href: link.href, rel: 'noopener nofollow' }, core.t('js.frame.directly')))
    frame.style.height = settings.height + 'px'

    function fail (reason) {
      status.textContent = core.t('js.frame.' + reason) + ' ' + core.t('js.frame.instead')
    }

    frame.addEventListener('load', function () {
      loaded = true
      if (!settings.resize) status.textContent = core.t('js.frame.opened')
      if (settings.hello) frame.contentWindow.postMessage(settings.hello, settings.origin === 'null' ? '*' : settings.origin)
    })
    addEventListener('message', function (event) {
      if (event.source !== frame.contentWindow || event.origin !== settings.origin) return
      handleMessage(event.data)
    })

    function handleMessage (data) {
      ;(settings.resize || []).forEach(function (message) {
        var parsed = parseIfMatching(message, data)
        var height = parsed && pixels(getPath(parsed, message.height))
        if (!height) return
        if (!receivedMessage) status.textContent = core.t('js.frame.opened')
        receivedMessage = true
        if (!newHeight) requestAnimationFrame(function () { frame.style.height = newHeight + 'px'; newHeight = 0 })
        newHeight = height
      })
      if ((settings.done || []).some(function (message) { return parseIfMatching(message, data) })) {
        status.textContent = core.t('js.frame.done')
      }
    }

    setTimeout(function () {
      if (receivedMessage) return
      if (!navigator.onLine) fail('offline')
      else if (!loaded) fail('slow')
      /* a refused frame also fires load; one that should have sent its size and did not was refused */
      else if (settings.resize) fail('refused')
    }, TIMEOUT_MS)

    container.textContent = ''
    ;[status, frame, direct].forEach(function (element) { container.appendChild(element) })
    if (!navigator.onLine) fail('offline')
    status.focus()
  }

  core.findAll('[data-frame]').forEach(function (container) {
    if (inWeChat) return container.remove()
    var link = core.find('[data-channel]', container.parentNode)
    core.find('button', container).addEventListener('click', function () {
      open(container, JSON.parse(container.dataset.frame), link)
    })
  })
})()
