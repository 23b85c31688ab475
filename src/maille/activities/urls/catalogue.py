"""Addresses: catalogue."""

from django.urls import URLPattern, path

from maille.activities.views import catalogue

urlpatterns: list[URLPattern] = [
    path("activites/", catalogue.activities, name="activities"),
    path("activites/nouvelle/", catalogue.new_activity, name="activity_new"),
    path("activites/<int:activity_id>/", catalogue.activity, name="activity"),
    path("activites/<int:activity_id>/corriger/", catalogue.correct_activity, name="activity_correct"),
    path("activites/<int:activity_id>/offres/nouvelle/", catalogue.new_offer, name="offer_new"),
    path("offres/<int:offer_id>/", catalogue.offer, name="offer"),
    path("offres/<int:offer_id>/corriger/", catalogue.correct_offer, name="offer_correct"),
    path("offres/<int:offer_id>/retirer/", catalogue.retire, name="offer_retire"),
    path("offres/<int:offer_id>/prix-conseille/", catalogue.take_suggested, name="offer_suggested"),
]
