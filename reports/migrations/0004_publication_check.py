from django.db import migrations, models


class Migration(migrations.Migration):
    """Null and without a default, so that SQLite adds a column and keeps the table with the triggers that freeze it."""

    dependencies = [("reports", "0003_search_entries")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="checks",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="do-no-harm checklist"),
        ),
    ]
