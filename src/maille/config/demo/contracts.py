"""Contracts of the cast: Amina's and Léa's run, renewed; Yanis's ends soon, and its renewal waits to be signed."""

import datetime
from dataclasses import replace

from django.utils import timezone

from maille.config.demo import documents
from maille.journeys.actions import contracts
from maille.journeys.models import ContractPeriod, Journey
from maille.journeys.rules.contracts.terms import Terms
from maille.journeys.rules.dates import add_months
from maille.network.rules.roles import Actor

ONE_DAY = datetime.timedelta(days=1)
MEALS = Terms(
    programme=(
        "Avant le début d'activité : se former à l'hygiène, préparer et vendre des repas avec le groupe, calculer un "
        "prix. Activités : traiteur, buffets, livraison de repas."
    ),
    resources="Cuisine équipée, véhicule, accompagnement une demi-journée par semaine",
    resources_cents=1_200_00,
    fee_permille=100,
    ceiling_cents=500_00,
)
SEWING = replace(
    MEALS,
    programme="Retouches et petites séries en couture, vente sur les marchés. Activités : couture, vente.",
    resources="Atelier, machines à coudre, accompagnement",
)


def write(actor: Actor, day: datetime.date) -> int:
    """Prepare and sign them on their days, as the coordination would have; how many periods were written."""
    amina, lea = journey("Amina", "La Cape"), journey("Léa", "La Cape")
    renewal = add_months(day + datetime.timedelta(days=45), -9) + ONE_DAY
    start = add_months(renewal, -12)
    start = max(start, amina.entered_on)
    first = signed(actor, amina, start, renewal - ONE_DAY, MEALS)
    documents.complete_host()
    renewed(actor, first, day + datetime.timedelta(days=45), MEALS)
    before = journey("Léa", "Illicoop")
    signed(actor, before, before.entered_on, before.entered_on + datetime.timedelta(days=299), SEWING)
    hers = signed(actor, lea, lea.entered_on, add_months(lea.entered_on, 12) - ONE_DAY, SEWING)
    again(actor, hers, add_months(lea.entered_on, 18) - ONE_DAY, SEWING)
    yanis, next_starts = journey("Yanis", "La Cape"), day + datetime.timedelta(days=9)
    start = max(add_months(next_starts, -6), yanis.entered_on)
    his = signed(actor, yanis, start, next_starts - ONE_DAY, MEALS)
    waiting = contracts.prepare_renewal(
        actor, his.contract_id, None, add_months(next_starts, 6) - ONE_DAY, MEALS, now=morning(day),
        full_time_employee=False,
    ).period  # fmt: skip
    documents.waiting_on_paper(actor, waiting)
    return ContractPeriod.objects.count()


def journey(first_name: str, kpa: str) -> Journey:
    """The latest journey of somebody of the cast in that KPA."""
    found = Journey.objects.filter(
        kpa__name=kpa, person__first_name=first_name, person__user__email__endswith="@exemple.fr"
    )
    return found.latest("entered_on")


def morning(day: datetime.date) -> datetime.datetime:
    """When it was typed."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9, 30)))


def signed(actor: Actor, one: Journey, start: datetime.date, end: datetime.date, terms: Terms) -> ContractPeriod:
    """A CAPE signed on its first day."""
    then = replace(actor, today=start)
    period = contracts.prepare_contract(
        then, one.pk, None, "cape", start, end, terms, now=morning(then.today), full_time_employee=False
    ).period
    return contracts.mark_signed(then, period.pk, start)


def again(actor: Actor, period: ContractPeriod, end: datetime.date, terms: Terms) -> ContractPeriod:
    """Its renewal, signed on paper a week before it begins."""
    last = period.ends_on or period.started_on
    then = replace(actor, today=last - datetime.timedelta(days=7))
    renewal = contracts.prepare_renewal(
        then, period.contract_id, None, end, terms, now=morning(then.today), full_time_employee=False
    ).period
    return contracts.mark_signed(then, renewal.pk, then.today)


def renewed(actor: Actor, period: ContractPeriod, end: datetime.date, terms: Terms) -> ContractPeriod:
    """Its renewal, signed on screen by both a week before it begins."""
    last = period.ends_on or period.started_on
    then = replace(actor, today=last - datetime.timedelta(days=7))
    renewal = contracts.prepare_renewal(
        then, period.contract_id, None, end, terms, now=morning(then.today), full_time_employee=False
    ).period
    return documents.signed_on_screen(then, renewal)
