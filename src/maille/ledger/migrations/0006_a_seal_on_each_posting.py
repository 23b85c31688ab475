"""Each posting is sealed after the one before; those already written are sealed as they stand."""

from django.db import migrations, models

from maille.identity import append_only
from maille.ledger.rules.seals import Owner, Sealed, seal

TABLE = "ledger_posting"


def seal_all(apps, schema_editor):
    connection = schema_editor.connection
    postings = apps.get_model("ledger", "Posting").objects.order_by("pk")
    if not postings.exists():
        return
    append_only.remove(connection, TABLE)
    previous, before = None, ""
    for posting in postings.prefetch_related("transfers__source", "transfers__target").iterator(chunk_size=500):
        moves = [(owner(each.source), owner(each.target), each.cents) for each in posting.transfers.all()]
        posting.previous = previous
        posting.seal = seal(said(posting, before), moves)
        posting.save(update_fields=["previous", "seal"])
        previous, before = posting.pk, posting.seal
    append_only.install(connection, TABLE)


def owner(account):
    return Owner(account.pk, account.kind, account.participant_id, account.activity_id, account.job_id)


def said(posting, before):
    return Sealed(
        posting.kpa_id,
        posting.kind,
        posting.day,
        posting.key,
        posting.facts,
        posting.reverses_id,
        posting.posted_at,
        posting.posted_by_id,
        posting.previous,
        before,
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_words_of_a_posting")]
    operations = [
        migrations.AddField(
            model_name="posting",
            name="previous",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="posting",
            name="seal",
            field=models.CharField(blank=True, default="", editable=False, max_length=64, verbose_name="sceau"),
            preserve_default=False,
        ),
        migrations.RunPython(seal_all, migrations.RunPython.noop),
    ]
