/* Lays blocks on screens: a block that does not fit goes to the next one; one that is too large for any is divided. */
var makeFlow = (function () {
  var DIVISIBLE = /^(UL|OL|DL|LI|DD|P|BLOCKQUOTE|TABLE|TBODY|DIV|SECTION)$/
  var INLINE = /^(LI|DD|P)$/
  var SMALLEST = 0.75

  function isHeading (node) { return /^H[2-6]$/.test(node.tagName) }

  function isBlank (node) { return node.nodeType !== 1 && !node.textContent.trim() }

  /* its children, with text by the sentence */
  function partsOf (node) {
    return Array.prototype.reduce.call(node.childNodes, function (parts, child) {
      if (child.nodeType === 1) return parts.concat(child)
      if (isBlank(child) && !INLINE.test(node.tagName)) return parts
      return parts.concat(speech.sentences(child.textContent).map(function (text) { return document.createTextNode(text) }))
    }, [])
  }

  /* the same container on the next screen: a numbered list goes on, a table has its head again */
  function continued (shell, isInside) {
    var next = shell.cloneNode(false)
    if (shell.tagName === 'OL') next.start = shell.start + shell.children.length - (isInside ? 1 : 0)
    var head = shell.tagName === 'TABLE' && core.find('thead', shell)
    if (head) next.appendChild(head.cloneNode(true))
    return next
  }

  /* open() begins a screen and returns the element whose room is limited, and the one for its words */
  return function (open) {
    var screen, words, filled
    var shells = []

    function begin () {
      var opened = open()
      screen = opened.room
      words = opened.words
      filled = false
    }

    function overflows () {
      return screen.scrollHeight > screen.clientHeight + 1 || screen.scrollWidth > screen.clientWidth + 1
    }

    function turn () {
      /* no heading is the last on its screen */
      var heading = !shells.length && words.lastElementChild
      var former = shells
      begin()
      if (heading && isHeading(heading)) words.appendChild(heading)
      shells = former.map(function (shell, index) { return continued(shell, index < former.length - 1) })
      shells.forEach(function (shell, index) { (index ? shells[index - 1] : words).appendChild(shell) })
      former.slice().reverse().forEach(function (shell) { if (!shell.firstChild) shell.remove() })
    }

    function fits (node) {
      ;(shells[shells.length - 1] || words).appendChild(node)
      if (overflows()) {
        node.remove()
        return false
      }
      filled = filled || !isHeading(node)
      return true
    }

    function divide (node) {
      var shell = node.cloneNode(false)
      ;(shells[shells.length - 1] || words).appendChild(shell)
      shells.push(shell)
      partsOf(node).forEach(place)
      shells.pop()
    }

    function shrink () {
      for (var size = 0.95; size >= SMALLEST && overflows(); size -= 0.05) words.style.fontSize = size + 'em'
    }

    function place (node) {
      if (fits(node)) return
      if (filled) {
        turn()
        if (fits(node)) return
      }
      if (DIVISIBLE.test(node.tagName) && partsOf(node).length > 1) return divide(node)
      ;(shells[shells.length - 1] || words).appendChild(node)
      filled = true
      shrink()
    }

    begin()
    return { place: place }
  }
})()
