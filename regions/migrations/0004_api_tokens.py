"""Personal tokens for the API, and two more kinds of lines in the log.

SQLite rewrites a table to change a constraint and loses its trigger: it is put
back afterwards (0003).
"""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

log = import_module("regions.migrations.0003_person_log")


class Migration(migrations.Migration):
    dependencies = [("regions", "0003_person_log")]
    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("prefix", models.CharField(editable=False, max_length=8, unique=True, verbose_name="前缀")),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="摘要")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                ("expires_on", models.DateField(help_text="当天仍有效", verbose_name="有效期至")),
                ("last_used_on", models.DateField(blank=True, null=True, verbose_name="最近使用")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                ("revoked_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="撤销人")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to=settings.AUTH_USER_MODEL, verbose_name="用户")),
            ],
            options={
                "verbose_name": "访问令牌",
                "verbose_name_plural": "访问令牌",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length("digest"), 64), name="api_token_keeps_a_digest"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="api_token_has_a_name"),
                    models.CheckConstraint(condition=models.Q(models.Q(("revoked_at", None), ("revoked_by", None)), models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)), _connector="OR"), name="api_token_revoked_by_someone"),
                ],
            },
        ),
        migrations.RunPython(log.run(log.UNDO), log.run(log.TRIGGERS)),
        migrations.RemoveConstraint(model_name="personlog", name="person_log_kind_known"),
        migrations.AlterField(
            model_name="personlog",
            name="kind",
            field=models.CharField(choices=[("created", "新建账号"), ("edited", "修改资料"), ("given", "增加权限"), ("taken", "取消权限"), ("password", "重设密码"), ("stopped", "停用账号"), ("restarted", "恢复账号"), ("token", "新建访问令牌"), ("revoked", "撤销访问令牌")], max_length=10, verbose_name="事项"),
        ),
        migrations.AddConstraint(
            model_name="personlog",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["created", "edited", "given", "taken", "password", "stopped", "restarted", "token", "revoked"])), name="person_log_kind_known"),
        ),
        migrations.RunPython(log.run(log.TRIGGERS), log.run(log.UNDO)),
    ]
