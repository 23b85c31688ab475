
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0020_papers_follow_a_person'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reply',
            name='subject',
            field=models.CharField(choices=[('note', 'Note'), ('interview', 'Entretien'), ('goal', 'Objectif'), ('place', 'Inscription à un atelier'), ('recognition', 'Compétence'), ('piece', 'Pièce'), ('signature', 'Signature'), ('bank', 'Coordonnées bancaires'), ('contract', 'Contrat'), ('period', "Période d'un contrat"), ('termination', 'Rupture anticipée'), ('insurance', "Demande à l'assureur"), ('barrier', 'Frein'), ('step', 'Prochain pas'), ('orientation', 'Orientation'), ('procedure', 'Démarche'), ('request', 'Demande sur vos données'), ('reply', 'Ma réponse'), ('opening', "Accès d'un partenaire"), ('sign_up', 'Inscription à une prestation'), ('work', 'Temps donné'), ('expense', 'Frais avancés'), ('objection', 'Désaccord'), ('pay', 'Demande de paie'), ('other', 'Autre')], max_length=11),
        ),
    ]
