import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from library.frozen import frozen_in_database


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_globaledition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")],
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="withdrawn at"),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="reports.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "global_edition",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="reports.globaledition",
                        verbose_name="global report",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
                "ordering": ["-withdrawn_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("edition", None), ("global_edition", None), _connector="XOR"),
                        name="reports_withdrawal_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="reports_withdrawal_has_a_reason"
                    ),
                ],
            },
        ),
        frozen_in_database("reports_withdrawal", ("edition_id",), ("global_edition_id",)),
    ]
