"""The CESA's delays; no two periods of one person, kind and host on one day; a signed contract binds the same people.

On sqlite what the database refuses is in models/triggers.py, made again after every migration.
"""

from django.db import migrations

TRIAL_MONTHS, ASSOCIATE_MONTHS = 8, 36
"""C. trav. L7331-2 (R7331-1 to -3) and L7331-3; both less the CAPE."""

FORWARD = [
    # The person's row is locked first: two periods written at once would otherwise not see each other.
    """CREATE FUNCTION journeys_refuse_overlapping_periods() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM journeys_person WHERE id = (
            SELECT journey.person_id FROM journeys_contract AS contract
            JOIN journeys_journey AS journey ON journey.id = contract.journey_id WHERE contract.id = NEW.contract_id
        ) FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT 1 FROM journeys_contractperiod AS mine
            JOIN journeys_contract AS contract ON contract.id = mine.contract_id
            JOIN journeys_journey AS journey ON journey.id = contract.journey_id
            LEFT JOIN journeys_termination AS early ON early.contract_id = contract.id
            JOIN journeys_journey AS other_journey ON other_journey.person_id = journey.person_id
            JOIN journeys_contract AS other_contract ON other_contract.journey_id = other_journey.id
                AND other_contract.host_id = contract.host_id AND other_contract.kind = contract.kind
            LEFT JOIN journeys_termination AS other_early ON other_early.contract_id = other_contract.id
            JOIN journeys_contractperiod AS other ON other.contract_id = other_contract.id
            WHERE mine.id = NEW.id AND other.id != NEW.id
            AND mine.withdrawn_at IS NULL AND other.withdrawn_at IS NULL
            AND GREATEST(mine.started_on, other.started_on) <= LEAST(
                COALESCE(mine.ends_on, 'infinity'), COALESCE(early.ended_on, 'infinity'),
                COALESCE(other.ends_on, 'infinity'), COALESCE(other_early.ended_on, 'infinity'))
        ) THEN
            RAISE EXCEPTION 'no_overlapping_periods'
                USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'no_overlapping_periods';
        END IF;
        RETURN NULL;
    END $$""",
    "CREATE CONSTRAINT TRIGGER no_overlapping_periods AFTER INSERT OR UPDATE ON journeys_contractperiod "
    "DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION journeys_refuse_overlapping_periods()",
    """CREATE FUNCTION journeys_refuse_signed_contract() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM journeys_contractperiod WHERE contract_id = OLD.id AND signed_on IS NOT NULL) THEN
            RAISE EXCEPTION 'signed_contract_never_changes'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_contract_never_changes';
        END IF;
        RETURN NEW;
    END $$""",
    "CREATE TRIGGER signed_contract BEFORE UPDATE ON journeys_contract FOR EACH ROW WHEN ("
    "(OLD.person_id, OLD.journey_id, OLD.kpa_id, OLD.host_id, OLD.kind, OLD.full_time_employee) IS DISTINCT FROM "
    "(NEW.person_id, NEW.journey_id, NEW.kpa_id, NEW.host_id, NEW.kind, NEW.full_time_employee)) "
    "EXECUTE FUNCTION journeys_refuse_signed_contract()",
]
BACKWARD = [
    "DROP TRIGGER signed_contract ON journeys_contract",
    "DROP FUNCTION journeys_refuse_signed_contract",
    "DROP TRIGGER no_overlapping_periods ON journeys_contractperiod",
    "DROP FUNCTION journeys_refuse_overlapping_periods",
]


def on_each(statements):
    """PostgreSQL runs these statements; on sqlite the same is done by the triggers made after every migration."""

    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


def delays(apps, schema_editor):
    law = apps.get_model("journeys", "ContractLaw")
    law.objects.filter(kind="cesa", trial_months=None, associate_months=None).update(
        trial_months=TRIAL_MONTHS, associate_months=ASSOCIATE_MONTHS
    )


class Migration(migrations.Migration):
    dependencies = [("journeys", "0011_what_contracts_count")]
    operations = [
        migrations.RunPython(delays, migrations.RunPython.noop),
        migrations.RunPython(on_each(FORWARD), on_each(BACKWARD)),
    ]
