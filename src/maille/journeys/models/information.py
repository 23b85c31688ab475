"""What people are told about their data in a KPA: who answers, why, how long, their rights (GDPR art. 13)."""

import datetime
from dataclasses import dataclass

from maille.journeys.models.rights import KeepingRule, keeping_rule
from maille.network.models import KpaChoices, Organisation, Relation
from maille.network.models.organisations import RelationKind

PURPOSES = (
    "vous accueillir et suivre votre parcours ;",
    "faire et garder vos contrats, et prévenir l'assureur ;",
    "payer ce qui vous revient ;",
    "compter, sans votre nom, ce que le KPA change (le bilan).",
)
WHO_READS = (
    "les contributeur·rices de votre KPA et la personne qui vous suit ;",
    "la structure de portage, pour vos contrats et votre paie ;",
    "la coordination du réseau ;",
    "un partenaire, seulement si vous êtes d'accord, et pour un temps limité.",
)


@dataclass(frozen=True)
class Information:
    """What the notice says on a day."""

    kpa: Organisation
    controllers: list[Organisation]
    said: bool
    """Whether lead and host have said who answers; otherwise both are named."""
    since: datetime.date | None
    file: KeepingRule | None
    contract: KeepingRule | None


def information_of(kpa: Organisation, day: datetime.date) -> Information:
    """The notice of a KPA; without any host or lead, the KPA itself answers."""
    choices = KpaChoices.objects.filter(kpa=kpa).first()
    controller = choices.controller if choices else ""
    held = Relation.objects.at(day).filter(target=kpa, kind__in=[RelationKind.LEAD, RelationKind.HOST])
    carriers = {relation.kind: relation.source for relation in held.select_related("source").order_by("kind", "pk")}
    wanted = [RelationKind(controller)] if controller in {"lead", "host"} else [RelationKind.LEAD, RelationKind.HOST]
    found = [carriers[kind] for kind in wanted if kind in carriers]
    same = len({each.pk for each in carriers.values()}) == 1
    return Information(
        kpa,
        list(dict.fromkeys(found)) or list(dict.fromkeys(carriers.values())) or [kpa],
        bool(controller) or same,
        said_since(choices),
        keeping_rule(KeepingRule.What.FILE, day),
        keeping_rule(KeepingRule.What.CONTRACT, day),
    )


def said_since(choices: KpaChoices | None) -> datetime.date | None:
    """The day the present answer was given, from the history of the settings."""
    if choices is None or not choices.controller:
        return None
    since = None
    for row in choices.history.order_by("-history_date", "-history_id"):
        if row.controller != choices.controller:
            break
        since = row.history_date.date()
    return since
