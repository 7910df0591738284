import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_hours_cultures_pace_digests'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='first_steps_skipped',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, db_default=[], default=list, editable=False, size=None),
        ),
    ]
