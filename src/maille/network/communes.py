"""The reference list of communes (data/README.md): look-ups in memory, no database, read once when first asked.

>>> find("59370", "MONS EN BAROEUL").code
'59410'
"""

import functools
import gzip
import pathlib
from dataclasses import dataclass

from maille.network.rules.names import fold
from maille.network.rules.places import commune_key, department_of, department_of_commune, is_cedex

SOURCE = pathlib.Path(__file__).with_name("data") / "communes.tsv.gz"
LIMIT = 10


@dataclass(frozen=True, slots=True)
class Commune:
    """A present commune of France."""

    code: str
    """INSEE code."""
    name: str
    population: int
    postal_codes: tuple[str, ...]
    merged: tuple[str, ...]
    """Names of the communes merged into it, which people still say: Lomme is in Lille."""

    @property
    def department(self) -> str:
        """The department's code."""
        return department_of_commune(self.code)

    def __str__(self) -> str:
        return self.name


def find(postal_code: str, name: str) -> Commune | None:
    """The commune of that name at that postal code; None when the list has none.

    Spellings are folded (rules.places.commune_key). A CEDEX name, whose postal code belongs to no commune, is looked up
    in the postal code's department.
    """
    key = commune_key(name)
    if not key:
        return None
    found = keys_at(postal_code.strip()).get(key)
    if found is None and is_cedex(name):
        department = department_of(postal_code.strip())
        found = next((each for each in by_key().get(key, ()) if each.department == department), None)
    return found


def matches(postal_code: str, name: str) -> bool | None:
    """Whether the commune and the postal code go together; None when the list cannot tell.

    It cannot when either is empty, or when the postal code is one no commune has (a business or CEDEX code) and some
    commune of that department bears the name.
    """
    postal_code = postal_code.strip()
    if not postal_code or not commune_key(name):
        return None
    if find(postal_code, name) is not None:
        return True
    if communes_of(postal_code):
        return False
    department = department_of(postal_code)
    return None if any(each.department == department for each in by_key().get(commune_key(name), ())) else False


def communes_of(postal_code: str) -> list[Commune]:
    """The communes that have this postal code, the most populated first."""
    return list(by_postal_code().get(postal_code.strip(), ()))


def search(prefix: str, limit: int = LIMIT) -> list[Commune]:
    """Communes whose postal code, name or a word of whose name starts so, the most populated first."""
    text = fold(prefix)
    if not text:
        return []
    if text.isdigit():
        codes = [code for code in by_postal_code() if code.startswith(text)]
        some = {each.code: each for code in codes for each in by_postal_code()[code]}
        return sorted(some.values(), key=lambda each: -each.population)[:limit]
    wanted = commune_key(prefix) or text
    starts: list[Commune] = []
    inside: list[Commune] = []
    for words, commune in search_keys():
        if words.startswith(f" {wanted}"):
            starts.append(commune)
            if len(starts) == limit:
                break
        elif len(inside) < limit and f" {wanted}" in words:
            inside.append(commune)
    return (starts + inside)[:limit]


@functools.cache
def everything() -> tuple[Commune, ...]:
    """All communes, the most populated first."""
    communes = []
    with gzip.open(SOURCE, "rt", encoding="utf-8") as lines:
        for line in lines:
            code, name, population, postal_codes, merged = line.rstrip("\n").split("\t")
            communes.append(
                Commune(
                    code, name, int(population), tuple(postal_codes.split()), tuple(merged.split("|") if merged else ())
                )
            )
    return tuple(sorted(communes, key=lambda each: -each.population))


@functools.cache
def by_postal_code() -> dict[str, list[Commune]]:
    """Postal code → its communes."""
    index: dict[str, list[Commune]] = {}
    for commune in everything():
        for postal_code in commune.postal_codes:
            index.setdefault(postal_code, []).append(commune)
    return index


@functools.lru_cache(maxsize=8192)
def keys_at(postal_code: str) -> dict[str, Commune]:
    """Folded name → commune, at one postal code; present names win over merged ones."""
    communes = by_postal_code().get(postal_code, [])
    merged = {key: commune for commune in communes for key in merged_keys(commune)}
    return merged | {commune_key(commune.name): commune for commune in reversed(communes)}


@functools.cache
def by_key() -> dict[str, list[Commune]]:
    """Folded name → communes of that name or with a merged one of that name, the most populated first."""
    index: dict[str, list[Commune]] = {}
    for commune in everything():
        for key in {commune_key(commune.name), *merged_keys(commune)}:
            index.setdefault(key, []).append(commune)
    return index


def merged_keys(commune: Commune) -> set[str]:
    """Folded names of the communes merged into this one; Hellemmes-Lille, in Lille, is also called Hellemmes."""
    keys = {commune_key(name) for name in commune.merged}
    return keys | {key.removesuffix(f" {commune_key(commune.name)}") for key in keys}


@functools.cache
def search_keys() -> tuple[tuple[str, Commune], ...]:
    """What searching reads: " first words" of each name."""
    return tuple((f" {commune_key(commune.name)}", commune) for commune in everything())
