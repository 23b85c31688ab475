"""The KPAs a register names: known, to be created, or out of reach."""

from maille.journeys.actions.register.lines import KpaPlan
from maille.journeys.rules.register.cells import UnreadableError, read_kpa_name
from maille.journeys.rules.register.changes import KpaLimits
from maille.network.models import KpaChoices, Organisation
from maille.network.models.organisations import Kind
from maille.network.rules.names import fold
from maille.network.rules.roles import Actor, Role

MOST_NAMED = 12


def may_create_kpas(actor: Actor) -> bool:
    """I create KPAs by an import when I coordinate a network, or hold the machine."""
    return actor.everything or (
        actor.role == Role.COORDINATOR
        and Organisation.objects.filter(pk__in=[actor.organisation_id], kind=Kind.NETWORK).exists()
    )


def plan_kpas(actor: Actor, names: set[str], *, create_kpa: bool) -> dict[str, KpaPlan]:
    """Folded name → KPA, for each of these names and every KPA known."""
    choices = {choice.kpa_id: choice for choice in KpaChoices.objects.all()}
    plans: dict[str, KpaPlan] = {}
    reachable = []
    for kpa in Organisation.objects.kpas().order_by("name_key", "id"):
        own = choices.get(kpa.pk) or KpaChoices(kpa=kpa)
        limits = KpaLimits(kpa.name, own.maximum_months, own.minimum_age, own.maximum_age)
        allowed = actor.everything or kpa.pk in actor.writes
        if allowed:
            reachable.append(kpa.name)
        plans[fold(kpa.name)] = KpaPlan(limits, kpa.pk, "" if allowed else refusal(actor, kpa))
    known = ", ".join(reachable[:MOST_NAMED]) + (", entre autres" if len(reachable) > MOST_NAMED else "")
    for plan in plans.values():
        plan.refusal = plan.refusal.format(known=known or "aucun")
    for name in sorted(names):
        if fold(name) not in plans:
            plans[fold(name)] = unknown(actor, name, known or "aucun", create_kpa=create_kpa)
    return plans


def refusal(actor: Actor, kpa: Organisation) -> str:
    """A KPA that exists but where the actor may not write; for a stranger to it, as if it did not exist."""
    if kpa.pk in actor.sees:
        return f"Vous ne pouvez pas modifier les fiches de {braced(kpa.name)}. Vos KPA : {{known}}."
    return f"« {braced(kpa.name)} » n'est pas un KPA où vous pouvez importer. Vos KPA : {{known}}."


def braced(name: str) -> str:
    """The name, safe inside a format string."""
    return name.replace("{", "{{").replace("}", "}}")


def unknown(actor: Actor, name: str, known: str, *, create_kpa: bool) -> KpaPlan:
    """A name no KPA bears. Who is asking cannot tell it from a KPA that is none of their business."""
    limits = KpaLimits(name, KpaChoices._meta.get_field("maximum_months").default)
    if not create_kpa:
        if actor.everything:
            return KpaPlan(
                limits, refusal=f"« {name} » n'est pas un KPA connu. KPA connus : {known}. (--create-kpa le crée.)"
            )
        why = f"« {name} » n'est pas un KPA où vous pouvez importer. Vos KPA : {known}."
        return KpaPlan(limits, refusal=why)
    try:
        read_kpa_name(name)
    except UnreadableError as reason:
        return KpaPlan(limits, refusal=str(reason))
    return KpaPlan(limits)
