"""What pages say of a version: since when it holds, who decided it, and why it applies to a job."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format

from maille.activities.models import Job
from maille.sharing.models.rules import Decision, DecisionPresence, RuleVersion, SharingRule
from maille.ui.text import first_said

HOW = {
    Decision.How.CONSENT: "par consentement",
    Decision.How.CONSENSUS: "par consensus",
    Decision.How.VOTE: "par un vote",
    Decision.How.OTHER: "autrement",
}


def told(day: datetime.date) -> str:
    """ "14 mars 2026"; "1er" for the first."""
    return first_said(date_format(day, "j F Y"))


def in_words(version: RuleVersion | None, job: Job) -> str:
    """Which rule applies to a job and why: the one valid on its day, even when the group changed it since.

    One query. Load `version.rule`.
    """
    day = told(job.day)
    if version is None:
        return f"Le groupe n'avait pas de règle le {day}, jour de la prestation."
    said = (
        f"La règle valable le {day}, jour de la prestation, s'applique : « {version.name} », version {version.number}."
    )
    until = max(job.ends_on or job.day, job.day)
    # unscoped: of a version loaded in scope
    later = RuleVersion.objects.filter(rule_id=version.rule_id, valid_from__gt=version.valid_from)
    changed = later.filter(valid_from__lte=until).order_by("valid_from").first()
    if changed is not None:
        said += (
            f" La règle a changé pendant la prestation, le {told(changed.valid_from)} : "
            "la nouvelle version vaut pour les prestations qui commencent à partir de ce jour."
        )
    return said


def with_presences() -> Any:
    """What `who_was_there` reads, in one query more; load versions with their decision."""
    # unscoped: of decisions loaded in scope
    presences = DecisionPresence.objects.select_related("participant__person", "participant__user")
    return Prefetch("decision__presences", presences.order_by("pk"), to_attr="there")


def who_was_there(decision: Decision, *, first_names: bool = False) -> list[str]:
    """The names of who was there, then whom the group added in words. Prefetch with `with_presences`."""
    there = [each.participant for each in decision.__dict__.get("there", ())]
    names = [each.first_name if first_names else str(each) for each in there]
    return names + ([decision.others_present] if decision.others_present else [])


def how_decided(decision: Decision) -> str:
    """ "par un vote : 6 pour, 1 contre, 2 abstentions"."""
    said = HOW[Decision.How(decision.how)]
    if decision.how != Decision.How.VOTE:
        return said
    counts = [f"{decision.votes_for or 0} pour", f"{decision.votes_against or 0} contre"]
    if decision.abstentions:
        counts.append(f"{decision.abstentions} abstention{'s' if decision.abstentions > 1 else ''}")
    return f"{said} : {', '.join(counts)}"


def version_at(versions: Iterable[RuleVersion], day: datetime.date) -> RuleVersion | None:
    """Among a rule's versions, the one valid that day; None before the first."""
    begun = [each for each in versions if each.valid_from <= day]
    return max(begun, key=lambda each: (each.valid_from, each.number), default=None)


def what_for(rule: SharingRule) -> str:
    """What a rule is for, in words. Load `activity` and `kpa`."""
    return str(rule.activity) if rule.activity else "Tout ce que fait le groupe"
