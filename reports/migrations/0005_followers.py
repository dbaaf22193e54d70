import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("countries", "0003_focal_points"), ("reports", "0004_publication_check")]

    operations = [
        migrations.CreateModel(
            name="Follower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("language", models.CharField(choices=settings.LANGUAGES, max_length=12, verbose_name="language")),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="confirmed")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: all countries.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="countries.country",
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "verbose_name": "follower",
                "verbose_name_plural": "followers",
                "ordering": ["country", "pk"],
                "default_permissions": ("view", "delete"),
                "constraints": [
                    models.UniqueConstraint(Lower("address"), models.F("country"), name="reports_follower_once"),
                    models.UniqueConstraint(
                        Lower("address"),
                        condition=models.Q(("country", None)),
                        name="reports_follower_of_all_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.edition"
                    ),
                ),
                (
                    "follower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="reports.follower"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("follower", "edition"), name="reports_told_once")],
            },
        ),
    ]
