"""After anonymisation, neither the whole database nor the kept files say anything of the person."""

import datetime
import pathlib
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from maille.identity.models import User
from maille.journeys.actions.files import read
from maille.journeys.actions.rights import forgetting
from maille.journeys.models import Anonymisation, Contract, Journey, LegalArchive, Person, StoredFile
from maille.journeys.rules.names import fold
from tests.cast import Cast
from tests.journeys.rights.whole_file import IBAN, MARK, PHONE, everything

TODAY = datetime.date(2026, 6, 15)
pytestmark = pytest.mark.usefixtures("keeping_rules")


def dump() -> dict[str, str]:
    """Every table, as its columns' own text; what is encrypted is opened too."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = "\n".join(repr(row) for row in cursor.fetchall())
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if type(field).__name__ == "EncryptedTextField":
                values = model._base_manager.order_by().values_list(field.attname, flat=True)
                found[f"{model._meta.db_table}.{field.name}"] = "\n".join(map(str, values))
    return found


def traces(found: dict[str, str]) -> set[str]:
    """Where something of hers is still written, whatever the letters' case and accents, escaped or not."""
    wanted = (fold(MARK), "z\\u00e9bulonne", fold(PHONE), fold(IBAN), "59512", "1987 03 14", "date(1987, 3, 14)")
    return {
        table
        for table, text in found.items()
        if any(each in fold(text).replace("\\\\", "\\") or each in text.casefold() for each in wanted)
    }


def anonymise(person: Person) -> None:
    forgetting.anonymise([person.pk], day=TODAY, at=timezone.now(), by_id=None, reason="retention")


def files() -> list[pathlib.Path]:
    return [path for path in pathlib.Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_somebody_without_contract(cast: Cast) -> None:
    person = everything(cast, signed=False)
    client = Client()
    assert person.user
    client.force_login(person.user)
    assert len(traces(dump())) > 20
    assert len(files()) == 3
    assert client.get("/mon-parcours/").status_code == 200
    anonymise(person)
    assert traces(dump()) == set()
    assert files() == []
    assert not StoredFile.objects.exists()
    assert client.get("/mon-parcours/").status_code == 302  # signed out
    assert not User.objects.filter(name=MARK).exists()
    assert not LegalArchive.objects.exists()
    assert Anonymisation.objects.get().legal_until is None


@pytest.mark.django_db(transaction=True)
def test_a_signed_contract_remains_in_its_archive_alone(cast: Cast) -> None:
    person = everything(cast, signed=True)
    anonymise(person)
    assert traces(dump()) == {"journeys_legalarchive", "journeys_legalarchive.facts"}
    archive = LegalArchive.objects.get()
    assert archive.name == f"{MARK} Durand {MARK}"
    assert archive.ended_on == datetime.date(2023, 4, 30)
    assert archive.kept_until == datetime.date(2028, 4, 30)
    kept = {read(file).decode() for file in archive.files.all()}
    assert kept == {f"{MARK} contrat", f"{MARK} scan"}
    assert len(files()) == 2
    assert Anonymisation.objects.get().legal_until == archive.kept_until


@pytest.mark.django_db
def test_a_contract_whose_time_is_over_goes_with_the_file(cast: Cast) -> None:
    person = everything(cast, signed=True)
    forgetting.anonymise([person.pk], day=datetime.date(2028, 5, 1), at=timezone.now(), by_id=None, reason="retention")
    assert not LegalArchive.objects.exists()
    assert traces(dump()) == set()


@pytest.mark.django_db
def test_what_is_counted_stays(cast: Cast) -> None:
    person = everything(cast, signed=True)
    counted: list[type[models.Model]] = [Journey, Contract]
    before = {model: model._default_manager.count() for model in counted}
    anonymise(person)
    assert before == {model: model._default_manager.count() for model in counted}
    journey = Journey.objects.get(person=person)
    assert (journey.entered_on, journey.department, journey.outcome) == (
        datetime.date(2022, 6, 1), "59", "employment",
    )  # fmt: skip
    assert journey.anonymised


@pytest.mark.django_db(transaction=True)
def test_a_failure_changes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    person = everything(cast, signed=True)
    before = dump()

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(forgetting, "close_accounts", fail)
    with pytest.raises(ZeroDivisionError):
        anonymise(person)
    assert {table: text for table, text in dump().items() if before[table] != text} == {}
    assert len(files()) == 4


@pytest.mark.django_db
def test_somebody_who_works_here_keeps_her_account(cast: Cast) -> None:
    Person.objects.filter(pk=cast.amina.pk).update(user=cast.fanny)
    anonymise(cast.amina)
    cast.fanny.refresh_from_db()
    assert cast.fanny.is_active
    assert cast.fanny.name == "Fanny"
    assert Person.objects.get(pk=cast.amina.pk).user is None


@pytest.mark.django_db
def test_an_anonymised_file_opens_to_nobody(cast: Cast, client: Client) -> None:
    anonymise(cast.amina)
    client.force_login(cast.fanny)
    assert client.get(f"/personnes/{cast.amina.pk}/").status_code == 404
    assert client.get(f"/parcours/{cast.amina_journey.pk}/corriger/").status_code == 404
    assert "anonymisée" not in client.get("/personnes/?etat=tous").content.decode()
    assert storages["private"] is not None
