from django.db import migrations

from accounts.search.operations import watch

TALKS = """
INSERT INTO accounts_job (id, organization_id, queue, subject_id, priority, run_at, attempts, last_error)
SELECT gen_random_uuid(), organization_id, 'search', id, 100, statement_timestamp(), 0, '' FROM feedback_interaction
ON CONFLICT (queue, organization_id, subject_id) WHERE leased_until IS NULL DO NOTHING
"""


def index_existing(apps, schema_editor):
    """Write a job for each talk that is there already."""
    with schema_editor.unforced("feedback_interaction"):
        schema_editor.execute(TALKS, None)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_search'),
        ('feedback', '0002_coverage'),
    ]

    operations = [
        watch("feedback_interaction"),
        migrations.RunPython(index_existing, migrations.RunPython.noop),
    ]
