"""Pay on screen: my phone, the KPA's desk, the host's desk; nobody sees what is not theirs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maille.activities.actions.participants import participant_for
from maille.identity.models import Access
from maille.sharing.models import FeeRule, PayCalendar, PayRequest, Payslip
from maille.sharing.models.pay_money import state_of
from maille.sharing.rules.pay import Step
from tests.cast import Cast
from tests.sharing.pay.help import (
    JUNE,
    accepted,
    asked,
    crowd,
    give,
    paid,
    participant,
    slip,
    twentieth,
    under_contract,
    user_of,
)

PAY = "/paie/?mois=2026-06"


@pytest.fixture(autouse=True)
def june(monkeypatch: pytest.MonkeyPatch, today: Any) -> None:
    """Pages are asked on the day the cast lives."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **more: today)


@pytest.fixture
def house(cast: Cast) -> Cast:
    """La Cape under contract, 300 € for Amina."""
    twentieth(cast)
    for journey in (cast.amina_journey, cast.lea_journey, cast.yanis_journey):
        under_contract(journey, cast.fanny)
    give(cast, participant(cast, cast.amina), 300_00, "opening:amina")
    return cast


def as_(user: Any) -> Client:
    """A browser."""
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    """What a page says, spaces made plain."""
    return str(response.content.decode()).replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def test_i_ask_everything_on_my_phone(house: Cast) -> None:
    phone = as_(user_of(house, house.amina))
    page = text(phone.get("/mon-argent/paie/"))
    assert "Vous avez" in page
    assert "300,00" in page
    assert "samedi 20 juin" in page
    assert "Ce n&#x27;est pas encore votre salaire" in page or "Ce n'est pas encore votre salaire" in page
    response = phone.post("/mon-argent/paie/", {"pay": "Tout", "keeps_for": ""}, follow=True)
    assert "Votre demande est pour juin 2026" in text(response)
    request = PayRequest.objects.get()
    assert (request.pay, request.on_behalf) == (300_00, False)
    page = text(phone.get("/mon-argent/paie/"))
    assert "Votre KPA va la lire" in page
    phone.post(reverse("sharing:my_pay_withdraw", args=[request.pk]))
    assert state_of(PayRequest.objects.get()) == Step.WITHDRAWN


def test_too_much_is_refused_beside_the_field_and_nothing_is_lost(house: Cast) -> None:
    phone = as_(user_of(house, house.amina))
    page = text(phone.post("/mon-argent/paie/", {"pay": "300,01", "keeps_for": "la machine"}))
    assert "au plus 300,00 €" in page
    assert 'value="la machine"' in page
    assert not PayRequest.objects.exists()


def test_a_returned_request_tells_why(house: Cast) -> None:
    user, amina = user_of(house, house.amina), participant(house, house.amina)
    request = asked(house, amina, 100_00)
    karim = as_(house.karim)
    refused = karim.post(reverse("sharing:pay_return", args=[request.pk]), {"note": ""})
    assert "Ce champ est obligatoire" in text(refused) or "obligatoire" in text(refused)
    karim.post(reverse("sharing:pay_return", args=[request.pk]), {"note": "Il manque votre RIB."})
    page = text(as_(user).get("/mon-argent/paie/"))
    assert "Il manque votre RIB." in page
    assert "Envoyer ma demande" in page


def test_the_month_has_a_line_for_everybody_even_at_nothing(house: Cast) -> None:
    asked(house, participant(house, house.amina), 120_00)
    page = text(as_(house.fanny).get(PAY))
    for name in ("Amina Benali", "Léa Fontaine", "Yanis Mercier"):
        assert name in page
    assert "120,00 €" in page
    assert "pas d&#x27;IBAN" in page
    assert "Noter sa demande" in page


def test_all_at_once_after_a_confirmation(house: Cast) -> None:
    give(house, participant(house, house.lea), 50_00, "opening:lea")
    requests = [asked(house, participant(house, each), 20_00) for each in (house.amina, house.lea)]
    fanny, address = as_(house.fanny), reverse("sharing:pay_bulk", args=["verifier"])
    ids = [each.pk for each in requests]
    page = text(fanny.post(address, {"demandes": ids, "retour": "mois=2026-06"}))
    assert "Vérifier ces 2 demandes" in page
    assert "40,00 €" in page
    assert {state_of(each) for each in PayRequest.objects.all()} == {Step.ASKED}
    said = fanny.post(address, {"demandes": ids, "retour": "mois=2026-06", "confirmer": "1"}, follow=True)
    assert "2 demandes vérifiées." in text(said)
    assert fanny.post(reverse("sharing:pay_bulk", args=["accepter"]), {"demandes": ids}).status_code == 403
    as_(house.karim).post(reverse("sharing:pay_bulk", args=["accepter"]), {"demandes": ids, "confirmer": "1"})
    assert {state_of(each) for each in PayRequest.objects.all()} == {Step.ACCEPTED}


def test_the_host_records_a_payslip_and_shows_it_as_a_picture(house: Cast) -> None:
    amina = participant(house, house.amina)
    accepted(house, amina, 120_00)
    karim, address = as_(house.karim), reverse("sharing:payslip", args=[house.amina_journey.pk, "2026-06"])
    typed = {"cost": "120", "gross": "90,00", "net": "71", "refund": "", "paid_on": "2026-06-15", "hours": "7,5"}
    wrong = text(karim.post(address, {**typed, "net": "91"}))
    assert "Le net ne dépasse pas le brut" in wrong
    assert karim.post(address, typed).status_code == 302
    made = Payslip.objects.get()
    assert (made.cost, made.gross, made.net, str(made.hours)) == (120_00, 90_00, 71_00, "7.50")
    page = text(karim.get(address))
    assert "De la part au salaire net" in page
    assert as_(house.fanny).post(address, typed).status_code == 403
    again = karim.post(address, {**typed, "cost": "110", "note": "Erreur de taux"})
    assert again.status_code == 302
    assert Payslip.objects.count() == 2
    phone = text(as_(user_of(house, house.amina)).get("/mon-argent/paie/"))
    assert "Vous avez reçu" in phone
    assert "71,00 €" in phone


def test_money_pages_are_logged_for_the_person(house: Cast) -> None:
    request = asked(house, participant(house, house.amina), 10_00)
    as_(house.fanny).get(reverse("sharing:pay_request", args=[request.pk]))
    read = Access.objects.get(subject_kind="person", subject_id=house.amina.pk)
    assert (read.user_id, read.what) == (house.fanny.pk, "demande de paie")


def test_the_outsider_and_the_other_coop_see_nothing(house: Cast) -> None:
    request = asked(house, participant(house, house.amina), 10_00)
    paid(house, participant(house, house.lea), JUNE, slip(0))
    addresses = [
        reverse("sharing:pay_request", args=[request.pk]),
        reverse("sharing:pay_return", args=[request.pk]),
        reverse("sharing:pay_ask", args=[house.amina_journey.pk]),
        reverse("sharing:payslip", args=[house.lea_journey.pk, "2026-06"]),
        reverse("sharing:certificate", args=[house.lea_journey.pk, "2026-06"]),
        reverse("sharing:pay_settings", args=[house.host.pk]),
    ]
    charlie, amina = as_(house.charlie), as_(user_of(house, house.amina))
    for address in addresses:
        assert charlie.get(address).status_code == 404, address
        assert amina.get(address).status_code in (403, 404), address
    assert "Amina" not in text(charlie.get(PAY))
    assert amina.get(reverse("sharing:my_certificate", args=[house.kpa.pk, "2026-06"])).status_code == 404
    lea = as_(user_of(house, house.lea))
    assert lea.get(reverse("sharing:my_certificate", args=[house.kpa.pk, "2026-06"])).status_code == 200
    assert lea.post(reverse("sharing:my_pay_withdraw", args=[request.pk])).status_code == 404


def test_the_host_sets_the_calendar_its_account_and_contributions(house: Cast) -> None:
    karim, host = as_(house.karim), house.host.pk
    karim.post(reverse("sharing:pay_calendar", args=[host]), {"cut_off_day": "25", "valid_from": "2026-07-01"})
    assert PayCalendar.objects.filter(cut_off_day=25).exists()
    wrong = karim.post(reverse("sharing:pay_debtor", args=[host]), {"name": "Optéos", "iban": "FR76", "bic": "X"})
    assert "Un BIC a 8 ou 11 signes" in text(wrong)
    right = {"name": "Optéos", "iban": "FR76 3000 6000 0112 3456 7890 189", "bic": "AGRIFRPP867"}
    karim.post(reverse("sharing:pay_debtor", args=[host]), right)
    page = text(karim.get(reverse("sharing:pay_settings", args=[host])))
    assert "•••• 0189" in page
    assert "3000" not in page
    fee = {"name": "Portage", "cents": "30", "kpa": "", "valid_from": "2026-06-01", "first_months_free": "0",
           "waived_statuses": ["minimum"]}  # fmt: skip
    assert karim.post(reverse("sharing:fee_rule_new", args=[host]), fee).status_code == 302
    assert FeeRule.objects.get().cents == 30_00
    address = reverse("sharing:fee_run", args=[host, "2026-06"])
    assert "À prendre : 3 contributions, " in text(karim.get(address)).replace('<span class="number">', "")
    assert "1 contribution prise, 2 encore dues, faute de solde." in text(karim.post(address, follow=True))
    assert as_(house.odile).post(address).status_code in (403, 404)


def test_the_month_asks_the_same_questions_for_three_or_thirty(house: Cast) -> None:
    karim = as_(house.karim)
    for journey in crowd(house, 3):
        asked(house, participant(house, journey.person), 0)
    karim.get(PAY)
    with CaptureQueriesContext(
        connection,
    ) as few:
        karim.get(PAY)
    for rank, journey in enumerate(crowd(house, 27, 3)):
        held = participant(house, journey.person)
        give(house, held, 10_00, f"opening:{rank}")
        asked(house, held, 5_00)
    with CaptureQueriesContext(connection) as many:
        page = text(karim.get(PAY))
    assert page.count("Prénom") >= 30
    assert len(many) == len(few), [query["sql"][:90] for query in many]


def test_somebody_of_the_team_asks_too(house: Cast) -> None:
    held = participant_for(house.kpa, user=house.fanny)
    give(house, held, 40_00, "opening:fanny")
    phone = as_(house.fanny)
    assert "40,00" in text(phone.get("/mon-argent/paie/"))
    phone.post("/mon-argent/paie/", {"pay": "40"})
    request = PayRequest.objects.get()
    assert phone.post(reverse("sharing:pay_check", args=[request.pk])).status_code == 403
    karim = as_(house.karim)
    karim.post(reverse("sharing:pay_check", args=[request.pk]))
    assert "Fanny" in text(karim.get(PAY))
    assert karim.get(reverse("sharing:payslip_team", args=[held.pk, "2026-06"])).status_code == 200
