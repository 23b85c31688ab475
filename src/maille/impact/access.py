"""Who reads which report: each docstring is the sentence a member would say."""

from maille.network.rules.roles import Actor

Scope = frozenset[int] | None
"""KPA ids; None is every KPA of the installation, for the command line alone."""

AUDIENCES = ("team", "internal", "public")


def reach(actor: Actor, audience: str) -> Scope:
    """I read whole figures where I may open the files, internal ones where I follow the KPA, public ones around me."""
    if actor.everything:
        return None
    return {
        "team": actor.files,
        "internal": actor.figures | actor.files,
        "public": actor.public_figures | actor.figures | actor.files,
    }[audience]


def audiences_for(actor: Actor, kpas: frozenset[int]) -> tuple[str, ...]:
    """For these KPAs, I may ask for these audiences, the widest first; none where a KPA is not mine to read."""
    allowed = []
    for audience in AUDIENCES:
        mine = reach(actor, audience)
        if mine is None or (mine and kpas <= mine):
            allowed.append(audience)
    return tuple(allowed)


def may_see_people(actor: Actor, kpas: frozenset[int]) -> bool:
    """I see who is behind a figure when I may open the files of every KPA it counts."""
    return "team" in audiences_for(actor, kpas)


def may_freeze(actor: Actor, kpas: frozenset[int]) -> bool:
    """I freeze a report when I may open the files of every KPA it covers, or look after them."""
    return actor.everything or bool(kpas and kpas <= (actor.files | (actor.governs & actor.figures)))


def may_enter_turnover(actor: Actor, kpa: int) -> bool:
    """I enter the turnover of the KPAs I write for or look after."""
    return actor.everything or kpa in actor.writes | actor.governs
