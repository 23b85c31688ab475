"""Keep a person's file encrypted, and give it back."""

import datetime
import hashlib
import secrets

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from maille.identity import vault
from maille.journeys.files import scans
from maille.journeys.models import StoredFile
from maille.journeys.rules import uploads

ASIDE = "maille.journeys.aside"
KEPT_ASIDE = datetime.timedelta(hours=20)
"""Less than a day: `retention.sweep_files` removes what no record names after one."""


def store_upload(content: bytes, name: str, *, now: datetime.datetime, by_id: int | None) -> StoredFile:
    """Keep a scan or a photo somebody sent, made inert (files.scans); ValidationError in words when it is refused."""
    try:
        safe, found = scans.inert(content)
    except scans.ScanRefusedError as refused:
        raise ValidationError({"file": [str(refused)]}, code="refused") from refused
    return store(safe, uploads.clean_name(name, found), content_type=found, now=now, by_id=by_id)


def store(content: bytes, name: str, *, content_type: str, now: datetime.datetime, by_id: int | None) -> StoredFile:
    """Write bytes of our own making encrypted; what somebody sent goes through `store_upload`."""
    place = f"{now:%Y}/{secrets.token_hex(20)}"
    storages["private"].save(place, ContentFile(vault.close(content)))
    return StoredFile.objects.create(
        name=name[: uploads.MAXIMUM_NAME],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        place=place,
        stored_at=now,
        stored_by_id=by_id,
    )


def set_aside(content: bytes, name: str, *, now: datetime.datetime, by_id: int | None) -> str:
    """Keep a photo while its form is looked at again: encrypted, named by no record, swept after a day.

    Returns what the form carries: it opens for the same person alone. "" for a photo that would be refused.
    """
    try:
        safe, found = scans.inert(content)
    except scans.ScanRefusedError:
        return ""
    place = f"{now:%Y}/{secrets.token_hex(20)}"
    storages["private"].save(place, ContentFile(vault.close(safe)))
    return signing.dumps({"place": place, "name": uploads.clean_name(name, found), "by": by_id}, salt=ASIDE)


def take_back(token: str, *, by_id: int | None) -> tuple[bytes, str] | None:
    """The photo set aside and its name; None when it is not this person's, too old, or no longer there."""
    try:
        told = signing.loads(token, salt=ASIDE, max_age=KEPT_ASIDE)
    except signing.BadSignature:
        return None
    if told["by"] != by_id or not storages["private"].exists(told["place"]):
        return None
    with storages["private"].open(told["place"]) as stream:
        return vault.open_(stream.read()), told["name"]


def check_upload(content: bytes) -> str:
    """The type of a file somebody sent; ValidationError in words when it would be refused."""
    try:
        return scans.inert(content)[1]
    except scans.ScanRefusedError as refused:
        raise ValidationError(str(refused), code="refused") from refused


def read(file: StoredFile) -> bytes:
    """The bytes as they were given; VaultError when they were altered or their key is gone."""
    with storages["private"].open(file.place) as stream:
        content = vault.open_(stream.read())
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise vault.VaultError("Ce fichier n'est plus celui qui a été enregistré.")
    return content
