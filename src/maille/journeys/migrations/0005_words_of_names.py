"""The words of people's names, kept by the database itself for searching.

On sqlite the triggers are made after every migration (models/triggers.py). The column is in the order of code points on
both databases ("C" on postgresql, sqlite's own order), so that words beginning alike stand together in the index.
"""

from django.db import migrations, models

TABLE = {
    "sqlite": "CREATE TABLE journeys_personword (id integer PRIMARY KEY AUTOINCREMENT, word varchar(201) NOT NULL, "
    "person_id bigint NOT NULL)",
    "postgresql": 'CREATE TABLE journeys_personword (id bigserial PRIMARY KEY, word varchar(201) COLLATE "C" NOT NULL, '
    "person_id bigint NOT NULL)",
}
BOTH = [
    "CREATE INDEX person_word ON journeys_personword (word, person_id)",
    "CREATE INDEX word_of_person ON journeys_personword (person_id)",
]
POSTGRESQL = [
    "INSERT INTO journeys_personword (word, person_id) SELECT DISTINCT word, p.id "
    "FROM journeys_person p, unnest(string_to_array(p.search_key, ' ')) AS word WHERE word != ''",
    """CREATE FUNCTION journeys_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP != 'INSERT' THEN
            DELETE FROM journeys_personword WHERE person_id = OLD.id;
        END IF;
        IF TG_OP != 'DELETE' THEN
            INSERT INTO journeys_personword (word, person_id)
            SELECT DISTINCT word, NEW.id FROM unnest(string_to_array(NEW.search_key, ' ')) AS word WHERE word != '';
        END IF;
        RETURN NULL;
    END $$""",
    "CREATE TRIGGER person_words AFTER INSERT OR DELETE OR UPDATE OF search_key ON journeys_person "
    "FOR EACH ROW EXECUTE FUNCTION journeys_keep_words()",
    """CREATE FUNCTION journeys_forget_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM journeys_personword;
        RETURN NULL;
    END $$""",
    "CREATE TRIGGER person_words_truncate AFTER TRUNCATE ON journeys_person "
    "FOR EACH STATEMENT EXECUTE FUNCTION journeys_forget_words()",
]
BACKWARD = ["DROP FUNCTION journeys_keep_words CASCADE", "DROP FUNCTION journeys_forget_words CASCADE"]


def forward(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in [TABLE[vendor], *BOTH, *(POSTGRESQL if vendor == "postgresql" else [])]:
        schema_editor.execute(statement, params=None)


def backward(apps, schema_editor):
    for statement in [*(BACKWARD if schema_editor.connection.vendor == "postgresql" else []), "DROP TABLE journeys_personword"]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journeys", "0004_what_postgresql_refuses")]
    operations = [
        migrations.CreateModel(
            name="PersonWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=201)),
            ],
            options={"db_table": "journeys_personword", "managed": False, "verbose_name": "mot d'un nom"},
        ),
        migrations.RunPython(forward, backward),
    ]
