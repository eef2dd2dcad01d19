/* Sharing a page: the device's share sheet where there is one, and a button to copy the address. */
(function () {
  var section = core.find('#share')
  if (!section) return
  var address = core.find('link[rel=canonical]').href
  var actions = core.createElement('p', { class: 'actions' })

  if (navigator.share) {
    actions.appendChild(core.button(core.t('js.share.send'), function () {
      navigator.share({ title: document.title, url: address }).catch(function () { /* the visitor cancelled */ })
    }))
  }
  actions.appendChild(core.button(core.t('js.share.copy'), function () {
    core.copy(address, actions, core.t('js.share.address'), core.t('js.share.copied'))
  }))
  section.appendChild(actions)
})()
