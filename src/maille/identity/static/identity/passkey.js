// Passkeys, without a line of script in the pages: a form says what it does in data-passkey ("login", "add" or "prove").
// The options come from the server as JSON: fetched for a login, in a <script type="application/json"> otherwise.
(function () {
  'use strict'

  const refusals = {
    NotAllowedError: "L'appareil n'a pas répondu, ou vous avez annulé. Vous pouvez recommencer.",
    InvalidStateError: 'Cet appareil a déjà une clé pour votre compte.',
    SecurityError: 'Les clés ne fonctionnent que sur une adresse sécurisée (https).'
  }

  async function options (form) {
    const written = document.getElementById('passkey-options')
    if (written) return JSON.parse(written.textContent)
    const response = await fetch(form.action, { headers: { Accept: 'application/json' } })
    if (!response.ok) throw new Error('Le serveur ne répond pas. Recommencez dans un instant.')
    return response.json()
  }

  async function ask (form) {
    const data = await options(form)
    return form.dataset.passkey === 'add'
      ? window.webauthnJSON.create(data.creation_options)
      : window.webauthnJSON.get(data.request_options)
  }

  document.querySelectorAll('form[data-passkey]').forEach(function (form) {
    if (!window.PublicKeyCredential) {
      const notice = form.querySelector('[data-passkey-unsupported]')
      if (notice) notice.hidden = false
      return
    }
    form.hidden = false
    const error = form.querySelector('[data-passkey-error]')
    form.addEventListener('submit', async function (event) {
      event.preventDefault()
      error.hidden = true
      try {
        form.elements.credential.value = JSON.stringify(await ask(form))
        form.submit()
      } catch (exception) {
        error.textContent = refusals[exception.name] || exception.message
        error.hidden = false
      }
    })
  })
})()
