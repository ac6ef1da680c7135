"""Every save of a cell leaves what stood there before; the database refuses to change it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TABLE = "indicators_entrychange"
HOW = [
    ("typed", "填写"),
    ("pasted", "粘贴"),
    ("cleared", "清除"),
    ("filled_down", "向下填充"),
    ("taken", "采用"),
    ("supplied", "代填登记"),
    ("undone", "撤销"),
    ("redone", "重做"),
    ("restored", "恢复"),
    ("uploaded", "上传"),
    ("upload_undone", "撤销上传"),
    ("base", "基础数据更改"),
]


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER drafts_are_append_only BEFORE UPDATE ON {TABLE} "
            "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER drafts_are_append_only BEFORE UPDATE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_history_update()"
        )


def allow(apps, schema_editor):
    on = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(
        "DROP TRIGGER drafts_are_append_only" + (f" ON {TABLE}" if on else "")
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("indicators", "0018_one_word_per_idea"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(help_text="保存后的版本", verbose_name="版本")),
                ("before", models.JSONField(help_text="字段名 → 值", verbose_name="原")),
                ("after", models.JSONField(help_text="字段名 → 值", verbose_name="新")),
                ("how", models.CharField(choices=HOW, default="typed", max_length=15, verbose_name="方式")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="操作人")),
                ("entry", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="history", to="indicators.entry", verbose_name="填报指标")),
            ],
            options={
                "verbose_name": "填报改动",
                "verbose_name_plural": "填报改动",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", [name for name, _word in HOW])),
                        name="entry_change_how_known",
                    )
                ],
            },
        ),
        migrations.RunPython(refuse, allow),
    ]
