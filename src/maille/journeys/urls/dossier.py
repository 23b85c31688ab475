"""Addresses of what is missing before work, insurance, bank details."""

from django.urls import URLPattern, path

from maille.journeys.views import dossier, insurance, my_dossier

PAGE = "parcours/<int:journey_id>/avant-de-travailler/"
urlpatterns: list[URLPattern] = [
    path(PAGE, dossier.dossier, name="dossier"),
    path(f"{PAGE}noter/<slug:kind>/", dossier.piece_new, name="piece_new"),
    path(f"{PAGE}pieces/<int:piece_id>/retirer/", dossier.piece_withdraw, name="piece_withdraw"),
    path(f"{PAGE}pieces/<int:piece_id>/copie/", dossier.piece_file, name="piece_file"),
    path(f"{PAGE}autorisation-de-travail/", dossier.right_to_work, name="right_to_work"),
    path(f"{PAGE}assureur/", dossier.insurance_ask, name="insurance_ask"),
    path(f"{PAGE}assureur/<int:insurance_id>/reponse/", dossier.insurance_answer, name="insurance_answer"),
    path(f"{PAGE}assureur/<int:insurance_id>/retirer/", dossier.insurance_withdraw, name="insurance_withdraw"),
    path(f"{PAGE}compte/", dossier.account, name="account"),
    path(f"{PAGE}compte/afficher/", dossier.account_show, name="account_show"),
    path("assureur/", insurance.insurance, name="insurance"),
    path("assureur/bordereau/", insurance.slip, name="insurance_slip"),
    path("mon-parcours/avant-de-travailler/", my_dossier.my_dossier, name="my_dossier"),
    path("mon-parcours/mon-compte/", my_dossier.my_account, name="my_account"),
]
