"""What no model describes: triggers that keep copies and the search true."""

from django.db import migrations

from accounts.search.operations import watch

# Whom one heard last is read from one table. One statement of any size stays one.
LAST_TALKS = """
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
DROP_LAST_TALKS = """
DROP TRIGGER copy_to_interaction_contacts ON feedback_interaction;
DROP TRIGGER fill_interaction_contact ON feedback_interactioncontact;
DROP FUNCTION tenancy.copy_to_interaction_contacts(), tenancy.fill_interaction_contact();
"""


class Migration(migrations.Migration):

    replaces = [
        ("feedback", "0003_search"),
        ("feedback", "0012_last_talks"),
        ("feedback", "0016_search_answers"),
    ]

    dependencies = [("accounts", "0002_functions_and_triggers"), ("feedback", "0001_initial")]

    operations = [
        watch("feedback_interaction"),
        migrations.RunSQL(LAST_TALKS, DROP_LAST_TALKS),
        # Not INSERT: sending an answer is the hottest path, and its event has it indexed.
        watch("feedback_response", events=("UPDATE", "DELETE")),
    ]
