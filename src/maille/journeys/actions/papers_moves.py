"""Papers follow a person when two files are joined, and come back when they are parted."""

import datetime
from typing import Any

from maille.journeys.models import BankDetails, Insurance, Person, Piece

MODELS: dict[str, Any] = {"piece": Piece, "insurance": Insurance, "account": BankDetails}
Moved = dict[str, list[int]]
"""What was moved: kind → ids; under "ended", the account that stopped because the kept file has one in use."""


def move(source: Person, target: Person, today: datetime.date) -> Moved:
    """Give every paper of `source` to `target`, inside the caller's transaction; one account stays in use."""
    ended: list[int] = []
    if BankDetails.objects.filter(person=target, ended_on__isnull=True).exists():
        for account in BankDetails.objects.filter(person=source, ended_on__isnull=True):
            account.ended_on = max(today, account.since)
            account.save(update_fields=["ended_on"])
            ended.append(account.pk)
    moved: Moved = {"ended": ended}
    for kind, model in MODELS.items():
        moved[kind] = list(model.objects.filter(person=source).order_by("pk").values_list("pk", flat=True))
        model.objects.filter(pk__in=moved[kind]).update(person=target)
    return moved


def give_back(moved: Moved, source: Person, target: Person) -> None:
    """Give back what came from `target`'s file, and use its account again unless another was noted since."""
    for kind, model in MODELS.items():
        model.objects.filter(pk__in=moved.get(kind, []), person=source).update(person=target)
    if not BankDetails.objects.filter(person=target, ended_on__isnull=True).exists():
        BankDetails.objects.filter(pk__in=moved.get("ended", []), person=target).update(ended_on=None)
