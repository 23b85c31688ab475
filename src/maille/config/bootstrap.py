"""Prepare `.venv` from the hashed lock files, then hand over to the command line.

Runs on the machine's own python3 with nothing installed, so: standard library only, and no import of Maille.
"""

import hashlib
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DEVELOPMENT = {"test", "bench", "lint", "format", "lock"}


def main(arguments: list[str]) -> None:
    """Make the environment the command needs, then replace this process by it."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before any requirement is checked
        sys.exit(f"Maille demande Python 3.11 ou plus récent ; celui-ci est {sys.version.split()[0]}.")
    lock = ROOT / ("requirements-dev.txt" if arguments[:1] and arguments[0] in DEVELOPMENT else "requirements.txt")
    ensure(lock)
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT / "src"), environment.get("PYTHONPATH")]))
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    os.execve(PYTHON, [str(PYTHON), "-m", "maille.config.cli", *arguments], environment)


def ensure(lock: pathlib.Path) -> None:
    """Install `lock` into `.venv` unless a stamp says that very content (or the larger lock) is already there."""
    stamps = VENV / "stamps"
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    larger = ROOT / "requirements-dev.txt"
    digests = {digest, hashlib.sha256(larger.read_bytes() + sys.version.encode()).hexdigest()}
    if PYTHON.exists() and any((stamps / known).exists() for known in digests):
        return
    if not PYTHON.exists():
        print("Maille prépare son environnement (une seule fois)…", file=sys.stderr)
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
        if made.returncode:
            sys.exit(
                "Il manque le module venv de Python. Sur Debian : apt install python3-venv\n"
                f"({(made.stdout + made.stderr).strip().splitlines()[-1:] or ['venv a échoué']})"
            )
    print("Maille installe ses bibliothèques…", file=sys.stderr)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    installed = subprocess.run([*pip, "-r", str(lock)])
    if installed.returncode:
        sys.exit("Les bibliothèques n'ont pas pu être installées : vérifiez la connexion, puis recommencez.")
    stamps.mkdir(exist_ok=True)
    (stamps / digest).touch()


if __name__ == "__main__":
    main(sys.argv[1:])
