"""A new database is made faster than Django alone makes it, and is the same to the letter.

At each operation of a migration Django draws again every model related to the one that changes, near or far, whichever
way the relation goes: here nearly all of them, some 450 times, nineteen twentieths of the time. A drawn model holds
those it points to and nothing of those that point to it (they are looked for when asked): what must be drawn again is
the model that changes, and what points to it, near or far.

Only for a database where no migration has run: one that holds people's work is upgraded by Django's own way.
`tests/config/test_a_new_database_is_made_fast.py` makes both and compares them.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import resolve_relation

Key = tuple[str, str]


@contextmanager
def sparing() -> Iterator[None]:
    """Within, migrations draw again only what must be."""
    whole = ProjectState._find_reload_model  # type: ignore[attr-defined] # Django's own, which has no public door
    ProjectState._find_reload_model = to_draw_again  # type: ignore[attr-defined] # the same
    try:
        yield
    finally:
        ProjectState._find_reload_model = whole  # type: ignore[attr-defined] # the same


def sparing_when_new(using: str = "default") -> Any:
    """`sparing()` for a database where no migration has run, nothing for another."""
    new = not MigrationExecutor(connections[using]).loader.applied_migrations
    return sparing() if new else nullcontext()


def to_draw_again(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[Key]:
    """In the place of Django's `_find_reload_model`: the model and all that point to it, near or far."""
    if delay:
        state.is_delayed = True  # as Django says it: steps written in Python get models all drawn at once
    pointing = by_model_pointed_to(state)
    found: set[Key] = set()
    waiting = [(app_label, model_name.lower())]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += pointing.get(key, ())
    return found


def by_model_pointed_to(state: ProjectState) -> dict[Key, set[Key]]:
    """For each model, those that name it in a field, as the table between two others, or as what they extend."""
    found: dict[Key, set[Key]] = {}
    for key, model in state.models.items():
        named = [base for base in model.bases if isinstance(base, str)]
        for field in model.fields.values():
            if remote := field.remote_field:
                named += [remote.model, *filter(None, [getattr(remote, "through", None)])]
        for each in named:
            found.setdefault(resolve_relation(each, *key), set()).add(key)
    return found
