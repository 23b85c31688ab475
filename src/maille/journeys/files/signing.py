"""The key that signs badges: RSA, kept outside the database like the keys of what is encrypted (identity.vault).

RS256 because Open Badges 3.0 asks every verifier to know it. The key is made at first use, readable by its owner
alone; losing it makes badges already given impossible to check, and nothing else.
"""

import functools
import os
import pathlib
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings

from maille.journeys.rules import badges


def key() -> rsa.RSAPrivateKey:
    """The installation's own."""
    return read(pathlib.Path(settings.BADGE_KEY))


@functools.cache
def read(path: pathlib.Path) -> rsa.RSAPrivateKey:
    """The key in this file, made when there is none; whoever comes second reads what the first one wrote."""
    if not path.exists():
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        text = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(text)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(found, rsa.RSAPrivateKey):
        raise TypeError("An RSA key signs badges.")
    return found


def public_key() -> dict[str, Any]:
    """What verifiers need, as a JSON Web Key; never the private part."""
    numbers = key().public_key().public_numbers()
    return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}


def number(value: int) -> str:
    """A number as a JSON Web Key writes it."""
    return badges.base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def sign(told: dict[str, Any], address: str) -> str:
    """The credential as a signed compact token, with the public key and the address where to read it again."""
    header = {"alg": "RS256", "typ": "JWT", "kid": address, "jwk": public_key()}
    text = f"{badges.part(header)}.{badges.part(badges.payload(told))}"
    signature = key().sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{badges.base64url(signature)}"
