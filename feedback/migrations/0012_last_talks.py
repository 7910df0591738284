import django.db.models.functions.comparison
from django.db import migrations, models


# One statement of any size stays one.
COPY = """
CREATE FUNCTION tenancy.fill_interaction_contact() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  SELECT i.client_id, i.happened_at, NOT i.draft AND i.removed_at IS NULL
    INTO STRICT NEW.client_id, NEW.happened_at, NEW.is_heard FROM feedback_interaction i
    WHERE i.organization_id = NEW.organization_id AND i.id = NEW.interaction_id;
  RETURN NEW;
END $body$;
CREATE FUNCTION tenancy.copy_to_interaction_contacts() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  UPDATE feedback_interactioncontact p
    SET client_id = i.client_id, happened_at = i.happened_at, is_heard = NOT i.draft AND i.removed_at IS NULL
    FROM changed i WHERE p.organization_id = i.organization_id AND p.interaction_id = i.id
      AND (p.client_id, p.happened_at, p.is_heard)
        IS DISTINCT FROM (i.client_id, i.happened_at, NOT i.draft AND i.removed_at IS NULL);
  RETURN NULL;
END $body$;
CREATE TRIGGER fill_interaction_contact BEFORE INSERT ON feedback_interactioncontact
  FOR EACH ROW EXECUTE FUNCTION tenancy.fill_interaction_contact();
CREATE TRIGGER copy_to_interaction_contacts AFTER UPDATE ON feedback_interaction REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tenancy.copy_to_interaction_contacts();
"""
DROP = """
DROP TRIGGER copy_to_interaction_contacts ON feedback_interaction;
DROP TRIGGER fill_interaction_contact ON feedback_interactioncontact;
DROP FUNCTION tenancy.copy_to_interaction_contacts(), tenancy.fill_interaction_contact();
"""


def fill(apps, schema_editor):
    """Copy what the triggers would have copied."""
    with schema_editor.unforced("feedback_interaction", "feedback_interactioncontact"):
        schema_editor.execute(
            "UPDATE feedback_interactioncontact p"
            " SET client_id = i.client_id, happened_at = i.happened_at, is_heard = NOT i.draft AND i.removed_at IS NULL"
            " FROM feedback_interaction i WHERE p.organization_id = i.organization_id AND p.interaction_id = i.id",
            None,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0011_trigger_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='interactioncontact',
            name='client_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='interactioncontact',
            name='happened_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='interactioncontact',
            name='is_heard',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='interactioncontact',
            name='as_whom',
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Cast('roles', models.TextField()),
                output_field=models.TextField(db_collation='C'),
            ),
        ),
        migrations.RunSQL(COPY, DROP),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='interactioncontact',
            index=models.Index(condition=models.Q(('is_heard', True)), fields=['organization', 'client_id', 'contact', 'as_whom', '-happened_at'], name='interaction_contact_last'),
        ),
    ]
