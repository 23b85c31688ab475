"""Addresses of people's rights over their data."""

from django.urls import URLPattern, path

from maille.journeys.views import my_data, rights

PAGE = "parcours/<int:journey_id>/droits/"
MINE = "mon-parcours/mes-donnees/"
urlpatterns: list[URLPattern] = [
    path(PAGE, rights.rights, name="rights"),
    path(f"{PAGE}fiche.<slug:form>", rights.rights_file, name="rights_file"),
    path(f"{PAGE}demandes/noter/", rights.request_note, name="request_note"),
    path(f"{PAGE}demandes/<int:request_id>/", rights.request_answer, name="request_answer"),
    path(f"{PAGE}garder/", rights.keep, name="keep"),
    path(f"{PAGE}effacer/", rights.erase, name="erase"),
    path(MINE, my_data.my_data, name="my_data"),
    path(f"{MINE}fiche.<slug:form>", my_data.my_data_file, name="my_data_file"),
    path(f"{MINE}demander/<slug:kind>/", my_data.my_request, name="my_request"),
    path(f"{MINE}me-joindre/", my_data.my_contact, name="my_contact"),
    path("archives-legales/", rights.archives, name="archives"),
    path("archives-legales/<int:archive_id>/", rights.archive, name="archive"),
    path("archives-legales/<int:archive_id>/fichiers/<int:archived_id>/", rights.archive_file, name="archive_file"),
    path("structures/<int:organisation_id>/information/", rights.information, name="information"),
]
