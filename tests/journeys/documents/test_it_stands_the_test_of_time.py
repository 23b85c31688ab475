"""Kept bytes are read again and compared; two who sign at once for one party leave one signature."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from maille.identity import vault
from maille.journeys.actions import signatures
from maille.journeys.actions.verifying import problems
from maille.journeys.models import Signature
from tests.cast import Cast, make_cast
from tests.journeys.documents.help import NOW, issue
from tests.journeys.help import TODAY, acting


def test_every_file_is_read_again(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    first = issue(cast)
    call_command("verify")
    assert "1 fichiers relus" in capsys.readouterr().out
    place = first.file.place
    storages["private"].delete(place)
    assert "n'est plus dans le dossier" in next(problems())
    storages["private"].save(place, ContentFile(vault.close(b"%PDF-1.7 autre")))
    assert "n'est plus celui" in next(problems())
    storages["private"].delete(place)
    storages["private"].save(place, ContentFile(b"illisible"))
    with pytest.raises(CommandError, match="1 problème"):
        call_command("verify")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_leave_one_signature() -> None:
    cast = make_cast(TODAY)
    document, actor = issue(cast), acting(cast.fanny)
    together, heard = threading.Barrier(4), []

    def sign() -> None:
        together.wait()
        try:
            given = signatures.OnPaper("person", "Amina Benali", NOW.date())
            signatures.sign_on_paper(actor, document.pk, given, NOW)
            heard.append("signed")
        except ValidationError as refused:
            heard.extend(refused.messages)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(heard) == ["Cette signature est déjà enregistrée."] * 3 + ["signed"]
    assert Signature.objects.count() == 1
