"""Files are kept for their time and not a day more: notices, anonymisation, archives whose time is over.

The run goes by batches, each in one transaction. Stopped anywhere, it is run again: what is done is done, and the end
is the same. It may also run twice at once: people are locked, and looked at again under the lock.
"""

import contextlib
import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from maille.identity.actions.messages import send_message
from maille.journeys.actions.rights import forgetting
from maille.journeys.actions.rights.contacts import last_contacts, roots_of, silent_since
from maille.journeys.models import ImportBatch, ImportLine, Journey, KeepingRule, LegalArchive, Retention, StoredFile
from maille.journeys.models.many import these
from maille.journeys.models.rights import keeping_rule
from maille.journeys.rules.retention import Decision, decide

BATCH = 2000
MESSAGES = 200
"""At most so many messages a run."""
NOTICE = """Bonjour {name},

Vous n'avez plus donné de nouvelles depuis près de deux ans. Votre nom et ce qui est écrit sur vous seront effacés de
Maille à partir du {until}.

Vous voulez garder votre fiche ? Passez au KPA, appelez, ou connectez-vous à Maille. Sinon, vous n'avez rien à faire.
"""
ONE_DAY = datetime.timedelta(days=1)
Tell = Callable[[str, int], None]


@dataclass
class Outcome:
    """What a run did, or would do."""

    looked_at: int = 0
    noticed: list[int] = field(default_factory=list)
    anonymised: int = 0
    hindered: dict[int, str] = field(default_factory=dict)
    """File whose time is over and that waits, with why: money left on an account."""
    decisions: Counter[Decision] = field(default_factory=Counter)
    told: int = 0
    archives: int = 0
    imports: int = 0
    files: int = 0


def run(
    day: datetime.date, now: datetime.datetime, tell: Tell = lambda what, count: None, *, dry: bool = False
) -> Outcome:
    """Do what is due on `day`: notices, anonymisation, ends of archives, details of old imports, orphan files."""
    outcome = Outcome()
    if not dry:
        outcome.imports = forget_imports(day)
        void_notices(day)
    after = 0
    while True:
        done, after = one_batch(day, now, after, outcome, dry=dry)
        if not done:
            break
        tell("fiches regardées", outcome.looked_at)
    outcome.archives = erase_archives(day, dry=dry)
    if not dry:
        outcome.told = tell_people(day, now)
        outcome.files = sweep_files(now)
    return outcome


def one_batch(
    day: datetime.date, now: datetime.datetime, after: int, outcome: Outcome, *, dry: bool
) -> tuple[bool, int]:
    """Look at the next people without news, in one transaction; whether there were any, and where to go on from."""
    rule = keeping_rule(KeepingRule.What.FILE, day)
    if rule is None:
        return False, after
    times = rule.times
    ids = silent_since(day - datetime.timedelta(days=times.notice_days), after, BATCH)
    if not ids:
        return False, after
    outcome.looked_at += len(ids)
    with transaction.atomic():
        contacts = last_contacts(roots_of(ids), day)
        known = {each.person_id: each for each in Retention.objects.select_for_update().filter(person__in=these(ids))}
        due: list[int] = []
        stored: list[Retention] = []
        for pk in ids:
            held = known.get(pk) or Retention(person_id=pk)
            decision = decide(times, contacts[pk], held.noticed_on, held.kept_until, day)
            outcome.decisions[decision] += 1
            if decision == Decision.ANONYMISE:
                due.append(pk)
            elif changed(held, decision, contacts[pk], day):
                stored.append(held)
                if decision == Decision.NOTICE:
                    outcome.noticed.append(pk)
        waiting = forgetting.hindered(due)
        outcome.hindered |= waiting
        due = [pk for pk in due if pk not in waiting]
        outcome.anonymised += len(due)
        if not dry:
            Retention.objects.bulk_create(
                stored,
                batch_size=500,
                update_conflicts=True,
                unique_fields=["person"],
                update_fields=["last_contact_on", "noticed_on", "told_at"],
            )
            if due:
                forgetting.anonymise(due, day=day, at=now, by_id=None, reason="retention")
    return True, ids[-1]


def changed(held: Retention, decision: Decision, last_contact: datetime.date, day: datetime.date) -> bool:
    """Note where the file stands; whether that is worth storing. A file with fresh news loses its notice."""
    moved = not held._state.adding and held.last_contact_on != last_contact
    held.last_contact_on = last_contact
    if decision == Decision.NOTICE:
        held.noticed_on, held.told_at = day, None
        return True
    if held.noticed_on is not None and held.noticed_on <= last_contact:
        held.noticed_on, held.told_at = None, None
        return True
    return moved


def void_notices(day: datetime.date) -> None:
    """Somebody who came back has no notice any more."""
    present = Journey.objects.filter(person=OuterRef("pk")).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    Retention.objects.filter(Exists(present), noticed_on__isnull=False).update(
        noticed_on=None, told_at=None, last_contact_on=day
    )


def tell_people(day: datetime.date, now: datetime.datetime) -> int:
    """Tell those a message reaches that their file had its notice; so many a day, the others the next day.

    Each is marked before the message leaves: a stop may cost a message, never send it twice.
    """
    waiting = Retention.objects.filter(noticed_on__isnull=False, told_at__isnull=True).exclude(person__email="")
    told = 0
    for held in list(waiting.select_related("person", "person__user").order_by("noticed_on", "pk")[:MESSAGES]):
        rule = keeping_rule(KeepingRule.What.FILE, day)
        if rule is None or held.noticed_on is None:
            continue
        held.told_at = now
        held.save(update_fields=["told_at"])
        until = rule.times.anonymised_from(held.last_contact_on, held.noticed_on)
        with contextlib.suppress(ValidationError):  # an address of long ago may not be one
            send_message(
                held.person.email,
                purpose="retention_notice",
                subject="Votre fiche sera bientôt effacée",
                text=NOTICE.format(name=held.person.first_name, until=f"{until:%d/%m/%Y}"),
                now=now,
                name=str(held.person),
                user=held.person.user,
                about=("person", held.person_id),
            )
            told += 1
    return told


def erase_archives(day: datetime.date, *, dry: bool) -> int:
    """Erase the legal archives whose time is over, with their files."""
    over = LegalArchive.objects.filter(kept_until__lt=day).order_by("pk")
    if dry:
        return over.count()
    erased = 0
    while ids := list(over.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            link = LegalArchive.files.through.objects.filter(legalarchive__in=ids).order_by()
            files = set(link.values_list("storedfile_id", flat=True))
            link._raw_delete(connection.alias)
            LegalArchive.objects.filter(pk__in=ids)._raw_delete(connection.alias)
            forgetting.erase_files(files)
        erased += len(ids)
    return erased


def forget_imports(day: datetime.date) -> int:
    """Old imports lose their details: the cells of refused lines, what was said of each line, files never imported."""
    rule = keeping_rule(KeepingRule.What.IMPORT, day)
    if rule is None:
        return 0
    old = ImportBatch.objects.filter(created_at__date__lt=day - datetime.timedelta(days=rule.days or 0))
    for batch in old.exclude(stored="").order_by("pk"):
        batch.stored.delete(save=True)
    lines = ImportLine.objects.filter(batch__in=old).order_by()
    emptied = lines.filter(outcome="refused").exclude(cells=[], problems=[], extra={})
    count = emptied.update(cells=[], problems=[], extra={})
    return count + lines.exclude(problems=[]).update(problems=[])


def sweep_files(now: datetime.datetime) -> int:
    """Remove bytes no record names any more: what a stop between a transaction and its files left behind."""
    storage, swept = storages["private"], 0
    if not storage.exists(""):
        return 0
    for folder in storage.listdir("")[0]:
        names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
        for start in range(0, len(names), BATCH):
            some = names[start : start + BATCH]
            known = set(StoredFile.objects.filter(place__in=some).order_by().values_list("place", flat=True))
            for place in some:
                if place not in known and storage.get_modified_time(place) < now - ONE_DAY:
                    storage.delete(place)
                    swept += 1
    return swept
