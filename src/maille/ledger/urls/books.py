"""Addresses: books."""

from django.urls import URLPattern, path

from maille.ledger.views import accounts, my_money, writing

urlpatterns: list[URLPattern] = [
    path("comptes/", accounts.accounts, name="accounts"),
    path("comptes/ouverture/", writing.opening, name="opening"),
    path("comptes/virement/", writing.transfer, name="transfer"),
    path("comptes/nouveau/", writing.new_account, name="new_account"),
    path("comptes/operations/<int:posting_id>/annuler/", writing.correct, name="correct"),
    path("comptes/<int:account_id>/", accounts.account, name="account"),
    path("comptes/<int:account_id>/releve.pdf", accounts.account_pdf, name="account_pdf"),
    path("comptes/<int:account_id>/releve.csv", accounts.account_csv, name="account_csv"),
    path("mon-argent/", my_money.my_money, name="my_money"),
    path("mon-argent/comptes/<int:account_id>/", my_money.my_account, name="my_account"),
    path("mon-argent/comptes/<int:account_id>/releve.pdf", my_money.my_account_pdf, name="my_account_pdf"),
    path("le-groupe/tresorerie/", my_money.our_money, name="our_money"),
]
