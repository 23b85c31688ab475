"""What La Cape does and sells, the words it has for work, and a little of Moulins Coop.

Other parts of the demonstration find these by their names.
"""

import datetime
from decimal import Decimal

from maille.activities.actions.catalogue import (
    ActivityFacts,
    MaterialFacts,
    OfferFacts,
    add_offer,
    open_activity,
    retire_offer,
)
from maille.activities.models import Activity, Offer, WorkRole
from maille.activities.rules.kinds import WorkKind
from maille.identity.models import User
from maille.network.access import actor_for
from maille.network.models import Organisation

KPA, OTHER_KPA = "La Cape", "Moulins Coop"
TRAITEUR, COUTURE, LAVERIE, IMPRESSION, MENUISERIE = "Traiteur", "Couture", "Laverie", "Impression 3D", "Menuiserie"
CUISINE, LIVRAISON, COORDINATION, VENTE = "cuisine", "livraison", "coordination", "vente"
TRANSMISSION, MENAGE, REUNION = "transmission", "ménage", "réunion"
BUFFET, PLATEAU, OURLET, SAC = "Buffet salé et sucré", "Plateau-repas", "Ourlet de pantalon", "Sac en toile"

ROLES = (
    (CUISINE, WorkKind.PRODUCTION),
    (LIVRAISON, WorkKind.PRODUCTION),
    (COORDINATION, WorkKind.COORDINATION),
    (VENTE, WorkKind.SELLING),
    (TRANSMISSION, WorkKind.TEACHING),
    (MENAGE, WorkKind.CLEANING),
    (REUNION, WorkKind.MEETING),
)
ACTIVITIES = (
    (KPA, TRAITEUR, 700, None, "Buffets, plateaux-repas et goûters pour le quartier."),
    (KPA, COUTURE, 650, None, "Retouches, sacs et petites séries."),
    (KPA, LAVERIE, 400, None, "Laver, sécher, plier le linge des associations."),
    (KPA, IMPRESSION, 620, 90, "Pièces et objets imprimés sur commande."),
    (OTHER_KPA, MENUISERIE, 500, None, "Meubles simples en bois de récupération."),
    (OTHER_KPA, TRAITEUR, 300, None, "Goûters d'école."),
)
"""KPA, name, opened how many days ago, closed how many days ago, in a few words."""


def food(name: str, quantity: str, unit: str, cents: int) -> MaterialFacts:
    """Something to buy."""
    return MaterialFacts(name, Decimal(quantity), cents, unit)


OFFERS = (
    (KPA, TRAITEUR, OfferFacts(
        BUFFET, "Six pièces salées, deux sucrées, boissons.", "personne", 1_440, 20, 2_200,
        materials=(food("Légumes et fruits", "0.25", "kg", 380), food("Pain et farine", "0.15", "kg", 260),
                   food("Fromage et œufs", "0.12", "kg", 1_150), food("Boissons", "0.3", "litre", 240)),
    )),
    (KPA, TRAITEUR, OfferFacts(
        PLATEAU, "Entrée, plat, dessert, livré froid.", "plateau", 1_250, 25, 1_800,
        materials=(food("Ingrédients", "1", "plateau", 410), food("Boîte compostable", "1", "pièce", 65)),
    )),
    (KPA, COUTURE, OfferFacts(OURLET, "Fait en deux jours.", "pièce", 900, 25, 1_600,
                              materials=(food("Fil", "0.02", "bobine", 350),))),
    (KPA, COUTURE, OfferFacts(
        SAC, "En toile récupérée, deux anses.", "pièce", 1_200, 40, 1_600,
        materials=(food("Toile", "0.5", "mètre", 300), food("Sangle", "1.2", "mètre", 90)),
    )),
    (KPA, LAVERIE, OfferFacts("Lavage et pliage", "Linge pesé à l'arrivée.", "kilo", 350, 6, 1_500,
                              materials=(food("Lessive", "0.03", "litre", 420), food("Courant", "1", "kilo", 45)))),
    (OTHER_KPA, MENUISERIE, OfferFacts("Banc", "Bois de palette poncé.", "pièce", 6_500, 180, 1_500,
                                       materials=(food("Vis et vernis", "1", "lot", 640),))),
)  # fmt: skip
RETIRED = (KPA, TRAITEUR, OfferFacts("Panier de biscuits", "Pour les fêtes.", "panier", 1_100, 30, 1_500))


def write(day: datetime.date) -> int:
    """Activities, offers and roles; how many offers."""
    writers = {
        KPA: actor_for(User.objects.get(email="fanny@exemple.fr"), None, day),
        OTHER_KPA: actor_for(User.objects.get(email="charlie@exemple.fr"), None, day),
    }
    kpas = {name: Organisation.objects.get(name=name) for name in writers}
    made: dict[tuple[str, str], Activity] = {}
    for kpa, name, opened, closed, said in ACTIVITIES:
        opened_on = day - datetime.timedelta(days=opened)
        closed_on = None if closed is None else day - datetime.timedelta(days=closed)
        made[kpa, name] = open_activity(writers[kpa], kpas[kpa], ActivityFacts(name, opened_on, said, closed_on))
    for each in kpas.values():
        for rank, (name, kind) in enumerate(ROLES):
            WorkRole.objects.get_or_create(kpa=each, name=name, defaults={"kind": kind.value, "rank": rank})
    for kpa, name, facts in OFFERS:
        add_offer(writers[kpa], made[kpa, name], facts)
    kpa, name, facts = RETIRED
    retire_offer(writers[kpa], add_offer(writers[kpa], made[kpa, name], facts).pk, day - datetime.timedelta(days=60))
    return Offer.objects.count()
