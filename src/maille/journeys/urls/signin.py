"""Addresses of cards and codes read out."""

from django.urls import URLPattern, path

from maille.journeys.views import cards

urlpatterns: list[URLPattern] = [
    path("personnes/<int:person_id>/carte/", cards.card_page, name="card"),
    path("personnes/<int:person_id>/carte/retirer/", cards.revoke_card, name="revoke_card"),
    path("personnes/<int:person_id>/code/", cards.spoken_code, name="spoken_code"),
    path("mon-parcours/carte/", cards.my_card, name="my_card"),
    path("mon-parcours/carte/perdue/", cards.lose_my_card, name="lose_my_card"),
]
