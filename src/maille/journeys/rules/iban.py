"""Account numbers: as people type them, checked, shown by their end alone (ISO 13616, ISO 7064 mod 97-10)."""

import re

LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22, "AL": 28,
}  # fmt: skip
"""Country → length, for the countries of the SEPA area (list from memory, 2026): a transfer reaches no other."""


def compact(text: str) -> str:
    """Without spaces nor dots, in capitals; what people put before it ("IBAN") taken away."""
    bare = re.sub(r"[\s.\-\u00a0\u202f]", "", text).upper()
    return bare.removeprefix("IBAN:").removeprefix("IBAN")


def problem(iban: str) -> str:
    """Why a compact number is not an account a transfer reaches, and what to do; "" when it is one."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", iban):
        return "Un IBAN commence par deux lettres et deux chiffres, par exemple FR76. Recopiez-le depuis le RIB."
    country = iban[:2]
    if country not in LENGTHS:
        return "Ce compte est dans un pays que les virements en euros n'atteignent pas. Demandez un autre compte."
    if len(iban) != LENGTHS[country]:
        return f"Cet IBAN a {len(iban)} signes. Un IBAN {country} en a {LENGTHS[country]} : recopiez-le en entier."
    if remainder(iban) != 1 or (country in ("FR", "MC") and not french_key_fits(iban)):
        return "Cet IBAN contient une erreur de frappe : son contrôle ne tombe pas juste. Relisez chaque signe."
    return ""


def remainder(iban: str) -> int:
    """Modulo 97 of the number with its first four signs at the end, letters as 10 to 35."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97


def french_key_fits(iban: str) -> bool:
    """Whether the RIB's own key fits: 97 less the weighed remainder of bank, branch and account."""
    bank, branch, account, key = iban[4:9], iban[9:14], iban[14:25], iban[25:27]
    if not (bank + branch + key).isdigit():
        return False
    digits = "".join(sign if sign.isdigit() else str(rib_digit(sign)) for sign in account)
    return (89 * int(bank) + 15 * int(branch) + 3 * int(digits) + int(key)) % 97 == 0


def rib_digit(letter: str) -> int:
    """The digit a letter of an account stands for in the RIB's key (A, J → 1; B, K, S → 2; …)."""
    rank = ord(letter) - ord("A")
    return rank % 9 + 1 if rank < 18 else rank - 16


def last_four(iban: str) -> str:
    """What screens show."""
    return iban[-4:]


def spaced(iban: str) -> str:
    """By groups of four, as it is printed."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
