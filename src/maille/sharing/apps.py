"""The sharing app."""

from django.apps import AppConfig

APPEND_ONLY = (
    "sharing_decision",
    "sharing_decisionpresence",
    "sharing_ruleversion",
    "sharing_receipt",
    "sharing_distribution",
    "sharing_distributionline",
    "sharing_distributionevent",
    "sharing_sharedmargin",
    "sharing_jobcarrier",
    "sharing_payevent",
    "sharing_payslip",
    "sharing_transferfile",
    "sharing_transferline",
)


class SharingConfig(AppConfig):
    name = "maille.sharing"
    verbose_name = "Répartition"

    def ready(self) -> None:
        """What was decided, received, shared and paid never changes: its tables are closed as the access log is."""
        from maille.identity import append_only
        from maille.ledger.models import aside, proving
        from maille.sharing.actions import rights, warnings
        from maille.sharing.models.pay_money import to_give_back
        from maille.sharing.models.proving import faults
        from maille.sharing.views import panels

        append_only.TABLES.extend(table for table in APPEND_ONLY if table not in append_only.TABLES)
        rights.declare()
        if faults not in proving.PROOFS:
            proving.PROOFS.append(faults)
        if to_give_back not in aside.ASIDE:
            aside.ASIDE.append(to_give_back)
        warnings.declare()
        panels.declare()
