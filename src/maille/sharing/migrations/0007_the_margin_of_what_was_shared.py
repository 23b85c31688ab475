"""What was posted and undone before writes the margin it counted."""

from django.db import migrations


def fill(apps, schema_editor):
    """In the order of the events: what each distribution added, what each reversal took back."""
    event_, margin_ = apps.get_model("sharing", "DistributionEvent"), apps.get_model("sharing", "SharedMargin")
    written = {}
    events = event_.objects.filter(what__in=["posted", "reversed"]).order_by("pk")
    for event in events.select_related("distribution__after", "distribution__job").iterator(chunk_size=500):
        found, after = event.distribution, event.distribution.after
        if event.what == "posted":
            added = found.income - found.expenses - (after.income - after.expenses if after else 0)
            written[found.pk] = added
        else:
            added = -written[found.pk]
        margin_.objects.create(
            event=event, job_id=found.job_id, kpa_id=found.kpa_id, year=found.year,
            activity_id=found.job.activity_id, cents=added,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("sharing", "0006_the_margin_shared_in_a_year")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
