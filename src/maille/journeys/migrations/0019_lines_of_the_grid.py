"""A KPA also orders the common skills its own way: what it set aside becomes a line of its grid."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0018_contracts_to_sign_found")]
    operations = [
        migrations.RemoveConstraint("skillsetaside", "skill_set_aside_once"),
        migrations.RenameModel("SkillSetAside", "GridLine"),
        migrations.RenameField("gridline", "since", "aside_since"),
        migrations.AlterField(
            "gridline", "aside_since", models.DateField(null=True, verbose_name="retirée depuis le")
        ),
        migrations.AddField("gridline", "rank", models.PositiveSmallIntegerField(null=True)),
        migrations.AlterField(
            "gridline",
            "skill",
            models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="lines", to="journeys.skill"
            ),
        ),
        migrations.AlterModelOptions("gridline", options={"verbose_name": "ligne de la grille"}),
        migrations.AddConstraint(
            "gridline",
            models.UniqueConstraint(
                fields=("kpa", "skill"),
                name="one_grid_line_per_skill",
                violation_error_message="Cette compétence est déjà dans la grille.",
            ),
        ),
    ]
