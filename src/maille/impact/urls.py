"""Addresses of the report."""

from django.urls import path

from maille.impact.views import frozen, reports, turnover

app_name = "impact"
urlpatterns = [
    path("bilan/", reports.report, name="report"),
    path("bilan/fichier/<slug:form>/", reports.document, name="document"),
    path("bilan/indicateur/<str:key>/", reports.indicator, name="indicator"),
    path("bilan/figer/", frozen.freeze, name="freeze"),
    path("bilan/chiffre-affaires/", turnover.turnover, name="turnover"),
    path("bilan/chiffre-affaires/calcule/", turnover.computed, name="turnover_computed"),
    path("bilan/chiffre-affaires/<int:pk>/corriger/", turnover.correct, name="turnover_correct"),
    path("bilan/chiffre-affaires/<int:pk>/retirer/", turnover.withdraw, name="turnover_withdraw"),
    path("bilans-figes/", frozen.frozen_list, name="frozen_list"),
    path("bilans-figes/<int:pk>/", frozen.frozen, name="frozen"),
    path("bilans-figes/<int:pk>/<slug:form>/", frozen.frozen_document, name="frozen_document"),
]
