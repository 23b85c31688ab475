"""`./maille COMMAND`: Maille's commands are Django's management commands, under one name."""

import argparse
import os
import pathlib
import runpy
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCRIPTS = {"test": ROOT / "tests" / "run.py", "bench": ROOT / "benchmarks" / "run.py"}
HOUSEKEEPING = {
    "help": "Cette liste ; ./maille help COMMANDE pour le détail d'une commande.",
    "test": "Vérifie tout, sur SQLite et PostgreSQL ; avec des chemins ou -k, un essai rapide.",
    "bench": "Mesure les temps de réponse et les affiche en JSON.",
    "format": "Met le code en forme.",
    "lock": "Recalcule les versions verrouillées (requirements*.txt) depuis requirements*.in.",
}
DJANGO = {
    "check": "Dit ce qui n'est pas sûr dans l'installation (avec --deploy).",
    "makemigrations": "Écrit les migrations qui manquent.",
    "shell": "Ouvre un interpréteur Python sur Maille.",
}


def main() -> None:
    """Run one command: help, a script of the house, or a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maille.config.settings")
    arguments = sys.argv[1:] or ["help"]
    command = arguments[0]
    if command in {"help", "--help", "-h"} and len(arguments) == 1:
        sys.stdout.write(summary())
    elif command in SCRIPTS:
        sys.argv = [str(SCRIPTS[command]), *arguments[1:]]
        sys.path.insert(0, str(ROOT))
        runpy.run_path(str(SCRIPTS[command]), run_name="__main__")
    elif command == "lock":
        sys.exit(lock(arguments[1:]))
    elif command == "format":
        sys.exit(tidy())
    else:
        if command == "demo":
            prepare_demo(arguments)
        from django.core.management import execute_from_command_line

        execute_from_command_line(["maille", *arguments])


def prepare_demo(arguments: list[str]) -> None:
    """Demo mode and the site's address are known before the settings are read, and to the server's own processes."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", default="8000")
    port = parser.parse_known_args(arguments)[0].port
    os.environ.setdefault("MAILLE_DEMO", "1")
    os.environ.setdefault("MAILLE_SITE_URL", f"http://localhost:{port}")


def commands() -> dict[str, str]:
    """Every command worth knowing, with one French sentence; Maille's own first, in alphabetical order."""
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    ours = sorted(name for name, app in get_commands().items() if str(app).startswith("maille."))
    sentences = {name: load_command_class(get_commands()[name], name).help for name in ours}
    return {**sentences, **{name: text for name, text in DJANGO.items() if name not in sentences}, **HOUSEKEEPING}


def summary() -> str:
    """What `./maille help` prints."""
    known = commands()
    width = max(map(len, known)) + 2
    lines = [f"  {name:<{width}}{text}" for name, text in known.items()]
    return "\n".join(["Usage : ./maille COMMANDE [options]", "", *lines, ""])


def lock(options: list[str]) -> int:
    """Recompute both lock files, hashed and without the address of any registry; `--upgrade` takes newer versions."""
    for name in ("requirements", "requirements-dev"):
        compiled = subprocess.run(
            [
                *(sys.executable, "-m", "uv", "pip", "compile", "--generate-hashes", "--no-emit-index-url"),
                *("--no-header", "--universal", "--python-version", "3.11", "--quiet"),
                *(*options, f"{name}.in", "-o", f"{name}.txt"),
            ],
            cwd=ROOT,
        )
        if compiled.returncode:
            return compiled.returncode
    return 0


def tidy() -> int:
    """Format code in place; what is left to do by hand is printed."""
    python = [sys.executable, "-m"]
    subprocess.run([*python, "ruff", "format", "--quiet", "."], cwd=ROOT)
    return subprocess.run([*python, "ruff", "check", "--fix", "."], cwd=ROOT).returncode


if __name__ == "__main__":
    main()
