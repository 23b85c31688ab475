"""What sharing stores: rules, money received, distributions, pay."""

from maille.sharing.models.distributions import Disagreement, Distribution, DistributionEvent, DistributionLine
from maille.sharing.models.pay import Fee, FeeRule, PayCalendar, PayEvent, PayRequest, Payslip
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

__all__ = [
    "Decision",
    "DecisionPresence",
    "Disagreement",
    "Distribution",
    "DistributionEvent",
    "DistributionLine",
    "Fee",
    "FeeRule",
    "HostScale",
    "PayCalendar",
    "PayEvent",
    "PayRequest",
    "Payslip",
    "Receipt",
    "RuleDraft",
    "RuleVersion",
    "SharingRule",
    "rule_in_force",
    "scale_for",
]
