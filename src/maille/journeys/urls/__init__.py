"""Addresses of people, journeys and registers."""

from django.urls import URLPattern, path

from maille.journeys.urls import contracts, documents, dossier, notes, register, rights, signin, support, workshops
from maille.journeys.views import accesses, duplicates, entry, people, pocket, steps, week

app_name = "journeys"
urlpatterns: list[URLPattern] = [
    path("semaine/", week.week, name="week"),
    path("semaine/<slug:key>/", week.group, name="week_group"),
    path("personnes/", people.people, name="people"),
    path("personnes/nouvelle/", entry.welcome, name="person_new"),
    path("personnes/doublons/", duplicates.duplicates, name="duplicates"),
    path("personnes/doublons/<int:first_id>/<int:second_id>/", duplicates.compare, name="compare"),
    path("personnes/reunions/<int:merge_id>/annuler/", duplicates.undo, name="undo_merge"),
    path("personnes/<int:person_id>/", people.person, name="person"),
    path("personnes/<int:person_id>/corriger/", entry.correct_person, name="correct_person"),
    path("personnes/<int:person_id>/retour/", entry.come_back, name="come_back"),
    path("personnes/<int:person_id>/acces/", accesses.access_page, name="access"),
    path("personnes/<int:person_id>/acces/renvoyer/", accesses.resend, name="resend_access"),
    path("personnes/<int:person_id>/acces/retirer/", accesses.withdraw, name="withdraw_access"),
    path("parcours/<int:journey_id>/corriger/", entry.correct_journey, name="correct_journey"),
    path("parcours/<int:journey_id>/sortie/annuler/", steps.cancel_exit, name="cancel_exit"),
    path("parcours/<int:journey_id>/etapes/<int:stage_id>/retirer/", steps.remove_stage, name="remove_stage"),
    path("parcours/<int:journey_id>/suivi/<int:months>/", steps.follow_up, name="follow_up"),
    *(
        path(f"parcours/<int:journey_id>/{verb}/", steps.step, {"verb": verb}, name=f"step_{verb}")
        for verb in steps.VERBS
    ),
    path("mon-parcours/", pocket.my_journey, name="my_journey"),
    *register.urlpatterns,
    *contracts.urlpatterns,
    *dossier.urlpatterns,
    *documents.urlpatterns,
    *support.urlpatterns,
    *workshops.urlpatterns,
    *notes.urlpatterns,
    *rights.urlpatterns,
    *signin.urlpatterns,
]
