"""`./maille demo`: the synthetic network, once, in an empty database, with the published figures in it."""

import io
import json
import pathlib

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers import serialize

from maille.config.demo import cast
from maille.config.environment import DEMO_MARK, is_demo_file
from maille.identity.demo import CAST
from maille.identity.models import User
from maille.journeys.models import (
    FollowUp,
    ImportBatch,
    ImportLine,
    Journey,
    Merge,
    Person,
    Referent,
    Stage,
    Suspension,
)
from maille.network.models import KpaChoices, Membership, Organisation, Relation
from tests.cast import organisation

SOURCE = json.loads((pathlib.Path(__file__).parents[1] / "impact/data/bilan-2022-2023.json").read_text())
MODELS = [
    *(User, Organisation, Relation, KpaChoices, Membership, Person, Journey, Stage, Referent, Suspension, FollowUp),
    *(Merge, ImportBatch, ImportLine, Person.history.model, Journey.history.model),  # type: ignore[attr-defined]
]


def dump() -> str:
    """Everything written, as text."""
    return "\n".join(serialize("jsonl", model._default_manager.order_by("pk")) for model in MODELS)


def demo(**options: object) -> str:
    """What the command prints."""
    said = io.StringIO()
    call_command("demo", no_serve=True, stdout=said, **options)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_it_prints_a_link_for_each_of_the_cast_and_running_it_again_changes_nothing() -> None:
    first = demo(port=8100)
    for key in ("amina", "lea", "yanis", "fanny", "karim", "odile", "charlie"):
        assert f"http://localhost:8100/demo/entrer/{key}/" in first
    assert "267 personnes" in first
    written = dump()
    assert "rien n'a changé" in demo()
    assert dump() == written


def test_the_links_and_the_accounts_are_of_the_same_people() -> None:
    assert {(part.key, part.email) for part in CAST} == {(member.key, member.email) for member in cast.CAST}


@pytest.mark.django_db(transaction=True)
def test_it_never_mixes_with_real_people() -> None:
    organisation("Un vrai réseau", "network")  # type: ignore[arg-type]
    with pytest.raises(CommandError, match="déjà des données"):
        demo()
    assert not Person.objects.exists()


def test_a_file_says_itself_that_it_is_a_demonstration(tmp_path: pathlib.Path) -> None:
    import sqlite3

    path = tmp_path / "maille.sqlite3"
    assert not is_demo_file(path)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE real (id)")
    database.commit()
    assert not is_demo_file(path)
    database.execute(f"PRAGMA application_id = {DEMO_MARK}")
    database.close()
    assert is_demo_file(path)
