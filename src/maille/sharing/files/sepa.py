"""Credit transfers in euros as a bank takes them: ISO 20022 pain.001.001.09 (or .03), checked against its schema.

What is written: one batch, one transfer per person, the debtor's name, IBAN and BIC, an execution date. An address,
when there is one, has its town and country (EPC rulebook from November 2026: no unstructured address).
"""

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sepaxml import SepaTransfer
from stdnum import iban as stdnum_iban

from maille.journeys.rules import iban as ibans

SCHEMAS = ("pain.001.001.09", "pain.001.001.03")
"""What banks take today first; the older one for those that do not yet."""
LONGEST_NAME = 70
OUTSIDE_CHARSET = re.compile(r"[^a-zA-Z0-9/\-?:().,'+ ]")
"""EPC: the Latin characters every bank takes."""

SPELT = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ẞ": "SS",
        "þ": "th",
        "Þ": "TH",
        "ð": "d",
        "Ð": "D",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ħ": "h",
        "Ħ": "H",
        "ŧ": "t",
        "Ŧ": "T",
        "ı": "i",
        "ŋ": "n",
        "Ŋ": "N",
        "ĸ": "k",
        "ə": "e",
        "Ə": "E",
        "ɛ": "e",
        "Ɛ": "E",
        "ɔ": "o",
        "Ɔ": "O",
        "ɓ": "b",
        "Ɓ": "B",
        "ɗ": "d",
        "Ɗ": "D",
        "ɣ": "g",
        "Ɣ": "G",
        "ƙ": "k",
        "Ƙ": "K",
        "ƴ": "y",
        "Ƴ": "Y",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "‐": "-",
    }
)
"""Letters of people's names that no accent taken away makes Latin; what is left out becomes a space."""
UNREADABLE = "-"
"""What a text without one letter that banks take becomes."""


@dataclass(frozen=True)
class Debtor:
    """Who pays, and from which account."""

    name: str
    iban: str
    bic: str
    postal_code: str = ""
    town: str = ""


@dataclass(frozen=True)
class Transfer:
    """Cents to somebody; `reference` names it for both ends."""

    name: str
    iban: str
    cents: int
    text: str
    reference: str


@dataclass(frozen=True)
class Written:
    """The file, and how the bank names it."""

    content: bytes
    message: str


def is_valid_iban(iban: str) -> bool:
    """Whether a transfer in euros reaches it: the number by python-stdnum, the country by our own list."""
    bare = ibans.compact(iban)
    return bool(stdnum_iban.is_valid(bare)) and ibans.problem(bare) == ""


def latin(text: str, length: int) -> str:
    """The text in the characters banks take, cut to `length`."""
    spelt = text.translate(SPELT)
    bare = "".join(each for each in unicodedata.normalize("NFD", spelt) if not unicodedata.combining(each))
    return re.sub(r" +", " ", OUTSIDE_CHARSET.sub(" ", bare)).strip(" /'")[:length].strip() or UNREADABLE


def write(debtor: Debtor, transfers: Sequence[Transfer], execution_on: datetime.date, schema: str) -> Written:
    """The file; ValueError names what forbids it, and the schema itself is the last to check."""
    wrong = [each.name for each in transfers if not is_valid_iban(each.iban) or each.cents <= 0]
    if wrong or not transfers or schema not in SCHEMAS or not is_valid_iban(debtor.iban):
        raise ValueError(", ".join(wrong) or "rien à virer, ou compte de la structure invalide")
    config: dict[str, Any] = {
        "name": latin(debtor.name, LONGEST_NAME),
        "IBAN": ibans.compact(debtor.iban),
        "BIC": debtor.bic,
        "batch": True,
        "currency": "EUR",
    }
    if debtor.town:
        config["address"] = {"postcode": debtor.postal_code, "town": latin(debtor.town, 35), "country": "FR"}
    sepa = SepaTransfer(config, schema=schema, clean=True)
    for each in transfers:
        sepa.add_payment(
            {
                "name": latin(each.name, LONGEST_NAME),
                "IBAN": ibans.compact(each.iban),
                "amount": each.cents,
                "execution_date": execution_on,
                "description": latin(each.text, 140),
                "endtoend_id": latin(each.reference, 35),
            }
        )
    return Written(sepa.export(validate=True), str(sepa.msg_id))
