from typing import Any

from django.db import migrations, models

# The words by which an entry is found, as PostgreSQL compares them: each as it stands (its beginning can be asked
# for), and each by the stem that it has in the language of the entry.
VECTOR = """
ALTER TABLE reports_searchentry ADD COLUMN vector tsvector NOT NULL GENERATED ALWAYS AS (
    to_tsvector('simple'::regconfig, folded) || to_tsvector(
        CASE language
            WHEN 'en' THEN 'english'::regconfig
            WHEN 'fr' THEN 'french'::regconfig
            WHEN 'es' THEN 'spanish'::regconfig
            WHEN 'ar' THEN 'arabic'::regconfig
            ELSE 'simple'::regconfig
        END,
        folded
    )
) STORED;
CREATE INDEX reports_searchentry_vector ON reports_searchentry USING gin (vector);
"""


def add_vector(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(VECTOR)


def drop_vector(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE reports_searchentry DROP COLUMN vector")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_editions_are_frozen")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("owner", models.CharField(max_length=60)),
                ("owner_pk", models.BigIntegerField()),
                ("part", models.CharField(blank=True, max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("country", "Countries"),
                            ("action", "Priority actions"),
                            ("theme", "Themes"),
                            ("event", "Events"),
                            ("library", "Library"),
                            ("page", "This portal"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.JSONField(default=dict)),
                ("text", models.JSONField(default=dict)),
                ("translated_from", models.JSONField(default=list)),
                ("address", models.CharField(max_length=300)),
                ("country", models.CharField(blank=True, max_length=60)),
                ("country_name", models.JSONField(default=dict)),
                ("region", models.CharField(blank=True, max_length=20)),
                ("themes", models.JSONField(default=list)),
                ("order", models.IntegerField(default=0)),
                ("folded_title", models.TextField(blank=True)),
                ("folded", models.TextField()),
            ],
            options={
                "verbose_name": "search entry",
                "verbose_name_plural": "search entries",
                "default_permissions": (),
                "indexes": [models.Index(fields=["owner", "owner_pk"], name="reports_searchentry_owner")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "owner", "owner_pk", "part"), name="reports_searchentry_once"
                    )
                ],
            },
        ),
        migrations.RunPython(add_vector, drop_vector),
    ]
