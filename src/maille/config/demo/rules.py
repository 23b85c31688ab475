"""How La Cape shares: what Optéos asks, a first rule, the one adopted since, Fanny's draft; and Moulins Coop's rule.

Other parts of the demonstration find the rule by its KPA.
"""

import datetime
from typing import Any

from django.utils import timezone

from maille.config.demo import catalogue
from maille.config.demo.catalogue import COORDINATION, CUISINE, LIVRAISON
from maille.identity.models import User
from maille.journeys.models import Person
from maille.network.access import actor_for
from maille.network.models import Organisation
from maille.network.models.organisations import host_at
from maille.network.rules.roles import Actor
from maille.sharing.actions.adopting import Adoption, adopt
from maille.sharing.actions.drafts import begin_draft, rule_for
from maille.sharing.actions.scales import ScaleFacts, write_scale
from maille.sharing.models import RuleDraft, RuleVersion
from maille.sharing.rules.contents import Content
from maille.sharing.rules.templates import HOURS, template

FIRST, CURRENT, DRAFT = "Selon les heures", "80 % les heures, 20 % à parts égales", "Avec au moins 5 € de l'heure"
DEGRESSIVE: list[dict[str, Any]] = [
    {"up_to": 30_000_00, "rate": "11.5"},
    {"up_to": 60_000_00, "rate": "10.5"},
    {"up_to": None, "rate": "9.5"},
]
FLAT: list[dict[str, Any]] = [{"up_to": None, "rate": "10"}]
TEAM = (CUISINE, LIVRAISON)
FIRST_AGO, CURRENT_AGO, DRAFT_AGO, THEIRS_AGO = 400, 61, 6, 200
"""How many days ago each was decided, or written."""


def split(**more: Any) -> Content:
    """The rest, shared between those who cooked or delivered."""
    keys = [{"key": "hours", "part": "80"}, {"key": "equal", "part": "20"}]
    return {"kind": "split", "roles": list(TEAM), "keys": keys, **more}


def content(*last: Content) -> Content:
    """Expenses, the host, a part to the group, coordination by the hour, then this."""
    steps: list[Content] = [
        {"kind": "reimburse"},
        {"kind": "host", "to": "host"},
        {"kind": "percent", "to": "collective", "rate": "10", "of": "pot"},
        {"kind": "pay", "rate_per_hour": 20_00, "roles": [COORDINATION]},
    ]
    return {"shortage": "proportional", "remainder": "collective", "steps": [*steps, *last]}


def write(day: datetime.date) -> int:
    """Scales, rules, decisions and a draft; how many versions were adopted."""
    kpa, other = (Organisation.objects.get(name=name) for name in (catalogue.KPA, catalogue.OTHER_KPA))
    scales(kpa, other, day)
    amina, lea, yanis = (Person.objects.get(user__email=f"{key}@exemple.fr").pk for key in ("amina", "lea", "yanis"))
    fanny = User.objects.get(email="fanny@exemple.fr")
    first, current = (day - datetime.timedelta(days=each) for each in (FIRST_AGO, CURRENT_AGO))
    decide(fanny, kpa, FIRST, by_hours(), Adoption(first, "consensus", first, (amina, lea), (fanny.pk,)))
    decide(fanny, kpa, CURRENT, content(split()), Adoption(
        current, "consent", current + datetime.timedelta(days=1), (amina, lea, yanis), (fanny.pk,),
        others="Une voisine de la Maison de quartier",
        note="Une part égale pour chaque personne, parce que venir compte aussi. On en reparle dans six mois.",
    ))  # fmt: skip
    drafting(fanny, kpa, day)
    charlie = User.objects.get(email="charlie@exemple.fr")
    on = day - datetime.timedelta(days=THEIRS_AGO)
    equal = {**content({"kind": "split", "keys": [{"key": "equal", "part": "100"}]}), "shortage": "equal_awards"}
    decide(charlie, other, "À parts égales", equal, Adoption(
        on, "vote", on, users=(charlie.pk,), others="Six personnes du groupe", votes_for=6, abstentions=1
    ))  # fmt: skip
    return RuleVersion.objects.count()


def by_hours() -> Content:
    """The first rule of La Cape: a template as it comes."""
    return template(HOURS, TEAM) or {}


def scales(kpa: Organisation, other: Organisation, day: datetime.date) -> None:
    """What Optéos asks of all it carries, and what the host of Moulins Coop does."""
    since = datetime.date(day.year - 2, 1, 1)
    opteos = host_at(kpa, day)
    karim = User.objects.get(email="karim@exemple.fr")
    if opteos is not None:
        facts = ScaleFacts(DEGRESSIVE, since)
        write_scale(actor_for(karim, None, day), opteos, facts, at(since, 9), waived_until=None)
    theirs = host_at(other, day)
    if theirs is not None and theirs != opteos:
        facts = ScaleFacts(FLAT, since, kpa=other)
        write_scale(Actor.command_line(day), theirs, facts, at(since, 9), waived_until=None)


def decide(user: User, kpa: Organisation, name: str, written: Content, said: Adoption) -> RuleVersion:
    """Written the week before, adopted that day."""
    before = said.on - datetime.timedelta(days=7)
    actor = actor_for(user, None, said.on)
    draft = begin_draft(actor, rule_for(actor, kpa, None), name, written, at(before, 17))
    return adopt(actor, draft.pk, said, at(said.on, 18))


def drafting(fanny: User, kpa: Organisation, day: datetime.date) -> RuleDraft:
    """What Fanny proposes for the next meeting."""
    actor = actor_for(fanny, None, day)
    written = content(split(floor_per_hour=5_00, cap_percent="40"))
    on = day - datetime.timedelta(days=DRAFT_AGO)
    return begin_draft(actor, rule_for(actor, kpa, None), DRAFT, written, at(on, 16))


def at(on: datetime.date, hour: int) -> datetime.datetime:
    """That day at that hour, here."""
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time(hour)))
