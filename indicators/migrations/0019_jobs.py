"""Long acts become jobs; a round that one is laying out is seen by nobody. When quick
and final figures are there, and at which level."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = ["preview_round", "open_round", "extend_round"]
STATES = ["waiting", "running", "undoing", "done", "failed", "cancelled"]


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0018_drafts_have_a_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "indicator",
            "available_same_year",
            models.BooleanField(
                default=False,
                help_text="公布月份在数据年度当年，如妇幼年度",
                verbose_name="当年公布",
            ),
        ),
        migrations.AddField(
            "indicator",
            "final_month",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="次年几月有最终数",
                null=True,
                verbose_name="定报月份",
            ),
        ),
        migrations.AlterField(
            "indicator",
            "available_level",
            models.CharField(
                blank=True,
                help_text="有本级数据的最低层级",
                max_length=30,
                verbose_name="公布层级",
            ),
        ),
        migrations.AddConstraint(
            "indicator",
            models.CheckConstraint(
                condition=models.Q(final_month=None)
                | models.Q(final_month__gte=1, final_month__lte=12),
                name="indicator_final_month_is_a_month",
            ),
        ),
        migrations.AddField(
            "round",
            "laid_out",
            models.BooleanField(default=True, verbose_name="已下发"),
        ),
        migrations.CreateModel(
            "JobWorker",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=100, unique=True, verbose_name="任务进程"
                    ),
                ),
                ("seen_at", models.DateTimeField(verbose_name="最近在线时间")),
            ],
            {"verbose_name": "任务进程", "verbose_name_plural": "任务进程"},
        ),
        migrations.CreateModel(
            "Job",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "token",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="编号",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preview_round", "预览填报任务"),
                            ("open_round", "下发填报任务"),
                            ("extend_round", "补充下发"),
                        ],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("what", models.JSONField(default=dict, verbose_name="内容")),
                (
                    "at",
                    models.DateTimeField(auto_now_add=True, verbose_name="发起时间"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待处理"),
                            ("running", "处理中"),
                            ("undoing", "正在撤回"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                            ("cancelled", "已取消"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "step",
                    models.PositiveIntegerField(default=0, verbose_name="已完成步数"),
                ),
                ("steps", models.PositiveIntegerField(verbose_name="总步数")),
                ("result", models.JSONField(default=dict, verbose_name="结果")),
                (
                    "refusal",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="未完成原因"
                    ),
                ),
                (
                    "worker",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="任务进程"
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="最近处理时间"
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="结束时间"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            {
                "verbose_name": "后台任务",
                "verbose_name_plural": "后台任务",
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(fields=["state", "at"], name="job_by_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=KINDS), name="job_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state__in=STATES), name="job_state_known"
                    ),
                ],
            },
        ),
    ]
