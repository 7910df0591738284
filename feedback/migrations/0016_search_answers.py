from django.db import migrations

from accounts.search.operations import watch

ANSWERS = """
INSERT INTO accounts_job (id, organization_id, queue, subject_id, priority, run_at, attempts, last_error)
SELECT gen_random_uuid(), organization_id, 'search', id, 100, statement_timestamp(), 0, '' FROM feedback_response WHERE has_words
ON CONFLICT (queue, organization_id, subject_id) WHERE leased_until IS NULL DO NOTHING
"""


def index_existing(apps, schema_editor):
    """Write a job for each answer with words that is there already."""
    with schema_editor.unforced("feedback_response"):
        schema_editor.execute(ANSWERS, None)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_search'),
        ('feedback', '0015_backtests'),
    ]

    operations = [
        # Not INSERT: sending an answer is the hottest path, and its event has it indexed.
        watch("feedback_response", events=("UPDATE", "DELETE")),
        migrations.RunPython(index_existing, migrations.RunPython.noop),
    ]
