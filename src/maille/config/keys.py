"""Everything encrypted at rest, found and closed again with another key (identity.vault)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction

from maille.identity import vault
from maille.identity.fields import EncryptedTextField
from maille.journeys.models import StoredFile

BATCH = 200
Progress = Callable[[str, int], None]


@dataclass
class Outcome:
    """What one walk found and did."""

    texts: int = 0
    files: int = 0
    renewed: int = 0
    lost: list[str] = field(default_factory=list)
    """What no key opens, or is not there any more: "journeys.bankdetails 12", "fichier 7"."""

    @property
    def seen(self) -> int:
        """Texts and files together."""
        return self.texts + self.files


def encrypted_fields() -> list[tuple[type[models.Model], str]]:
    """Every model and field encrypted at rest."""
    return [
        (model, each.attname)
        for model in apps.get_models(include_auto_created=True)
        for each in model._meta.local_concrete_fields
        if isinstance(each, EncryptedTextField)
    ]


def tokens(model: type[models.Model], name: str) -> Iterator[tuple[Any, str]]:
    """Key and encrypted text of each row that has one, as stored."""
    stored = models.ExpressionWrapper(models.F(name), output_field=models.TextField())
    rows = model._base_manager.order_by("pk").annotate(_token=stored).values_list("pk", "_token")
    return ((pk, token) for pk, token in rows.iterator(chunk_size=BATCH) if token)


def walk(progress: Progress, *, renew: bool) -> Outcome:
    """Open everything; with `renew`, close with the first key what another closed. Running it again ends the same."""
    outcome = Outcome()
    for model, name in encrypted_fields():
        for pk, token in list(tokens(model, name)):
            outcome.texts += 1
            progress(model._meta.label_lower, outcome.seen)
            _text(model, name, pk, token, outcome, renew=renew)
    _second_proofs(outcome, progress, renew=renew)
    # unscoped: the machine's own housekeeping
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=BATCH):
        outcome.files += 1
        progress("fichiers", outcome.seen)
        _file(file, outcome, renew=renew)
    return outcome


def _second_proofs(outcome: Outcome, progress: Progress, *, renew: bool) -> None:
    """Secrets of applications and recovery codes, which allauth keeps in JSON."""
    for proof in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk"):
        for name in {"secret", "seed"} & set(proof.data):
            outcome.texts += 1
            progress("preuves", outcome.seen)
            token = str(proof.data[name]).encode()
            try:
                vault.open_(token)
            except vault.VaultError:
                outcome.lost.append(f"mfa.authenticator {proof.pk}")
                continue
            if renew and not vault.is_fresh(token):
                proof.data[name] = vault.renew(token).decode()
                proof.save(update_fields=["data"])
                outcome.renewed += 1


def _text(model: type[models.Model], name: str, pk: Any, token: str, outcome: Outcome, *, renew: bool) -> None:
    """One text; written only if nobody changed it meanwhile."""
    try:
        clear = vault.open_(token.encode())
    except vault.VaultError:
        outcome.lost.append(f"{model._meta.label_lower} {pk}")
        return
    if renew and not vault.is_fresh(token.encode()):
        stored = models.ExpressionWrapper(models.F(name), output_field=models.TextField())
        same = model._base_manager.annotate(_token=stored).filter(pk=pk, _token=token)
        outcome.renewed += same.update(**{name: clear.decode()})


def _file(file: StoredFile, outcome: Outcome, *, renew: bool) -> None:
    """One file: written beside, then the row points to it, then the old one goes."""
    storage = storages["private"]
    try:
        with storage.open(file.place) as stream:
            token = stream.read()
        vault.open_(token)
    except (vault.VaultError, OSError):
        outcome.lost.append(f"fichier {file.pk}")
        return
    if not renew or vault.is_fresh(token):
        return
    former = file.place
    place = storage.save(former, ContentFile(vault.renew(token)))
    with transaction.atomic():
        moved = StoredFile.objects.filter(pk=file.pk, place=former).update(place=place)
    storage.delete(former if moved else place)
    outcome.renewed += moved
