"""Keep a person's file encrypted, and give it back."""

import datetime
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from maille.identity import vault
from maille.journeys.models import StoredFile
from maille.journeys.rules import uploads


def store(content: bytes, name: str, *, content_type: str, now: datetime.datetime, by_id: int | None) -> StoredFile:
    """Write these bytes encrypted and remember what they are; the caller knows what they are (see `check_upload`)."""
    place = f"{now:%Y}/{secrets.token_hex(20)}"
    storages["private"].save(place, ContentFile(vault.close(content)))
    return StoredFile.objects.create(
        name=name[:120],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        place=place,
        stored_at=now,
        stored_by_id=by_id,
    )


def check_upload(content: bytes) -> str:
    """The type of a file somebody sent; ValidationError in words when it is too big or not a scan nor a photo."""
    if len(content) > uploads.MAXIMUM_BYTES:
        raise ValidationError("Ce fichier dépasse 10 Mo. Choisissez une photo plus petite.", code="too_big")
    found = uploads.type_of(content)
    if not found:
        raise ValidationError("Ce fichier n'est ni un PDF, ni une photo JPEG ou PNG.", code="unknown")
    return found


def read(file: StoredFile) -> bytes:
    """The bytes as they were given; VaultError when they were altered or their key is gone."""
    with storages["private"].open(file.place) as stream:
        content = vault.open_(stream.read())
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise vault.VaultError("Ce fichier n'est plus celui qui a été enregistré.")
    return content
