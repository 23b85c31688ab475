"""`./maille COMMAND`: Maille's commands are Django's management commands, under one name."""

import os
import pathlib
import runpy
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]


def main() -> None:
    """Run one command; `test`, `lint` and `bench` are scripts of the house, all others management commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maille.config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    scripts = {"test": ROOT / "tests" / "run.py", "bench": ROOT / "benchmarks" / "run.py"}
    if command in scripts:
        sys.argv = [str(scripts[command]), *sys.argv[2:]]
        runpy.run_path(str(scripts[command]), run_name="__main__")
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(["maille", *sys.argv[1:]])


if __name__ == "__main__":
    main()
