// A card's picture code leads to /carte/#CODE. What follows the # never leaves the browser: it is put in the field here,
// then wiped from the address, so that neither the history nor the next page keeps it. Typing the code works as well.
(function () {
  'use strict'

  const field = document.querySelector('[data-card-code]')
  const code = location.hash.slice(1)
  if (!field || !/^[0-9A-Za-z -]{12,20}$/.test(code)) return
  field.value = (code.match(/.{1,4}/g) || []).join(' ')
  history.replaceState(null, '', location.pathname + location.search)
  const pin = document.querySelector('input[name="pin"]')
  if (pin) pin.focus()
})()
