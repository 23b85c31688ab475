"""One door for what leaves: checked, noted, without the code nor the whole address."""

import datetime
import json
import pathlib
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from maille.identity.actions import masked, send_message
from maille.identity.models import Message
from maille.identity.senders import chosen

NOW = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)


def send(address: str = "amina@exemple.fr", **more: Any) -> Message:
    """A signature code for Amina."""
    given: dict[str, Any] = {"purpose": "signature_code", "subject": "Votre code", "text": "Code : 123456", "now": NOW}
    return send_message(address, **{**given, **more})


def test_it_leaves_by_email_and_is_noted(db: None) -> None:
    message = send(name="Amina Benali", text="L'atelier est annulé.", about=("workshop", 4))
    assert message.left
    assert mail.outbox[0].to == ["Amina Benali <amina@exemple.fr>"]
    stored = Message.objects.get()
    assert (stored.address, stored.sender, stored.about_id) == ("a…a@exemple.fr", "email", 4)
    assert stored.body == "L'atelier est annulé."


def test_a_text_that_carries_a_code_is_not_kept(db: None) -> None:
    send(secret=True)
    assert Message.objects.get().body == ""
    assert "123456" in str(mail.outbox[0].body)


def test_a_mail_server_that_is_down_is_noted_not_raised(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **more: Any) -> None:
        raise ConnectionRefusedError("amina@exemple.fr")

    monkeypatch.setattr("maille.identity.senders.email.send_mail", refuse)
    message = send()
    assert not message.left
    assert message.failure == "e-mail : ConnectionRefusedError"


def test_it_leaves_by_a_file_only_its_owner_reads(db: None, settings: Any, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "messages.jsonl"
    settings.SENDER = f"file:{path}"
    send()
    send(subject="Deuxième message")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["subject"] for line in lines] == ["Votre code", "Deuxième message"]
    assert path.stat().st_mode & 0o077 == 0
    settings.SENDER = f"file:{tmp_path}/nowhere/messages"
    assert not send().left


def test_it_leaves_by_the_console(db: None, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SENDER = "console"
    assert send().left
    assert "Code : 123456" in capsys.readouterr().out


def test_an_unknown_sender_is_told_at_once(settings: Any) -> None:
    settings.SENDER = "pigeon"
    with pytest.raises(ValueError, match="pigeon : choisissez parmi console, email, file"):
        chosen()


@pytest.mark.parametrize("forged", ["\n", "\r", "\r\nBcc: x@y.fr", "\u2028", "\x00", "\u202e", "\x85"])
@pytest.mark.parametrize("where", ["address", "name", "subject"])
def test_headers_cannot_be_forged(db: None, where: str, forged: str) -> None:
    given = {"address": "amina@exemple.fr", "name": "Amina", "subject": "Votre code"}
    given[where] += forged
    with pytest.raises(ValidationError):
        send(**given)
    assert not mail.outbox
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("address", "shown"),
    [("amina@exemple.fr", "a…a@exemple.fr"), ("lea@exemple.fr", "l…@exemple.fr"), ("a@b.fr", "a…@b.fr")],
)
def test_an_address_is_masked(address: str, shown: str) -> None:
    assert masked(address) == shown
