"""Reading again everything that is kept: bytes against their hash, signatures against their document."""

from collections.abc import Iterator

from django.db.models import F

from maille.identity.vault import VaultError
from maille.journeys.actions import files
from maille.journeys.models import Signature, StoredFile

BATCH = 500


def problems() -> Iterator[str]:
    """What no longer holds, in words; nothing when all does. Reads every file, one at a time."""
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=BATCH):
        try:
            files.read(file)
        except VaultError as refused:
            yield f"Fichier {file.pk} ({file.name}) : {refused}"
        except OSError:
            yield f"Fichier {file.pk} ({file.name}) : il n'est plus dans le dossier des fichiers."
    other = Signature.objects.exclude(document_sha256=F("document__file__sha256")).order_by("pk")
    for pk in other.values_list("pk", flat=True).iterator(chunk_size=BATCH):
        yield f"Signature {pk} : elle porte sur un autre fichier que celui de son document."
