"""Signing in, one's own account, passkeys."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import RequestLoginCodeView
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as passkeys
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maille.identity import devices, proof, sessions, strength
from maille.identity.actions import close_every_session, rename_user
from maille.identity.forms import NameForm, ProofForm
from maille.identity.models import User


class RequestCodeView(RequestLoginCodeView):
    """Ask for a code by e-mail; an address nobody holds gets the same page and an e-mail that says so."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Send one e-mail in both cases: neither the page nor its delay tells whether the address is known."""
        response: HttpResponse = super().form_valid(form)
        if form._user is None:
            get_adapter().send_mail("account/email/unknown_account", form.cleaned_data["email"], {})
        return response


request_code = RequestCodeView.as_view()


def person(request: HttpRequest) -> User:
    """Who is signed in; these pages are closed to others."""
    return cast(User, request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """My name, how I sign in, where I am signed in."""
    user = person(request)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        rename_user(user, form.cleaned_data["name"])
        messages.success(request, "Votre nom est enregistré.")
        return redirect("identity:account")
    held = strength.held(user)
    context = {
        "form": form,
        "keys": held[Authenticator.Type.WEBAUTHN],
        "application": held[Authenticator.Type.TOTP],
        "recovery": held[Authenticator.Type.RECOVERY_CODES],
        "required": strength.is_required(user),
        "sessions": [(each, devices.name_of(each.user_agent), each.is_current()) for each in sessions.of(user)],
    }
    return render(request, "identity/account.html", context)


@require_POST
def close_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Close my session in another browser; mine here, by signing out."""
    if not sessions.close(person(request), session_id):
        raise Http404
    messages.success(request, "Cet appareil est déconnecté.")
    return redirect("identity:account")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Close my session here and in every other browser."""
    close_every_session(person(request))
    logout(request)
    messages.success(request, "Vous êtes déconnecté·e de tous vos appareils.")
    return redirect("account_login")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Before my passkeys change: show that it is really me, by a code or by a key."""
    user, where = person(request), proof.next_page(request)
    form = ProofForm(request.POST or None, expected=proof.expected_code(request)) if proof.sent(request) else None
    if request.method == "POST" and form is not None:
        if form.is_valid():
            proof.accept_code(request, user)
            return redirect(where)
        if not proof.count_failure(request):
            messages.error(request, "Trop d'essais. Demandez un nouveau code.")
            return redirect(add_query_params(reverse("identity:prove"), {"next": where}))
    held = strength.held(user)
    context = {
        "form": form,
        "next": where,
        "keys": held[Authenticator.Type.WEBAUTHN],
        "application": held[Authenticator.Type.TOTP],
        "by_email": bool(user.email) and not strength.must_use_key(user),
    }
    return render(request, "identity/prove.html", context)


@require_POST
def send_proof_code(request: HttpRequest) -> HttpResponse:
    """Send that code to the address I sign in with."""
    if not proof.send_code(request, person(request)):
        messages.error(request, "Trop de demandes en peu de temps. Attendez quelques minutes, puis recommencez.")
    return redirect(add_query_params(reverse("identity:prove"), {"next": proof.next_page(request)}))


class ProveByPasskeyView(webauthn.ReauthenticateWebAuthnView):
    """Show that it is me by touching one of my keys."""

    template_name = "identity/prove_by_passkey.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the choice of ways, with the reason."""
        super().form_invalid(form)
        return HttpResponseRedirect(
            add_query_params(reverse("identity:prove"), {"next": proof.next_page(self.request)})
        )


class AddPasskeyView(webauthn.AddWebAuthnView):
    """Register this device: from then on it opens the door by itself."""

    template_name = "identity/passkey_add.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """The device just proved itself: it counts from now on in this session."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, person(self.request), "mfa", type=Authenticator.Type.WEBAUTHN)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The device must keep the key itself and check its owner: it will replace the e-mail code."""
        context = super(webauthn.AddWebAuthnView, self).get_context_data(**kwargs)
        context["js_data"] = {"creation_options": passkeys.begin_registration(self.request.user, True)}
        return context

    def get_success_url(self) -> str:
        """Back to the list; to the recovery codes for who must have a key, and might lose it."""
        required = strength.is_required(person(self.request))
        return reverse("mfa_view_recovery_codes" if required else "mfa_list_webauthn")


class ListPasskeysView(webauthn.ListWebAuthnView):
    """My passkeys."""

    template_name = "identity/passkeys.html"
    ordering = ("created_at", "pk")

    def get_queryset(self) -> Any:
        """Oldest first."""
        return super().get_queryset().order_by(*self.ordering)


class RenamePasskeyView(webauthn.EditWebAuthnView):
    """Another name for a key."""

    template_name = "identity/passkey_rename.html"
    success_url = reverse_lazy("mfa_list_webauthn")


class RemovePasskeyView(webauthn.RemoveWebAuthnView):
    """Forget a key: lost phone, old computer."""

    template_name = "identity/passkey_remove.html"
    success_url = reverse_lazy("mfa_list_webauthn")


prove_by_passkey = ProveByPasskeyView.as_view()
add_passkey = proof.required(AddPasskeyView.as_view())
list_passkeys = ListPasskeysView.as_view()
rename_passkey = proof.required(RenamePasskeyView.as_view())
remove_passkey = proof.required(RemovePasskeyView.as_view())
