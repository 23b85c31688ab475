"""Contracts on screen: prepared, renewed, ended and announced, as somebody clicks through them."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from maille.journeys.models import Contract, ContractLaw, ContractPeriod, Journey, Suspension, Termination
from maille.journeys.models.contract_week import contracts_ending, contracts_left_running, contracts_to_sign
from maille.network.models import KpaChoices
from maille.network.rules.roles import Role
from tests.cast import Cast, member
from tests.journeys.contracts.help import D
from tests.journeys.help import acting
from tests.worlds.contracts import offer_all, written

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 15)
TYPED = {
    "started_on": "2026-07-01", "ends_on": "2027-06-30", "full_time_employee": "non", "programme": "Des repas",
    "resources": "Cuisine", "resources_cents": "1 200", "fee_permille": "7,5", "ceiling_cents": "500,00",
}  # fmt: skip


@pytest.fixture
def fanny(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("maille.network.middleware.timezone.localdate", lambda *_: TODAY)
    offer_all(cast.kpa)
    client.force_login(cast.fanny)
    return client


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"journeys:{name}", args=args))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_contract_is_prepared_with_amounts_as_people_type_them(fanny: Client, cast: Cast) -> None:
    journey = cast.amina_journey
    assert "Aucun contrat n'est écrit" in page(fanny, "contracts", journey.pk)
    assert "Adhésion bénévole" in page(fanny, "contract_new", journey.pk)
    answer = fanny.post(reverse("journeys:contract_prepare", args=[journey.pk, "cape"]), TYPED, follow=True)
    period = ContractPeriod.objects.get()
    assert (period.fee_permille, period.resources_cents, period.ceiling_cents) == (75, 1_200_00, 500_00)
    assert period.entered_by == cast.fanny
    shown = " ".join(answer.content.decode().split())
    assert "En préparation" in shown
    assert "7,5 %" in shown
    assert "à signer par la personne, la structure de portage" in shown
    assert "À compléter avant de signer" not in shown


def test_what_the_law_refuses_is_said_beside_the_field_and_nothing_is_lost(fanny: Client, cast: Cast) -> None:
    address = reverse("journeys:contract_prepare", args=[cast.amina_journey.pk, "cape"])
    shown = fanny.post(address, TYPED | {"ends_on": "2027-07-01"}).content.decode()
    assert "choisissez une fin au plus tard le 30/06/2027" in shown
    assert "Des repas" in shown
    assert "salariée à temps complet" in fanny.post(address, TYPED | {"full_time_employee": "oui"}).content.decode()
    assert "Écrivez un pourcentage" in fanny.post(address, TYPED | {"fee_permille": "beaucoup"}).content.decode()
    assert "Un pourcentage va de 0 à 100" in fanny.post(address, TYPED | {"fee_permille": "101"}).content.decode()
    assert "Un chiffre après la virgule" in fanny.post(address, TYPED | {"fee_permille": "7,55"}).content.decode()
    assert not Contract.objects.exists()


def test_a_kpa_that_proposes_nothing_says_where_to_choose(fanny: Client, cast: Cast) -> None:
    KpaChoices.objects.filter(kpa=cast.kpa).update(contract_kinds=[])
    assert reverse("network:choices", args=[cast.kpa.pk]) in page(fanny, "contract_new", cast.amina_journey.pk)
    assert "pas encore dit quels contrats" in page(fanny, "contracts", cast.amina_journey.pk)


def test_the_third_renewal_is_refused_with_what_to_do(fanny: Client, cast: Cast) -> None:
    contract = written(
        cast.amina_journey, cast.fanny, "cape",
        (D(2025, 5, 1), D(2025, 8, 31), D(2025, 5, 1)),
        (D(2025, 9, 1), D(2026, 1, 31), D(2025, 8, 20)),
        (D(2026, 2, 1), D(2026, 7, 31), D(2026, 1, 20)),
    )  # fmt: skip
    shown = page(fanny, "contracts", cast.amina_journey.pk)
    assert "dans 46 jours. Un CAPE se renouvelle deux fois, et c&#x27;est déjà fait" in shown
    assert "Préparer le renouvellement" not in shown
    assert "3 sur 3" in shown
    assert "15 mois sur 36 mois" in shown
    refused = page(fanny, "contract_renew", cast.amina_journey.pk, contract.pk)
    assert "un autre contrat, son activité, ou la fin du parcours" in refused


def test_a_renewal_keeps_what_was_written_and_proposes_the_latest_end(fanny: Client, cast: Cast) -> None:
    contract = written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 6, 30), D(2026, 1, 1)))
    shown = page(fanny, "contract_renew", cast.amina_journey.pk, contract.pk)
    assert 'value="2027-06-30"' in shown
    assert "Préparer et vendre des repas" in shown
    assert 'value="7,5"' in shown
    address = reverse("journeys:contract_renew", args=[cast.amina_journey.pk, contract.pk])
    typed = {key: value for key, value in TYPED.items() if key != "started_on"}
    fanny.post(address, typed | {"ends_on": "2026-12-31"})
    renewal = contract.periods.get(rank=1)
    assert (renewal.started_on, renewal.ends_on) == (D(2026, 7, 1), D(2026, 12, 31))
    assert "il se signe ce jour-là au plus tard" in page(fanny, "contracts", cast.amina_journey.pk)
    fanny.post(reverse("journeys:contract_correct", args=[cast.amina_journey.pk, renewal.pk]), typed)
    renewal.refresh_from_db()
    assert renewal.ends_on == D(2027, 6, 30)
    fanny.post(reverse("journeys:contract_discard", args=[cast.amina_journey.pk, renewal.pk]))
    assert "Un renouvellement attend" not in page(fanny, "contracts", cast.amina_journey.pk)


def test_a_contract_is_ended_early_on_screen(fanny: Client, cast: Cast) -> None:
    contract = written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 12, 31), D(2026, 1, 1)))
    address = reverse("journeys:contract_terminate", args=[cast.amina_journey.pk, contract.pk])
    shown = fanny.post(address, {"ended_on": "2026-06-15", "by": "person", "reason": "Un emploi"}, follow=True)
    text = " ".join(shown.content.decode().split())
    assert "Rompu au 15 juin 2026" in text
    assert "Saisi par Fanny pour Amina" in text
    assert Termination.objects.get().reason == "Un emploi"
    assert "déjà rompu" in page(fanny, "contract_terminate", cast.amina_journey.pk, contract.pk)


def test_what_was_not_signed_yet_is_not_shown_on_a_past_day(fanny: Client, cast: Cast) -> None:
    written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 6, 30), D(2025, 12, 20)))
    written(cast.amina_journey, cast.fanny, "cesa", (D(2026, 7, 1), None, None))
    address = reverse("journeys:contracts", args=[cast.amina_journey.pk])
    past = fanny.get(address, {"au": "2026-05-01"}).content.decode()
    assert "CAPE avec Optéos" in past
    assert "CESA avec" not in past
    assert "Préparer un contrat" not in past
    assert "CAPE avec" not in fanny.get(address, {"au": "2025-12-01"}).content.decode()


def test_the_end_of_a_journey_leaves_the_contract_and_says_so(fanny: Client, cast: Cast) -> None:
    written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 12, 31), D(2026, 1, 1)))
    version = Journey.objects.get(pk=cast.amina_journey.pk).version
    answer = fanny.post(
        reverse("journeys:step_sortie", args=[cast.amina_journey.pk]), {"version": version, "ended_on": "2026-06-10"},
        follow=True,
    )  # fmt: skip
    assert "ce contrat court encore jusqu&#x27;au 31/12/2026" in answer.content.decode()
    assert "mais ce contrat court encore, jusqu&#x27;au 31/12/2026" in page(fanny, "contracts", cast.amina_journey.pk)
    week = page(fanny, "week")
    assert "son CAPE court encore jusqu&#x27;au 31/12/2026" in week


def test_a_pause_does_not_stop_the_contract(fanny: Client, cast: Cast) -> None:
    written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 12, 31), D(2026, 1, 1)))
    Suspension.objects.create(journey=cast.amina_journey, started_on=D(2026, 6, 1))
    assert "ses mois continuent de compter" in page(fanny, "contracts", cast.amina_journey.pk)


def test_the_week_announces_ends_and_waiting_signatures(fanny: Client, cast: Cast) -> None:
    written(cast.amina_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 8, 14), D(2026, 1, 1)))
    written(cast.lea_journey, cast.fanny, "cape", (D(2026, 1, 1), D(2026, 8, 15), D(2026, 1, 1)))
    written(cast.yanis_journey, cast.fanny, "cape", (D(2026, 6, 20), D(2026, 12, 15), None))
    week = page(fanny, "week")
    assert "Contrats qui finissent" in week
    assert "il finit le 14/08/2026" in week
    assert "15/08/2026" not in week, "sixty-one days ahead is not yet announced"
    assert "à signer : il commence le 20/06/2026" in week
    assert "dans 60 jours" in page(fanny, "week_group", "contrats-a-finir")
    renewed = Contract.objects.get(journey=cast.amina_journey)
    ContractPeriod.objects.create(
        contract=renewed, rank=1, started_on=D(2026, 8, 15), ends_on=D(2026, 12, 31), signed_on=D(2026, 6, 1),
        entered_at=datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    assert "il finit le 14/08/2026" not in page(fanny, "week"), "a signed renewal answers the notice"


@pytest.mark.parametrize(
    ("found", "period", "shown"),
    [
        (contracts_ending, (D(2026, 1, 1), D(2026, 6, 1), D(2026, 1, 1)), True),
        (contracts_ending, (D(2026, 1, 1), D(2026, 4, 15), D(2026, 1, 1)), False),
        (contracts_ending, (D(2026, 1, 1), D(2026, 6, 1), None), False),
        (contracts_to_sign, (D(2026, 6, 29), D(2026, 12, 1), None), True),
        (contracts_to_sign, (D(2026, 6, 30), D(2026, 12, 1), None), False),
        (contracts_to_sign, (D(2026, 2, 1), D(2026, 12, 1), None), True),
        (contracts_to_sign, (D(2026, 6, 20), D(2026, 12, 1), D(2026, 6, 1)), False),
        (contracts_left_running, (D(2026, 1, 1), D(2026, 12, 31), D(2026, 1, 1)), False),
    ],
)
def test_each_group_takes_what_it_says(
    cast: Cast, found: Callable[..., object], period: tuple[D, D, D | None], shown: bool
) -> None:
    written(cast.amina_journey, cast.fanny, "cape", period)
    assert (cast.amina_journey in found(acting(cast.fanny), TODAY)) == shown  # type: ignore[operator]
    assert not list(found(acting(cast.charlie), TODAY))  # type: ignore[call-overload]


def test_administrators_add_a_version_of_the_law(client: Client, cast: Cast) -> None:
    client.force_login(member("Administration", cast.network, Role.ADMINISTRATOR))
    address = reverse("journeys:contract_law_new", args=["cape"])
    typed = {"valid_from": "2027-01-01", "period_months": "12", "renewals": "2", "total_months": "36",
             "notice_days": "90, 30", "source": "Loi nouvelle"}  # fmt: skip
    assert "entre 1 et 365" in client.post(address, typed | {"notice_days": "bientôt"}).content.decode()
    assert "une nouvelle vient après" in client.post(address, typed | {"valid_from": "2001-01-01"}).content.decode()
    assert "Loi nouvelle" in client.post(address, typed, follow=True).content.decode()
    assert ContractLaw.objects.filter(kind="cape").count() == 2
