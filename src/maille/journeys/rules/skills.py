"""Skills: the common grid shipped, levels in words, and what several people's views of one skill add up to.

Seed 003: the skills that count here are as much those of doing things together as those of trades.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

LEVELS = [(1, "Je découvre"), (2, "Avec de l'aide"), (3, "En autonomie"), (4, "Je peux transmettre")]
LEVEL_NAMES = dict(LEVELS)
LEVELS_OF_ANOTHER = {1: "Découvre", 2: "Avec de l'aide", 3: "En autonomie", 4: "Peut transmettre"}

TOGETHER, ORGANISE, COOK, SEW, SELL, DIGITAL, TALK = (
    "Être ensemble",
    "S'organiser",
    "Cuisiner",
    "Coudre et réparer",
    "Accueillir et vendre",
    "Numérique",
    "Parler et écrire",
)
FAMILIES = (TOGETHER, ORGANISE, TALK, COOK, SEW, SELL, DIGITAL)

COMMON = (
    (TOGETHER, "Travailler à plusieurs", "Je fais ma part, je demande et je donne un coup de main."),
    (TOGETHER, "Écouter et donner mon avis", "J'écoute jusqu'au bout, je dis ce que je pense sans blesser."),
    (TOGETHER, "Régler un désaccord", "Quand ça coince, j'en parle et je cherche une solution avec les autres."),
    (TOGETHER, "Décider ensemble", "Je prends part aux décisions du groupe et je les respecte."),
    (TOGETHER, "Accueillir une nouvelle personne", "J'explique comment on fait, je mets à l'aise."),
    (ORGANISE, "Être à l'heure et prévenir", "Je viens quand c'est prévu ; si je ne peux pas, je préviens."),
    (ORGANISE, "Préparer une journée", "Je sais ce qu'il faut faire, dans quel ordre et avec quoi."),
    (ORGANISE, "Tenir un stock", "Je compte, je range, je dis ce qui va manquer."),
    (ORGANISE, "Calculer un prix", "J'additionne les achats et le temps, je trouve un prix juste."),
    (ORGANISE, "Animer une réunion", "Je prépare les sujets, je donne la parole, je note ce qui est décidé."),
    (TALK, "Me présenter", "Je dis qui je suis et ce que je sais faire, à l'oral."),
    (TALK, "Lire une consigne", "Je comprends une fiche, une recette, un plan."),
    (TALK, "Écrire un message", "J'écris un message clair à une cliente, à un service."),
    (TALK, "Faire une démarche", "Je remplis un dossier, j'appelle, je garde les papiers."),
    (COOK, "Cuisiner pour un groupe", "Je prépare un repas ou un buffet pour dix personnes et plus."),
    (COOK, "Respecter l'hygiène en cuisine", "Mains, tenue, températures, dates : je connais les règles."),
    (COOK, "Composer un menu", "Je choisis des plats selon la saison, le prix et les régimes."),
    (SEW, "Coudre à la machine", "Je monte le fil, je couds droit, je règle la machine."),
    (SEW, "Retoucher et transformer", "Je fais un ourlet, je change une fermeture, je donne une autre vie à un tissu."),
    (SEW, "Réparer un objet", "Je trouve la panne, je démonte, je répare en sécurité."),
    (SELL, "Accueillir un client", "Je salue, j'écoute la demande, je réponds ou je passe le relais."),
    (SELL, "Tenir un stand ou une boutique", "Je présente, je conseille, j'encaisse."),
    (SELL, "Présenter le KPA", "J'explique ce que nous faisons à une personne qui ne nous connaît pas."),
    (DIGITAL, "Utiliser un ordinateur", "J'ouvre, j'écris, j'enregistre et je retrouve un document."),
    (
        DIGITAL,
        "Faire mes démarches en ligne",
        "Je crée un compte, j'envoie une pièce, je protège mes codes.",
    ),
    (DIGITAL, "Utiliser un tableur simple", "Je remplis un tableau et je fais une somme."),
)
"""Family, name, and what one can do, in the first person: in our own words, a starting point for each KPA."""

BY = ("contributor", "peer", "self")
"""Whose view weighs how much in a picture: the team's first, then peers', then her own. Never added up."""


@dataclass(frozen=True)
class View:
    """One recognition as a value: `who` tells two people of the same kind apart."""

    skill_id: int
    by: str
    who: int | None
    level: int
    on: datetime.date
    id: int = 0


@dataclass(frozen=True)
class Seen:
    """What is known of one skill on a day: the latest level by each source."""

    skill_id: int
    by_self: int | None = None
    by_peers: tuple[int, ...] = ()
    by_team: int | None = None
    latest: datetime.date | None = field(default=None, compare=False)

    @property
    def peers(self) -> int | None:
        """The middle of the peers' views, the lower one when there are two."""
        ordered = sorted(self.by_peers)
        return ordered[(len(ordered) - 1) // 2] if ordered else None

    @property
    def shown(self) -> int | None:
        """The level to show first: the team's, else the peers', else her own."""
        return next((level for level in (self.by_team, self.peers, self.by_self) if level is not None), None)

    @property
    def recognised(self) -> bool:
        """Whether somebody else than the person recognises it: what a badge needs."""
        return self.by_team is not None or bool(self.by_peers)


def seen(views: Iterable[View]) -> dict[int, Seen]:
    """By skill, the latest view of each person; contributors speak as one, the latest of them."""
    latest: dict[tuple[int, str, int | None], View] = {}
    for view in sorted(views, key=lambda view: (view.on, view.id)):
        latest[view.skill_id, view.by, view.who if view.by == "peer" else None] = view
    found: dict[int, Seen] = {}
    for skill_id in dict.fromkeys(key[0] for key in latest):
        mine = [view for view in latest.values() if view.skill_id == skill_id]
        by = {name: [view.level for view in mine if view.by == name] for name in BY}
        found[skill_id] = Seen(
            skill_id=skill_id,
            by_self=by["self"][0] if by["self"] else None,
            by_peers=tuple(by["peer"]),
            by_team=by["contributor"][0] if by["contributor"] else None,
            latest=max(view.on for view in mine),
        )
    return found
