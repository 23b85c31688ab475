"""Overlaps, journeys of merged people and follow-ups before exit: refused by PostgreSQL itself.

SQLite's share is in models/triggers.py, made again after every migration.
"""

from django.db import migrations

FORWARD = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE journeys_journey ADD CONSTRAINT no_overlapping_journeys EXCLUDE USING gist "
    "(person_id WITH =, kpa_id WITH =, daterange(entered_on, ended_on, '[]') WITH &&)",
    "ALTER TABLE journeys_suspension ADD CONSTRAINT no_overlapping_suspensions EXCLUDE USING gist "
    "(journey_id WITH =, daterange(started_on, ended_on, '[]') WITH &&)",
    """CREATE FUNCTION journeys_refuse_merged_person() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM journeys_person WHERE id = NEW.person_id AND merged_into_id IS NOT NULL) THEN
            RAISE EXCEPTION 'no_journey_of_a_merged_person'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_journey_of_a_merged_person';
        END IF;
        RETURN NEW;
    END $$""",
    "CREATE TRIGGER journey_merged BEFORE INSERT OR UPDATE OF person_id ON journeys_journey "
    "FOR EACH ROW EXECUTE FUNCTION journeys_refuse_merged_person()",
    """CREATE FUNCTION journeys_follow_up_after_exit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM journeys_journey
                       WHERE id = NEW.journey_id AND end_kind = 'exit' AND ended_on <= NEW.done_on) THEN
            RAISE EXCEPTION 'follow_up_after_exit'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'follow_up_after_exit';
        END IF;
        RETURN NEW;
    END $$""",
    "CREATE CONSTRAINT TRIGGER follow_up_after_exit AFTER INSERT OR UPDATE ON journeys_followup "
    "DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION journeys_follow_up_after_exit()",
    """CREATE FUNCTION journeys_keep_follow_ups() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (NEW.ended_on IS NULL OR NEW.end_kind != 'exit')
           AND EXISTS (SELECT 1 FROM journeys_followup WHERE journey_id = NEW.id) THEN
            RAISE EXCEPTION 'follow_up_after_exit'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'follow_up_after_exit';
        END IF;
        RETURN NEW;
    END $$""",
    "CREATE TRIGGER follow_up_kept BEFORE UPDATE OF ended_on, end_kind ON journeys_journey "
    "FOR EACH ROW EXECUTE FUNCTION journeys_keep_follow_ups()",
]
BACKWARD = [
    "DROP TRIGGER follow_up_kept ON journeys_journey",
    "DROP FUNCTION journeys_keep_follow_ups",
    "DROP TRIGGER follow_up_after_exit ON journeys_followup",
    "DROP FUNCTION journeys_follow_up_after_exit",
    "DROP TRIGGER journey_merged ON journeys_journey",
    "DROP FUNCTION journeys_refuse_merged_person",
    "ALTER TABLE journeys_suspension DROP CONSTRAINT no_overlapping_suspensions",
    "ALTER TABLE journeys_journey DROP CONSTRAINT no_overlapping_journeys",
]


def on_each(statements):
    """PostgreSQL runs these statements; on sqlite the same is done by the triggers made after every migration."""

    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("journeys", "0003_follow_ups_merges_and_reasons")]
    operations = [migrations.RunPython(on_each(FORWARD), on_each(BACKWARD))]
