"""The verbs of contracts: what they write, what they refuse, in words."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from maille.journeys import actions
from maille.journeys.actions import contract_laws, contracts
from maille.journeys.models import Contract, ContractLaw, ContractPeriod, Journey, Person
from maille.journeys.models.reading_contracts import contract_at, law_at
from maille.journeys.rules.contracts.status import Status
from maille.network.models import KpaChoices, Membership, Relation
from maille.network.rules.roles import Role
from tests.cast import Cast, member
from tests.journeys.contracts.help import TERMS, D, offer_all, prepare, renew, sign, signed, terminate
from tests.journeys.help import TODAY, acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_offered(cast: Cast) -> None:
    offer_all(cast)


def correct(cast: Cast, period: ContractPeriod, start: D, end: D | None) -> ContractPeriod:
    return contracts.correct_draft(
        acting(cast.fanny), period.pk, None, start, end, TERMS, now=timezone.now(), full_time_employee=False
    ).period


def test_only_what_the_kpa_proposes_is_prepared(cast: Cast) -> None:
    KpaChoices.objects.filter(kpa=cast.kpa).update(contract_kinds=["membership"])
    with pytest.raises(ValidationError, match="La Cape ne propose pas ce contrat"):
        prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31))


@pytest.mark.parametrize(("answer", "words"), [(True, "salariée à temps complet"), (None, "Demandez à la personne")])
def test_a_full_time_employee_gets_no_cape(cast: Cast, answer: bool | None, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31), full_time_employee=answer)
    assert prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), None, kind="membership", full_time_employee=answer)


def test_the_host_of_the_day_is_the_contracts(cast: Cast) -> None:
    Relation.objects.filter(target=cast.kpa, kind="host").update(ended_on=D(2026, 6, 30))
    Relation.objects.create(source=cast.other_host, kind="host", target=cast.kpa, started_on=D(2026, 8, 1))
    assert prepare(cast.fanny, cast.amina_journey, D(2026, 6, 20), D(2026, 12, 31)).contract.host == cast.host
    assert prepare(cast.fanny, cast.lea_journey, D(2026, 8, 1), D(2026, 12, 31)).contract.host == cast.other_host
    with pytest.raises(ValidationError, match="Personne ne porte les contrats de La Cape le 15/07/2026"):
        prepare(cast.fanny, cast.yanis_journey, D(2026, 7, 15), D(2026, 12, 31))


def test_a_renewal_stays_with_the_same_host(cast: Cast) -> None:
    first = signed(cast.fanny, cast.amina_journey, D(2026, 2, 1), D(2026, 7, 31))
    Relation.objects.filter(target=cast.kpa, kind="host").update(ended_on=D(2026, 7, 31))
    Relation.objects.create(source=cast.other_host, kind="host", target=cast.kpa, started_on=D(2026, 8, 1))
    with pytest.raises(ValidationError, match="un renouvellement se fait avec la même"):
        renew(cast.fanny, first, D(2026, 12, 31))


def test_one_draft_at_a_time(cast: Cast) -> None:
    draft = prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31))
    with pytest.raises(ValidationError, match="attend déjà sa signature"):
        prepare(cast.karim, cast.amina_journey, D(2027, 2, 1), D(2027, 12, 31))
    contracts.discard_draft(acting(cast.fanny), draft.pk, None, now=timezone.now())
    assert prepare(cast.karim, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31))
    draft.refresh_from_db()
    assert draft.withdrawn_by == cast.fanny, "a draft withdrawn stays"
    with pytest.raises(ValidationError, match="retiré entre-temps"):
        sign(cast.fanny, draft, TODAY)


def test_a_draft_is_corrected_until_somebody_signs(cast: Cast) -> None:
    draft = prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31))
    assert correct(cast, draft, D(2026, 7, 6), D(2027, 7, 5)).ends_on == D(2027, 7, 5)
    with pytest.raises(ValidationError, match="12 mois au plus"):
        correct(cast, draft, D(2026, 7, 6), D(2027, 7, 6))
    sign(cast.fanny, draft, TODAY)
    with pytest.raises(ValidationError, match="elle ne change plus"):
        correct(cast, draft, D(2026, 7, 7), D(2027, 7, 5))


def test_a_signature_is_neither_to_come_nor_too_late(cast: Cast) -> None:
    first = prepare(cast.fanny, cast.amina_journey, D(2026, 2, 1), D(2026, 5, 31), today=D(2026, 1, 1))
    with pytest.raises(ValidationError, match="sans signature : elle ne vaut rien"):
        sign(cast.fanny, first, D(2026, 6, 1))
    with pytest.raises(ValidationError, match="dans le futur"):
        contracts.mark_signed(acting(cast.fanny, D(2026, 1, 1)), first.pk, D(2026, 1, 2))
    sign(cast.fanny, first, D(2026, 1, 31))
    with pytest.raises(ValidationError, match="déjà signée"):
        sign(cast.fanny, first, D(2026, 1, 31))
    renewal = renew(cast.fanny, first, D(2026, 8, 31), today=D(2026, 5, 1))
    with pytest.raises(ValidationError, match="il n'y a plus rien à renouveler"):
        sign(cast.fanny, renewal, D(2026, 6, 1))
    sign(cast.fanny, renewal, D(2026, 5, 31))
    assert cast.amina_journey.history.filter(history_change_reason__contains="Renouvellement signé").exists()


def test_a_contract_ended_early_stops_that_day_and_its_draft_with_it(cast: Cast) -> None:
    first = signed(cast.fanny, cast.amina_journey, D(2026, 2, 1), D(2026, 7, 31))
    renewal = renew(cast.fanny, first, D(2026, 12, 31))
    for day, words in ((D(2026, 7, 31), "se termine de lui-même"), (D(2026, 1, 1), "ne peut pas précéder")):
        with pytest.raises(ValidationError, match=words):
            terminate(cast.fanny, first, day)
    termination = terminate(cast.fanny, first, D(2026, 6, 30), by="person")
    assert termination.on_behalf, "her own act, written by somebody else"
    renewal.refresh_from_db()
    assert renewal.withdrawn_at is not None
    told = [contract_at(cast.amina, cast.kpa, D(2026, month, day)) for month, day in ((6, 30), (7, 1))]
    assert [each.status if each else None for each in told] == [Status.RUNNING, Status.TERMINATED]
    with pytest.raises(ValidationError, match="déjà rompu"):
        terminate(cast.fanny, first, D(2026, 6, 29))
    with pytest.raises(ValidationError, match="ne se renouvelle plus"):
        renew(cast.fanny, first, D(2026, 12, 31))
    assert prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31)), "the days after are free again"


def test_dates_stay_within_the_journey_and_within_reason(cast: Cast) -> None:
    for start, words in (
        (D(2025, 1, 1), "avant l'entrée"),
        (D(2029, 1, 1), "très loin"),
    ):
        with pytest.raises(ValidationError, match=words):
            prepare(cast.fanny, cast.amina_journey, start, start.replace(month=6))
    ContractLaw.objects.filter(kind="volunteering").delete()
    with pytest.raises(ValidationError, match="Aucune règle n'est connue"):
        prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), None, kind="volunteering")
    Person.objects.filter(pk=cast.amina.pk).update(birth_date=None)
    with pytest.raises(ValidationError, match="La date de naissance manque"):
        prepare(cast.fanny, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31))


def test_nobody_prepares_in_somebody_elses_kpa(cast: Cast) -> None:
    with pytest.raises(Journey.DoesNotExist):
        prepare(cast.charlie, cast.amina_journey, D(2026, 7, 1), D(2026, 12, 31))
    period = signed(cast.fanny, cast.amina_journey, D(2026, 2, 1), D(2026, 7, 31))
    with pytest.raises(Contract.DoesNotExist):
        terminate(cast.charlie, period, D(2026, 6, 30))


def test_the_second_who_saves_is_told(cast: Cast) -> None:
    version = cast.amina_journey.version
    prepare(cast.karim, cast.amina_journey, D(2026, 7, 1), None, kind="membership")
    with pytest.raises(actions.ConflictError) as conflict:
        contracts.prepare_contract(
            acting(cast.fanny), cast.amina_journey.pk, version, "cape", D(2026, 7, 1), D(2026, 12, 31), TERMS,
            now=timezone.now(), full_time_employee=False,
        )  # fmt: skip
    assert conflict.value.changes[0].who == "Karim"


def test_administrators_add_a_version_of_the_law_and_the_past_stays(cast: Cast) -> None:
    values = {"period_months": 6, "renewals": 3, "total_months": 24, "notice_days": [45], "source": "Loi nouvelle"}
    with pytest.raises(PermissionDenied):
        contract_laws.add_law(acting(cast.odile), "cape", D(2027, 1, 1), values, now=timezone.now())
    boss = member("Administration", cast.network, Role.ADMINISTRATOR)
    assert Membership.objects.filter(user=boss).exists()
    contract_laws.add_law(acting(boss), "cape", D(2027, 1, 1), values, now=timezone.now())
    with pytest.raises(ValidationError, match="une nouvelle vient après"):
        contract_laws.add_law(acting(boss), "cape", D(2027, 1, 1), values, now=timezone.now())
    before, after = law_at("cape", D(2026, 12, 31)), law_at("cape", D(2027, 1, 1))
    assert before and after
    assert (before.period_months, after.period_months) == (12, 6)
    assert ContractLaw.objects.get(kind="cape", valid_from=D(2003, 8, 5)).valid_to is None
    prepare(cast.fanny, cast.amina_journey, D(2026, 12, 31), D(2027, 12, 30))
    with pytest.raises(ValidationError, match="6 mois au plus par période"):
        prepare(cast.fanny, cast.lea_journey, D(2027, 1, 1), D(2027, 12, 31))
