from django.db import migrations

from accounts.tenancy.operations import CreateRegistryFunctions


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people_and_audit")]

    operations = [CreateRegistryFunctions()]
