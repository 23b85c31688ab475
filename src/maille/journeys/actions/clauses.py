"""A host writes its own clauses: each saving is a new version, what was signed keeps its own."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError

from maille.journeys import access
from maille.journeys.actions import support
from maille.journeys.actions.documents import day_of
from maille.journeys.models import ClauseText
from maille.journeys.rules.documents import clauses
from maille.journeys.rules.documents.merging import unknown_places
from maille.network.models import Organisation
from maille.network.rules.roles import Actor

STALE = (
    "Quelqu'un a enregistré une autre version entre-temps. Votre texte est gardé : comparez avec la version en usage, "
    "puis enregistrez de nouveau."
)
support.REFUSALS |= {
    "one_text_per_version": ("__all__", STALE),
    "journeys_clausetext.host_id, journeys_clausetext.kind, journeys_clausetext.number": ("__all__", STALE),
}


def adopt(
    actor: Actor, host: Organisation, kind: str, written: dict[str, str], former: int, now: datetime.datetime
) -> ClauseText:
    """Adopt these clauses for that kind of contract, from today; `former` is the version they were written from.

    ValidationError beside the clause that is empty, too long or names an unknown word in braces; above the form when
    nothing changed or somebody else adopted another version meanwhile.
    """
    if not access.may_edit_clauses(actor, host):
        raise PermissionDenied
    texts = check(kind, written)
    with support.one_transaction():
        last = ClauseText.objects.filter(host=host, kind=kind).order_by("-number").first()
        if former != (last.number if last else 0):
            raise ValidationError(STALE, code="conflict")
        if texts == clauses.completed(kind, last.clauses if last else {}):
            raise ValidationError("Rien n'a changé : cette version est déjà en usage.")
        return ClauseText.objects.create(
            host=host,
            kind=kind,
            number=former + 1,
            clauses=texts,
            adopted_on=day_of(now),
            written_at=now,
            written_by_id=actor.user_id,
        )


def check(kind: str, written: dict[str, str]) -> dict[str, str]:
    """The clauses tidied; ValidationError by clause."""
    texts, problems = {}, {}
    for clause in clauses.CLAUSES[kind]:
        text = written.get(clause.key, "").replace("\r\n", "\n").strip()
        refused = problem(text)
        if refused:
            problems[clause.key] = [refused]
        texts[clause.key] = text
    if problems:
        raise ValidationError(problems)
    return texts


def problem(text: str) -> str:
    """What is wrong with one clause's text, "" when nothing is."""
    if not text:
        return "Cette clause est vide. Écrivez-la, ou reprenez notre texte."
    if len(text) > clauses.LONGEST:
        return f"Cette clause dépasse {clauses.LONGEST} signes. Raccourcissez-la."
    unknown = unknown_places(text)
    if "" in unknown:
        return "Une accolade est seule ou vide. Les accolades entourent un mot de la liste, comme {personne}."
    if unknown:
        return f"Mot inconnu entre accolades : {{{unknown[0]}}}. Prenez un mot de la liste sous le texte."
    return ""
