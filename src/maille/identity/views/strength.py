"""A second proof: keys, an authenticator application, recovery codes."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maille.identity import proof, qr, strength
from maille.identity.forms.strength import StrongProofForm
from maille.identity.views.accounts import person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def strengthen(request: HttpRequest) -> HttpResponse:
    """Show my key or my application's code; or, without either, choose one."""
    user, where = person(request), proof.next_page(request, "home")
    held = strength.held(user)
    application = held[Authenticator.Type.TOTP]
    recovery = held[Authenticator.Type.RECOVERY_CODES]
    form = StrongProofForm(data=request.POST or None, user=user) if application or recovery else None
    if request.method == "POST" and form is not None and form.is_valid():
        form.save()
        return redirect(where)
    context = {
        "form": form,
        "next": where,
        "keys": held[Authenticator.Type.WEBAUTHN],
        "application": application,
        "required": strength.is_required(user),
    }
    return render(request, "identity/strengthen.html", context)


class SecondProofView(AuthenticateView):
    """While signing in: the application's code, a recovery code or a key."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is a key to touch."""
        context = super().get_context_data(**kwargs)
        context["keys"] = strength.held(self.stage.login.user)[Authenticator.Type.WEBAUTHN]
        return context


class StartApplicationView(ActivateTOTPView):
    """Register an authenticator application."""

    template_name = "identity/application_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture to aim at, drawn by us, and the secret for who types it."""
        context = super().get_context_data(**kwargs)
        secret: str = context["form"].secret
        context["picture"] = qr.svg(context["totp_url"], "Carré à viser avec votre application")
        context["secret"] = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """Its first code counts as proof in this session."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, person(self.request), "mfa", type=Authenticator.Type.TOTP)
        return response

    def get_success_url(self) -> str:
        """Recovery codes come next, to be written down."""
        return reverse("mfa_view_recovery_codes")


class StopApplicationView(DeactivateTOTPView):
    """Forget my application: new phone."""

    template_name = "identity/application_remove.html"
    success_url = reverse_lazy("identity:account")


class RecoveryCodesView(ViewRecoveryCodesView):
    """My recovery codes, to write down."""

    template_name = "identity/recovery_codes.html"


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    """Other recovery codes; the former serve no more."""

    template_name = "identity/recovery_codes_new.html"


second_proof = SecondProofView.as_view()
start_application = never_cache(proof.required(StartApplicationView.as_view()))
stop_application = proof.required(StopApplicationView.as_view())
recovery_codes = never_cache(proof.required(RecoveryCodesView.as_view()))
new_recovery_codes = proof.required(NewRecoveryCodesView.as_view())
