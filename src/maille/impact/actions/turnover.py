"""Turnover by hand: entered, corrected, withdrawn; never changed in place, so that every figure sent can be told."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from maille.impact import access
from maille.impact.models import TurnoverLine, TurnoverSource
from maille.network.actions.saving import sign
from maille.network.models import Organisation
from maille.network.models.organisations import Kind
from maille.network.rules.roles import Actor

CHANGED = "Cette ligne vient d'être corrigée ou retirée par quelqu'un d'autre. Relisez-la, puis recommencez."
MOST_CENTS = 10**13


def enter_turnover(
    actor: Actor,
    kpa_id: int,
    start: datetime.date,
    end: datetime.date,
    cents: int,
    at: datetime.datetime,
    note: str = "",
    replaces: TurnoverLine | None = None,
) -> TurnoverLine:
    """A line for a KPA (`cents`, tax excluded); lines that overlap it are told by `overlaps_of`, not refused."""
    if not access.may_enter_turnover(actor, kpa_id):
        raise PermissionDenied("Vous n'avez pas la main sur le chiffre d'affaires de ce KPA.")
    refuse(actor, kpa_id, start, end, cents)
    try:
        with transaction.atomic():
            return TurnoverLine.objects.create(
                kpa_id=kpa_id,
                start=start,
                end=end,
                cents=cents,
                note=note,
                entered_by_id=actor.user_id,
                entered_at=at,
                replaces=replaces,
            )
    except IntegrityError as problem:
        if "replaces" in str(problem):
            raise ValidationError(CHANGED) from None
        raise


def refuse(actor: Actor, kpa_id: int, start: datetime.date, end: datetime.date, cents: int) -> None:
    """A ValidationError by field when the line cannot be true, or would count twice with computed turnover."""
    problems: dict[str, list[str]] = {}
    if not Organisation.objects.filter(pk=kpa_id, kind=Kind.KPA).exists():
        problems["kpa"] = ["Choisissez un KPA."]
    if end < start:
        problems["end"] = [f"La ligne finit le {end:%d/%m/%Y}, avant son début : vérifiez les deux dates."]
    elif end > actor.today:
        problems["end"] = ["Le chiffre d'affaires se saisit une fois réalisé : la fin est dans l'avenir."]
    if cents < 0:
        problems["cents"] = ["Un chiffre d'affaires ne peut pas être négatif."]
    elif cents > MOST_CENTS:
        problems["cents"] = ["Ce montant est trop grand pour être vrai : vérifiez la virgule."]
    computed = TurnoverSource.objects.filter(kpa_id=kpa_id, computed_from__lte=end).first()
    if computed is not None and computed.computed_from is not None:
        day = f"{computed.computed_from:%d/%m/%Y}"
        problems.setdefault("end", []).append(
            f"À partir du {day}, le chiffre d'affaires de ce KPA est calculé : arrêtez la ligne avant, "
            "pour que rien ne compte deux fois."
        )
    if problems:
        raise ValidationError(problems)


def overlaps_of(
    kpa_id: int, start: datetime.date, end: datetime.date, besides: TurnoverLine | None = None
) -> list[TurnoverLine]:
    """The lines that stand and share a day with these dates: shown as a warning, since both would be counted."""
    lines = TurnoverLine.objects.current().filter(kpa_id=kpa_id).overlapping(start, end)
    return list(lines.exclude(pk=besides.pk) if besides else lines)


def correct_turnover(
    actor: Actor,
    line_id: int,
    start: datetime.date,
    end: datetime.date,
    cents: int,
    at: datetime.datetime,
    note: str = "",
) -> TurnoverLine:
    """A new line in the place of one that stands; the old one is kept, with its author."""
    with transaction.atomic():
        line = standing(actor, line_id)
        return enter_turnover(actor, line.kpa_id, start, end, cents, at, note, replaces=line)


def withdraw_turnover(actor: Actor, line_id: int, at: datetime.datetime) -> TurnoverLine:
    """A line entered by mistake counts no more; it is kept."""
    with transaction.atomic():
        line = standing(actor, line_id)
        line.withdrawn_at, line.withdrawn_by_id = at, actor.user_id
        line.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return line


def standing(actor: Actor, line_id: int) -> TurnoverLine:
    """The line, locked, if the actor may change it and nobody did before."""
    line = TurnoverLine.objects.visible_to(actor).order_by().select_for_update().get(pk=line_id)
    if not access.may_enter_turnover(actor, line.kpa_id):
        raise PermissionDenied("Vous n'avez pas la main sur le chiffre d'affaires de ce KPA.")
    if line.withdrawn_at or TurnoverLine.objects.filter(replaces=line).exists():
        raise ValidationError(CHANGED)
    return line


@transaction.atomic
def compute_turnover(actor: Actor, kpa_id: int, since: datetime.date, by: TurnoverSource.By) -> TurnoverSource:
    """From `since` on, a KPA's turnover is what its jobs received, by the date said.

    ValidationError when a line by hand runs over that day: part of it would count twice, part of it not at all. Lines
    that begin on that day or after count no more, and stay written.
    """
    if not access.may_enter_turnover(actor, kpa_id):
        raise PermissionDenied("Vous n'avez pas la main sur le chiffre d'affaires de ce KPA.")
    Organisation.objects.select_for_update().get(pk=kpa_id)
    across = TurnoverLine.objects.filter(
        kpa_id=kpa_id, replacement__isnull=True, withdrawn_at__isnull=True, start__lt=since, end__gte=since
    ).first()
    if across is not None:
        words = f"du {across.start:%d/%m/%Y} au {across.end:%d/%m/%Y}"
        raise ValidationError(
            {
                "since": f"Une ligne saisie à la main court {words} : corrigez-la d'abord, "
                "pour que rien ne compte deux fois."
            }
        )
    source, _ = TurnoverSource.objects.get_or_create(kpa_id=kpa_id)
    source.computed_from, source.by = since, by
    sign(source, actor)
    source.save()
    return source
