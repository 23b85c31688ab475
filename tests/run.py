"""`./maille test`: everything that must hold, on SQLite and on a PostgreSQL it starts and stops itself.

Every stage runs even when another failed; a missing part is a failure with its reason, never a skip.
With arguments (paths, `-k`, …) it is one quick pytest on SQLite.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import StringIO
from typing import TextIO

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from tests import postgres  # noqa: E402 - the root has just been put on the path

PYTHON = [sys.executable, "-m"]
DJANGO = [*PYTHON, "maille.config.cli"]
PYTEST = [*PYTHON, "pytest", "-q", "--durations=5", "--durations-min=1"]
PARTS: dict[str, Callable[[], object]] = {
    "chromium": lambda: shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"),
    "postgresql": postgres.programs,
    "qpdf": lambda: shutil.which("qpdf"),
    "poppler-utils": lambda: shutil.which("pdftotext"),
}
"""Debian package → what says that it is there."""


@dataclass
class Stage:
    """One thing that must hold: its name, what runs, what it needs beyond Python, and how it went."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    on_postgres: bool = False
    alone: bool = True
    """Whether it keeps every core busy; the others run two by two, each telling all it says at its end."""
    reason: str = ""
    seconds: float = 0.0
    closing: str = ""


def stages() -> list[Stage]:
    """What takes one core, the longest first; then the tests, which take two.

    A story in a browser takes from a second to minutes: these are dealt two by two (the long ones come first,
    tests/conftest.py), the others in larger handfuls.
    """
    tests = [*PYTEST, "-n", "2"]
    pages = ("qpdf", "poppler-utils")
    consistency = ["tests/test_it_is_consistent.py", "tests/test_its_harness_bites.py"]
    stories = ["--maxschedchunk=2", "-m", "browser", "tests"]
    return [
        Stage("mypy : types", [*PYTHON, "mypy", "src"], alone=False),
        Stage("djlint : gabarits", [*PYTHON, "djlint", "--lint", "src"], alone=False),
        Stage("cohérence du dépôt", [*PYTEST, *consistency], alone=False),
        Stage("import-linter : qui importe qui", [sys.executable, "-c", LINT_IMPORTS], alone=False),
        Stage("migrations à jour", [*DJANGO, "makemigrations", "--check", "--dry-run"], alone=False),
        Stage("ruff : règles", [*PYTHON, "ruff", "check", "."], alone=False),
        Stage("ruff : mise en forme", [*PYTHON, "ruff", "format", "--check", "."], alone=False),
        Stage("tests sur SQLite", [*tests, "-m", "not browser", "tests"], needs=pages),
        Stage("tests sur PostgreSQL", [*tests, "-m", "not browser", "tests"], needs=("postgresql",), on_postgres=True),
        Stage("tests dans un navigateur", [*tests, *stories], needs=("chromium",)),
    ]


LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"


def missing_parts() -> list[str]:
    """The Debian packages this machine lacks."""
    return [package for package, present in PARTS.items() if not present()]


def install(missing: list[str]) -> list[str]:
    """As root on Debian, install them; in any case return those still missing, having said what to type."""
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installation de {', '.join(missing)} (apt-get)")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", "--quiet=2", *command], env=quiet)
        missing = missing_parts()
    if missing:
        say(f"Il manque {', '.join(missing)}. Sur Debian : sudo apt install {' '.join(missing)}")
    return missing


def say(text: str) -> None:
    """One heading, at once."""
    print(f"\n━━ {text}", flush=True)  # noqa: T201 - this is a command


def run_all(every: list[Stage], missing: list[str]) -> None:
    """Run what takes one core two by two, then the others each in its turn."""

    def beside(stage: Stage) -> None:
        said = StringIO()
        run(stage, missing, said)
        print(said.getvalue(), end="", flush=True)  # noqa: T201 - this is a command

    with ThreadPoolExecutor(2) as two:
        list(two.map(beside, [stage for stage in every if not stage.alone]))
    for stage in every:
        if stage.alone:
            run(stage, missing)


def run(stage: Stage, missing: list[str], out: TextIO | None = None) -> None:
    """Run one stage, showing what it says; note why it failed, how long it took, pytest's closing line."""
    out = out or sys.stdout
    print(f"\n━━ {stage.name}", file=out, flush=True)
    start = time.monotonic()
    lacking = [part for part in stage.needs if part in missing]
    if lacking:
        stage.reason = f"il manque {', '.join(lacking)} : sudo apt install {' '.join(lacking)}"
    elif stage.on_postgres:
        try:
            with postgres.cluster() as url:
                execute(stage, {"DATABASE_URL": url}, out)
        except postgres.PostgresError as error:
            stage.reason = str(error)
    else:
        execute(stage, {}, out)
    stage.seconds = time.monotonic() - start
    if stage.reason:
        print(f"✗ {stage.reason}", file=out, flush=True)


def environment() -> dict[str, str]:
    """What every process reads: where the code is, and where its compiled form is kept beside the libraries.

    Tests start many processes: each would compile Django anew on a machine told to write no bytecode.
    """
    more = {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": str(pathlib.Path(sys.prefix) / "bytecode")}
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | more


def execute(stage: Stage, more: dict[str, str], out: TextIO) -> None:
    """Run the command of a stage, line by line on that output."""
    ours = {key: value for key, value in environment().items() if not key.startswith("MAILLE_")}
    ours.pop("DATABASE_URL", None)
    ours |= {"PYTHONUNBUFFERED": "1"} | stage.environment | more
    process = subprocess.Popen(
        stage.command, cwd=ROOT, env=ours, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            out.write(line)
            out.flush()
            if re.search(r"\b(passed|failed|errors?|no tests ran)\b.* in [\d.]+s", line):
                stage.closing = line.strip()
        process.wait()
    except BaseException:
        process.terminate()
        process.wait(20)
        raise
    if process.returncode:
        stage.reason = f"échec (code {process.returncode})"


def conclude(done: list[Stage], seconds: float) -> int:
    """Print the table, pytest's closing lines, and one last sentence; return the exit status."""
    say("Résumé")
    for stage in done:
        mark = f"✗ {stage.name} : {stage.reason}" if stage.reason else f"✓ {stage.name}"
        print(f"{stage.seconds:6.1f} s  {mark}")  # noqa: T201 - this is a command
        if stage.closing:
            print(f"            {stage.closing}")  # noqa: T201 - this is a command
    failed = [stage.name for stage in done if stage.reason]
    verdict = f"ÉCHEC : {', '.join(failed)}" if failed else "Tout passe"
    print(f"\n{verdict} ({len(done)} étapes, {seconds:.0f} s)", flush=True)  # noqa: T201 - this is a command
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Everything, or only what the arguments ask for."""
    if arguments:
        return subprocess.run([*PYTEST, *arguments], cwd=ROOT, env=environment()).returncode
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    start = time.monotonic()
    missing = install(missing_parts())
    done = stages()
    run_all(done, missing)
    return conclude(done, time.monotonic() - start)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nInterrompu ; rien ne reste derrière.")
