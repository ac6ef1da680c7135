"""What the bureau that collects is: whether it may 督办 its equals."""

from django.db import migrations, models

KINDS = [
    ("health", "卫生健康部门"),
    ("government", "政府办"),
    ("supervision", "督查室"),
    ("leading_group", "领导小组办公室"),
]


class Migration(migrations.Migration):
    dependencies = [("regions", "0006_one_word_per_idea")]
    operations = [
        migrations.AddField(
            "region",
            "bureau_kind",
            models.CharField(
                choices=KINDS,
                default="health",
                max_length=15,
                verbose_name="发起单位",
            ),
        ),
        migrations.AddConstraint(
            "region",
            models.CheckConstraint(
                condition=models.Q(bureau_kind__in=[kind for kind, _label in KINDS]),
                name="bureau_kind_known",
            ),
        ),
    ]
