"""What a batch remarked when it was read, why it was sent back; one more kind of event."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_import_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="formevent",
            name="form_event_kind_known",
        ),
        migrations.AddField(
            model_name="importbatch",
            name="places",
            field=models.JSONField(
                default=list,
                help_text="历年数据各行的地区代码",
                verbose_name="涉及地区",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="notes",
            field=models.JSONField(default=list, verbose_name="读表说明"),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="why",
            field=models.CharField(blank=True, max_length=300, verbose_name="退回原因"),
        ),
        migrations.AlterField(
            model_name="formevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "下发"),
                    ("submitted", "提交"),
                    ("withdrawn", "撤回"),
                    ("returned", "退回"),
                    ("approved", "审定"),
                    ("reported", "报送"),
                    ("returned_above", "上级退回"),
                    ("correcting", "发起更正"),
                    ("locked", "锁定"),
                    ("reopened", "解锁"),
                    ("remark", "留言"),
                    ("attached", "上传附件"),
                    ("signed", "上传签批件"),
                    ("reminded", "催报"),
                    ("moved", "调整填报单位"),
                    ("imported", "上传填报表"),
                ],
                max_length=20,
                verbose_name="事项",
            ),
        ),
        migrations.AddConstraint(
            model_name="formevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "opened",
                            "submitted",
                            "withdrawn",
                            "returned",
                            "approved",
                            "reported",
                            "returned_above",
                            "correcting",
                            "locked",
                            "reopened",
                            "remark",
                            "attached",
                            "signed",
                            "reminded",
                            "moved",
                            "imported",
                        ],
                    )
                ),
                name="form_event_kind_known",
            ),
        ),
    ]
