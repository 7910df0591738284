import accounts.tenancy.fields
import accounts.tenancy.uuid7
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from accounts.tenancy.operations import CreateModels


class Migration(migrations.Migration):

    # The steps that made these tables one by one, before they were written as one.
    replaces = [
        ('journeys', '0001_stages_and_tasks'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('feedback', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='StageVisit',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('client', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stage_visits', to='accounts.client', verbose_name='client')),
                    ('contact', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stage_visits', to='accounts.contact', verbose_name='person')),
                    ('stage', models.CharField(choices=[('preboarding', 'Preboarding'), ('onboarding', 'Onboarding'), ('long_term', 'Growth'), ('reboarding', 'Reboarding')], max_length=20, verbose_name='stage')),
                    ('entered_at', models.DateTimeField(verbose_name='entered at')),
                    ('left_at', models.DateTimeField(null=True, verbose_name='left at')),
                    ('by', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'client', '-entered_at'], name='stage_visit_client'), models.Index(fields=['organization', 'contact'], name='stage_visit_contact'), models.Index(fields=['organization', 'stage', 'left_at'], name='stage_visit_stage')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('organization', 'client', 'contact'), name='stage_visit_one_open', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('left_at', None), ('left_at__gte', models.F('entered_at')), _connector='OR'), name='stage_visit_times'), models.CheckConstraint(condition=models.Q(('stage__in', ['preboarding', 'onboarding', 'long_term', 'reboarding'])), name='stage_visit_known')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('title', models.CharField(max_length=500, verbose_name='what is to be done')),
                    ('client', accounts.tenancy.fields.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='accounts.client', verbose_name='client')),
                    ('contact', accounts.tenancy.fields.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to='accounts.contact')),
                    ('owner', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='accounts.employee', verbose_name='who does it')),
                    ('due_on', models.DateField(verbose_name='until')),
                    ('origin', models.CharField(blank=True, editable=False, max_length=100)),
                    ('created_at', models.DateTimeField(editable=False)),
                    ('done_at', models.DateTimeField(editable=False, null=True, verbose_name='done at')),
                    ('skipped_at', models.DateTimeField(editable=False, null=True, verbose_name='skipped at')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(condition=models.Q(('done_at', None), ('skipped_at', None)), fields=['organization', 'owner', 'due_on'], name='task_open_of_owner'), models.Index(fields=['organization', 'owner'], name='task_owner'), models.Index(fields=['organization', 'client', 'due_on'], name='task_client'), models.Index(fields=['organization', 'contact'], name='task_contact')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('organization', 'origin'), name='task_of_one_cause_once'), models.CheckConstraint(condition=models.Q(('done_at', None), ('skipped_at', None), _connector='OR'), name='task_one_end')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
        ]),
    ]
