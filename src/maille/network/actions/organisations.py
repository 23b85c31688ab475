"""Adding an organisation, correcting its facts, closing it."""

import datetime
import re
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from maille.network import communes
from maille.network.access import may_create, may_edit
from maille.network.actions.saving import locked, save_checked
from maille.network.models import Kind, KpaChoices, Membership, Organisation, Relation
from maille.network.rules import identifiers
from maille.network.rules.names import fold
from maille.network.rules.roles import Actor

FIXED_KINDS = frozenset({Kind.KPA, Kind.NETWORK})
"""What files, figures and memberships hang on: such an organisation cannot become, or stop being, one."""


@dataclass(frozen=True)
class Facts:
    """What an organisation says of itself."""

    kind: str
    name: str
    siren: str = ""
    siret: str = ""
    rna: str = ""
    address: str = ""
    postal_code: str = ""
    commune: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    opened_on: datetime.date | None = None


@dataclass
class Outcome:
    """What was written, and what to tell."""

    organisation: Organisation
    reused: bool = False
    """The organisation was already known: nothing was created."""
    warnings: list[str] = field(default_factory=list)


@transaction.atomic
def create_organisation(actor: Actor, facts: Facts) -> Outcome:
    """Add an organisation, or give back the partner already known by the same number, or name and postal code.

    A new KPA gets its own choices, all at their defaults. PermissionDenied when the actor may not add that kind.
    """
    if not may_create(actor, facts.kind):
        raise PermissionDenied
    organisation = Organisation()
    warnings = fill(organisation, facts)
    known = already_known(organisation)
    if known is not None:
        return Outcome(known, reused=True)
    save_checked(organisation)
    if organisation.kind == Kind.KPA:
        KpaChoices.objects.create(kpa=organisation)
    return Outcome(organisation, warnings=warnings)


@transaction.atomic
def update_organisation(actor: Actor, organisation_id: int, version: int, facts: Facts) -> Outcome:
    """Correct an organisation's facts; ConflictError when somebody else did meanwhile."""
    organisation = locked(Organisation.objects.all(), organisation_id, version, "cette structure")
    if not may_edit(actor, organisation):
        raise PermissionDenied
    if facts.kind != organisation.kind and FIXED_KINDS & {facts.kind, organisation.kind}:
        raise ValidationError({"kind": "Un KPA ou un réseau ne change pas de nature. Ajoutez une autre structure."})
    warnings = fill(organisation, facts)
    organisation.version += 1
    save_checked(organisation)
    return Outcome(organisation, warnings=warnings)


@transaction.atomic
def close_organisation(actor: Actor, organisation_id: int, version: int, closed_on: datetime.date) -> Organisation:
    """Note that it closes: its relations and memberships end that day at the latest; those to come are refused."""
    organisation = locked(Organisation.objects.all(), organisation_id, version, "cette structure")
    if not may_edit(actor, organisation):
        raise PermissionDenied
    tied = Relation.objects.filter(Q(source=organisation) | Q(target=organisation))
    roles = Membership.objects.filter(organisation=organisation)
    if tied.filter(started_on__gt=closed_on).exists() or roles.filter(started_on__gt=closed_on).exists():
        raise ValidationError(
            {"closed_on": "Un lien ou un rôle commence après cette date. Corrigez-le d'abord, ou choisissez plus tard."}
        )
    organisation.closed_on = closed_on
    organisation.version += 1
    save_checked(organisation)
    lasting = Q(ended_on__isnull=True) | Q(ended_on__gt=closed_on)
    for row in [*tied.filter(lasting), *roles.filter(lasting)]:
        row.ended_on = closed_on
        save_checked(row)
    return organisation


@transaction.atomic
def reopen_organisation(actor: Actor, organisation_id: int, version: int) -> Organisation:
    """Note that the closing was a mistake; relations and memberships ended with it are added again by hand."""
    organisation = locked(Organisation.objects.all(), organisation_id, version, "cette structure")
    if not may_edit(actor, organisation):
        raise PermissionDenied
    organisation.closed_on = None
    organisation.version += 1
    save_checked(organisation)
    return organisation


def fill(organisation: Organisation, facts: Facts) -> list[str]:
    """Put the facts, tidied, into the row and say in French what is doubtful; ValidationError on what is wrong."""
    organisation.kind = facts.kind
    organisation.name = " ".join(facts.name.split())
    organisation.siren = identifiers.compact(facts.siren)
    organisation.siret = identifiers.compact(facts.siret)
    organisation.rna = identifiers.compact(facts.rna)
    organisation.address = " ".join(facts.address.split())
    organisation.postal_code = facts.postal_code.replace(" ", "")
    organisation.commune = " ".join(facts.commune.split())
    organisation.email, organisation.phone = facts.email.strip(), " ".join(facts.phone.split())
    organisation.website, organisation.opened_on = facts.website.strip(), facts.opened_on
    if organisation.siret and not organisation.siren and identifiers.is_siret(organisation.siret):
        organisation.siren = organisation.siret[:9]
    found = problems(organisation)
    if found:
        raise ValidationError(found)
    organisation.set_key()
    return set_commune(organisation)


def problems(organisation: Organisation) -> dict[str, str]:
    """What is wrong with the facts, in French, by field."""
    found = identifiers.problems(
        organisation.siren,
        organisation.siret,
        organisation.rna,
        is_collective=organisation.kind == Kind.COLLECTIVE,
    )
    if not any(letter.isalnum() for letter in organisation.name):
        found["name"] = "Donnez le nom de la structure."
    elif not organisation.name.isprintable() or set(organisation.name) & set("<>"):
        found["name"] = (
            "Ce nom contient des signes qui ne s'affichent pas. Écrivez-le avec des lettres et des chiffres."
        )
    if organisation.postal_code and not re.fullmatch(r"[0-9]{5}", organisation.postal_code):
        found["postal_code"] = "Un code postal a cinq chiffres, par exemple 59100."
    return found


def set_commune(organisation: Organisation) -> list[str]:
    """Take the commune from the reference list when it is there; else keep what was typed and warn."""
    found = communes.find(organisation.postal_code, organisation.commune)
    only = communes.communes_of(organisation.postal_code)
    if found is None and not organisation.commune and len(only) == 1:
        found = only[0]
    organisation.commune_code = found.code if found else ""
    if found:
        organisation.commune = found.name
    elif communes.matches(organisation.postal_code, organisation.commune) is False:
        return [
            f"{organisation.commune} n'est pas une commune du code postal {organisation.postal_code}. "
            "L'adresse est enregistrée telle quelle : vérifiez-la."
        ]
    return []


def already_known(organisation: Organisation) -> Organisation | None:
    """The partner that this would repeat: same SIRET, SIREN or RNA, or same name at the same postal code.

    Never a KPA nor a network: those are somebody's own.
    """
    others = Organisation.objects.exclude(kind__in=FIXED_KINDS).order_by("id")
    if organisation.kind in FIXED_KINDS:
        return None
    if organisation.siret:
        return others.filter(siret=organisation.siret).first()
    numbers = Q()
    if organisation.siren:
        numbers |= Q(siren=organisation.siren, siret="")
    if organisation.rna:
        numbers |= Q(rna=organisation.rna)
    same = others.filter(numbers).first() if numbers else None
    if same is None and organisation.postal_code:
        same = others.filter(name_key=fold(organisation.name), postal_code=organisation.postal_code).first()
    return same
