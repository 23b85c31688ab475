"""What is encrypted at rest, and with which key: bank details and scans (mission rules, "Personal data").

Keys live outside the database: in `MAILLE_DATA_KEYS` (several, separated by commas) or in a file made at first use,
readable by its owner alone. The first key encrypts; all of them decrypt: a key is changed by adding one in front and
running `./maille rotate-keys`. Losing every key loses what they closed: backups leave them out, on purpose.
"""

import functools
import os
import pathlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class VaultError(Exception):
    """Nothing here opens this: the key that closed it is gone, or the bytes were altered."""


def read_keys(path: pathlib.Path) -> list[str]:
    """The keys in use, the encrypting one first; the file is made at the first call."""
    if given := os.environ.get("MAILLE_DATA_KEYS"):
        return [key.strip() for key in given.split(",") if key.strip()]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
    return path.read_text().split()


def write_keys(path: pathlib.Path, keys: list[str]) -> None:
    """Replace the file of keys at once, readable by its owner alone; VaultError when the environment gives them."""
    if os.environ.get("MAILLE_DATA_KEYS"):
        raise VaultError("Les clés viennent de MAILLE_DATA_KEYS : changez-les là.")
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def new_key() -> str:
    """A key of 256 random bits, as text."""
    return Fernet.generate_key().decode()


@functools.cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    """The keys of this installation."""
    return _box(tuple(read_keys(pathlib.Path(settings.DATA_KEYS))))


def close(content: bytes) -> bytes:
    """Encrypt and authenticate (AES-128-CBC, HMAC-SHA256) with the first key."""
    return box().encrypt(content)


def open_(token: bytes) -> bytes:
    """The content closed by any of the keys; VaultError otherwise."""
    try:
        return box().decrypt(token)
    except InvalidToken as error:
        raise VaultError("Aucune clé n'ouvre ce contenu.") from error


def is_fresh(token: bytes) -> bool:
    """Whether the first key alone opens this."""
    first = read_keys(pathlib.Path(settings.DATA_KEYS))[0]
    try:
        Fernet(first).decrypt(token)
    except InvalidToken:
        return False
    return True


def renew(token: bytes) -> bytes:
    """The same content, closed by the first key; VaultError when no key opens it."""
    try:
        return box().rotate(token)
    except InvalidToken as error:
        raise VaultError("Aucune clé n'ouvre ce contenu.") from error
