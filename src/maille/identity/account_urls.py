"""The only django-allauth pages Maille exposes, under their own names (allauth reverses them); all others are 404."""

from allauth.account import views as account
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from maille.identity.access import without_membership
from maille.identity.views import accounts as views
from maille.identity.views import strength

urlpatterns = [
    path("connexion/", views.request_code, name="account_login"),
    path("connexion/", views.request_code, name="account_request_login_code"),
    path("connexion/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/preuve/", strength.second_proof, name="mfa_authenticate"),
    path("application/ajouter/", without_membership(strength.start_application), name="mfa_activate_totp"),
    path("application/retirer/", without_membership(strength.stop_application), name="mfa_deactivate_totp"),
    path("codes-de-secours/", without_membership(strength.recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "codes-de-secours/refaire/", without_membership(strength.new_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path("deconnexion/", without_membership(account.logout), name="account_logout"),
    path("confirmation/preuve/", without_membership(strength.strengthen), name="mfa_reauthenticate"),
    path("confirmation/cle/", without_membership(views.prove_by_passkey), name="mfa_reauthenticate_webauthn"),
    path("cles/", without_membership(views.list_passkeys), name="mfa_list_webauthn"),
    path("cles/", without_membership(views.list_passkeys), name="mfa_index"),
    path("cles/ajouter/", without_membership(views.add_passkey), name="mfa_add_webauthn"),
    path("cles/<int:pk>/renommer/", without_membership(views.rename_passkey), name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", without_membership(views.remove_passkey), name="mfa_remove_webauthn"),
    path("ferme/", account.account_inactive, name="account_inactive"),
]
