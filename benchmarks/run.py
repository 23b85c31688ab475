"""`./maille bench`: fill, measure on SQLite and on a PostgreSQL of its own, print JSON.

Each database and size is measured by a process of its own (measure.py), in a folder that goes away with it; the person
in front of the screen reads the progress on the error output, the figures on the standard one.
"""

import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests import postgres  # noqa: E402 - the root has just been put on the path


@dataclass(frozen=True)
class Job:
    """Parts to measure at one size on one database."""

    database: str
    people: int
    parts: tuple[str, ...]


def jobs(quick: bool) -> list[Job]:
    """From the smallest to the largest; quick ones say whether everything runs, not how fast."""
    small, large, million = (300, 1000, 2000) if quick else (10_000, 100_000, 910_000)
    found = [
        job
        for database in ("sqlite", "postgresql")
        for job in (
            Job(database, small, ("pages", "journey", "report", "backup")),
            Job(database, small, ("jobs",)),
            Job(database, small, ("import",)),
            Job(database, small, ("documents", "sharing", "distributions", "books")),
            Job(database, large, ("pages", "report")),
            Job(database, large, ("retention",)),
        )
    ]
    return [*found, Job("postgresql", million, ("report",))]


@contextlib.contextmanager
def environment(database: str) -> Iterator[dict[str, str]]:
    """The variables of a process with a database of its own, gone afterwards."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MAILLE_") and key != "DATABASE_URL"}
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="maille-bench-"))
        kept |= {"MAILLE_VAR": folder, "PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "maille.config.settings"}
        if database == "postgresql":
            kept["DATABASE_URL"] = stack.enter_context(postgres.cluster())
        yield kept


def run(job: Job, runs: int) -> dict[str, Any]:
    """One job's figures; its own words and an error when it failed."""
    say(f"{job.database}, {job.people} personnes : {', '.join(job.parts)}")
    with environment(job.database) as variables:
        command = [sys.executable, "-m", "benchmarks.measure", "--people", str(job.people), "--runs", str(runs)]
        done = subprocess.run(
            [*command, *job.parts], cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True, check=False
        )
    if done.returncode:
        raise SystemExit(f"La mesure a échoué ({job.database}, {', '.join(job.parts)}).")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def say(text: str) -> None:
    """Progress, on the error output: the standard one is for the figures."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> None:
    """Everything, or what the options ask for."""
    parser = argparse.ArgumentParser(prog="maille bench", description="Mesure Maille et affiche les chiffres en JSON.")
    parser.add_argument("--quick", action="store_true", help="petites tailles, peu de tours : vérifie que tout tourne")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="une seule base")
    parser.add_argument(
        "--part",
        action="append",
        choices=(
            "pages",
            "journey",
            "report",
            "import",
            "backup",
            "retention",
            "documents",
            "sharing",
            "distributions",
            "books",
            "jobs",
        ),
        help="une partie",
    )
    parser.add_argument("--people", type=int, help="une seule taille")
    parser.add_argument("-o", "--output", type=pathlib.Path, help="écrit aussi le JSON dans ce fichier")
    parser.add_argument("--table", type=pathlib.Path, metavar="JSON", help="met un JSON déjà mesuré en tableaux")
    options = parser.parse_args(arguments)
    from benchmarks import machine, tables

    if options.table:
        print(tables.markdown(json.loads(options.table.read_text())))
        return
    described = machine.describe()
    results = []
    for job in jobs(options.quick):
        parts = tuple(part for part in job.parts if not options.part or part in options.part)
        wanted = options.database in (None, job.database) and options.people in (None, job.people)
        if parts and wanted:
            results.append(run(Job(job.database, job.people, parts), 5 if options.quick else 30))
    text = json.dumps({"machine": described, "results": results}, ensure_ascii=False, indent=1)
    if options.output:
        options.output.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
