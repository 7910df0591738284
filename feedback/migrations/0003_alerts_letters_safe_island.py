import accounts.tenancy.fields
import accounts.tenancy.uuid7
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.manager
from django.db import migrations, models

from accounts.tenancy.operations import CreateModels


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_hours_cultures_pace_digests'),
        ('feedback', '0002_triggers'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='AlertRule',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('kind', models.CharField(choices=[('drop', 'The index falls'), ('low', 'A low answer'), ('leaving', 'Words of a client who may leave'), ('silence', 'A role falls silent'), ('contradiction', 'What is said does not fit together'), ('promise', 'A broken promise'), ('case', 'A case past its deadline'), ('bounce', 'Letters to a key person come back'), ('ownerless', 'Nobody answers for the client'), ('trend', 'A segment or a touchpoint gets worse')], max_length=20, verbose_name='what it watches for')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('segment', accounts.tenancy.fields.TenantForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alert_rules', to='accounts.segment', verbose_name='segment')),
                    ('severity', models.CharField(choices=[('serious', 'Serious'), ('attention', 'Needs attention')], default='attention', max_length=10, verbose_name='severity')),
                    ('numbers', models.JSONField(default=dict, editable=False)),
                    ('is_on', models.BooleanField(default=True, verbose_name='on')),
                    ('created_at', models.DateTimeField(editable=False)),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'segment'], name='alert_rule_segment')],
                    'constraints': [models.UniqueConstraint(models.F('organization'), django.db.models.functions.text.Lower('name'), name='alert_rule_name'), models.CheckConstraint(condition=models.Q(('kind__in', ['drop', 'low', 'leaving', 'silence', 'contradiction', 'promise', 'case', 'bounce', 'ownerless', 'trend'])), name='alert_rule_kind'), models.CheckConstraint(condition=models.Q(('severity__in', ['serious', 'attention'])), name='alert_rule_severity')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('number', models.PositiveIntegerField(verbose_name='number')),
                    ('sealed', models.BooleanField(default=False)),
                    ('rule', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='feedback.alertrule')),
                    ('client', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='accounts.client', verbose_name='client')),
                    ('segment', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.segment')),
                    ('touchpoint', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.touchpoint')),
                    ('topic', models.CharField(max_length=60)),
                    ('severity', models.CharField(choices=[('serious', 'Serious'), ('attention', 'Needs attention')], max_length=10, verbose_name='severity')),
                    ('owner', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='accounts.employee', verbose_name='who answers for it')),
                    ('rung', models.PositiveSmallIntegerField(choices=[(1, 'Whoever answers for the client'), (2, 'Head of the department'), (3, 'Top management')], default=1, verbose_name='told up to')),
                    ('wakes_top', models.BooleanField(default=True)),
                    ('is_stuck', models.BooleanField(default=False)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('raised_at', models.DateTimeField(verbose_name='raised at')),
                    ('case_id', models.UUIDField(null=True)),
                    ('is_confirmed', models.BooleanField(default=False)),
                    ('verdict', models.CharField(blank=True, choices=[('useful', 'Useful'), ('false', 'No trouble')], max_length=10, verbose_name='was it right to tell')),
                    ('ending', models.CharField(blank=True, choices=[('handled', 'Dealt with'), ('false', 'It was no trouble'), ('closed', 'Its case was closed'), ('merged', 'The client was merged with another entry')], max_length=10, verbose_name='how it ended')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'client', '-raised_at'], name='alert_client'), models.Index(fields=['organization', '-raised_at', '-id'], name='alert_time'), models.Index(condition=models.Q(('ended_at', None)), fields=['organization', 'severity', 'due_at', 'id'], name='alert_open'), models.Index(fields=['organization', 'owner'], name='alert_owner'), models.Index(fields=['organization', 'rule', '-raised_at'], name='alert_rule'), models.Index(condition=models.Q(('segment__isnull', False)), fields=['organization', 'segment'], name='alert_segment'), models.Index(condition=models.Q(('touchpoint__isnull', False)), fields=['organization', 'touchpoint'], name='alert_touchpoint'), models.Index(condition=models.Q(('case_id__isnull', False)), fields=['organization', 'case_id'], name='alert_case_id')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'sealed', 'number'), name='alert_number'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organization', 'rule', 'client', 'segment', 'touchpoint', 'sealed'), name='alert_one_open', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='alert_ends_somehow')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='AlertAct',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('alert', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='feedback.alert')),
                    ('what', models.CharField(choices=[('acknowledged', 'has it in hand'), ('assigned', 'handed it over'), ('noted', 'wrote a note'), ('judged', 'said whether it was right to tell'), ('ended', 'ended it')], max_length=12)),
                    ('by', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                    ('at', models.DateTimeField()),
                    ('by_letter', models.BooleanField(default=False)),
                    ('to', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                    ('text', models.CharField(blank=True, max_length=1000, verbose_name='note')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'alert', 'at'], name='alert_act_alert'), models.Index(fields=['organization', 'by'], name='alert_act_by'), models.Index(condition=models.Q(('to__isnull', False)), fields=['organization', 'to'], name='alert_act_to')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('what', 'acknowledged')), fields=('organization', 'alert'), name='alert_acknowledged_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='AlertEvidence',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('alert', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='feedback.alert')),
                    ('rule', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.alertrule')),
                    ('key', models.CharField(max_length=120)),
                    ('what', models.CharField(max_length=20)),
                    ('happened_at', models.DateTimeField()),
                    ('values', models.JSONField(default=dict)),
                    ('contact', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.contact')),
                    ('response', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.response')),
                    ('interaction', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.interaction')),
                    ('promise', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.promise')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'alert', 'happened_at'], name='alert_evidence_alert'), models.Index(condition=models.Q(('contact__isnull', False)), fields=['organization', 'contact'], name='alert_evidence_contact'), models.Index(condition=models.Q(('response__isnull', False)), fields=['organization', 'response'], name='alert_evidence_response'), models.Index(condition=models.Q(('interaction__isnull', False)), fields=['organization', 'interaction'], name='alert_evidence_interaction'), models.Index(condition=models.Q(('promise__isnull', False)), fields=['organization', 'promise'], name='alert_evidence_promise')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'rule', 'key'), name='alert_evidence_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='AlertNotice',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('nonce', models.BinaryField(max_length=16)),
                    ('token_digest', models.BinaryField(max_length=32, null=True)),
                    ('alert', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='feedback.alert')),
                    ('employee', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='alert_notices', to='accounts.employee')),
                    ('step', models.PositiveSmallIntegerField()),
                    ('created_at', models.DateTimeField()),
                    ('send_at', models.DateTimeField()),
                    ('email_id', models.UUIDField(null=True)),
                    ('dropped_at', models.DateTimeField(null=True)),
                    ('expires_at', models.DateTimeField()),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(condition=models.Q(('dropped_at', None), ('email_id', None)), fields=['organization', 'employee', 'send_at'], name='alert_notice_waiting'), models.Index(fields=['organization', 'employee', '-created_at'], name='alert_notice_employee')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'alert', 'employee', 'step'), name='alert_notice_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='AlertSettings',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('acknowledge_hours', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='working hours until an alert is acknowledged')),
                    ('contact_hours', models.PositiveSmallIntegerField(default=48, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='working hours until the client is contacted')),
                    ('quiet_windows', models.JSONField(blank=True, default=list, verbose_name='quiet windows')),
                    ('last_number', models.PositiveIntegerField(default=0, editable=False)),
                    ('last_sealed_number', models.PositiveIntegerField(default=0, editable=False)),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(fields=('organization',), name='alert_settings_once'), models.CheckConstraint(condition=models.Q(('acknowledge_hours__range', (1, 240)), ('contact_hours__range', (1, 240))), name='alert_settings_hours')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='ConfidentialReader',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('employee', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee', verbose_name='person')),
                    ('named_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='until')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organization', 'employee'), name='confidential_reader_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='ConfidentialThread',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('nonce', models.BinaryField(max_length=16)),
                    ('token_digest', models.BinaryField(max_length=32, null=True)),
                    ('contact', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.contact', verbose_name='person')),
                    ('client', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.client', verbose_name='client')),
                    ('key', models.CharField(max_length=32)),
                    ('language', models.CharField(choices=[('en', 'English'), ('uk', 'Ukrainian'), ('ru', 'Russian')], max_length=2, verbose_name='language')),
                    ('written_at', models.DateTimeField(verbose_name='written on')),
                    ('last_at', models.DateTimeField()),
                    ('delete_on', models.DateField(verbose_name='is deleted on')),
                    ('warned_at', models.DateTimeField(null=True)),
                    ('sealed_case', models.BinaryField(null=True, verbose_name='may be told')),
                    ('consented_at', models.DateTimeField(null=True)),
                    ('told_at', models.DateTimeField(null=True)),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', '-last_at', '-id'], name='confidential_thread_newest'), models.Index(fields=['organization', 'contact'], name='confidential_thread_contact'), models.Index(fields=['organization', 'delete_on'], name='confidential_thread_end')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'key'), name='confidential_thread_once'), models.CheckConstraint(condition=models.Q(models.Q(('consented_at', None), ('sealed_case', None)), models.Q(('consented_at__isnull', False), ('sealed_case__isnull', False)), _connector='OR'), name='confidential_thread_consent')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='ConfidentialAccess',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('thread', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='accesses', to='feedback.confidentialthread')),
                    ('employee', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                    ('act', models.CharField(choices=[('opened', 'opened it'), ('answered', 'answered'), ('prolonged', 'kept it for another year'), ('told', 'told others what the writer allowed')], max_length=10)),
                    ('happened_at', models.DateTimeField()),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'thread', '-happened_at'], name='confidential_access_newest')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='ConfidentialMessage',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('thread', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='feedback.confidentialthread')),
                    ('author', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee', verbose_name='from')),
                    ('key', models.CharField(max_length=32)),
                    ('sealed', models.BinaryField(verbose_name='words')),
                    ('written_at', models.DateTimeField(verbose_name='written on')),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(fields=('organization', 'thread', 'key'), name='confidential_message_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Escalation',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('alert', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='feedback.alert')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('rung', models.PositiveSmallIntegerField(choices=[(1, 'Whoever answers for the client'), (2, 'Head of the department'), (3, 'Top management')])),
                    ('reason', models.CharField(choices=[('unseen', 'Nobody acknowledged it in time'), ('uncontacted', 'Nobody spoke with the client in time'), ('proven', 'There is further evidence')], max_length=12)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'constraints': [models.UniqueConstraint(fields=('organization', 'alert', 'number'), name='escalation_once')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='PlannedLetter',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('client', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='planned_letters', to='accounts.client', verbose_name='client')),
                    ('contact', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='planned_letters', to='accounts.contact')),
                    ('sender', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                    ('source', models.CharField(choices=[('hand', 'By hand'), ('wave', 'Many at once'), ('rule', 'A rule'), ('playbook', 'A playbook')], max_length=10)),
                    ('source_id', models.UUIDField()),
                    ('occurrence', models.CharField(max_length=200)),
                    ('subject', models.JSONField(verbose_name='subject')),
                    ('text', models.JSONField(verbose_name='text')),
                    ('created_at', models.DateTimeField()),
                    ('wanted_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('give_up_at', models.DateTimeField()),
                    ('despite_holds', models.BooleanField(default=False)),
                    ('state', models.CharField(choices=[('planned', 'Planned'), ('sent', 'Sent'), ('refused', 'Not sent')], default='planned', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=20)),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'contact', '-due_at'], name='planned_letter_contact'), models.Index(fields=['organization', 'client'], name='planned_letter_client'), models.Index(fields=['organization', 'source_id', '-due_at'], name='planned_letter_source'), models.Index(condition=models.Q(('sender__isnull', False)), fields=['organization', 'sender'], name='planned_letter_sender')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'contact', 'occurrence'), name='planned_letter_once'), models.CheckConstraint(condition=models.Q(('reason__in', ['', 'erased', 'left', 'no_address', 'blocked', 'withdrawn', 'never', 'phone_only', 'just_asked', 'later', 'fatigue', 'hold', 'window', 'late', 'closed', 'topic', 'told', 'stopped', 'paused', 'limit'])), name='planned_letter_reason'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'sent', 'refused'])), name='planned_letter_state')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
            migrations.CreateModel(
                name='Snooze',
                fields=[
                    ('id', models.UUIDField(default=accounts.tenancy.uuid7.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization', accounts.tenancy.fields.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organization')),
                    ('employee', accounts.tenancy.fields.TenantForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to='accounts.employee')),
                    ('alert', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to='feedback.alert')),
                    ('client', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.client')),
                    ('rule', accounts.tenancy.fields.TenantForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.alertrule')),
                    ('until', models.DateTimeField(verbose_name='until')),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'abstract': False,
                    'base_manager_name': 'unscoped',
                    'indexes': [models.Index(fields=['organization', 'employee', 'until'], name='snooze_employee'), models.Index(condition=models.Q(('alert__isnull', False)), fields=['organization', 'alert'], name='snooze_alert'), models.Index(condition=models.Q(('client__isnull', False)), fields=['organization', 'client'], name='snooze_client'), models.Index(condition=models.Q(('rule__isnull', False)), fields=['organization', 'rule'], name='snooze_rule')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('created_at'))), name='snooze_ends'), models.CheckConstraint(condition=models.Q(models.Q(('alert__isnull', False), ('client', None), ('rule', None)), models.Q(('alert', None), ('client__isnull', False), ('rule', None)), models.Q(('alert', None), ('client', None), ('rule__isnull', False)), _connector='OR'), name='snooze_of_one_thing')],
                },
                managers=[
                    ('objects', django.db.models.manager.Manager()),
                    ('unscoped', django.db.models.manager.Manager()),
                ],
            ),
        ]),
        migrations.AlterField(
            model_name='plannedask',
            name='source',
            field=models.CharField(choices=[('hand', 'By hand'), ('wave', 'Many at once'), ('rule', 'A rule'), ('playbook', 'A playbook')], max_length=10),
        ),
        migrations.AlterField(
            model_name='triggerfiring',
            name='outcome',
            field=models.CharField(choices=[('asked', 'People are asked, or the ledger says why not'), ('task', 'A task was given'), ('letter', 'Letters are written, or it is told why not'), ('playbook', 'A playbook was asked for'), ('nobody', 'Nobody stands in these roles'), ('quiet', 'It fired for this client not long ago'), ('paused', 'It was paused at that moment')], max_length=10),
        ),
    ]
