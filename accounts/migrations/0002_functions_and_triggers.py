"""What no model describes: functions that look across organizations, and triggers that keep copies and the search true."""

from django.db import migrations

from accounts.search.operations import watch
from accounts.tenancy.operations import CreateRegistryFunctions, CreateSwitchFunctions

# A list reads one table: what it is sorted and filtered by is copied there.
# A statement of any size stays one statement: the function reads the table of changed rows, not each row.
CLIENT_FACTS = """
CREATE FUNCTION tenancy.state_of_client(archived_at timestamptz, merged_into_id uuid) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
  SELECT CASE WHEN merged_into_id IS NOT NULL THEN 'merged' WHEN archived_at IS NOT NULL THEN 'archived'
    ELSE 'current' END $body$;
CREATE FUNCTION tenancy.fill_client_facts() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  SELECT c.sort_name, tenancy.state_of_client(c.archived_at, c.merged_into_id), c.manager_id, c.segment_id, c.country
    INTO STRICT NEW.sort_name, NEW.state, NEW.manager_id, NEW.segment_id, NEW.country
    FROM accounts_client c WHERE c.organization_id = NEW.organization_id AND c.id = NEW.client_id;
  RETURN NEW;
END $body$;
CREATE FUNCTION tenancy.copy_to_client_facts() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  UPDATE accounts_clientfacts f
    SET sort_name = c.sort_name, state = tenancy.state_of_client(c.archived_at, c.merged_into_id),
      manager_id = c.manager_id, segment_id = c.segment_id, country = c.country
    FROM changed c
    WHERE f.organization_id = c.organization_id AND f.client_id = c.id
      AND (f.sort_name, f.state, f.manager_id, f.segment_id, f.country) IS DISTINCT FROM
        (c.sort_name, tenancy.state_of_client(c.archived_at, c.merged_into_id), c.manager_id, c.segment_id, c.country);
  RETURN NULL;
END $body$;
CREATE TRIGGER fill_client_facts BEFORE INSERT ON accounts_clientfacts
  FOR EACH ROW EXECUTE FUNCTION tenancy.fill_client_facts();
CREATE TRIGGER copy_to_client_facts AFTER UPDATE ON accounts_client REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tenancy.copy_to_client_facts();
"""
DROP_CLIENT_FACTS = """
DROP TRIGGER copy_to_client_facts ON accounts_client;
DROP TRIGGER fill_client_facts ON accounts_clientfacts;
DROP FUNCTION tenancy.copy_to_client_facts(), tenancy.fill_client_facts(), tenancy.state_of_client(timestamptz, uuid);
"""
CLIENT_TAGS = """
CREATE FUNCTION tenancy.fill_client_tag() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  SELECT c.sort_name INTO STRICT NEW.sort_name FROM accounts_client c
    WHERE c.organization_id = NEW.organization_id AND c.id = NEW.client_id;
  RETURN NEW;
END $body$;
CREATE FUNCTION tenancy.copy_to_client_tags() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  UPDATE accounts_clienttag t SET sort_name = c.sort_name FROM changed c
    WHERE t.organization_id = c.organization_id AND t.client_id = c.id AND t.sort_name <> c.sort_name;
  RETURN NULL;
END $body$;
CREATE TRIGGER fill_client_tag BEFORE INSERT ON accounts_clienttag
  FOR EACH ROW EXECUTE FUNCTION tenancy.fill_client_tag();
CREATE TRIGGER copy_to_client_tags AFTER UPDATE ON accounts_client REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tenancy.copy_to_client_tags();
"""
DROP_CLIENT_TAGS = """
DROP TRIGGER copy_to_client_tags ON accounts_client;
DROP TRIGGER fill_client_tag ON accounts_clienttag;
DROP FUNCTION tenancy.copy_to_client_tags(), tenancy.fill_client_tag();
"""
# A statement of any size writes its jobs in one statement. A job that waits is touched, not skipped: its row stays locked
# until the commit, so that no worker does it before the change can be read.
SEARCH = """
CREATE FUNCTION tenancy.index_for_search() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  EXECUTE format(
    'INSERT INTO accounts_job (id, organization_id, queue, subject_id, priority, run_at, attempts, last_error)
     SELECT gen_random_uuid(), organization_id, ''search'', %I, 100, statement_timestamp(), 0, ''''
     FROM (SELECT DISTINCT organization_id, %I FROM changed ORDER BY 1, 2) AS once
     ON CONFLICT (queue, organization_id, subject_id) WHERE leased_until IS NULL
     DO UPDATE SET run_at = least(accounts_job.run_at, excluded.run_at)', TG_ARGV[0], TG_ARGV[0]);
  RETURN NULL;
END $body$;
"""
DROP_SEARCH = "DROP FUNCTION tenancy.index_for_search();"
# A tag that gets another name changes every client that wears it: the links are touched, and their trigger does the rest.
TAGS = """
CREATE FUNCTION tenancy.index_clients_of_tags() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  UPDATE accounts_clienttag l SET tag_id = l.tag_id FROM changed c
    WHERE l.organization_id = c.organization_id AND l.tag_id = c.id;
  RETURN NULL;
END $body$;
CREATE TRIGGER search_update AFTER UPDATE ON accounts_tag REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION tenancy.index_clients_of_tags();
"""
DROP_TAGS = """
DROP TRIGGER search_update ON accounts_tag;
DROP FUNCTION tenancy.index_clients_of_tags();
"""


class Migration(migrations.Migration):

    replaces = [
        ("accounts", "0003_registry_functions"),
        ("accounts", "0013_client_list"),
        ("accounts", "0015_clients_by_tag"),
        ("accounts", "0018_search"),
        ("accounts", "0023_letters_touch_no_index"),
        ("accounts", "0028_switched_off"),
    ]

    dependencies = [("accounts", "0001_initial")]

    operations = [
        CreateRegistryFunctions(),
        CreateSwitchFunctions(),
        migrations.RunSQL(CLIENT_FACTS, DROP_CLIENT_FACTS),
        migrations.RunSQL(CLIENT_TAGS, DROP_CLIENT_TAGS),
        migrations.RunSQL(SEARCH, DROP_SEARCH),
        watch("accounts_client"),
        watch("accounts_clienttag", "client_id"),
        watch("accounts_contact"),
        watch("accounts_contactemail", "contact_id"),
        watch("accounts_position", "contact_id"),
        migrations.RunSQL(TAGS, DROP_TAGS),
        # Room for the next version of a row beside it: only there it needs no entry in any index.
        migrations.RunSQL(
            "ALTER TABLE accounts_outgoingemail SET (fillfactor = 85)",
            "ALTER TABLE accounts_outgoingemail RESET (fillfactor)",
        ),
    ]
