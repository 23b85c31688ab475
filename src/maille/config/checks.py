"""System checks: what is unsafe in an installation, in French, with what to do (`./maille check --deploy`)."""

import os
import pathlib
import stat
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from maille.identity import vault
from maille.identity.senders import chosen, chosen_name

LOCAL = {"localhost", "127.0.0.1", "::1", "testserver"}
SHORTEST_KEY = 50
MANY_WORKERS = 4


def is_public() -> bool:
    """Whether the site's address is meant for other machines."""
    return (urlsplit(settings.SITE_URL).hostname or "") not in LOCAL


@register(Tags.security)
def demo_stays_home(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Demo mode signs anybody in as anybody: never under a public address."""
    if settings.DEMO and is_public():
        return [
            Error(
                f"Le mode démonstration est ouvert à tous à l'adresse {settings.SITE_URL} : chacun peut y entrer "
                "sous n'importe quel nom.",
                hint="Retirez MAILLE_DEMO, ou laissez MAILLE_SITE_URL sur localhost.",
                id="house.E001",
            )
        ]
    return []


@register(Tags.security)
def debug_stays_home(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Debug pages show code, settings and people's data."""
    if settings.DEBUG and is_public():
        hint = "Retirez MAILLE_DEBUG."
        return [Error("Les pages de mise au point montreraient les données à tous.", hint=hint, id="house.E002")]
    return []


@register(Tags.security, deploy=True)
def public_means_https(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """Sign-in codes and people's files never travel in clear."""
    if is_public() and not settings.HTTPS:
        return [
            Error(
                f"{settings.SITE_URL} n'est pas chiffré : codes de connexion et dossiers passeraient en clair.",
                hint="Mettez un serveur https devant Maille et MAILLE_SITE_URL=https://… (docs/install.md).",
                id="house.E003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def secret_is_secret(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """The key that signs sessions and links is long, and only Maille reads it."""
    problems: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < 5:
        hint = "Retirez MAILLE_SECRET_KEY : Maille en fabrique une dans son dossier var."
        problems.append(Error("La clé secrète est trop courte ou trop simple.", hint=hint, id="house.E004"))
    for name in ("secret_key", "maille.sqlite3"):
        path = settings.VAR / name
        if path.exists() and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            hint = f"chmod o-rwx {settings.VAR}"
            if not settings.VAR.stat().st_mode & stat.S_IXOTH:
                continue
            problems.append(Warning(f"Tous les comptes de la machine peuvent lire {path}.", hint=hint, id="house.W005"))
    return problems


@register(Tags.security, deploy=True)
def mail_leaves(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """People sign in with a code sent by e-mail: it has to leave."""
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend")) and not settings.DEMO:
        return [
            Warning(
                "Aucun serveur d'e-mail : les codes de connexion s'écrivent dans le journal au lieu de partir.",
                hint="MAILLE_EMAIL_URL=smtp+tls://utilisateur:secret@serveur:587",
                id="house.W006",
            )
        ]
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        hint = 'MAILLE_EMAIL_FROM="Maille <maille@votre-domaine.fr>"'
        return [Warning("Les e-mails partiraient de maille@localhost.", hint=hint, id="house.W007")]
    return []


@register(Tags.security)
def sender_is_known(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """A word nobody knows would only be met when the first message must leave."""
    try:
        chosen()
    except ValueError as error:
        return [Error(str(error), hint="MAILLE_SENDER=email", id="house.E014")]
    if is_public() and chosen_name() == "console":
        hint = "Retirez MAILLE_SENDER, ou MAILLE_SENDER=file:/chemin vers une passerelle."
        return [Warning("Les messages s'écrivent à l'écran du serveur.", hint=hint, id="house.W015")]
    return []


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """The site answers to its own names only."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        hint = f"MAILLE_HOSTS={host}"
        return [Warning("Le site répond à n'importe quel nom.", hint=hint, id="house.W008")]
    named = [each for each in settings.ALLOWED_HOSTS if each == host or (each[0] == "." and host.endswith(each))]
    if not named and host not in {"::1"}:
        hint = f"Ajoutez {host} à MAILLE_HOSTS."
        return [Error(f"Le site ne répondrait pas à sa propre adresse, {host}.", hint=hint, id="house.E009")]
    return []


@register(Tags.database, deploy=True)
def sqlite_stays_small(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """SQLite writes one thing at a time, on one machine."""
    if connection.vendor == "sqlite" and settings.WORKERS > MANY_WORKERS:
        return [
            Warning(
                f"{settings.WORKERS} processus se partagent une base SQLite, qui n'écrit qu'une chose à la fois.",
                hint="MAILLE_WORKERS=2, ou PostgreSQL par DATABASE_URL (docs/install.md).",
                id="house.W010",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def not_run_by_root(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """A service that reads strangers' files has no business being root."""
    if os.geteuid() == 0 and is_public():
        hint = "Créez un compte maille et donnez-lui le dossier var (docs/install.md)."
        return [Warning("Maille tourne avec le compte root.", hint=hint, id="house.W011")]
    return []


@register(Tags.security, deploy=True)
def keys_are_kept(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """What is encrypted stays readable only while its keys are: well formed, and nobody else's."""
    path = pathlib.Path(settings.DATA_KEYS)
    try:
        vault.open_(vault.close(b"maille"))
    except (ValueError, vault.VaultError):
        hint = "Une clé par ligne, telle que `./maille rotate-keys` l'écrit ; rien d'autre."
        return [Error(f"Les clés de chiffrement ({path}) ne sont pas lisibles.", hint=hint, id="house.E012")]
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [
            Warning(f"D'autres comptes de la machine peuvent lire {path}.", hint=f"chmod 600 {path}", id="house.W013")
        ]
    return []
