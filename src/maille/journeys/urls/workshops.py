"""Addresses of workshops and skills."""

from django.urls import URLPattern, path

from maille.journeys.views import attendance, workshops

urlpatterns: list[URLPattern] = [
    path("ateliers/", workshops.workshops, name="workshops"),
    path("ateliers/nouveau/", workshops.new, name="workshop_new"),
    path("ateliers/<int:workshop_id>/", workshops.workshop, name="workshop"),
    path("ateliers/<int:workshop_id>/corriger/", workshops.correct, name="workshop_correct"),
    path("ateliers/<int:workshop_id>/refaire/", workshops.repeat, name="workshop_repeat"),
    path("ateliers/<int:workshop_id>/annuler/", workshops.cancel, name="workshop_cancel"),
    path("ateliers/<int:workshop_id>/retablir/", workshops.restore, name="workshop_restore"),
    path("ateliers/<int:workshop_id>/feuille/", workshops.sheet, name="workshop_sheet"),
    path("ateliers/<int:workshop_id>/inscrire/<int:journey_id>/", attendance.sign_up, name="workshop_sign_up"),
    path("ateliers/places/<int:place_id>/retirer/", attendance.withdraw, name="workshop_withdraw"),
    path("ateliers/places/<int:place_id>/presence/", attendance.mark, name="workshop_mark"),
    path("ateliers/places/<int:place_id>/prevenue/", attendance.told, name="workshop_told"),
]
