from django.db import migrations

from accounts.tenancy.operations import CreateSwitchFunctions


class Migration(migrations.Migration):
    dependencies = [("accounts", "0027_private_imports")]

    operations = [CreateSwitchFunctions()]
