"""The accounts of a list: whose money first, then by name; found by any part of a name."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf

from maille.journeys.rules.names import fold
from maille.ledger.models.books import AccountQuerySet
from maille.ledger.rules.kinds import AccountKind

GROUPS: dict[str, tuple[str, tuple[AccountKind, ...]]] = {
    "groupe": ("Le groupe", (AccountKind.COLLECTIVE,)),
    "personnes": ("Personnes", (AccountKind.INDIVIDUAL,)),
    "portage": ("Portage et fonds", (AccountKind.HOST, AccountKind.SOLIDARITY, AccountKind.COMMONS)),
    "cagnottes": ("Cagnottes", (AccountKind.POT,)),
    "dehors": ("Au-dehors", (AccountKind.OUTSIDE,)),
}
"""Key of a filter → its name and kinds, in the order of the list."""
KINDS = [kind for _, kinds in GROUPS.values() for kind in kinds]
ORDER = ("rank", "label", "id")


def listed(accounts: AccountQuerySet, group: str = "", asked: str = "") -> AccountQuerySet:
    """These accounts, of one group and answering a search when asked, with what `ORDER` needs."""
    rank = Case(
        *(When(kind=kind.value, then=Value(place)) for place, kind in enumerate(KINDS)),
        default=Value(len(KINDS)),
        output_field=IntegerField(),
    )
    found = accounts.named().annotate(
        rank=rank,
        label=Lower(
            Coalesce(
                NullIf("name", Value("")),
                "participant__person__search_key",
                "participant__user__name",
                "activity__name",
                "job__title",
                Value(""),
            )
        ),
    )
    if group in GROUPS:
        found = found.filter(kind__in=[kind.value for kind in GROUPS[group][1]])
    for word in asked.split()[:5]:
        found = found.filter(Q(label__icontains=word) | Q(label__icontains=fold(word)))
    return found
