
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('journeys', '0013_codes_to_sign_on_screen'),
        ('network', '0005_required_pieces_and_controller'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('individual', 'Trésorerie individuelle'), ('collective', 'Trésorerie collective'), ('host', 'Structure de portage'), ('solidarity', 'Fonds de solidarité'), ('commons', 'Fonds des communs'), ('outside', 'Au-dehors')], max_length=10, verbose_name='nature')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='nom')),
                ('opened_on', models.DateField(verbose_name='ouvert le')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='clos le')),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='network.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='journeys.person')),
            ],
            options={
                'verbose_name': 'compte',
                'ordering': ['kpa_id', 'kind', 'name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opening', "Solde d'ouverture"), ('receipt', 'Recette'), ('refund', 'Remboursement au client'), ('distribution', 'Répartition'), ('pay', 'Paie'), ('fee', 'Contribution périodique'), ('transfer', 'Virement entre comptes'), ('reversal', 'Annulation')], max_length=12, verbose_name='opération')),
                ('day', models.DateField(verbose_name='date')),
                ('key', models.CharField(max_length=80, unique=True)),
                ('facts', models.JSONField(default=dict, help_text='Figures the screens tell it with; no name.')),
                ('posted_at', models.DateTimeField()),
                ('kpa', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('posted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.posting')),
            ],
            options={
                'verbose_name': 'opération',
                'ordering': ['-day', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cents', models.PositiveBigIntegerField(verbose_name='centimes')),
                ('day', models.DateField()),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='ledger.posting')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='given', to='ledger.account')),
                ('target', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='received', to='ledger.account')),
            ],
            options={
                'verbose_name': 'mouvement',
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'individual')), fields=('kpa', 'person'), name='one_individual_account', violation_error_message='Cette personne a déjà un compte dans ce KPA.'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'individual'), _negated=True), fields=('kpa', 'kind', 'name'), name='one_account_per_name', violation_error_message='Ce compte existe déjà.'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'individual'), ('person__isnull', False)), models.Q(models.Q(('kind', 'individual'), _negated=True), ('person__isnull', True)), _connector='OR'), name='individual_account_has_a_person', violation_error_message="Un compte individuel est celui d'une personne."),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='account_closed_after_opening', violation_error_message="La clôture précède l'ouverture."),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['kpa', '-day', '-id'], name='posting_by_kpa'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['source', 'day', 'id', 'cents'], name='transfer_given'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['target', 'day', 'id', 'cents'], name='transfer_received'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='transfer_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='transfer_between_two_accounts'),
        ),
    ]
