from django.db import migrations

from library.frozen import frozen_in_database


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        frozen_in_database("reports_edition", ("checksum",), ("country_id", "number"), ("slug", "number")),
    ]
