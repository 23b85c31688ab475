"""A rule as it is typed: steps whose every word is still text, to and from the fields of a form.

Nothing typed is lost: what cannot be read stays as it is, with the reason beside it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from maille.sharing.rules.cases import COLLECTIVE, PROPORTIONAL
from maille.sharing.rules.contents import Content, normal, plain
from maille.sharing.rules.reading import NUMBER
from maille.sharing.rules.recipients import HOST

MOST_STEPS = 20
MOST_KEYS = 8
MOST_ROLES = 60
MOST_CENTS = 100_000_00
MONEY = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")


@dataclass(frozen=True)
class WrittenKey:
    """One way to weigh people, as typed."""

    key: str = "hours"
    part: str = ""
    weights: tuple[tuple[str, str], ...] = ()
    """Role → what an hour of it counts for; "" for 1."""


@dataclass(frozen=True)
class WrittenStep:
    """One step, as typed; fields a kind has no use for stay empty."""

    kind: str
    rate: str = ""
    """Percent, or euros an hour."""
    of: str = ""
    to: str = ""
    roles: tuple[str, ...] = ()
    """Empty: everybody."""
    keys: tuple[WrittenKey, ...] = ()
    floor: str = ""
    cap: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class Written:
    """The whole rule, as typed."""

    steps: tuple[WrittenStep, ...] = ()
    shortage: str = PROPORTIONAL
    remainder: str = COLLECTIVE

    def with_step(self, kind: str) -> "Written":
        """One step more, where it can take something: before the split, which takes all that is left."""
        if kind not in NEW or len(self.steps) >= MOST_STEPS:
            return self
        last = len(self.steps)
        if kind != "split" and self.steps and self.steps[-1].kind == "split":
            last -= 1
        return replace(self, steps=(*self.steps[:last], NEW[kind], *self.steps[last:]))

    def without_step(self, rank: int) -> "Written":
        """One step less."""
        return replace(self, steps=tuple(step for each, step in enumerate(self.steps) if each != rank))

    def moved(self, rank: int, by: int) -> "Written":
        """The step one place up or down; the same when there is no such place."""
        steps, other = list(self.steps), rank + by
        if 0 <= rank < len(steps) and 0 <= other < len(steps):
            steps[rank], steps[other] = steps[other], steps[rank]
        return replace(self, steps=tuple(steps))

    def with_key(self, rank: int) -> "Written":
        """One more way to weigh people in this step."""
        if not 0 <= rank < len(self.steps) or not 0 < len(self.steps[rank].keys) < MOST_KEYS:
            return self
        step = self.steps[rank]
        unused = next((key for key in ("equal", "hours", "points") if key not in {e.key for e in step.keys}), "equal")
        return self._changed(rank, replace(step, keys=(*step.keys, WrittenKey(unused))))

    def without_key(self, rank: int, key: int) -> "Written":
        """One way less; the last one stays."""
        if not 0 <= rank < len(self.steps) or len(self.steps[rank].keys) < 2:
            return self
        step = self.steps[rank]
        return self._changed(
            rank, replace(step, keys=tuple(each for number, each in enumerate(step.keys) if number != key))
        )

    def _changed(self, rank: int, step: WrittenStep) -> "Written":
        return replace(self, steps=(*self.steps[:rank], step, *self.steps[rank + 1 :]))


NEW = {
    "reimburse": WrittenStep("reimburse"),
    "host": WrittenStep("host", to=HOST),
    "percent": WrittenStep("percent", of="pot", to=COLLECTIVE),
    "pay": WrittenStep("pay"),
    "split": WrittenStep("split", keys=(WrittenKey("hours"),)),
}
"""Kind → a step just added."""


# Content → written


def written(content: Content) -> Written:
    """The rule of a content, as somebody would type it. Raises RefusedCaseError when it is no rule."""
    told = normal(content)
    return Written(tuple(_typed(step) for step in told["steps"]), told["shortage"], told["remainder"])


def _typed(step: Content) -> WrittenStep:
    kind = step["kind"]
    if kind == "percent":
        return WrittenStep(kind, rate=_comma(step["rate"]), of=step["of"], to=step["to"])
    roles = tuple(step.get("roles", ()))
    if kind == "pay":
        return WrittenStep(kind, rate=in_euros(step["rate_per_hour"]), roles=roles)
    if kind == "split":
        alone = len(step["keys"]) == 1
        return WrittenStep(
            kind,
            roles=roles,
            keys=tuple(
                WrittenKey(
                    key["key"],
                    "" if alone and key["part"] == "100" else _comma(key["part"]),
                    tuple((role, _comma(weight)) for role, weight in key.get("weights", {}).items()),
                )
                for key in step["keys"]
            ),
            floor=in_euros(step["floor_per_hour"]) if "floor_per_hour" in step else "",
            cap=_comma(step.get("cap_percent", "")),
            otherwise=step.get("otherwise", ""),
        )
    return WrittenStep(kind, to=step.get("to", ""))


def in_euros(cents: int) -> str:
    """2000 → "20", 1250 → "12,50"."""
    units, rest = divmod(cents, 100)
    return f"{units},{rest:02d}" if rest else str(units)


def _comma(number: str) -> str:
    return number.replace(".", ",")


# Written → content


@dataclass
class _Reader:
    """Reads typed words; what it cannot read, it notes beside its field."""

    found: dict[str, str] = field(default_factory=dict)

    def number(self, name: str, typed: str, missing: str, default: str | None = None) -> str:
        """A decimal string; `default` when nothing is typed, else `missing` beside the field."""
        text = re.sub(r"[\s%]", "", typed).replace(",", ".")
        if not text and default is not None:
            return default
        if not NUMBER.fullmatch(text) or text.startswith("-"):
            self.found[name] = missing if not text else f"« {typed} » n'est pas un nombre. Écrivez par exemple 12,5."
            return "0"
        return plain(text)

    def cents(self, name: str, typed: str, missing: str) -> int:
        """Euros as people type them, in cents."""
        text = re.sub(r"[\s€]", "", typed)
        read = MONEY.fullmatch(text)
        if read is None:
            self.found[name] = missing if not text else f"« {typed} » n'est pas un montant. Écrivez par exemple 12,50."
            return 0
        cents = int(read[1]) * 100 + int((read[2] or "").ljust(2, "0"))
        if cents > MOST_CENTS:
            self.found[name] = "Ce montant par heure est trop grand : vérifiez-le."
        return cents


def content_of(typed: Written) -> tuple[Content, dict[str, str]]:
    """The content of what was typed, and what could not be read of it: field → sentence.

    Nothing is checked here but whether each word can be read (rules.contents.problems tells the rest).
    """
    reader = _Reader()
    steps = [_read(reader, f"step-{rank}", step) for rank, step in enumerate(typed.steps)]
    return {"shortage": typed.shortage, "remainder": typed.remainder, "steps": steps}, reader.found


def _read(reader: _Reader, name: str, step: WrittenStep) -> Content:
    if step.kind == "percent":
        rate = reader.number(f"{name}-rate", step.rate, "Dites combien, en pourcentage.")
        return {"kind": step.kind, "to": step.to, "rate": rate, "of": step.of}
    roles = {"roles": list(dict.fromkeys(step.roles))} if step.roles else {}
    if step.kind == "pay":
        return {
            "kind": step.kind,
            "rate_per_hour": reader.cents(f"{name}-rate", step.rate, "Dites combien par heure."),
            **roles,
        }
    if step.kind == "split":
        return _read_split(reader, name, step, roles)
    return {"kind": step.kind, **({"to": step.to or HOST} if step.kind == "host" else {})}


def _read_split(reader: _Reader, name: str, step: WrittenStep, roles: Content) -> Content:
    alone = "100" if len(step.keys) == 1 else None
    found: Content = {"kind": step.kind, **roles, "keys": []}
    for rank, key in enumerate(step.keys):
        under = f"{name}-key-{rank}"
        told: Content = {"key": key.key, "part": reader.number(f"{under}-part", key.part, "Dites quelle part.", alone)}
        if key.key == "weighted_hours":
            weights = {
                role: reader.number(f"{under}-weight-{number}", weight, "", "1")
                for number, (role, weight) in enumerate(key.weights)
            }
            told["weights"] = {role: weight for role, weight in weights.items() if weight != "1"}
        found["keys"].append(told)
    if step.floor.strip():
        found["floor_per_hour"] = reader.cents(f"{name}-floor", step.floor, "")
    if step.cap.strip():
        found["cap_percent"] = reader.number(f"{name}-cap", step.cap, "")
    if step.otherwise:
        found["otherwise"] = step.otherwise
    return found


# Fields ↔ written


def fields_of(typed: Written) -> dict[str, list[str]]:
    """What a page sends back of it: field → values."""
    found = {"shortage": [typed.shortage], "remainder": [typed.remainder], "steps": [str(len(typed.steps))]}
    for rank, step in enumerate(typed.steps):
        name = f"step-{rank}"
        for each in ("kind", "rate", "of", "to", "floor", "cap", "otherwise"):
            found[f"{name}-{each}"] = [getattr(step, each)]
        found[f"{name}-roles"] = list(step.roles)
        found[f"{name}-keys"] = [str(len(step.keys))]
        for number, key in enumerate(step.keys):
            under = f"{name}-key-{number}"
            found |= {f"{under}-key": [key.key], f"{under}-part": [key.part]}
            found[f"{under}-weights"] = [str(len(key.weights))]
            for which, (role, weight) in enumerate(key.weights):
                found |= {f"{under}-role-{which}": [role], f"{under}-weight-{which}": [weight]}
    return found


def of_fields(values: Callable[[str], Sequence[str]]) -> Written:
    """What was typed, from the fields a page sent: `values` gives those of a name, none when it was not sent."""

    def one(name: str, default: str = "") -> str:
        sent = values(name)
        return str(sent[-1])[:200] if sent else default

    def many(name: str, most: int) -> int:
        text = one(name)
        return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 6 else 0

    def key(under: str) -> WrittenKey:
        weights = tuple(
            (one(f"{under}-role-{which}"), one(f"{under}-weight-{which}"))
            for which in range(many(f"{under}-weights", MOST_ROLES))
        )
        return WrittenKey(one(f"{under}-key"), one(f"{under}-part"), weights)

    def step(name: str) -> WrittenStep:
        return WrittenStep(
            one(f"{name}-kind"),
            rate=one(f"{name}-rate"),
            of=one(f"{name}-of"),
            to=one(f"{name}-to"),
            roles=tuple(str(role)[:200] for role in values(f"{name}-roles")[:MOST_ROLES]),
            keys=tuple(key(f"{name}-key-{number}") for number in range(many(f"{name}-keys", MOST_KEYS))),
            floor=one(f"{name}-floor"),
            cap=one(f"{name}-cap"),
            otherwise=one(f"{name}-otherwise"),
        )

    return Written(
        tuple(step(f"step-{rank}") for rank in range(many("steps", MOST_STEPS))),
        one("shortage", PROPORTIONAL),
        one("remainder", COLLECTIVE),
    )


def from_mapping(fields: Mapping[str, Sequence[str]]) -> Written:
    """The same, from a plain mapping."""
    return of_fields(lambda name: fields.get(name, ()))
