"""The access log grows and never changes, raw SQL included."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from maille.identity.append_only import lifted
from maille.identity.models import Access, User, log_access
from tests.cast import Cast

AT = datetime.datetime(2026, 6, 15, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture
def read(cast: Cast) -> Access:
    """Fanny opened Amina's file."""
    log_access(at=AT, user_id=cast.fanny.pk, membership_id=1, kind="person", ids=[cast.amina.pk], what="fiche")
    return Access.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE identity_access SET what = 'liste'",
        "UPDATE identity_access SET at = at WHERE id = id",
        "DELETE FROM identity_access",
        "DELETE FROM identity_access WHERE user_id > 0",
    ],
)
def test_the_database_refuses_raw_sql(read: Access, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    read.refresh_from_db()
    assert read.what == "fiche"


def test_the_database_refuses_the_models_too(read: Access) -> None:
    read.what = "liste"
    for change in (read.save, read.delete, Access.objects.all().delete):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            change()
    assert Access.objects.get().what == "fiche"


def test_postgresql_refuses_truncate(read: Access) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("TRUNCATE identity_access")
    assert Access.objects.count() == 1


def test_every_read_is_one_line(cast: Cast) -> None:
    people = [cast.amina.pk, cast.lea.pk, cast.amina.pk]
    log_access(at=AT, user_id=cast.fanny.pk, membership_id=1, kind="person", ids=people, what="export")
    log_access(at=AT, user_id=cast.fanny.pk, membership_id=1, kind="person", ids=people[:1], what="fiche")
    assert Access.objects.count() == 4


def test_the_maintenance_door_closes_behind_itself(read: Access) -> None:
    with lifted():
        Access.objects.filter(pk=read.pk).update(membership_id=None)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        Access.objects.all().delete()


def test_the_maintenance_door_closes_after_a_failure(read: Access) -> None:
    with pytest.raises(ZeroDivisionError), lifted():
        Access.objects.all().delete()
        _ = 1 / 0
    assert Access.objects.count() == 1
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        Access.objects.all().delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", [1, 2])
def test_tests_with_real_transactions_start_empty_and_closed(round: int) -> None:
    assert Access.objects.count() == 0
    user = User.objects.create_user("fanny@exemple.fr", "Fanny")
    log_access(at=AT, user_id=user.pk, membership_id=None, kind="person", ids=[round], what="fiche")
    with pytest.raises(DatabaseError, match="append_only"):
        Access.objects.all().delete()
