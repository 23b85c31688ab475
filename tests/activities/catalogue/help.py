"""Activities and offers of La Cape."""

import datetime
from decimal import Decimal

from maille.activities.actions.catalogue import MaterialFacts, OfferFacts
from maille.activities.models import Activity
from maille.network.models import Organisation

OPENED = datetime.date(2024, 1, 1)
BREAD = MaterialFacts("Pain", Decimal("0.4"), 800, "kg")
BUFFET = OfferFacts("Buffet", "Salé et sucré", "personne", 1_440, 18, 1_400, Decimal("11.5"), (BREAD,))


def activity(kpa: Organisation, name: str = "Traiteur") -> Activity:
    """Something the KPA does."""
    return Activity.objects.create(kpa=kpa, name=name, opened_on=OPENED)
