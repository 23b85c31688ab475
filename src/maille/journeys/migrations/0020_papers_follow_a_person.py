"""Which papers moved when two files were joined."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0019_lines_of_the_grid")]
    operations = [migrations.AddField("merge", "papers", models.JSONField(default=dict))]
