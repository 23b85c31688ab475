"""The backup file: a zip of one JSON line per row, the files people sent, and a manifest that counts it all.

Values are written the same way whatever the database, so that checksums can be compared after a restore on the other
one. A table's checksum is the sum of its rows' SHA-256 modulo 2^256: it does not depend on the order of the rows,
which two databases do not agree on for texts.
"""

import datetime
import hashlib
import json
import pathlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

FORMAT = 1
MANIFEST = "maille.json"
MODULUS = 2**256
BLOCK = 1 << 20


class BackupError(Exception):
    """Something about the file or the database forbids going on; the text is French and says what to do."""


class Tally:
    """Counts things and sums their digests."""

    def __init__(self) -> None:
        self.count = 0
        self.total = 0

    def add(self, data: bytes) -> None:
        """Take one row or file into account."""
        self.count += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(data).digest())) % MODULUS

    def as_dict(self) -> dict[str, Any]:
        """What the manifest keeps."""
        return {"count": self.count, "checksum": f"{self.total:064x}"}


@dataclass
class Manifest:
    """What the file holds: version, database migrations, and a tally per table and for the files."""

    maille: str
    made_at: str
    database: str
    migrations: list[list[str]]
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: dict[str, Any] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows in all."""
        return sum(int(tally["count"]) for tally in self.tables.values())


def plain(value: Any) -> Any:
    """A value as JSON knows it, the same from both databases; dates are ISO, instants UTC, amounts texts."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value // datetime.timedelta(microseconds=1)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"valeur que la sauvegarde ne sait pas écrire : {type(value).__name__}")


def line(values: Iterable[Any]) -> bytes:
    """One row as one line; keys of JSON values sorted, since PostgreSQL does not keep their order."""
    text = json.dumps(list(values), default=plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Written last, when everything has been counted."""
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def open_archive(path: pathlib.Path) -> tuple[zipfile.ZipFile, Manifest]:
    """Open a backup and read its manifest; refuse what is not one, or comes from a later format."""
    try:
        archive = zipfile.ZipFile(path)
        found = json.loads(archive.read(MANIFEST))
    except FileNotFoundError:
        raise BackupError(f"Le fichier {path} n'existe pas.") from None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BackupError(f"{path} n'est pas une sauvegarde de Maille, ou elle est abîmée ({error}).") from None
    if found.get("format") != FORMAT:
        raise BackupError(f"{path} vient d'une version plus récente de Maille : installez-la d'abord.")
    return archive, Manifest(**found)


def check_readable(path: pathlib.Path) -> None:
    """Read everything back once: a backup nobody can read is worse than none."""
    with zipfile.ZipFile(path) as archive:
        damaged = archive.testzip()
    if damaged:
        raise BackupError(f"La sauvegarde est abîmée ({damaged}) : vérifiez le disque.")


def lines_of(archive: zipfile.ZipFile, label: str) -> Iterator[list[Any]]:
    """The rows of one table, one at a time, the list of its columns first."""
    with archive.open(f"tables/{label}.jsonl") as stream:
        for each in stream:
            yield json.loads(each)


def put_file(archive: zipfile.ZipFile, name: str, source: pathlib.Path, tally: Tally) -> int:
    """Add one file without holding it in memory; return its size in bytes."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as stream, archive.open(f"media/{name}", "w", force_zip64=True) as target:
        size = copy(stream, target, digest)
    tally.add(name.encode() + digest.digest())
    return size


def take_file(archive: zipfile.ZipFile, entry: str, folder: pathlib.Path, tally: Tally) -> None:
    """Write one file of the archive below `folder`, and nowhere else."""
    name = entry.removeprefix("media/")
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise BackupError(f"La sauvegarde contient un nom de fichier dangereux : {name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(entry) as stream, target.open("wb") as written:
        copy(stream, written, digest)
    tally.add(name.encode() + digest.digest())


def copy(source: IO[bytes], target: IO[bytes], digest: Any) -> int:
    """Copy block by block, feeding the digest; return the number of bytes."""
    size = 0
    while block := source.read(BLOCK):
        target.write(block)
        digest.update(block)
        size += len(block)
    return size
