"""Addresses of register files: imports and exports."""

from django.urls import URLPattern, path

from maille.journeys.views import register

urlpatterns: list[URLPattern] = [
    path("registre/import/", register.imports, name="imports"),
    path("registre/import/<int:batch_id>/", register.one_import, name="import"),
    path("registre/import/<int:batch_id>/confirmer/", register.confirm, name="import_confirm"),
    path("registre/import/<int:batch_id>/oublier/", register.give_up, name="import_give_up"),
    path("registre/import/<int:batch_id>/recommencer/", register.start_again, name="import_start_again"),
    path("registre/import/<int:batch_id>/annuler/", register.undo, name="import_undo"),
    path("registre/import/<int:batch_id>/a-corriger.csv", register.correction, name="import_correction"),
    path("registre/export/", register.export, name="export"),
]
