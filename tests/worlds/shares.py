"""Distributions and disagreements: one of each thing of this piece."""

import datetime
from typing import Any

from django.utils import timezone

from maille.activities.actions.participants import participant_for
from maille.activities.models import Contribution, Job, Participant
from maille.identity.models import User
from maille.journeys.models import Journey
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.rules.roles import Actor
from maille.sharing.actions import approvals, disagreements, distributions
from maille.sharing.actions.receipts import receive
from maille.sharing.models import Decision, Distribution, RuleVersion, SharingRule
from tests.cast import Cast
from tests.worlds.jobs import job, role

THING_OF: dict[str, str] = {"distribution_id": "distribution", "disagreement_id": "disagreement"}
"""Parameter of an address → the thing it names (a key of `things`)."""

FIXED: dict[str, dict[str, Any]] = {}
"""Name of an address → parameters that name no thing."""

STEPS = [
    {"kind": "reimburse"},
    {"kind": "percent", "to": "collective", "rate": "10", "of": "pot"},
    {"kind": "split", "keys": [{"key": "hours", "part": "80"}, {"key": "equal", "part": "20"}]},
]


def adopted(kpa: Organisation) -> None:
    """A rule of the KPA, when it has none."""
    rule, made = SharingRule.objects.get_or_create(kpa=kpa, activity=None)
    if not made and rule.versions.exists():
        return
    day, at = datetime.date(2021, 1, 1), timezone.now()
    decision = Decision.objects.create(kpa=kpa, on=day, how="consent", entered_at=at)
    RuleVersion.objects.create(
        rule=rule, number=1, name="Au temps passé", content={"steps": STEPS}, valid_from=day, decision=decision,
        entered_at=at,
    )  # fmt: skip


def worked(actor: Actor, kpa: Organisation, title: str, people: list[Participant], cents: int = 40_000) -> Job:
    """A job that was done and paid."""
    made = job(kpa, title, "done", starts_on=actor.today, ends_on=actor.today)
    for rank, each in enumerate(people):
        give(made, each, 120 + 60 * rank, actor.today)
    receive(actor, made, "receipt", cents, 0, actor.today, now=timezone.now())
    return made


def give(of: Job, who: Participant, minutes: int, day: datetime.date) -> Contribution:
    """Paid work."""
    return Contribution.objects.create(
        kpa_id=of.kpa_id,
        job=of,
        participant=who,
        role=role(of.kpa),
        minutes=minutes,
        day=day,
        entered_at=timezone.now(),
    )


def approve(actor: Actor, found: Distribution) -> None:
    """By consent, whatever is given back."""
    decided = approvals.Approval(on=actor.today, how="consent", gives_back=True)
    approvals.approve(actor, found.pk, decided, timezone.now())


def things(cast: Cast, kpa: Organisation, journey: Journey, user: User, side: str) -> dict[str, Any]:
    """For the access matrix: one of each thing an address may name, of that KPA."""
    actor = actor_for(user, None, timezone.localdate())
    adopted(kpa)
    people = [participant_for(kpa, person=journey.person)]
    if side == "own":
        people.append(participant_for(kpa, person=cast.amina))
    made = worked(actor, kpa, "Buffet partagé", people)
    found = distributions.propose(actor, made.pk, timezone.now())
    said = disagreements.disagree(actor, found.pk, people[0], "Il manque une heure.", timezone.now())
    return {"distribution": found.pk, "disagreement": said.pk}


def live(cast: Cast) -> tuple[str, ...]:
    """For the crawler: something in every state on the cast's pages; the addresses no link nor number leads to."""
    actor, now = actor_for(cast.fanny, None, timezone.localdate()), timezone.now()
    adopted(cast.kpa)
    people = [participant_for(cast.kpa, person=each) for each in (cast.amina, cast.lea, cast.yanis)]
    made = worked(actor, cast.kpa, "Repas des voisins", people)
    withdrawn = distributions.propose(actor, made.pk, now)
    distributions.withdraw(actor, withdrawn.pk, now, "À revoir.")
    posted = distributions.propose(actor, made.pk, now)
    approve(actor, posted)
    give(made, people[2], 600, actor.today)
    again = distributions.propose(actor, made.pk, now)
    other = worked(actor, cast.kpa, "Goûter de l'école", people, 25_000)
    waiting = distributions.propose(actor, other.pk, now)
    said = disagreements.disagree(actor, waiting.pk, people[0], "Il manque une heure.", now)
    answered = disagreements.disagree(actor, waiting.pk, people[1], "Et la vaisselle ?", now)
    disagreements.answer(actor, answered.pk, "Elle est comptée en ménage.", actor.today)
    undone = worked(actor, cast.kpa, "Marché de Noël", people, 12_000)
    reversed_ = distributions.propose(actor, undone.pk, now)
    approve(actor, reversed_)
    distributions.counter(actor, reversed_.pk, now, "La recette était d'une autre prestation.")
    every = (withdrawn, posted, again, waiting, reversed_)
    return (
        *(f"/prestations/{each.pk}/repartitions/" for each in (made, other, undone)),
        *(f"/repartitions/{each.pk}/" for each in every),
        *(f"/mon-argent/repartitions/{each.pk}/" for each in every),
        f"/repartitions/{posted.pk}/annuler/",
        f"/repartitions/{waiting.pk}/desaccord/",
        f"/repartitions/desaccords/{said.pk}/",
        "/le-groupe/repartitions/",
    )
