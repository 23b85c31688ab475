"""One database, one size: fill it, measure the parts asked for, print the figures as JSON. Started by run.py."""

import argparse
import json
import sys
import time

import django

from benchmarks.timing import Measure


def main(arguments: list[str]) -> None:
    """`python -m benchmarks.measure --people N --runs N PART…`"""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="+")
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args(arguments)
    django.setup()
    from django.core.management import call_command

    from benchmarks import machine, population
    from benchmarks.parts import PARTS

    call_command("migrate", verbosity=0, interactive=False)
    start = time.perf_counter()
    if any(PARTS[part].seeded for part in options.parts):
        population.seed(options.people, checked=options.people <= 200_000)
    seeding = round(time.perf_counter() - start, 1)
    measures: list[Measure] = []
    for name in options.parts:
        print(f"  {name}, {options.people}…", file=sys.stderr, flush=True)
        measures += PARTS[name].measure(options.people, options.runs)
    told = {
        "database": machine.database_version(),
        "people": options.people,
        "seeding_s": seeding,
        "measures": [measure.told() for measure in measures],
    }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
