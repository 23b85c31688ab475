"""A rule as French sentences, one per step, that a group can read aloud and decide on."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from maille.sharing.rules.contents import Content, normal
from maille.sharing.rules.recipients import FIXED
from maille.sharing.rules.wording import percent
from maille.sharing.rules.written import in_euros
from maille.ui.text import NO_BREAK, before

SHORTAGES = {
    "proportional": "chaque personne reçoit la même part de ce qui lui est dû",
    "equal_awards": "chaque personne reçoit la même somme, sans dépasser ce qui lui est dû",
    "equal_losses": "chaque personne renonce à la même somme",
}
BASES = {"pot": "de ce qui reste", "margin": "de la marge (la recette moins les frais)", "income": "de la recette"}
KEYS = {
    "equal": "à parts égales",
    "hours": "selon les heures",
    "weighted_hours": "selon les heures, qui comptent plus ou moins",
    "points": "selon les points",
}
MARK = "\0"
"""Around what people decided: numbers and names. No stored name holds it."""


@dataclass(frozen=True)
class Sentence:
    """One sentence; `pieces` are its parts in order, with whether each is a number or a name somebody chose."""

    pieces: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(words for words, _ in self.pieces)

    def __str__(self) -> str:
        return self.text


def sentences(content: Content) -> list[Sentence]:
    """Each step in order, then what happens when there is not enough, then when something is left.

    Raises RefusedCaseError when it is no rule.
    """
    told = normal(content)
    steps = told["steps"]
    found = [_of_step(step, rank, len(steps)) for rank, step in enumerate(steps)]
    if any(step["kind"] in {"reimburse", "pay"} or "floor_per_hour" in step for step in steps):
        found.append(shortage(told["shortage"]))
    found.append(remainder(told["remainder"]))
    return found


def in_one(content: Content) -> str:
    """The whole rule in one paragraph."""
    return " ".join(sentence.text for sentence in sentences(content))


def shortage(kind: str) -> Sentence:
    """When the pot is too small for what is owed."""
    return _sentence(f"S'il n'y a pas assez pour tout payer, {_strong(SHORTAGES[kind])}.")


def remainder(recipient: str) -> Sentence:
    """Where what is left goes."""
    return _sentence(f"S'il reste de l'argent à la fin, il va {_strong(towards(recipient))}.")


def towards(recipient: str) -> str:
    """ "à la trésorerie du groupe", "au fonds de solidarité"."""
    name = FIXED.get(recipient, recipient)
    return f"au {name.removeprefix('le ')}" if name.startswith("le ") else f"à {name}"


def listed(words: Sequence[str], last: str = "ou") -> str:
    """ "cuisine", "livraison" → "cuisine ou livraison"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _strong(words: str) -> str:
    return f"{MARK}{words}{MARK}"


def _sentence(marked: str) -> Sentence:
    parts = marked.split(MARK)
    return Sentence(tuple((words, bool(rank % 2)) for rank, words in enumerate(parts) if words))


def _of_step(step: Content, rank: int, many: int) -> Sentence:
    if step["kind"] == "split":
        return _sentence(_split(step, "Tout" if many == 1 else "Le reste"))
    return _sentence(("Puis " if rank else "D'abord, ") + STEPS[step["kind"]](step))


def _reimburse(step: Content) -> str:
    return "on rembourse à chaque personne les frais qu'elle a avancés."


def _host(step: Content) -> str:
    return "la structure de portage reçoit sa contribution, selon le barème de sa convention."


def _percent(step: Content) -> str:
    verb = "va" if Fraction(step["rate"]) < 2 else "vont"
    return f"{_strong(percent(step['rate']))} {BASES[step['of']]} {verb} {_strong(towards(step['to']))}."


def _pay(step: Content) -> str:
    work = _strong(listed(step["roles"])) if "roles" in step else "travail"
    hour = before("de", work.strip(MARK))
    hour = hour.replace(work.strip(MARK), work) if "roles" in step else hour
    return f"chaque heure {hour} est payée {_strong(_euros(step['rate_per_hour']))}."


STEPS = {"reimburse": _reimburse, "host": _host, "percent": _percent, "pay": _pay}


def _split(step: Content, what: str) -> str:
    who = (
        f"entre celles et ceux qui ont fait {_strong(listed(step['roles']))}"
        if "roles" in step
        else "entre toutes les personnes qui ont travaillé"
    )
    keys = step["keys"]
    if len(keys) == 1:
        said = f"{what} se partage {who}, {_strong(_key(keys[0]))}."
    else:
        whole = sum((Fraction(key["part"]) for key in keys), Fraction(0))
        parts = [f"{_strong(_part(key['part'], whole))} {_key(key)}" for key in keys]
        said = f"{what} se partage {who} : {', '.join(parts)}."
    if "floor_per_hour" in step:
        said += f" Chaque heure donne au moins {_strong(_euros(step['floor_per_hour']))}."
    if "cap_percent" in step:
        said += f" Personne ne reçoit plus de {_strong(percent(step['cap_percent']))} de ce qui se partage."
    if "otherwise" in step:
        said += f" Ce que personne ne peut recevoir va {_strong(towards(step['otherwise']))}."
    return said


def _key(key: Content) -> str:
    if key["key"] != "weighted_hours":
        return KEYS[key["key"]]
    weights = [
        f"une heure {before('de', role)} compte {weight.replace('.', ',')}" for role, weight in key["weights"].items()
    ]
    return f"selon les heures ({listed(weights, 'et')})" if weights else KEYS["hours"]


def _part(part: str, whole: Fraction) -> str:
    """ "80 %" when it is a percentage to the hundredth, else "1 part sur 3"."""
    if whole == 0:
        return percent("0")
    hundredths = Fraction(part) * 10_000 / whole
    if hundredths.denominator == 1:
        units, rest = divmod(hundredths.numerator, 100)
        return percent(f"{units}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(units))
    total = whole.limit_denominator(10_000)
    all_ = str(total.numerator) if total.denominator == 1 else f"{float(total):g}"
    return f"{part} {'part' if Fraction(part) < 2 else 'parts'} sur {all_}".replace(".", ",")


def _euros(cents: int) -> str:
    """ "20 €", "12,50 €": whole euros without decimals, as people say them."""
    return f"{in_euros(cents)}{NO_BREAK}€"


@dataclass(frozen=True)
class Told:
    """A rule as a page shows it: its steps in order, then what happens at the edges."""

    steps: tuple[Sentence, ...]
    edges: tuple[Sentence, ...]


def told(content: Content) -> Told:
    """The sentences of a rule, steps apart from edges. Raises RefusedCaseError when it is no rule."""
    read, many = sentences(content), len(content["steps"])
    return Told(tuple(read[:many]), tuple(read[many:]))
