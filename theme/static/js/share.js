/* Passing a page on: the device's own way where there is one, and the address to copy. */
(function () {
  var place = house.find('#share')
  if (!place) return
  var address = house.find('link[rel=canonical]').href
  var ways = house.make('p', { class: 'ways' })

  function copied () { house.announce(house.say('js.share.copied')) }

  function copyByHand () {
    var field = house.make('input', { value: address, readonly: '', 'aria-label': house.say('js.share.address') })
    ways.appendChild(field)
    field.select()
    try { if (document.execCommand('copy')) copied() } catch (error) { /* it stays selected for the hand */ }
  }

  if (navigator.share) {
    ways.appendChild(house.button(house.say('js.share.send'), function () {
      navigator.share({ title: document.title, url: address }).catch(function () { /* the visitor thought better of it */ })
    }))
  }
  ways.appendChild(house.button(house.say('js.share.copy'), function () {
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(address).then(copied, copyByHand)
    else copyByHand()
  }))
  place.appendChild(ways)
})()
