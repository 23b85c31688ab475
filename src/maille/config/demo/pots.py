"""Money that came for jobs, half of a grant, and a budget that promises more than it can pay."""

import datetime

from maille.activities.actions import planned_work
from maille.activities.actions.budgets import BudgetFacts, open_budget
from maille.activities.actions.participants import participant_for
from maille.activities.models import Job, Participant, WorkRole
from maille.config.demo import catalogue, jobs
from maille.identity.models import User
from maille.journeys.models import Person
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.sharing.actions.receipts import receive
from maille.sharing.models import Receipt

BUDGET, FUND = "Coordination", "Subvention politique de la ville"
"""The budget's name is followed by the year: « Coordination 2026 »."""
HOURS = (("fanny", 400), ("amina", 150), ("lea", 100), ("", 100))
"""Hours of coordination promised, by the key of the cast; "" for nobody yet: 15 000 € at 20 € for 10 000 € expected."""


def budget_name(day: datetime.date) -> str:
    """The contributory budget of the year."""
    return f"{BUDGET} {day.year}"


def write(day: datetime.date) -> int:
    """Receipts and the budget; how many receipts."""
    kpa = Organisation.objects.get(name=catalogue.KPA)
    user = User.objects.get(email="fanny@exemple.fr")
    fanny = actor_for(user, None, day)
    buffet = Job.objects.get(kpa=kpa, title=jobs.BUFFET)
    invoiced = jobs.last_saturday(day)
    paid = min(invoiced + 3 * jobs.DAY, day)
    receive(
        fanny, buffet, Receipt.Kind.RECEIPT, 864_00, 86_40, paid, invoiced, jobs.CLIENT, "Virement 2381",
        now=jobs.at(paid, "10:30"), key="demo",
    )  # fmt: skip
    meal, on = Job.objects.get(kpa=kpa, title=jobs.MEAL), day - 3 * jobs.DAY
    receive(
        fanny, meal, Receipt.Kind.RECEIPT, 192_00, 19_20, on, None, jobs.CLIENT, "Chèque 0417", "Acompte de 30 %.",
        now=jobs.at(on, "15:10"), key="demo",
    )  # fmt: skip
    budget(user, kpa, day)
    benches(day)
    return Receipt.objects.count()


def budget(user: User, kpa: Organisation, day: datetime.date) -> None:
    """10 000 € expected, half of it here, and more hours promised than it can pay: the page says so."""
    start = day - 45 * jobs.DAY
    facts = BudgetFacts(
        budget_name(day), start, start + 364 * jobs.DAY, 10_000_00, client=FUND,
        description="Préparer les prestations, tenir le planning, répondre aux clients.",
    )  # fmt: skip
    acting = actor_for(user, None, start)
    job = open_budget(acting, kpa, facts, now=jobs.at(start, "09:00"))
    came = day - 40 * jobs.DAY
    receive(
        actor_for(user, None, day), job, Receipt.Kind.RECEIPT, 5_000_00, 0, came, None, FUND, "Premier versement",
        now=jobs.at(came, "11:00"), key="demo",
    )  # fmt: skip
    role = WorkRole.objects.get(kpa=kpa, name=catalogue.COORDINATION)
    for key, hours in HOURS:
        planned_work.promise_work(
            acting, job.pk, role, hours * 60, jobs.at(start, "09:30"), participant=who(kpa, key),
            what="" if key else "à trouver",
        )  # fmt: skip


def who(kpa: Organisation, key: str) -> Participant | None:
    """Somebody of the cast: by her file, Fanny by her account; None for nobody yet."""
    if not key:
        return None
    person = Person.objects.filter(user__email=f"{key}@exemple.fr").first()
    if person is not None:
        return participant_for(kpa, person=person)
    return participant_for(kpa, user=User.objects.get(email=f"{key}@exemple.fr"))


def benches(day: datetime.date) -> None:
    """At Moulins Coop, seen by Charlie and not by La Cape."""
    job = Job.objects.get(title=jobs.BENCHES)
    charlie, on = actor_for(User.objects.get(email="charlie@exemple.fr"), None, day), day - 2 * jobs.DAY
    receive(
        charlie, job, Receipt.Kind.RECEIPT, 80_00, 16_00, on, None, job.client, "Acompte",
        now=jobs.at(on, "10:00"), key="demo",
    )  # fmt: skip
