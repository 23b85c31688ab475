"""A payslip as a picture: what the share pays for, so that nobody takes it for take-home pay."""

from maille.sharing.models import Payslip
from maille.ui.charts import Part, Stacked
from maille.ui.text import euros, month_name


def payslip(slip: Payslip) -> Stacked:
    """The cost cut in three: net pay, what leaves the gross, what the employer adds."""
    parts = (
        Part("Net, versé sur le compte", slip.net, euros(slip.net)),
        Part("Cotisations de la personne : santé, retraite", slip.gross - slip.net, euros(slip.gross - slip.net)),
        Part("Cotisations de la structure", slip.cost - slip.gross, euros(slip.cost - slip.gross), muted=True),
    )
    return Stacked(
        f"De la part au salaire net, {month_name(slip.month)}",
        tuple(part for part in parts if part.value),
        total=f"Part utilisée : {euros(slip.cost)}",
        description=(
            f"Sur {euros(slip.cost)} de part utilisée, {euros(slip.gross)} sont le salaire brut et {euros(slip.net)} "
            "le salaire net."
        ),
    )
