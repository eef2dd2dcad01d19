/* Keys of the tour. They belong first to a selection, to what scrolls or edits, and to the browser; the visitor may switch them off. */
(function () {
  var isInTour = /^(tour|tour_end|hall|entry)$/.test(document.body.dataset.page)
  var areOn = core.storage.get('keys') !== 'off'

  /* fields, films and frames use keys themselves */
  function isTyping (target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|VIDEO|AUDIO|IFRAME|OBJECT)$/.test(target.tagName)
  }

  /* whether keys move what is in this element: a wide table, a long list, or the enlarged page itself */
  function scrolls (element) {
    for (; element && element !== document.body && element !== core.root; element = element.parentElement) {
      var style = getComputedStyle(element)
      if (/auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1) return true
      if (/auto|scroll/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1) return true
    }
    return core.root.scrollWidth > innerWidth + 1 || !!window.visualViewport && visualViewport.scale > 1.01
  }

  /* whether a key is nobody else's */
  function isFree (event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false
    /* where a question mark needs Shift, it is no key with Shift */
    if (event.shiftKey && event.key !== '?') return false
    var target = event.target
    return String(getSelection()) === '' && !(target.tagName && (isTyping(target) || scrolls(target))) && !core.find('dialog[open]')
  }

  function showHelp () {
    var dialog = core.createElement('dialog', { class: 'help', 'aria-labelledby': 'help-title' })
    if (!dialog.showModal) return core.announce(core.t('js.help.text'))
    dialog.appendChild(core.createElement('h2', { id: 'help-title' }, core.t('js.help.title')))
    dialog.appendChild(core.createElement('p', {}, core.t('js.help.text')))
    var label = dialog.appendChild(core.createElement('p', {})).appendChild(core.createElement('label', { class: 'help__switch' }))
    var box = label.appendChild(core.createElement('input', { type: 'checkbox' }))
    label.appendChild(core.createElement('span', {}, core.t('js.help.on')))
    box.checked = areOn
    box.addEventListener('change', function () {
      areOn = box.checked
      core.storage.set('keys', areOn ? '' : 'off')
    })
    dialog.appendChild(core.button(core.t('js.close'), function () { dialog.close() }))
    dialog.addEventListener('close', function () { dialog.remove() })
    document.body.appendChild(dialog)
    dialog.showModal()
  }

  /* the way to the help, and to the switch in it, for those who do not know of the key */
  function offerHelp () {
    var list = core.find('.footer__menu ul')
    if (list) list.appendChild(core.createElement('li')).appendChild(core.button(core.t('js.help.title'), showHelp, 'footer__help'))
  }

  tour.isFree = isFree
  if (!isInTour) return
  tour.shortcuts['?'] = function () { showHelp(); return true }
  offerHelp()
  document.addEventListener('keydown', function (event) {
    if (!areOn || event.repeat || core.root.dataset.presentation || !isFree(event)) return
    var shortcut = tour.shortcuts[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (shortcut && shortcut()) event.preventDefault()
  })
})()
