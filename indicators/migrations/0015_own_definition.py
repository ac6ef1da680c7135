"""A value says by which 口径 it was made; a verdict whether it is closed, and how final
the value is that it rests on. Verdicts know both once they are assessed anew."""

from django.db import migrations, models

GRADES = [
    ("estimate", "预计数"),
    ("flash", "快报数"),
    ("preliminary", "初步数"),
    ("annual", "年报数"),
]


class Migration(migrations.Migration):
    dependencies = [("indicators", "0014_every_kind_of_target")]

    operations = [
        migrations.AddField(
            "observation",
            "own_definition",
            models.CharField(
                "实际口径",
                max_length=100,
                blank=True,
                default="",
                help_text="与指标目录的口径不同时写明",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "entry",
            "own_definition",
            models.CharField("实际口径", max_length=100, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "assessment",
            "closed",
            models.BooleanField(
                "已到期", default=False, help_text="到期年度已过的最终评价"
            ),
        ),
        migrations.AddField(
            "assessment",
            "grade",
            models.CharField(
                "评价用值的数据性质",
                max_length=15,
                choices=GRADES,
                blank=True,
                default="",
            ),
            preserve_default=False,
        ),
    ]
