"""Addresses of contracts and their periods."""

from django.urls import URLPattern, path

from maille.journeys.views import contract_laws, contracts

OF = "parcours/<int:journey_id>/contrats/"
urlpatterns: list[URLPattern] = [
    path(OF, contracts.contracts, name="contracts"),
    path(f"{OF}nouveau/", contracts.choose, name="contract_new"),
    path(f"{OF}nouveau/<slug:kind>/", contracts.prepare, name="contract_prepare"),
    path(f"{OF}<int:contract_id>/renouveler/", contracts.renew, name="contract_renew"),
    path(f"{OF}<int:contract_id>/rompre/", contracts.terminate, name="contract_terminate"),
    path(f"{OF}periodes/<int:draft_id>/corriger/", contracts.correct, name="contract_correct"),
    path(f"{OF}periodes/<int:draft_id>/retirer/", contracts.discard, name="contract_discard"),
    path("reglages/contrats/", contract_laws.laws, name="contract_laws"),
    path("reglages/contrats/<slug:kind>/", contract_laws.new_law, name="contract_law_new"),
]
