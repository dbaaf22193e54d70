import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import priorities.models.evidence

# Files of an accepted update are as frozen as the update: none is changed or deleted, and none is added.
SQLITE = """
CREATE TRIGGER priorities_evidence_no_{verb} BEFORE {verb} ON priorities_evidence
WHEN EXISTS (SELECT 1 FROM priorities_progressupdate WHERE state = 'accepted' AND id IN ({of}))
BEGIN SELECT RAISE(ABORT, 'priorities_evidence is frozen'); END
"""
# INSERT OR REPLACE deletes the row it collides with and does not ask the trigger on DELETE.
SQLITE_OF = {
    "insert": "NEW.update_id, (SELECT update_id FROM priorities_evidence WHERE id = NEW.id)",
    "update": "OLD.update_id, NEW.update_id",
    "delete": "OLD.update_id",
}
POSTGRESQL = """
CREATE FUNCTION priorities_evidence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of bigint[];
BEGIN
  IF TG_OP <> 'INSERT' THEN of := of || OLD.update_id; END IF;
  IF TG_OP <> 'DELETE' THEN of := of || NEW.update_id; END IF;
  IF EXISTS (SELECT 1 FROM priorities_progressupdate WHERE state = 'accepted' AND id = ANY (of)) THEN
    RAISE EXCEPTION 'priorities_evidence is frozen' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION priorities_evidence_refuse_all() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'priorities_evidence is frozen' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER priorities_evidence_frozen BEFORE INSERT OR UPDATE OR DELETE ON priorities_evidence
FOR EACH ROW EXECUTE FUNCTION priorities_evidence_refuse();
CREATE TRIGGER priorities_evidence_whole BEFORE TRUNCATE ON priorities_evidence
FOR EACH STATEMENT EXECUTE FUNCTION priorities_evidence_refuse_all();
"""


def freeze(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for verb, of in SQLITE_OF.items():
        schema_editor.execute(SQLITE.format(verb=verb, of=of))


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER priorities_evidence_frozen ON priorities_evidence")
        schema_editor.execute("DROP TRIGGER priorities_evidence_whole ON priorities_evidence")
        schema_editor.execute("DROP FUNCTION priorities_evidence_refuse()")
        schema_editor.execute("DROP FUNCTION priorities_evidence_refuse_all()")
        return
    for verb in SQLITE_OF:
        schema_editor.execute(f"DROP TRIGGER priorities_evidence_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [
        ("priorities", "0005_cycles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("harm_note", models.TextField(blank=True, verbose_name="what is in it, and whom it could harm")),
                ("is_public", models.BooleanField(default=False, verbose_name="may be published")),
                ("file", models.FileField(editable=False, storage=priorities.models.evidence.evidence_storage, upload_to="", verbose_name="file")),
                ("original_name", models.CharField(editable=False, max_length=120, verbose_name="name of the file")),
                ("content_type", models.CharField(editable=False, max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size in bytes")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                ("uploaded_at", models.DateTimeField(verbose_name="added at")),
                ("update", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="priorities.progressupdate", verbose_name="progress update")),
                ("uploaded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="added by")),
            ],
            options={
                "verbose_name": "evidence file",
                "verbose_name_plural": "evidence files",
                "ordering": ["uploaded_at", "pk"],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("update", "sha256"), name="priorities_evidence_once_per_update"),
                    models.CheckConstraint(
                        condition=models.Q(("is_public", False), models.Q(("harm_note", ""), _negated=True), _connector="OR"),
                        name="priorities_evidence_public_only_with_a_note",
                        violation_error_message="What may be published needs a note of what is in it and whom it could harm.",
                    ),
                ],
            },
        ),
        migrations.RunPython(freeze, thaw),
    ]
