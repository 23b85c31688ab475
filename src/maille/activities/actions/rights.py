"""What people's own data becomes here: told to them, emptied when they are anonymised, followed when files are joined.

Hours, money advanced and places are kept nameless: the participant's number alone (C. com. L123-22, ten years).
"""

import datetime
import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from maille.activities.models import Contribution, Expense, News, Participant, PlannedWork, SignUp
from maille.journeys.actions import merges
from maille.journeys.actions.rights import archiving, contacts, holdings
from maille.journeys.actions.rights.archiving import said
from maille.journeys.actions.rights.holdings import GONE, Holding
from maille.journeys.models import KeepingRule, LegalArchive, Person, Reply, behalf
from maille.journeys.models.many import these
from maille.journeys.models.rights import keeping_rule
from maille.network.models import Organisation, host_at
from maille.network.rules.roles import Actor

TEAM = "dans l'équipe"
S = Reply.Subject


def of_participant(
    model: type[models.Model], title: str, order: str, *, path: str = "participant", **more: Any
) -> list[Holding]:
    """What hangs from a participant: reached by their file, and by their account when they work in the team."""
    told = f"{title}, {TEAM}" if title else ""
    return [
        Holding(model, title, f"{path}__person", (order, "pk"), **more),
        Holding(model, told, f"{path}__user__person", (order, "pk"), **more),
    ]


HELD = (
    Holding(Participant, "", "person", forget={}),
    Holding(Participant, "", "user__person", forget={}),
    *of_participant(
        SignUp, "Mes inscriptions aux prestations", "entered_at", forget={"withdrawn_why": "", "absent_why": ""},
        kpa="shift__job__kpa", related=("shift__job",),
    ),
    *of_participant(
        News, "Les changements à me dire", "at", path="sign_up__participant", forget={"was": ""},
        kpa="sign_up__shift__job__kpa", related=("sign_up__shift__job",),
    ),
    *of_participant(PlannedWork, "Le travail que j'ai prévu", "pk", forget={"what": ""}, kpa="job__kpa"),
    *of_participant(
        Contribution, "Le temps que j'ai donné", "day", forget={"note": ""}, kpa="kpa",
        silent=frozenset({"replaces", "key", "sign_up"}), harmless=frozenset({"key"}),
    ),
    *of_participant(
        Expense, "Ce que j'ai avancé", "day", forget={"what": GONE, "shop": "", "note": "", "receipt": None},
        kpa="kpa", silent=frozenset({"replaces", "advanced_by", "key"}), harmless=frozenset({"key"}),
        related=("receipt",),
    ),
)  # fmt: skip
KINDS = (
    (behalf.Kind(S.SIGN_UP, SignUp, "participant__person", "shift__job__kpa_id", ("shift__job",)),
     lambda sign_up: str(sign_up.shift)),
    (behalf.Kind(S.WORK, Contribution, "participant__person", "kpa_id", ("role",)),
     lambda work: f"{work.role}, {work.minutes // 60} h {work.minutes % 60:02d}, le {work.day:%d/%m/%Y}"),
    (behalf.Kind(S.EXPENSE, Expense, "participant__person", "kpa_id"), str),
)  # fmt: skip


def declare() -> None:
    """Fill the registries of apps below; called when the app is ready."""
    holdings.declare(HELD)
    for kind, tell in KINDS:
        behalf.register(kind, tell)
    contacts.register(
        contacts.Contact(SignUp, "participant__person", "shift__starts_at", {"came": True}),
        contacts.Contact(Contribution, "participant__person", "day", {"withdrawn_at": None}),
    )
    if expenses_kept not in archiving.ARCHIVERS:
        archiving.ARCHIVERS.append(expenses_kept)
    merges.FOLLOWERS["participants"] = merges.Follower(1, move, give_back)


def expenses_kept(people: Collection[Person], day: datetime.date) -> Iterable[tuple[LegalArchive, list[int]]]:
    """The proof of money advanced, nameless, for the time of accounting records: what, where, how much, the photo.

    Counted from the end of the calendar year; a withdrawn expense proves nothing and goes with its photo.
    """
    rule = keeping_rule(KeepingRule.What.ACCOUNTING, day)
    if rule is None or rule.years is None:
        raise LookupError("Aucune durée de conservation des comptes n'est enregistrée : rien ne peut être anonymisé.")
    ids = [person.pk for person in people]
    mine = models.Q(participant__person__in=these(ids)) | models.Q(participant__user__person__in=these(ids))
    # unscoped: the law asks it, whoever runs it
    found = Expense.objects.filter(mine, withdrawn_at=None, day__year__gte=day.year - rule.years).select_related("kpa")
    hosts: dict[tuple[int, datetime.date], Organisation] = {}
    for expense in found.order_by("pk"):
        closed = datetime.date(expense.day.year, 12, 31)
        key = (expense.kpa_id, closed)
        if key not in hosts:
            hosts[key] = host_at(expense.kpa, min(closed, day)) or expense.kpa
        number = f"Frais n° {expense.pk}"
        kept = LegalArchive(
            host=hosts[key],
            kpa=expense.kpa,
            title="Justificatif de frais",
            name=number,
            search_key=number.lower(),
            signed_on=expense.day,
            ended_on=closed,
            kept_until=closed.replace(year=closed.year + rule.years),
            why=f"{rule.years} ans à compter {rule.counted_from} : {rule.source}",
            facts=json.dumps({"expense": said(expense)}, ensure_ascii=False, default=str),
        )
        yield kept, [expense.receipt_id] if expense.receipt_id else []


def move(actor: Actor, absorbed: Person, kept: Person, at: datetime.datetime) -> dict[str, list[int]]:
    """Participants follow the person: those of KPAs where she has none go on; the others keep their past, joined."""
    # unscoped: of people whose files are being joined, in scope
    mine = {each.kpa_id: each for each in Participant.objects.filter(person=kept, joined_to=None)}
    moved, joined = [], []
    for each in Participant.objects.select_for_update().filter(person=absorbed).order_by("pk"):
        other = mine.get(each.kpa_id)
        if each.joined_to_id is None and other is not None:
            each.joined_to = other
            joined.append(each.pk)
        else:
            moved.append(each.pk)
        each.person = kept
        each.save(update_fields=["person", "joined_to"])
    return {"moved": moved, "joined": joined}


def give_back(actor: Actor, kept: Person, absorbed: Person, at: datetime.datetime, moved: dict[str, list[int]]) -> None:
    """The absorbed file's participants are its own again."""
    # unscoped: of people whose files are being parted, in scope
    mine = Participant.objects.filter(person=kept)
    mine.filter(pk__in=moved["joined"]).update(person=absorbed, joined_to=None)
    mine.filter(pk__in=moved["moved"]).update(person=absorbed)
