from django.db import migrations

from library.frozen import frozen_in_database


class Migration(migrations.Migration):
    dependencies = [("priorities", "0003_focal_points_and_updates")]

    operations = [
        frozen_in_database("priorities_decision"),
        frozen_in_database("priorities_progressupdate", ("corrects_id",), only="state = 'accepted'"),
    ]
