"""What sharing stores: rules, money received, distributions, pay."""

from maille.sharing.models.distributions import Disagreement, Distribution, DistributionEvent, DistributionLine
from maille.sharing.models.margins import JobCarrier, SharedMargin
from maille.sharing.models.pay import Fee, FeeRule, FeeWaiver, PayCalendar, PayEvent, PayRequest, Payslip
from maille.sharing.models.pots import Receipt
from maille.sharing.models.rules import (
    Decision,
    DecisionPresence,
    RuleDraft,
    RuleVersion,
    SharingRule,
    rule_in_force,
)
from maille.sharing.models.scales import HostScale, scale_for
from maille.sharing.models.transfers import DebtorAccount, TransferFile, TransferLine

__all__ = [
    "DebtorAccount",
    "Decision",
    "DecisionPresence",
    "Disagreement",
    "Distribution",
    "DistributionEvent",
    "DistributionLine",
    "Fee",
    "FeeRule",
    "FeeWaiver",
    "HostScale",
    "JobCarrier",
    "PayCalendar",
    "PayEvent",
    "PayRequest",
    "Payslip",
    "Receipt",
    "RuleDraft",
    "RuleVersion",
    "SharedMargin",
    "SharingRule",
    "TransferFile",
    "TransferLine",
    "rule_in_force",
    "scale_for",
]
