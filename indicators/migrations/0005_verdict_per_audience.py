"""A verdict for the region's own people and one for everyone else.

Nothing is held when this runs, so both start as the one verdict there is. Going
back keeps that of the region's own people.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

BATCH = 500


def name_regions(apps, schema_editor):
    rows = apps.get_model("indicators", "Assessment").objects
    plan_row = apps.get_model("indicators", "PlanIndicator").objects.filter(
        pk=OuterRef("plan_indicator")
    )
    rows.update(region=Subquery(plan_row.values("plan__region")[:1]))
    settle(schema_editor)


def copy_for_others(apps, schema_editor):
    Assessment = apps.get_model("indicators", "Assessment")
    batch = []
    for row in Assessment.objects.filter(audience="own").iterator(BATCH):
        row.pk, row.audience = None, "others"
        batch.append(row)
        if len(batch) == BATCH:
            Assessment.objects.bulk_create(batch)
            batch = []
    Assessment.objects.bulk_create(batch)
    settle(schema_editor)


def drop_those_of_others(apps, schema_editor):
    apps.get_model("indicators", "Assessment").objects.filter(
        audience="others"
    ).delete()
    settle(schema_editor)


def settle(schema_editor):
    """Check deferred constraints now: PostgreSQL alters no table that waits for it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_reporting"),
        ("regions", "0002_level_is_that_of_the_code"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="assessment",
            options={
                "ordering": ["severity", "plan_indicator", "audience"],
                "verbose_name": "进展评价",
                "verbose_name_plural": "进展评价",
            },
        ),
        migrations.AlterField(
            model_name="assessment",
            name="plan_indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assessments",
                to="indicators.planindicator",
                verbose_name="规划指标",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="audience",
            field=models.CharField(
                choices=[("own", "本地区人员"), ("others", "其他地区人员")],
                default="own",
                max_length=10,
                verbose_name="供谁查看",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="assessment",
            name="region",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
                verbose_name="地区",
            ),
        ),
        migrations.RunPython(name_regions, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="assessment",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
                verbose_name="地区",
            ),
        ),
        migrations.RunPython(copy_for_others, drop_those_of_others),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("plan_indicator", "audience"), name="one_verdict_per_audience"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["own", "others"])),
                name="assessment_audience_known",
            ),
        ),
    ]
