"""What is measured: pages, the report, the register's import, backup; one function each, over a filled database."""

import datetime
import io
import itertools
import pathlib
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from django.core.management import call_command, get_commands

from benchmarks import population
from benchmarks.books import books
from benchmarks.browsing import client_of, get
from benchmarks.distributions import distributions
from benchmarks.jobs import jobs
from benchmarks.journeys import journey_page
from benchmarks.population import FIRST_DAY, LAST_DAY
from benchmarks.sharing import sharing
from benchmarks.timing import Measure, timed
from maille.config.demo import names
from maille.config.demo.plan import QUOTAS
from maille.config.demo.register import Row, as_file
from maille.impact import reporting
from maille.impact.rules.periods import Period
from maille.journeys.actions.rights import retention as keeping
from maille.journeys.documents import pdf
from maille.journeys.rules.dates import add_months
from maille.journeys.rules.documents import clauses, sample
from maille.network.rules.roles import Actor

LIST_AIM, LIST_QUERIES = 40.0, 12
CONTRACT_AIM = 40.0
RETENTION_AIM = 60_000.0
REPORT_AIM, MILLION_AIM, IMPORT_AIM = 150.0, 3000.0, 15_000.0
PERIOD = Period(datetime.date(2022, 3, 1), datetime.date(2023, 12, 31))


@dataclass(frozen=True)
class Part:
    """A function that measures, and whether it wants a database already filled."""

    measure: Callable[[int, int], list[Measure]]
    seeded: bool = True


def pages(size: int, runs: int) -> list[Measure]:
    """The list of people as the network's coordinator (all KPAs) and as one KPA's contributor; one person's page."""
    odile, fanny = client_of("odile@exemple.fr"), client_of("fanny@exemple.fr")
    first = get(odile, "/personnes/")
    following = re.search(r'href="([^"]*[?&;]apres=[^"]*)"', first)
    after = f"/personnes/{following[1].replace('&amp;', '&')}" if following else "/personnes/"
    asked = {
        "people list, first page, all KPAs": (odile, "/personnes/"),
        "people list, next page, all KPAs": (odile, after),
        "people list, first page, one KPA": (fanny, "/personnes/"),
        "people list, everybody, all KPAs": (odile, "/personnes/?etat=tous"),
        "people list, one stage, all KPAs": (odile, "/personnes/?etape=immerse"),
        "people list, those who left, one KPA": (fanny, "/personnes/?etat=sortis"),
        "people list, one stage, one KPA": (fanny, "/personnes/?etape=immerse"),
        "people list, search of a name": (odile, "/personnes/?q=diallo"),
        "people list, search of two words": (odile, "/personnes/?q=diallo+aicha"),
        "people list, search without answer": (odile, "/personnes/?q=xyzzy"),
    }
    found = [
        timed(name, size, lambda c=client, a=address: get(c, a), runs=runs, aim_ms=LIST_AIM, aim_queries=LIST_QUERIES)
        for name, (client, address) in asked.items()
    ]
    one = re.search(r"/personnes/(\d+)/", first)
    if one:
        found.append(timed("person's page", size, lambda: get(odile, one[0]), runs=runs))
    return found


def report(size: int, runs: int) -> list[Measure]:
    """The network's report as the command line asks it, without rendering; then the widest period possible."""
    actor = Actor.command_line(LAST_DAY)
    aim = MILLION_AIM if size > 500_000 else REPORT_AIM if size <= 10_000 else None
    everything = Period(FIRST_DAY, LAST_DAY)
    return [
        timed(name, size, lambda p=period: reporting.build(actor, reporting.Request(p)).as_json(),
              runs=runs, aim_ms=aim, note=note)
        for name, period, note in [
            ("report, 22 months", PERIOD, ""),
            ("report, everything", everything, "every journey is in the period"),
        ]
    ]  # fmt: skip


def register_import(size: int, runs: int) -> list[Measure]:
    """A register of `size` rows put into an empty network, then the same again, which changes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "registre.csv"
        path.write_text(csv_of(size), encoding="utf-8")

        def load() -> None:
            call_command("import", str(path), create_kpa=True, stdout=io.StringIO())

        options = {"runs": 1, "warm_up": 0, "count": False, "aim_ms": IMPORT_AIM}
        return [
            timed("import of a register", size, load, **options, note="from an empty network"),
            timed("import of the same register again", size, load, **options, note="nothing changes"),
        ]


def csv_of(size: int) -> str:
    """A register of plain rows, one in eleven a return of somebody."""
    random, rows = Random(3), []
    for rank in range(size):
        if rank % 11 == 10:
            before = rows[rank - 10]
            back = add_months(before.entree, 30)
            rows.append(replace(before, entree=back, sortie=None, situation_sortie="", detail_sortie=""))
            continue
        entry = datetime.date(2021, 1, 4) + datetime.timedelta(days=random.randrange(900))
        quota = random.choice(QUOTAS)
        sex = random.choice("FFFH")
        last, first = random.choice(names.LASTS), random.choice(names.FIRSTS[sex])
        rows.append(
            Row(
                kpa=quota.kpa,
                nom=last,
                prenom=first,
                date_naissance=datetime.date(1960, 1, 1) + datetime.timedelta(days=(rank * 37) % 15000),
                sexe=sex,
                code_postal=quota.places[0][0],
                commune=quota.places[0][1],
                qpv=rank % 3 > 0,
                parent_isole=rank % 6 == 0,
                protection_internationale=False,
                niveau_atteint=("infra_cap", "cap_bep", "bac", "")[rank % 4],
                inscription_ft=None,
                mission_locale=None,
                rqth=False,
                entree=entry,
                duree_prevue_mois=12,
                sortie=add_months(entry, 10),
                situation_sortie="emploi",
                detail_sortie="cdi",
            )
        )
    return as_file(rows)


def backup(size: int, runs: int) -> list[Measure]:
    """`./maille backup`: the whole database in one file; the restoration proves itself, in an empty place."""
    if "backup" not in get_commands():
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "sauvegarde"
        options = {"runs": 1, "warm_up": 0, "count": False}
        return [timed("backup", size, lambda: call_command("backup", str(path)), **options)]


def retention(size: int, runs: int) -> list[Measure]:
    """Everybody gone for long: a notice for each, then anonymisation of each; once, for it cannot be done twice."""
    population.end_journeys(size)
    noticed, over = LAST_DAY + datetime.timedelta(days=1000), LAST_DAY + datetime.timedelta(days=1030)
    now = datetime.datetime(2029, 1, 1, tzinfo=datetime.UTC)
    options = {"runs": 1, "warm_up": 0, "count": False, "aim_ms": RETENTION_AIM if size <= 100_000 else None}
    found = []
    for name, day in (("retention, a notice for everybody", noticed), ("retention, everybody anonymised", over)):
        outcome: list[keeping.Outcome] = []
        found.append(timed(name, size, lambda d=day, o=outcome: o.append(keeping.run(d, now)), **options))
        done = len(outcome[0].noticed) + outcome[0].anonymised
        if done != size:
            raise RuntimeError(f"{name} : {done} personnes au lieu de {size}")
    return found


def documents(size: int, runs: int) -> list[Measure]:
    """A CAPE drawn as an archivable PDF by a process that already drew some; each with another name."""
    count = itertools.count()
    facts = sample.facts("cape", HOST, clauses.defaults("cape"))

    def draw() -> None:
        named = {**facts["person"], "first_name": f"Prénom {next(count)}"}
        if not pdf.render({**facts, "person": named}).content.startswith(b"%PDF"):
            raise RuntimeError("Ce n'est pas un PDF.")

    return [timed("contract as PDF, warm", 1, draw, runs=runs, count=False, aim_ms=CONTRACT_AIM)]


HOST = {
    "name": "Structure", "siren": "123456782", "siret": "", "rna": "", "address": "1 rue de l'Exemple",
    "postal_code": "59000", "commune": "Lille", "phone": "", "email": "",
}  # fmt: skip
PARTS = {
    "documents": Part(documents, seeded=False),
    "retention": Part(retention),
    "pages": Part(pages),
    "journey": Part(journey_page),
    "report": Part(report),
    "import": Part(register_import, seeded=False),
    "backup": Part(backup),
    "sharing": Part(sharing, seeded=False),
    "distributions": Part(distributions, seeded=False),
    "books": Part(books, seeded=False),
    "jobs": Part(jobs),
}
