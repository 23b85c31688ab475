"""Addresses of the report."""

from django.urls import path

from maille.impact.views import reports

app_name = "impact"
urlpatterns = [
    path("bilan/", reports.report, name="report"),
    path("bilan/fichier/<slug:form>/", reports.document, name="document"),
    path("bilan/indicateur/<str:key>/", reports.indicator, name="indicator"),
]
