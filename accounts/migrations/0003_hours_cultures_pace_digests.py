import accounts.tenancy.fields
import accounts.tenancy.uuid7
import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from accounts.tenancy.operations import CreateModels


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_functions_and_triggers'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='CultureCard',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('country', models.CharField(max_length=2, verbose_name='country')),
                    ('language', models.CharField(choices=[('en', 'English'), ('uk', 'Ukrainian'), ('ru', 'Russian')], max_length=2, verbose_name='language')),
                    ('talk', models.TextField(max_length=2000, verbose_name='how to talk')),
                    ('decide', models.TextField(blank=True, max_length=2000, verbose_name='how decisions are made')),
                    ('avoid', models.TextField(blank=True, max_length=2000, verbose_name='what to avoid')),
                    ('celebrate', models.TextField(blank=True, max_length=2000, verbose_name='holidays and gifts')),
                    ('sources', models.TextField(blank=True, max_length=1000, verbose_name='sources')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(fields=('organization', 'country', 'language'), name='culture_card_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='DigestPreference',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('employee', accounts.tenancy.fields.TenantForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='digest_preferences', to='accounts.employee')),
                    ('is_wanted', models.BooleanField(default=True, verbose_name='Send me the weekly digest')),
                    ('weekday', models.PositiveSmallIntegerField(default=1, verbose_name='day')),
                    ('hour', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='hour')),
                    ('whose', models.CharField(choices=[('all', 'All clients'), ('mine', 'Clients I answer for')], default='all', max_length=4, verbose_name='about')),
                    ('paused_until', models.DateField(blank=True, null=True, verbose_name='not before')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(fields=('organization', 'employee'), name='digest_preference_once'), models.CheckConstraint(condition=models.Q(('hour__lte', 23), ('weekday__range', (1, 7))), name='digest_moment')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='LetterIssue',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('kind', models.CharField(max_length=60)),
                    ('period', models.DateField()),
                    ('employee_id', models.UUIDField()),
                    ('content', models.JSONField()),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'kind', '-created_at', '-id'], name='letter_issue_newest')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'kind', 'employee_id', 'period'), name='letter_issue_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
        ]),
        migrations.AddField(
            model_name='clientfacts',
            name='pace',
            field=models.CharField(blank=True, choices=[('on_track', 'On track'), ('behind', 'Behind'), ('stuck', 'Stuck')], max_length=10),
        ),
        migrations.AddField(
            model_name='employee',
            name='break_ends',
            field=models.TimeField(blank=True, null=True, verbose_name='break ends'),
        ),
        migrations.AddField(
            model_name='employee',
            name='break_starts',
            field=models.TimeField(blank=True, null=True, verbose_name='break starts'),
        ),
        migrations.AddField(
            model_name='employee',
            name='country',
            field=models.CharField(blank=True, max_length=2, verbose_name='public holidays of'),
        ),
        migrations.AddField(
            model_name='job',
            name='is_quiet',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='organization',
            name='break_ends',
            field=models.TimeField(blank=True, null=True, verbose_name='break ends'),
        ),
        migrations.AddField(
            model_name='organization',
            name='break_starts',
            field=models.TimeField(blank=True, null=True, verbose_name='break starts'),
        ),
        migrations.AddField(
            model_name='organization',
            name='country',
            field=models.CharField(blank=True, max_length=2, verbose_name='public holidays of'),
        ),
        migrations.AddField(
            model_name='organization',
            name='work_days',
            field=models.CharField(default='12345', max_length=7, verbose_name='working days'),
        ),
        migrations.AddField(
            model_name='organization',
            name='work_ends',
            field=models.TimeField(default=datetime.time(18, 0), verbose_name='work ends'),
        ),
        migrations.AddField(
            model_name='organization',
            name='work_starts',
            field=models.TimeField(default=datetime.time(9, 0), verbose_name='work starts'),
        ),
        migrations.AddField(
            model_name='webhook',
            name='form',
            field=models.CharField(choices=[('json', 'A system: signed JSON'), ('chat', 'Slack or Mattermost'), ('teams', 'Microsoft Teams')], default='json', max_length=10, verbose_name='who reads the messages'),
        ),
        migrations.AlterField(
            model_name='employee',
            name='work_ends',
            field=models.TimeField(default=datetime.time(18, 0), verbose_name='work ends'),
        ),
        migrations.AlterField(
            model_name='employee',
            name='work_starts',
            field=models.TimeField(default=datetime.time(9, 0), verbose_name='work starts'),
        ),
        migrations.AddIndex(
            model_name='clientfacts',
            index=models.Index(condition=models.Q(('state', 'current')), fields=['organization', 'pace', 'sort_name', 'id'], name='client_facts_pace'),
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('break_ends', None), ('break_starts', None)), models.Q(('break_ends__gt', models.F('break_starts')), ('break_ends__isnull', False), ('break_ends__lt', models.F('work_ends')), ('break_starts__gt', models.F('work_starts')), ('break_starts__isnull', False)), _connector='OR'), name='employee_break'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('work_starts__lt', models.F('work_ends'))), name='organization_work_hours'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('break_ends', None), ('break_starts', None)), models.Q(('break_ends__gt', models.F('break_starts')), ('break_ends__isnull', False), ('break_ends__lt', models.F('work_ends')), ('break_starts__gt', models.F('work_starts')), ('break_starts__isnull', False)), _connector='OR'), name='organization_break'),
        ),
    ]
