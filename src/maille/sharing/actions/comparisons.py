"""Try two rules on the same jobs: which rules there are to try, and what each gives. Reads, writes nothing."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maille.activities.models import Job
from maille.activities.rules.kinds import WorkKind
from maille.network.models import Organisation
from maille.sharing.actions.cases import Facts, facts_of
from maille.sharing.actions.drafts import roles_of_the_group
from maille.sharing.models import RuleDraft, RuleVersion
from maille.sharing.models.rule_words import version_at, what_for
from maille.sharing.rules.contents import Content
from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError
from maille.sharing.rules.results import Result
from maille.sharing.rules.templates import TEMPLATES, template

IN_FORCE = "vigueur"
MOST = 60
"""Versions and drafts proposed at most."""


@dataclass(frozen=True)
class Candidate:
    """A rule that may be tried: its value in the address, its name, what it says (None: the one of the job's day)."""

    value: str
    name: str
    group: str
    content: Content | None = None


@dataclass(frozen=True)
class Candidates:
    """All the rules a group may try, and how to find the one in force for a job."""

    all: tuple[Candidate, ...]
    versions: tuple[RuleVersion, ...] = field(default=(), repr=False)

    def get(self, value: str, default: str) -> Candidate:
        """The one asked for, else that one."""
        by_value = {each.value: each for each in self.all}
        return by_value.get(value) or by_value[default]

    def content(self, candidate: Candidate, activity_id: int | None, day: datetime.date) -> Content | None:
        """What it says for a job of that activity and day; None when no rule was in force."""
        if candidate.content is not None:
            return candidate.content
        own = [each for each in self.versions if activity_id is not None and each.rule.activity_id == activity_id]
        all_ = [each for each in self.versions if each.rule.activity_id is None]
        found = version_at(own, day) or version_at(all_, day)
        return found.content if found else None


@dataclass(frozen=True)
class Tried:
    """One case under both rules: results, or why one could not be computed."""

    job: Job | None
    facts: Facts
    first: Result | str
    second: Result | str

    @property
    def pair(self) -> tuple[Result, Result] | None:
        """Both results, when there are both."""
        if isinstance(self.first, Result) and isinstance(self.second, Result):
            return self.first, self.second
        return None


def candidates(kpa: Organisation, day: datetime.date) -> Candidates:
    """The rule in force, every version, the drafts, the templates. Three queries."""
    # unscoped: of a KPA loaded in scope
    versions = RuleVersion.objects.filter(rule__kpa=kpa).select_related("rule__activity", "rule__kpa")
    known = tuple(versions.order_by("-valid_from", "-pk")[:MOST])
    # unscoped: the same
    drafts = RuleDraft.objects.filter(rule__kpa=kpa).select_related("rule__activity", "rule__kpa")
    roles = roles_of_the_group(kpa.pk, day)
    production = [role.name for role in roles if role.is_production]
    coordination = [role.name for role in roles if role.kind == WorkKind.COORDINATION]
    found = [Candidate(IN_FORCE, "La règle en vigueur", "En vigueur")]
    found += [Candidate(f"d{each.pk}", each.name, "Brouillons", each.content) for each in drafts[:MOST]]
    found += [Candidate(f"v{each.pk}", _version_name(each), "Versions", each.content) for each in known]
    found += [
        Candidate(f"t-{each.key}", each.name, "Modèles", template(each.key, production, coordination))
        for each in TEMPLATES
    ]
    return Candidates(tuple(found), known)


def _version_name(version: RuleVersion) -> str:
    of = f", {what_for(version.rule).lower()}" if version.rule.activity_id else ""
    return f"{version.name} (version {version.number}{of})"


def try_on_jobs(
    jobs: Sequence[Job], known: Candidates, first: Candidate, second: Candidate, day: datetime.date
) -> list[Tried]:
    """Each job under both rules; a constant number of queries."""
    facts: Mapping[int, Facts] = facts_of(jobs, day) if jobs else {}
    return [
        Tried(
            job,
            facts[job.pk],
            run(facts[job.pk], known.content(first, job.activity_id, job.day)),
            run(facts[job.pk], known.content(second, job.activity_id, job.day)),
        )
        for job in jobs
    ]


def run(facts: Facts, content: Content | None) -> Result | str:
    """What a rule gives, or why it cannot be computed, in words."""
    if content is None:
        return "Aucune règle ne valait ce jour-là."
    try:
        return share(facts.case(content))
    except RefusedCaseError as refused:
        return str(refused)
