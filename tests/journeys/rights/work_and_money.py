"""What somebody gave and received, as a coopérant·e of La Cape and in the team of the other KPA; texts carry a mark."""

import datetime
from typing import Any

from maille.activities.models import Contribution, Expense, Job, News, Participant, PlannedWork, Shift, SignUp, WorkRole
from maille.journeys.models import Person
from maille.ledger.actions import Words, account_for, post
from maille.ledger.rules.kinds import AccountKind, PostingKind
from maille.ledger.rules.moves import Move
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.sharing.models import (
    Decision,
    DecisionPresence,
    Disagreement,
    Distribution,
    DistributionEvent,
    DistributionLine,
    Fee,
    FeeRule,
    FeeWaiver,
    JobCarrier,
    PayEvent,
    PayRequest,
    Payslip,
    RuleVersion,
    SharingRule,
)
from tests.cast import Cast

DAY, MONTH = datetime.date(2023, 3, 4), datetime.date(2023, 3, 1)
NOW = datetime.datetime(2023, 6, 1, 10, tzinfo=datetime.UTC)


def work_and_money(cast: Cast, person: Person, mark: str) -> list[Participant]:
    """One of everything, twice: by the file and by the account; balances are back to zero."""
    made = [Participant.objects.create(kpa=cast.kpa, person=person)]
    if person.user is not None:
        made.append(Participant.objects.create(kpa=cast.other_kpa, user=person.user))
    for each in made:
        by: dict[str, Any] = {"entered_by": cast.fanny, "entered_at": NOW}
        job = work(each.kpa, each, mark, by)
        shares(each.kpa, each, job, mark, by)
        pay(cast, each.kpa, each, mark, by)
        money(cast, each.kpa, each, mark)
    return made


def work(kpa: Organisation, mine: Participant, mark: str, by: dict[str, Any]) -> Job:
    """A place on a job, hours, an expense withdrawn since: no proof to keep."""
    job = Job.objects.create(kpa=kpa, title="Un buffet", **by)
    role = WorkRole.objects.create(kpa=kpa, name=f"cuisine {mine.pk}")
    shift = Shift.objects.create(job=job, starts_at=NOW, minutes=60)
    texts = {"withdrawn_why": f"{mark} malade", "absent_why": f"{mark} au bus"}
    signed = SignUp.objects.create(shift=shift, participant=mine, came=True, **texts, **by)
    News.objects.create(sign_up=signed, what="moved", was="samedi 20 juin 2026", at=by["entered_at"])
    PlannedWork.objects.create(job=job, role=role, participant=mine, minutes=60, what=f"gâteau de {mark}", **by)
    given: dict[str, Any] = {"kpa": kpa, "job": job, "participant": mine, "day": DAY, **by}
    Contribution.objects.create(role=role, minutes=90, note=f"{mark} cuisine", **given)
    Expense.objects.create(
        cents=1890, what=f"farine de {mark}", shop=f"chez {mark}", note=f"{mark} a payé", withdrawn_at=NOW, **given
    )
    return job


def shares(kpa: Organisation, mine: Participant, job: Job, mark: str, by: dict[str, Any]) -> None:
    """A share, a disagreement, a decision where they were."""
    decision = Decision.objects.create(kpa=kpa, on=DAY, how="consent", others_present=f"{mark}, Paul", **by)
    DecisionPresence.objects.create(decision=decision, participant=mine)
    rule = SharingRule.objects.create(kpa=kpa)
    version = RuleVersion.objects.create(
        rule=rule, number=1, name="Règle", content={}, valid_from=DAY, decision=decision, **by
    )
    shared = Distribution.objects.create(
        kpa=kpa,
        job=job,
        rule_version=version,
        day=DAY,
        income=100,
        expenses=0,
        year=2023,
        year_to_date=0,
        case={},
        **by,
    )
    DistributionLine.objects.create(
        distribution=shared, rank=1, step=1, kind="split", recipient=f"p{mine.pk}", participant=mine, cents=100
    )
    DistributionEvent.objects.create(distribution=shared, what="approved", on=DAY, note=f"Avec {mark} et Paul", at=NOW)
    JobCarrier.objects.create(job=job, participant=mine, **by)
    DistributionEvent.objects.create(distribution=shared, what="withdrawn", on=DAY, note="Paul s'est trompé", at=NOW)
    Disagreement.objects.create(
        distribution=shared, participant=mine, text=f"{mark} voulait plus", answer=f"Non {mark}", said_on=DAY, **by
    )


def pay(cast: Cast, kpa: Organisation, mine: Participant, mark: str, by: dict[str, Any]) -> None:
    """A month's pay, and what it went through."""
    own: dict[str, Any] = {"participant": mine, "month": MONTH}
    asked = PayRequest.objects.create(
        kpa=kpa, host=cast.host, keeps_for=f"vélo de {mark}", asked_on=DAY, pay=100, **own, **by
    )
    PayEvent.objects.create(request=asked, what="returned", on=DAY, note=f"{mark}, rappelez", at=NOW)
    Payslip.objects.create(
        kpa=kpa,
        host=cast.host,
        cost=100,
        gross=80,
        net=60,
        reference=f"{mark} mars",
        paid_on=DAY,
        note=f"{mark} corrigé",
        **own,
        **by,
    )
    rule = FeeRule.objects.create(host=cast.host, name="Forfait", cents=3000, valid_from=DAY, **by)
    FeeWaiver.objects.create(participant=mine, status="rsa", valid_from=DAY, **by)
    Fee.objects.create(rule=rule, cents=3000, waived="first", **own)


def money(cast: Cast, kpa: Organisation, mine: Participant, mark: str) -> None:
    """An account, filled then emptied."""
    outside = account_for(kpa, AccountKind.OUTSIDE, DAY)
    account = account_for(kpa, AccountKind.INDIVIDUAL, DAY, participant=mine)
    actor = actor_for(cast.odile, None, DAY)
    words = Words(f"pour {mark}", f"{mark} est d'accord", DAY)
    for way, move in enumerate((Move(outside.pk, account.pk, 4320), Move(account.pk, outside.pk, 4320))):
        kind = PostingKind.TRANSFER if way else PostingKind.OPENING
        post(actor, kpa, kind, DAY, [move], key=f"test:{mine.pk}:{way}", now=NOW, words=words)
