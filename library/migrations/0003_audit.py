from django.db import migrations, models

from library.frozen import frozen_in_database


class Migration(migrations.Migration):
    """The audit chain. What was frozen before there was one is taken into it once all is migrated (audit.py: adopt)."""

    dependencies = [("library", "0002_format_and_size_of_a_document")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("what", models.CharField(max_length=60)),
                ("key", models.BigIntegerField()),
                ("fields", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("by", models.BigIntegerField(null=True)),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("chained", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "ordering": ["id"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["what", "key"], name="library_auditentry_row")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk__gte", 1)), name="library_auditentry_counted_from_1"
                    )
                ],
            },
        ),
        frozen_in_database("library_auditentry", ("previous",), ("chained",)),
    ]
