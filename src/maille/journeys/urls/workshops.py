"""Addresses of workshops and skills."""

from django.urls import URLPattern, path

from maille.journeys.views import attendance, badges, grids, my_skills, my_workshops, skills, workshops

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
    path("ateliers/<int:workshop_id>/ecrire/", attendance.write, name="workshop_write"),
    path("mon-parcours/ateliers/", my_workshops.my_workshops, name="my_workshops"),
    path("mon-parcours/ateliers/<int:workshop_id>/je-viens/", my_workshops.come, name="my_workshop_come"),
    path("mon-parcours/ateliers/<int:workshop_id>/je-ne-viens-plus/", my_workshops.leave, name="my_workshop_leave"),
    path("parcours/<int:journey_id>/competences/", skills.skills, name="skills"),
    path("parcours/<int:journey_id>/competences/reconnaitre/", skills.recognise, name="recognise"),
    path("parcours/<int:journey_id>/competences/badges/", badges.badges, name="badges"),
    path(
        "parcours/<int:journey_id>/competences/<int:recognition_id>/retirer/",
        skills.withdraw,
        name="recognition_withdraw",
    ),
    path("structures/<int:organisation_id>/competences/", grids.grid, name="grid"),
    path("structures/<int:organisation_id>/competences/<int:skill_id>/", grids.rename, name="grid_rename"),
    path("structures/<int:organisation_id>/competences/<int:skill_id>/<slug:verb>/", grids.change, name="grid_change"),
    path("mon-parcours/competences/", my_skills.my_skills, name="my_skills"),
    path("mon-parcours/competences/<int:skill_id>/", my_skills.my_skill, name="my_skill"),
    path("mon-parcours/competences/reconnues/<int:recognition_id>/", my_skills.answer, name="my_recognition"),
    path("mon-parcours/competences/autour-de-moi/", my_skills.peers, name="my_skill_peers"),
    path("mon-parcours/competences/autour-de-moi/<int:journey_id>/", my_skills.peer, name="my_skill_peer"),
    path(
        "mon-parcours/competences/autour-de-moi/<int:journey_id>/<int:skill_id>/",
        my_skills.peer_skill,
        name="my_peer_skill",
    ),
    path("mon-parcours/badges/", badges.my_badges, name="my_badges"),
    path("badges/cle/", badges.badge_key, name="badge_key"),
]
