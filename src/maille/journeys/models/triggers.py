"""What the database itself refuses, where a plain constraint cannot say it.

PostgreSQL keeps these rules with exclusion constraints and triggers made by migrations. SQLite forgets the triggers of
a table each time a migration rebuilds it, and refuses to rebuild a table that another table's trigger reads: so they
are dropped before migrations and made again after, every time.
"""

from typing import Any

from django.db import connections

OVERLAPPING_JOURNEYS = """
SELECT RAISE(ABORT, 'no_overlapping_journeys') WHERE EXISTS (
    SELECT 1 FROM journeys_journey AS other
    WHERE other.person_id = NEW.person_id AND other.kpa_id = NEW.kpa_id AND other.id IS NOT NEW.id
    AND other.entered_on <= COALESCE(NEW.ended_on, '9999-12-31')
    AND NEW.entered_on <= COALESCE(other.ended_on, '9999-12-31'));
"""
MERGED_PERSON = """
SELECT RAISE(ABORT, 'no_journey_of_a_merged_person') WHERE EXISTS (
    SELECT 1 FROM journeys_person WHERE id = NEW.person_id AND merged_into_id IS NOT NULL);
"""
OVERLAPPING_SUSPENSIONS = """
SELECT RAISE(ABORT, 'no_overlapping_suspensions') WHERE EXISTS (
    SELECT 1 FROM journeys_suspension AS other
    WHERE other.journey_id = NEW.journey_id AND other.id IS NOT NEW.id
    AND other.started_on <= COALESCE(NEW.ended_on, '9999-12-31')
    AND NEW.started_on <= COALESCE(other.ended_on, '9999-12-31'));
"""
FOLLOW_UP_TOO_EARLY = """
SELECT RAISE(ABORT, 'follow_up_after_exit') WHERE NOT EXISTS (
    SELECT 1 FROM journeys_journey
    WHERE id = NEW.journey_id AND end_kind = 'exit' AND ended_on <= NEW.done_on);
"""
FOLLOW_UP_LEFT_BEHIND = """
SELECT RAISE(ABORT, 'follow_up_after_exit') WHERE (NEW.ended_on IS NULL OR NEW.end_kind != 'exit')
    AND EXISTS (SELECT 1 FROM journeys_followup WHERE journey_id = NEW.id);
"""
FORGET_WORDS = "DELETE FROM journeys_personword WHERE person_id = OLD.id;"
KEEP_WORDS = """
INSERT INTO journeys_personword (word, person_id)
SELECT DISTINCT value, NEW.id FROM json_each('[' || replace(json_quote(NEW.search_key), ' ', '","') || ']')
WHERE value != '';
"""
WORDS_LEFT_OUT = """
INSERT INTO journeys_personword (word, person_id)
SELECT DISTINCT value, journeys_person.id
FROM journeys_person, json_each('[' || replace(json_quote(search_key), ' ', '","') || ']')
WHERE value != '' AND NOT EXISTS (SELECT 1 FROM journeys_personword WHERE person_id = journeys_person.id)
"""
"""People written while the triggers were away, during migrations."""
OVERLAPPING_PERIODS = """
SELECT RAISE(ABORT, 'no_overlapping_periods') WHERE NEW.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 FROM journeys_contract AS contract
    JOIN journeys_journey AS journey ON journey.id = contract.journey_id
    LEFT JOIN journeys_termination AS early ON early.contract_id = contract.id
    JOIN journeys_journey AS other_journey ON other_journey.person_id = journey.person_id
    JOIN journeys_contract AS other_contract ON other_contract.journey_id = other_journey.id
        AND other_contract.host_id = contract.host_id AND other_contract.kind = contract.kind
    LEFT JOIN journeys_termination AS other_early ON other_early.contract_id = other_contract.id
    JOIN journeys_contractperiod AS other ON other.contract_id = other_contract.id
    WHERE contract.id = NEW.contract_id AND other.id IS NOT NEW.id AND other.withdrawn_at IS NULL
    AND MAX(NEW.started_on, other.started_on) <= MIN(
        COALESCE(NEW.ends_on, '9999-12-31'), COALESCE(early.ended_on, '9999-12-31'),
        COALESCE(other.ends_on, '9999-12-31'), COALESCE(other_early.ended_on, '9999-12-31')));
"""
SIGNED_CONTRACT = """
SELECT RAISE(ABORT, 'signed_contract_never_changes') WHERE EXISTS (
    SELECT 1 FROM journeys_contractperiod WHERE contract_id = OLD.id AND signed_on IS NOT NULL)
AND (OLD.person_id != NEW.person_id OR OLD.journey_id != NEW.journey_id OR OLD.kpa_id != NEW.kpa_id
     OR OLD.host_id != NEW.host_id OR OLD.kind != NEW.kind OR OLD.full_time_employee IS NOT NEW.full_time_employee);
"""
SIGNED_PERIOD = "SELECT RAISE(ABORT, 'signed_period_never_changes') WHERE OLD.signed_on IS NOT NULL;"

SQLITE_TRIGGERS = {
    "journey_overlap_insert": ("BEFORE INSERT ON journeys_journey", OVERLAPPING_JOURNEYS),
    "journey_overlap_update": (
        "BEFORE UPDATE OF person_id, kpa_id, entered_on, ended_on ON journeys_journey",
        OVERLAPPING_JOURNEYS,
    ),
    "journey_merged_insert": ("BEFORE INSERT ON journeys_journey", MERGED_PERSON),
    "journey_merged_update": ("BEFORE UPDATE OF person_id ON journeys_journey", MERGED_PERSON),
    "suspension_overlap_insert": ("BEFORE INSERT ON journeys_suspension", OVERLAPPING_SUSPENSIONS),
    "suspension_overlap_update": ("BEFORE UPDATE ON journeys_suspension", OVERLAPPING_SUSPENSIONS),
    "follow_up_insert": ("BEFORE INSERT ON journeys_followup", FOLLOW_UP_TOO_EARLY),
    "follow_up_update": ("BEFORE UPDATE ON journeys_followup", FOLLOW_UP_TOO_EARLY),
    "person_words_insert": ("AFTER INSERT ON journeys_person", KEEP_WORDS),
    "person_words_update": ("AFTER UPDATE OF search_key ON journeys_person", FORGET_WORDS + KEEP_WORDS),
    "person_words_delete": ("AFTER DELETE ON journeys_person", FORGET_WORDS),
    "signed_period_update": ("BEFORE UPDATE ON journeys_contractperiod", SIGNED_PERIOD),
    "signed_period_delete": ("BEFORE DELETE ON journeys_contractperiod", SIGNED_PERIOD),
    "period_overlap_insert": ("BEFORE INSERT ON journeys_contractperiod", OVERLAPPING_PERIODS),
    "period_overlap_update": (
        "BEFORE UPDATE OF contract_id, started_on, ends_on, withdrawn_at ON journeys_contractperiod",
        OVERLAPPING_PERIODS,
    ),
    "signed_contract_update": ("BEFORE UPDATE ON journeys_contract", SIGNED_CONTRACT),
    "follow_up_kept": ("BEFORE UPDATE OF ended_on, end_kind ON journeys_journey", FOLLOW_UP_LEFT_BEHIND),
}

DOORS = ("signed_period_update", "signed_period_delete")
"""What `identity.append_only.lifted` opens too, to anonymise a person."""


def closed_by_the_door() -> dict[str, str]:
    """SQLite: name of the trigger → the statement that makes it."""
    return {name: statement(name) for name in DOORS}


def statement(name: str) -> str:
    """What makes this trigger on SQLite."""
    moment, body = SQLITE_TRIGGERS[name]
    return f"CREATE TRIGGER IF NOT EXISTS {name} {moment} BEGIN {body} END"


def drop(using: str, **signal: Any) -> None:
    """Before migrations: let SQLite rebuild any table."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in SQLITE_TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install(using: str, **signal: Any) -> None:
    """After migrations: make the triggers again."""
    connection = connections[using]
    if connection.vendor != "sqlite" or "journeys_contractperiod" not in connection.introspection.table_names():
        return
    drop(using)
    with connection.cursor() as cursor:
        for name in SQLITE_TRIGGERS:
            cursor.execute(statement(name))
        cursor.execute(WORDS_LEFT_OUT)
