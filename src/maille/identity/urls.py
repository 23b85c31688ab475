"""One's own account."""

from django.conf import settings
from django.urls import path

from maille.identity import demo
from maille.identity.access import without_membership
from maille.identity.views import accounts as views
from maille.identity.views import addresses, cards, strength

app_name = "identity"
urlpatterns = [
    path("carte/", cards.card, name="card"),
    path("code/", cards.spoken_code, name="spoken_code"),
    path("compte/", without_membership(views.account), name="account"),
    path("compte/preuve/", without_membership(strength.strengthen), name="strengthen"),
    path("compte/adresse/", without_membership(addresses.change_email), name="change_email"),
    path("compte/adresse/annuler/", without_membership(addresses.forget_change), name="forget_change"),
    path("compte/sessions/<int:session_id>/fermer/", without_membership(views.close_session), name="close_session"),
    path("compte/sessions/fermer/", without_membership(views.sign_out_everywhere), name="sign_out_everywhere"),
    path("compte/confirmation/", without_membership(views.prove), name="prove"),
    path("compte/confirmation/code/", without_membership(views.send_proof_code), name="send_proof_code"),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.entrance, name="demo"),
        path("demo/entrer/<slug:name>/", demo.enter, name="demo_enter"),
    ]
