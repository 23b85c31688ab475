"""Addresses: pay."""

from django.urls import URLPattern, path

from maille.sharing.views import my_pay, pay, pay_exports, pay_settings, payslips

OF = "paie/parcours/<int:journey_id>"
TEAM = "paie/equipe/<int:participant_id>"
ONE = "paie/demandes/<int:pay_request_id>"
HOST = "paie/reglages/<int:host_id>"
urlpatterns: list[URLPattern] = [
    path("paie/", pay.pay, name="pay"),
    path("paie/tout/<str:verb>/", pay.pay_bulk, name="pay_bulk"),
    path(f"{ONE}/", pay.pay_request, name="pay_request"),
    path(f"{ONE}/verifier/", pay.pay_check, name="pay_check"),
    path(f"{ONE}/accepter/", pay.pay_accept, name="pay_accept"),
    path(f"{ONE}/renvoyer/", pay.pay_return, name="pay_return"),
    path(f"{ONE}/retirer/", pay.pay_withdraw, name="pay_withdraw"),
    path(f"{OF}/demander/", pay.pay_ask, name="pay_ask"),
    path(f"{TEAM}/demander/", pay.pay_ask, name="pay_ask_team"),
    path(f"{OF}/bulletin/<str:month>/", payslips.payslip, name="payslip"),
    path(f"{TEAM}/bulletin/<str:month>/", payslips.payslip, name="payslip_team"),
    path(f"{OF}/attestation/<str:month>/", payslips.certificate, name="certificate"),
    path(f"{OF}/dispense/", pay_settings.fee_waiver, name="fee_waiver"),
    path("paie/bulletins/", payslips.payslips_import, name="payslips_import"),
    path("paie/export/", pay_exports.pay_csv, name="pay_csv"),
    path("paie/virements/", pay_exports.pay_transfers, name="pay_transfers"),
    path(f"{HOST}/", pay_settings.pay_settings, name="pay_settings"),
    path(f"{HOST}/date-limite/", pay_settings.pay_calendar, name="pay_calendar"),
    path(f"{HOST}/compte/", pay_settings.pay_debtor, name="pay_debtor"),
    path(f"{HOST}/contributions/", pay_settings.fee_rule_new, name="fee_rule_new"),
    path(f"{HOST}/contributions/<str:month>/", pay_settings.fee_run, name="fee_run"),
    path("paie/contributions/<int:fee_rule_id>/fin/", pay_settings.fee_rule_end, name="fee_rule_end"),
    path("mon-argent/paie/", my_pay.my_pay, name="my_pay"),
    path("mon-argent/paie/<int:pay_request_id>/retirer/", my_pay.my_pay_withdraw, name="my_pay_withdraw"),
    path("mon-argent/paie/attestation/<int:kpa_id>/<str:month>/", my_pay.my_certificate, name="my_certificate"),
]
