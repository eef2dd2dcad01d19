/* Pictures in a dialog, whose script comes with the first tap. Without dialogs, or if it does not come, the links open the files. */
document.addEventListener('click', function (event) {
  var link = event.target.closest && event.target.closest('.gallery a')
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (!window.HTMLDialogElement || !HTMLDialogElement.prototype.showModal) return
  event.preventDefault()
  core.load('gallery').then(function (gallery) { gallery.open(link) }).catch(function () { location.assign(link.href) })
})
