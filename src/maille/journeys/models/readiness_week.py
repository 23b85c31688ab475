"""Who is not ready, whose insurer has not answered, what expires: as querysets of journeys, for the week's page.

The same rule as rules.readiness, said to the database; a property test keeps the two together.
"""

import datetime

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from maille.journeys.models.contracts import ContractPeriod
from maille.journeys.models.journeys import Journey, JourneyQuerySet
from maille.journeys.models.pieces import BankDetails, Insurance, Piece
from maille.journeys.rules.dates import add_months
from maille.journeys.rules.readiness import ADULT, ANNOUNCED
from maille.network.models import KpaChoices
from maille.network.rules.pieces import CHOSEN, PieceKind
from maille.network.rules.roles import Actor

HERE = {"person": OuterRef("person"), "kpa": OuterRef("kpa")}
FAR = Value(datetime.date.max)


def contract_condition(day: datetime.date) -> Q:
    """A signed contract runs that day."""
    periods = ContractPeriod.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        Q(contract__termination__isnull=True) | Q(contract__termination__ended_on__gte=day),
        contract__journey__person=OuterRef("person"),
        contract__kpa=OuterRef("kpa"),
        withdrawn_at__isnull=True,
        signed_on__lte=day,
        started_on__lte=day,
    )
    return Q(Exists(periods.order_by()))


def cover_condition(day: datetime.date) -> Q:
    """The insurer had said yes by then, for that day."""
    covers = Insurance.objects.kept().filter(
        Q(covers_to__isnull=True) | Q(covers_to__gte=day),
        **HERE,
        answer=Insurance.Answer.VALIDATED,
        sent_on__lte=day,
        answered_on__lte=day,
        covers_from__lte=day,
    )
    return Q(Exists(covers.order_by()))


def held(kind: str, day: datetime.date) -> Q:
    """A piece of that kind holds that day."""
    return Q(Exists(Piece.objects.filter(**HERE, kind=kind).held_on(day).order_by()))


def account_condition(day: datetime.date) -> Q:
    """An account is in use that day."""
    accounts = BankDetails.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day), person=OuterRef("person"), since__lte=day
    )
    return Q(Exists(accounts.order_by()))


def ready_condition(day: datetime.date, required: frozenset[str]) -> Q:
    """Nothing blocking is missing, in KPAs that require these pieces; for a queryset of journeys under way."""
    adult = Q(person__birth_date__lte=add_months(day, -12 * ADULT))
    minor = Q(person__birth_date__isnull=False) & held(PieceKind.AUTHORISATION, day)
    allowed = Q(person__right_to_work_needed=False) | (
        Q(person__right_to_work_needed=True) & held(PieceKind.RIGHT_TO_WORK, day)
    )
    ready = contract_condition(day) & cover_condition(day) & (adult | minor) & allowed
    for kind in CHOSEN:
        if kind.value in required:
            ready &= account_condition(day) if kind == PieceKind.BANK else held(kind, day)
    return ready


def not_ready(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys under way whose person may not work that day; one query to learn what each KPA requires."""
    journeys = Journey.objects.visible_to(actor).at(day)
    asking: dict[frozenset[str], list[int]] = {}
    for kpa, pieces in KpaChoices.objects.visible_to(actor).values_list("kpa_id", "required_pieces"):
        if pieces:
            asking.setdefault(frozenset(pieces), []).append(kpa)
    some = [kpa for kpas in asking.values() for kpa in kpas]
    ready = ~Q(kpa__in=some) & ready_condition(day, frozenset())
    for required, kpas in asking.items():
        ready |= Q(kpa__in=kpas) & ready_condition(day, required)
    return journeys.filter(~ready)


def uninsured(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys under way without a cover, nor a demand that waits for its answer."""
    waiting = Insurance.objects.filter(**HERE).awaited_on(day)
    return Journey.objects.visible_to(actor).at(day).filter(~cover_condition(day) & ~Q(Exists(waiting.order_by())))


def unanswered(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys under way whose insurer was asked and has not answered."""
    waiting = Insurance.objects.filter(**HERE).awaited_on(day)
    return Journey.objects.visible_to(actor).at(day).filter(Exists(waiting.order_by()))


def expiring(actor: Actor, day: datetime.date) -> JourneyQuerySet:
    """Journeys under way with a piece or a cover that ends within sixty days, and no longer one behind it."""
    until = day + datetime.timedelta(days=ANNOUNCED[0])
    pieces = Piece.objects.filter(**HERE, expires_on__lte=until).held_on(day)
    longer = Piece.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gt=until),
        person=OuterRef("person"), kpa=OuterRef("kpa"), kind=OuterRef("kind"),
    ).held_on(day)  # fmt: skip
    covers = Insurance.objects.kept().filter(
        **HERE, answer=Insurance.Answer.VALIDATED, answered_on__lte=day, covers_from__lte=day, covers_to__gte=day,
        covers_to__lte=until,
    )  # fmt: skip
    after = (
        Insurance.objects.kept()
        .filter(person=OuterRef("person"), kpa=OuterRef("kpa"), answer=Insurance.Answer.VALIDATED, answered_on__lte=day)
        .annotate(end=Coalesce(F("covers_to"), FAR))
        .filter(end__gt=until)
    )
    ends = Q(Exists(pieces.filter(~Exists(longer.order_by())).order_by()))
    ends |= Q(Exists(covers.filter(~Exists(after.order_by())).order_by()))
    return Journey.objects.visible_to(actor).at(day).filter(ends)
