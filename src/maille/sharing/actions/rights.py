"""What is shared and paid of a person: told to her, its words emptied when she is anonymised, its figures kept."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Q

from maille.activities.actions.rights import of_participant
from maille.activities.models import Contribution, Expense, Participant
from maille.journeys.actions import merges
from maille.journeys.actions.rights import contacts, forgetting, holdings
from maille.journeys.actions.rights.holdings import GONE, Holding
from maille.journeys.models import Person, Reply, behalf
from maille.journeys.models.many import these
from maille.ledger.models import Account
from maille.ledger.models.books import gained
from maille.ledger.rules.kinds import AccountKind
from maille.network.rules.roles import Actor
from maille.sharing.models import (
    Decision,
    DecisionPresence,
    Disagreement,
    DistributionEvent,
    DistributionLine,
    Fee,
    FeeWaiver,
    JobCarrier,
    PayEvent,
    PayRequest,
    Payslip,
    SharedMargin,
)
from maille.ui.text import before, month_name

HELD = (
    *of_participant(
        DistributionLine, "Mes parts", "pk", forget={}, harmless=frozenset({"kind", "recipient", "figures"}),
        silent=frozenset({"rank", "recipient", "figures", "kind", "step"}), kpa="distribution__kpa",
    ),
    *of_participant(
        Disagreement, "Mes désaccords", "said_on", forget={"text": GONE, "answer": ""}, kpa="distribution__kpa"
    ),
    *of_participant(JobCarrier, "Les prestations que je porte", "pk", forget={}, kpa="job__kpa", related=("job",)),
    *of_participant(SharedMargin, "", "pk", path="carrier", forget={}, kpa="kpa"),
    *of_participant(PayRequest, "Mes demandes de paie", "month", forget={"keeps_for": ""}, kpa="kpa"),
    *of_participant(PayEvent, "Ce que sont devenues mes demandes", "pk", path="request__participant",
                    forget={"note": GONE}, kpa="request__kpa", silent=frozenset({"posting", "request"})),
    *of_participant(Payslip, "Mes bulletins de paie", "month", forget={"reference": "", "note": ""}, kpa="kpa",
                    silent=frozenset({"posting", "refund_posting", "replaces", "request"})),
    *of_participant(Fee, "Mes contributions à la structure de portage", "month", forget={}, kpa="participant__kpa",
                    harmless=frozenset({"waived"}), silent=frozenset({"account", "posting"})),
    *of_participant(FeeWaiver, "Mes dispenses de contribution", "valid_from", kpa="participant__kpa"),
    *of_participant(DecisionPresence, "Les décisions où j'étais", "pk", forget={}, kpa="decision__kpa"),
    *(
        Holding(DistributionEvent, "", f"distribution__lines__participant__{owner}", forget={"note": ""},
                when_named=True)
        for owner in ("person", "user__person")
    ),
    *(
        Holding(Decision, "", f"presences__participant__{owner}", forget={"note": "", "others_present": ""},
                when_named=True)
        for owner in ("person", "user__person")
    ),
)  # fmt: skip
EXCEPTIONS = {
    "sharing.RuleVersion.decision": "la règle du groupe : elle ne dit rien d'une personne",
    "sharing.TransferLine.payslip": "le virement d'un bulletin, que la fiche dit déjà",
}
S = Reply.Subject
KINDS = (
    (behalf.Kind(S.OBJECTION, Disagreement, "participant__person", "distribution__kpa_id", ("distribution",)),
     lambda said: said.text),
    (behalf.Kind(S.PAY, PayRequest, "participant__person", "kpa_id"),
     lambda asked: f"Paie de {asked.month:%m/%Y}"),
)  # fmt: skip


def waiting_shares(ids: Collection[int]) -> dict[int, str]:
    """Why a file cannot be anonymised: she worked for, or advanced money to, a job whose money is not shared yet.

    Shared afterwards, her part would reach an account that is nobody's.
    """
    # unscoped: for rules about the whole of a person's money
    pots = Account.objects.filter(kind=AccountKind.POT, job__isnull=False).annotate(held=gained(Q())).filter(held__gt=0)
    jobs = dict(pots.values_list("job", "job__title"))
    hers = Q(participant__person__in=these(ids)) | Q(participant__user__person__in=these(ids))
    found: dict[int, str] = {}
    for given in (Contribution.objects.standing().filter(paid=True), Expense.objects.standing()):
        rows = given.filter(hers, job__in=these(list(jobs))).order_by("pk")
        for person, member, job in rows.values_list("participant__person", "participant__user__person", "job"):
            found.setdefault(
                person or member,
                f"L'argent de « {jobs[job]} », où elle a donné du temps ou avancé des frais, n'est pas encore partagé. "
                "Partagez-le, réglez sa part, puis effacez la fiche.",
            )
    return found


def refuse_waiting_pay(actor: Actor, absorbed: Person, kept: Person, at: datetime.datetime) -> list[int]:
    """A request draws from one account: files are joined once those of the account that stops are over."""
    # unscoped: of people whose files are being joined, in scope
    stops = Participant.objects.filter(person=absorbed, kpa__in=Participant.objects.filter(person=kept).values("kpa"))
    waiting = PayRequest.objects.filter(participant__in=stops.values("pk")).waiting().select_related("kpa").first()
    if waiting is not None:
        raise ValidationError(
            f"La fiche de {absorbed} attend une paie {before('de', month_name(waiting.month))} à {waiting.kpa}. "
            "Notez son bulletin, ou renvoyez la demande, puis réunissez les fiches."
        )
    return []


def nothing(actor: Actor, kept: Person, absorbed: Person, at: datetime.datetime, noted: list[int]) -> None:
    """Nothing was moved: nothing comes back."""


def declare() -> None:
    """Fill the registries of apps below; called when the app is ready."""
    merges.FOLLOWERS["waiting pay"] = merges.Follower(0, refuse_waiting_pay, nothing)
    holdings.declare(HELD, EXCEPTIONS)
    if waiting_shares not in forgetting.HINDRANCES:
        forgetting.HINDRANCES.append(waiting_shares)
    for kind, tell in KINDS:
        behalf.register(kind, tell)
    contacts.register(
        contacts.Contact(PayRequest, "participant__person", "asked_on"),
        contacts.Contact(Disagreement, "participant__person", "said_on"),
    )
