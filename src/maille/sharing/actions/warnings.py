"""What `sharing` tells the catalogue and the jobs, which know neither scales nor pots."""

import datetime
from decimal import Decimal

from maille.activities.actions import catalogue, promises
from maille.activities.models import Job
from maille.network.models import Organisation
from maille.sharing.actions.forecasts import forecast_of
from maille.sharing.models.scales import scale_for


def declare() -> None:
    """Offer both to `activities`, once."""
    if first_rate not in catalogue.HOST_RATES:
        catalogue.HOST_RATES.append(first_rate)
    if over_promise not in promises.WARNERS:
        promises.WARNERS.append(over_promise)


def first_rate(kpa: Organisation, day: datetime.date) -> Decimal | None:
    """The first rate of the scale in force; 0 while the KPA is exempted, None without a scale."""
    scale = scale_for(kpa, None, day)
    if scale is None or not scale.brackets:
        return None
    return Decimal(0) if scale.waived else Decimal(str(scale.brackets[0]["rate"]))


def over_promise(job: Job, day: datetime.date) -> list[str]:
    """Sentences when the pot of this job no longer holds what is promised."""
    told = forecast_of(job, day)
    if not told.warnings or not told.told:
        return []
    if not told.knows_income:
        return ["Aucune recette attendue n'est écrite\u00a0: la cagnotte ne peut encore rien promettre."]
    return told.warnings
