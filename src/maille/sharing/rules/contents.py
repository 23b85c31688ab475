"""What a rule says, as stored: one way of writing it, and what makes it impossible to adopt.

A host step carries neither scale nor year to date: those of the agreement are put in when a job is shared.
"""

from collections.abc import Collection, Mapping
from decimal import Context, Decimal
from typing import Any

from maille.sharing.rules.cases import COLLECTIVE, PROPORTIONAL, Rule
from maille.sharing.rules.reading import LONGEST, RefusedCaseError, read_rule
from maille.sharing.rules.recipients import FIXED, HOST

Content = dict[str, Any]
NO_SCALE = [{"up_to": None, "rate": "0"}]
"""Stands for the agreement's scale when a rule is read without a job."""
EXACT = Context(prec=2 * LONGEST)


def with_scale(
    content: Content, scale: list[dict[str, Any]], *, year_to_date: int = 0, waived: bool = False
) -> Content:
    """The rule with the agreement's scale in its host steps, as the engine takes it; amounts in cents."""
    put = {"scale": scale, "year_to_date": year_to_date, "waived": waived}
    steps = [{**step, **put} if step.get("kind") == "host" else step for step in content.get("steps", [])]
    return {**content, "steps": steps}


def read_content(content: Any) -> Rule:
    """The rule a content says, read as strictly as any other; its host steps ask nothing. Raises RefusedCaseError."""
    if not isinstance(content, Mapping):
        raise RefusedCaseError("La règle : un objet est attendu.")
    steps = content.get("steps")
    if isinstance(steps, list):
        content = {**content, "steps": [_host_named(step) for step in steps]}
    return read_rule(content)


def _host_named(step: Any) -> Any:
    if isinstance(step, Mapping) and step.get("kind") == "host":
        return {"kind": "host", "to": step.get("to", HOST), "scale": NO_SCALE}
    return step


def plain(number: object) -> str:
    """A decimal number in one way: "10.50" → "10.5", "+7" → "7"; exact whatever its length."""
    found = format(EXACT.create_decimal(Decimal(str(number).strip())).normalize(EXACT), "f")
    return "0" if Decimal(found) == 0 else found


def normal(content: Any) -> Content:
    """The same rule written in one way: defaults said, numbers plain, nothing the engine ignores.

    Raises RefusedCaseError when it is no rule.
    """
    read_content(content)
    return {
        "shortage": content.get("shortage", PROPORTIONAL),
        "remainder": content.get("remainder", COLLECTIVE),
        "steps": [_step(step) for step in content["steps"]],
    }


def _step(step: Mapping[str, Any]) -> Content:
    kind = step["kind"]
    if kind == "host":
        return {"kind": kind, "to": step.get("to", HOST)}
    if kind == "percent":
        return {"kind": kind, "to": step["to"], "rate": plain(step["rate"]), "of": step.get("of", "pot")}
    if kind == "pay":
        return {"kind": kind, "rate_per_hour": step["rate_per_hour"], **_roles(step)}
    if kind == "split":
        found: Content = {"kind": kind, **_roles(step), "keys": [_key(key) for key in step["keys"]]}
        if step.get("floor_per_hour") is not None:
            found["floor_per_hour"] = step["floor_per_hour"]
        if step.get("cap_percent") is not None:
            found["cap_percent"] = plain(step["cap_percent"])
        if step.get("otherwise") is not None:
            found["otherwise"] = step["otherwise"]
        return found
    return {"kind": kind}


def _roles(step: Mapping[str, Any]) -> Content:
    return {} if step.get("roles") is None else {"roles": list(dict.fromkeys(step["roles"]))}


def _key(key: Mapping[str, Any]) -> Content:
    found: Content = {"key": key["key"], "part": plain(key["part"])}
    if key["key"] == "weighted_hours":
        weights = {role: plain(weight) for role, weight in key.get("weights", {}).items()}
        found["weights"] = {role: weight for role, weight in weights.items() if weight != "1"}
    return found


def roles_of(content: Content) -> set[str]:
    """Every role the rule names."""
    found: set[str] = set()
    for step in content["steps"]:
        found.update(step.get("roles", ()))
        for key in step.get("keys", ()):
            found.update(key.get("weights", ()))
    return found


def problems(content: Content, roles: Collection[str]) -> dict[str, str]:
    """What keeps a normal content from being adopted in a group with these roles: field (rules.written) → sentence."""
    found: dict[str, str] = {}
    steps = content["steps"]
    if not steps:
        found[""] = "Cette règle n'a pas d'étape. Ajoutez-en une."
    if content["remainder"] not in FIXED:
        found["remainder"] = _unknown(content["remainder"])
    for rank, step in enumerate(steps):
        name = f"step-{rank}"
        found |= {f"{name}-{field}": sentence for field, sentence in _problems_of(step, roles).items()}
        if rank and steps[rank - 1]["kind"] == "split":
            found[name] = "Le partage prend tout ce qui reste : cette étape n'aurait rien. Montez-la, ou retirez-la."
        if step["kind"] in {"reimburse", "host"} and step in steps[:rank]:
            found[name] = "Cette étape est déjà dans la règle. Retirez-la."
    return found


def _problems_of(step: Content, roles: Collection[str]) -> dict[str, str]:
    """One step's, by field."""
    found: dict[str, str] = {}
    for field in ("to", "otherwise"):
        if field in step and step[field] not in FIXED:
            found[field] = _unknown(step[field])
    if step["kind"] == "host" and step["to"] != HOST:
        found["to"] = "La contribution va à la structure de portage."
    if step["kind"] == "percent" and Decimal(step["rate"]) > 100:
        found["rate"] = "Un taux ne dépasse pas 100 %."
    strangers = [role for role in step.get("roles", ()) if role not in roles]
    if strangers:
        found["roles"] = f"Le rôle « {strangers[0]} » n'est pas un rôle de ce groupe. Décochez-le, ou ajoutez-le."
    if "cap_percent" in step and not 0 < Decimal(step["cap_percent"]) <= 100:
        found["cap"] = "Le plafond est plus grand que 0 % et ne dépasse pas 100 %."
    keys = step.get("keys", ())
    if keys and all(key["part"] == "0" for key in keys):
        found["key-0-part"] = "Toutes les parts sont à zéro. Donnez-en au moins une."
    for rank, key in enumerate(keys):
        strangers = [role for role in key.get("weights", ()) if role not in roles]
        if strangers:
            found[f"key-{rank}-key"] = f"Le rôle « {strangers[0]} » n'est pas un rôle de ce groupe."
        if key in keys[:rank]:
            found[f"key-{rank}-key"] = "Cette façon de partager est déjà là."
    return found


def _unknown(recipient: str) -> str:
    return f"« {recipient} » ne peut rien recevoir : choisissez dans la liste."


def remarks(content: Content) -> list[str]:
    """What deserves a look before deciding, and refuses nothing."""
    kinds = [step["kind"] for step in content["steps"]]
    found = []
    if "reimburse" not in kinds:
        found.append("Cette règle ne rembourse pas les frais avancés.")
    if "host" not in kinds:
        found.append("Cette règle ne donne rien à la structure de portage : vérifiez la convention.")
    if "split" not in kinds and "pay" not in kinds:
        found.append("Cette règle ne donne rien à celles et ceux qui ont travaillé.")
    return found
