/* A ballot within the page: it loads on a tap, has few rights, and whatever becomes of it, link and code stay. */
(function () {
  var PATIENCE = 8000
  var LONGEST = 10000
  var has = Object.prototype.hasOwnProperty
  /* WeChat's own page is where its votes work: there the link goes to the top */
  var inWeChat = /MicroMessenger/i.test(navigator.userAgent)

  function dig (data, path) {
    return path.split('.').reduce(function (within, name) {
      return within !== null && typeof within === 'object' && has.call(within, name) ? within[name] : undefined
    }, data)
  }

  function read (message, data) {
    if (message.format === 'object') return data
    if (typeof data !== 'string' || data.length > LONGEST) return null
    if (message.format === 'delimited') return data.split(message.separator)
    try { return JSON.parse(data) } catch (error) { return null }
  }

  function fits (message, data) {
    var said = read(message, data)
    return said && Object.keys(message.match).every(function (path) {
      return String(dig(said, path)) === message.match[path]
    }) ? said : null
  }

  function pixels (value) {
    var height = typeof value === 'number' || typeof value === 'string' && value ? Number(value) : NaN
    return isFinite(height) && height > 0 ? Math.min(4000, Math.max(200, Math.ceil(height))) : 0
  }

  function open (place, settings, link) {
    var loaded, heard, wanted
    var status = house.make('p', { role: 'status', tabindex: '-1' }, house.say('js.frame.opening'))
    var frame = house.make('iframe', { src: settings.src, title: place.dataset.title, sandbox: settings.sandbox,
      loading: 'lazy', referrerpolicy: 'no-referrer' })
    var direct = house.make('p', { class: 'note' }, house.say('js.frame.trouble') + ' ')
    direct.appendChild(house.make('a', { href: link.href, rel: 'noopener nofollow' }, house.say('js.frame.directly')))
    frame.style.height = settings.height + 'px'

    function fail (why) {
      status.textContent = house.say('js.frame.' + why) + ' ' + house.say('js.frame.instead')
    }

    frame.addEventListener('load', function () {
      loaded = true
      if (!settings.resize) status.textContent = house.say('js.frame.opened')
      if (settings.hello) frame.contentWindow.postMessage(settings.hello, settings.origin === 'null' ? '*' : settings.origin)
    })
    addEventListener('message', function (event) {
      if (event.source !== frame.contentWindow || event.origin !== settings.origin) return
      hear(event.data)
    })

    function hear (data) {
      ;(settings.resize || []).forEach(function (message) {
        var said = fits(message, data)
        var height = said && pixels(dig(said, message.height))
        if (!height) return
        if (!heard) status.textContent = house.say('js.frame.opened')
        heard = true
        if (!wanted) requestAnimationFrame(function () { frame.style.height = wanted + 'px'; wanted = 0 })
        wanted = height
      })
      if ((settings.done || []).some(function (message) { return fits(message, data) })) {
        status.textContent = house.say('js.frame.done')
      }
    }

    setTimeout(function () {
      if (heard) return
      if (!navigator.onLine) fail('offline')
      else if (!loaded) fail('slow')
      /* a frame that was refused has loaded something too; one that ought to have spoken and did not, was */
      else if (settings.resize) fail('refused')
    }, PATIENCE)

    place.textContent = ''
    ;[status, frame, direct].forEach(function (each) { place.appendChild(each) })
    if (!navigator.onLine) fail('offline')
    status.focus()
  }

  house.all('[data-frame]').forEach(function (place) {
    if (inWeChat) return place.remove()
    var link = house.find('[data-channel]', place.parentNode)
    house.find('button', place).addEventListener('click', function () {
      open(place, JSON.parse(place.dataset.frame), link)
    })
  })
})()
