from django.db import migrations

from library.frozen import frozen_in_database


class Migration(migrations.Migration):
    dependencies = [("countries", "0001_initial")]

    operations = [frozen_in_database("countries_engagementdecision")]
