"""Verdicts on rates are told without what their exact figures say of counts."""

from django.db import migrations, models


def withhold(apps, schema_editor):
    """Withhold the figures of rates until `manage.py assess` has told them anew."""
    verdicts = apps.get_model("indicators", "Assessment").objects
    rates = verdicts.filter(plan_indicator__indicator__per__isnull=False)
    rates.update(told_figures={}, told_inputs={})


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0008_base_figures_have_history'),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='told_figures',
            field=models.JSONField(blank=True, null=True, verbose_name='告知的数字'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='told_inputs',
            field=models.JSONField(blank=True, null=True, verbose_name='告知的输入'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='told_sentence',
            field=models.TextField(blank=True, verbose_name='告知的评价语'),
        ),
        migrations.RunPython(withhold, migrations.RunPython.noop),
    ]
