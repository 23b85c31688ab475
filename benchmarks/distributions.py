"""What sharing costs: a thousand jobs of one KPA in one year, proposed, then approved and posted.

One KPA and one year is the worst case: each looks at the margin all the others shared before it. A first KPA approves
one after the other, a second one in meetings that approve a whole page.
"""

import datetime
from random import Random

from benchmarks.sharing import ROLES, STEPS
from benchmarks.timing import Measure, timed
from maille.activities.models import Activity, Contribution, Job, Participant, WorkRole
from maille.identity.models import User
from maille.ledger.models.proving import faults
from maille.network.models import Membership, Organisation, Relation
from maille.network.models.organisations import Kind, RelationKind
from maille.network.rules.roles import Actor
from maille.sharing.actions.approvals import Approval, approve, approve_all
from maille.sharing.actions.distributions import propose
from maille.sharing.actions.receipts import receive
from maille.sharing.models import Decision, HostScale, RuleVersion, SharingRule

AIM_MS = 10_000.0
A_PAGE = 25
PEOPLE, EACH = 40, 8
DAY, SINCE = datetime.date(2026, 6, 15), datetime.date(2024, 1, 1)
NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)
BRACKETS = [{"up_to": 100_000_000_00, "rate": "11.5"}, {"up_to": None, "rate": "10.5"}]


def distributions(size: int, runs: int) -> list[Measure]:
    """Propose and post as many as `size` says, a thousand at most; once, for they cannot be done twice."""
    many = min(size, 1000)
    actor = Actor.command_line(DAY)
    one, other = (jobs_of_a_year(actor, name, many, Random(2)) for name in ("mesuré", "réuni"))
    options = {"runs": 1, "warm_up": 0, "count": False, "aim_ms": AIM_MS}
    proposed: list[int] = []
    by_consent = Approval(on=DAY, how="consent")

    def propose_all() -> None:
        proposed.extend(propose(actor, job.pk, NOW).pk for job in one)

    def post_each() -> None:
        for each in proposed:
            approve(actor, each, by_consent, NOW)

    def post_pages() -> None:
        for start in range(0, many, A_PAGE):
            approve_all(actor, waiting[start : start + A_PAGE], by_consent, NOW)

    note = f"{EACH} people each, all of one KPA and one year"
    found = [
        timed("distributions proposed", many, propose_all, **options, note=note),
        timed("distributions approved and posted, one by one", many, post_each, **options, note=note),
    ]
    waiting = [propose(actor, job.pk, NOW).pk for job in other]
    note = f"{A_PAGE} at each meeting; {note}"
    found.append(timed("distributions approved and posted, together", many, post_pages, **options, note=note))
    wrong = list(faults())
    if wrong:
        raise RuntimeError(wrong[0])
    return found


def jobs_of_a_year(actor: Actor, name: str, many: int, random: Random) -> list[Job]:
    """A KPA, its host and its rule; so many jobs done and paid, eight people of forty on each."""
    kpa = Organisation.objects.create(name=f"KPA {name}", name_key=f"kpa {name}", kind=Kind.KPA)
    host = Organisation.objects.create(name=f"Portage {name}", name_key=f"portage {name}", kind=Kind.CAE)
    Relation.objects.create(source=host, kind=RelationKind.HOST, target=kpa, started_on=SINCE)
    HostScale.objects.create(host=host, brackets=BRACKETS, valid_from=SINCE, entered_at=NOW)
    decision = Decision.objects.create(kpa=kpa, on=SINCE, how="consent", entered_at=NOW)
    steps = [{name: value for name, value in each.items() if name not in ("scale", "year_to_date")} for each in STEPS]
    RuleVersion.objects.create(
        rule=SharingRule.objects.create(kpa=kpa), number=1, name="Mesurée", content={"steps": steps},
        valid_from=SINCE, decision=decision, entered_at=NOW,
    )  # fmt: skip
    activity = Activity.objects.create(kpa=kpa, name="Traiteur", opened_on=SINCE)
    roles = [WorkRole.objects.create(kpa=kpa, name=name) for name in ROLES]
    users = [User.objects.create_user(f"{name}-{rank}@exemple.fr", f"Mesure {rank}") for rank in range(PEOPLE)]
    Membership.objects.bulk_create(
        Membership(user=user, organisation=kpa, role="contributor", started_on=SINCE) for user in users
    )
    people = [Participant.objects.create(kpa=kpa, user=user) for user in users]
    jobs = Job.objects.bulk_create(
        Job(kpa=kpa, activity=activity, title=f"Prestation {rank}", starts_on=DAY, ends_on=DAY, entered_at=NOW)
        for rank in range(many)
    )
    Contribution.objects.bulk_create(
        Contribution(kpa=kpa, job=job, participant=who, role=random.choice(roles), minutes=15 * random.randint(1, 40),
                     day=DAY, entered_at=NOW, confirmed_at=NOW)
        for job in jobs
        for who in random.sample(people, EACH)
    )  # fmt: skip
    for job in jobs:
        receive(actor, job, "receipt", random.randint(20_000, 200_000), 0, DAY, now=NOW)
    return jobs
