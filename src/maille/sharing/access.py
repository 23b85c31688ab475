"""Who may do what with rules, pots, distributions and pay: each docstring is the sentence a member would say."""

from maille.activities.models import Participant
from maille.network.access import may_govern
from maille.network.models import Organisation, Relation
from maille.network.models.organisations import RelationKind
from maille.network.rules.roles import Actor, Role
from maille.sharing.models import Distribution, PayRequest


def may_read(actor: Actor, kpa_id: int) -> bool:
    """I read the money of the KPAs whose files I open."""
    return actor.everything or kpa_id in actor.files


def may_write(actor: Actor, kpa_id: int) -> bool:
    """I record money, propose and approve for the groups of the KPAs where I may write."""
    return actor.everything or kpa_id in actor.writes


def is_of_host(actor: Actor, host_id: int) -> bool:
    """I pay, and set the scale and the calendar, when I am a referent of the structure that hosts."""
    return actor.everything or (actor.role == Role.HOST_REFERENT and actor.organisation_id == host_id)


def may_approve(actor: Actor, distribution: Distribution) -> bool:
    """I write down that the group approved, where I may write in its KPA."""
    return may_write(actor, distribution.kpa_id)


def is_own_participant(actor: Actor, participant: Participant) -> bool:
    """I ask for my own pay. Load the participant's person."""
    if actor.user_id is None:
        return False
    person = participant.person
    return participant.user_id == actor.user_id or (person is not None and person.user_id == actor.user_id)


def may_check(actor: Actor, request: PayRequest) -> bool:
    """I check the pay requests of the KPAs where I may write, never my own. Load its participant's person."""
    return may_write(actor, request.kpa_id) and not is_own_participant(actor, request.participant)


def may_accept(actor: Actor, request: PayRequest) -> bool:
    """I accept what the KPA checked when I am a referent of the structure that pays, never for myself."""
    return is_of_host(actor, request.host_id) and not is_own_participant(actor, request.participant)


def may_pay(actor: Actor, host_id: int, participant: Participant) -> bool:
    """I record payslips for the structure that pays, as its referent, never my own. Load the participant's person."""
    return is_of_host(actor, host_id) and not is_own_participant(actor, participant)


def may_read_payslips(actor: Actor) -> bool:
    """I read gross and net pay when I am a referent of the structure that pays; the group's referent needs the cost."""
    return actor.everything or actor.role == Role.HOST_REFERENT


def may_set_pay(actor: Actor, host: Organisation) -> bool:
    """I set the calendar and the contributions of a host when I am its referent, or govern it."""
    return is_of_host(actor, host.pk) or may_govern(actor, host)


def may_set_scale(actor: Actor, host: Organisation) -> bool:
    """I write the scale of a structure that hosts when I am its referent, or govern it."""
    return is_of_host(actor, host.pk) or may_govern(actor, host)


def may_read_scale(actor: Actor, host: Organisation) -> bool:
    """I read a host's scale when I write it, or when I open the files of a KPA it carries or carried."""
    if may_set_scale(actor, host):
        return True
    return Relation.objects.filter(source=host, kind=RelationKind.HOST, target_id__in=actor.files).exists()


def figures_reach(actor: Actor) -> frozenset[int]:
    """I read the work and money, added up, of the KPAs whose files or figures I read."""
    return actor.figures | actor.files
