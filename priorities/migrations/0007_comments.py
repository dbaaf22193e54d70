import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from library.frozen import frozen_in_database


class Migration(migrations.Migration):
    dependencies = [
        ("priorities", "0006_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asks", models.BooleanField(verbose_name="asked by the secretariat")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "is_on_behalf",
                    models.BooleanField(
                        default=False, verbose_name="answered by the secretariat on the country's behalf"
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="priorities.progressupdate",
                        verbose_name="progress update",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["written_at", "pk"],
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="priorities_comment_says_something",
                        violation_error_message="Write something first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asks", True), ("is_on_behalf", True), _negated=True),
                        name="priorities_comment_only_answers_are_on_behalf",
                    ),
                ],
            },
        ),
        frozen_in_database("priorities_comment"),
    ]
