/* Sharing a page: the device's share sheet where there is one, and a button to copy the address. */
(function () {
  var section = core.find('#share')
  if (!section) return
  var address = core.find('link[rel=canonical]').href
  var actions = core.createElement('p', { class: 'actions' })

  function announceCopied () { core.announce(core.t('js.share.copied')) }

  function copyByHand () {
    var field = core.createElement('input', { value: address, readonly: '', 'aria-label': core.t('js.share.address') })
    actions.appendChild(field)
    field.select()
    try { if (document.execCommand('copy')) announceCopied() } catch (error) { /* the text stays selected */ }
  }

  if (navigator.share) {
    actions.appendChild(core.button(core.t('js.share.send'), function () {
      navigator.share({ title: document.title, url: address }).catch(function () { /* the visitor cancelled */ })
    }))
  }
  actions.appendChild(core.button(core.t('js.share.copy'), function () {
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(address).then(announceCopied, copyByHand)
    else copyByHand()
  }))
  section.appendChild(actions)
})()
