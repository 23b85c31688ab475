"""`./maille simulate CASE.json`: what a rule gives, without writing anything (design: "Case in, lines out")."""

import json
import pathlib
import sys
from decimal import Decimal
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from maille.sharing.rules.engine import share
from maille.sharing.rules.reading import RefusedCaseError, read_case
from maille.sharing.rules.wording import because
from maille.ui.text import reason


class Command(BaseCommand):
    help = "Calcule ce que donne une règle de répartition sur un cas écrit en JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", metavar="CAS", type=pathlib.Path, help="Le cas, en JSON ; - lit l'entrée.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the lines and totals; status 2 and one sentence when the case is refused."""
        try:
            result = share(read_case(parsed(options["case"])))
        except RefusedCaseError as refusal:
            self.refuse(str(refusal))
        lines = [
            {"step": each.step, "kind": each.kind, "to": each.to, "amount": each.amount, "because": because(each)}
            for each in result.lines
        ]
        told = {"income": result.income, "lines": lines, "totals": result.totals}
        self.stdout.write(written(told))

    def refuse(self, sentence: str) -> NoReturn:
        """Say why, and stop."""
        self.stderr.write(sentence)
        sys.exit(2)


def written(told: dict[str, Any]) -> str:
    """The result as JSON, in letters people read when they can be written."""
    text = json.dumps(told, ensure_ascii=False, indent=1)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(told, indent=1)
    return text


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose fields are each written once. Raises RefusedCaseError: which of two would count is a guess."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise RefusedCaseError(f"Le champ « {name} » est écrit deux fois au même endroit.")
        found[name] = value
    return found


def parsed(path: pathlib.Path) -> Any:
    """The document; numbers with a point stay exact. Raises RefusedCaseError."""
    name = "L'entrée" if str(path) == "-" else str(path)
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        return json.loads(text, parse_float=Decimal, parse_constant=lambda word: word, object_pairs_hook=once)
    except RefusedCaseError:
        raise
    except OSError as problem:
        raise RefusedCaseError(f"{name} ne se lit pas : {reason(problem)}.") from None
    except UnicodeDecodeError:
        raise RefusedCaseError(f"{name} n'est pas écrit en UTF-8.") from None
    except (json.JSONDecodeError, RecursionError) as problem:
        where = f", ligne {problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
        raise RefusedCaseError(f"{name} n'est pas du JSON{where}.") from None
    except ValueError:
        raise RefusedCaseError(f"{name} contient un nombre trop long : 4 300 chiffres au plus.") from None
