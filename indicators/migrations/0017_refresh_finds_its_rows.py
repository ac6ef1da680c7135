"""One verdict for everybody where nothing is held; which rows use a series is found by
index; beside each verdict stands that of the year before (`manage.py assess` fills it).
"""

from django.db import migrations, models
from django.db.models import Exists, OuterRef

BATCH = 500


def join(apps, schema_editor):
    """Keep one verdict for everybody of the two that are the same: those of series of
    which nothing is held."""
    held = apps.get_model("indicators", "Observation").objects.filter(
        held_since__isnull=False,
        region=OuterRef("region"),
        indicator=OuterRef("plan_indicator__indicator"),
    )
    verdicts = apps.get_model("indicators", "Assessment").objects
    verdicts.filter(~Exists(held), audience="others").delete()
    verdicts.filter(~Exists(held), audience="own").update(audience="both")
    settle(schema_editor)


def part(apps, schema_editor):
    """Keep a verdict of everybody's as one for either reader."""
    verdicts = apps.get_model("indicators", "Assessment").objects
    alone = list(verdicts.filter(audience="both").values_list("pk", flat=True))
    verdicts.filter(audience="both").update(audience="own")
    for start in range(0, len(alone), BATCH):
        copies = list(verdicts.filter(pk__in=alone[start : start + BATCH]))
        for copy in copies:
            copy.pk, copy.audience = None, "others"
        verdicts.bulk_create(copies)
    settle(schema_editor)


def settle(schema_editor):
    """Check deferred constraints now: PostgreSQL alters no table that waits for it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0016_typical_values")]

    operations = [
        migrations.RemoveConstraint(
            model_name="assessment", name="assessment_audience_known"
        ),
        migrations.AlterField(
            model_name="assessment",
            name="audience",
            field=models.CharField(
                choices=[
                    ("both", "全部人员"),
                    ("own", "本地区人员"),
                    ("others", "其他地区人员"),
                ],
                max_length=10,
                verbose_name="供谁查看",
            ),
        ),
        migrations.RunPython(join, part),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("audience__in", ["both", "own"])),
                fields=("plan_indicator",),
                name="one_verdict_for_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("audience__in", ["both", "others"])),
                fields=("plan_indicator",),
                name="one_verdict_for_others",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["both", "own", "others"])),
                name="assessment_audience_known",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="before_code",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="上年评价"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assessment",
            name="before_reason",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="上年评价的原因"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assessment",
            name="before_has_demo",
            field=models.BooleanField(default=False, verbose_name="上年评价含演示数据"),
        ),
        migrations.AddIndex(
            model_name="planindicator",
            index=models.Index(
                fields=["indicator", "plan"], name="plan_row_by_series"
            ),
        ),
    ]
