"""Addresses: pots."""

from django.urls import URLPattern, path

from maille.sharing.views import carriers, pots, receipts

urlpatterns: list[URLPattern] = [
    path("cagnottes/", pots.pots, name="pots"),
    path("cagnottes/nouveau-budget/", pots.new_budget, name="budget_new"),
    path("cagnottes/recettes/", receipts.file, name="receipts_file"),
    path("cagnottes/taxe/", receipts.tax, name="tax"),
    path("cagnottes/<int:budget_id>/corriger/", pots.correct_budget, name="budget_correct"),
    path("prestations/<int:job_id>/argent/", pots.pot, name="pot"),
    path("prestations/<int:job_id>/argent/recette/", receipts.money, {"kind": "receipt"}, name="receive"),
    path("prestations/<int:job_id>/argent/remboursement/", receipts.money, {"kind": "refund"}, name="refund"),
    path("prestations/<int:job_id>/argent/impaye/", receipts.money, {"kind": "bad_debt"}, name="bad_debt"),
    path("prestations/<int:job_id>/argent/qui-la-porte/", carriers.carrier, name="carrier"),
    path("recettes/<int:receipt_id>/corriger/", receipts.correct, name="receipt_correct"),
]
