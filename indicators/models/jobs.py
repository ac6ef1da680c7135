"""Long acts done outside a request: what is to be done, how far it is, who does it.

The queue is this table: no broker. Written by indicators/entry/jobs, nothing else.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import by_whom
from regions.models import Region


class Job(models.Model):
    """One long act: it is done in steps, and `step` says how many are behind it.

    A step and its count are one transaction, so a killed worker leaves whole steps;
    one that gives up (`undoing`) takes them back from the last to the first.
    """

    class Kind(models.TextChoices):
        PREVIEW_ROUND = "preview_round", _("预览填报任务")
        OPEN_ROUND = "open_round", _("下发填报任务")
        EXTEND_ROUND = "extend_round", _("补充下发")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待处理")
        RUNNING = "running", _("处理中")
        UNDOING = "undoing", _("正在撤回")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")
        CANCELLED = "cancelled", _("已取消")

    UNFINISHED = (State.WAITING, State.RUNNING, State.UNDOING)

    token = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("事项"), max_length=20, choices=Kind)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    title = models.CharField(_("名称"), max_length=200)
    what = models.JSONField(_("内容"), default=dict)
    by = by_whom(_("发起人"))
    at = models.DateTimeField(_("发起时间"), auto_now_add=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.WAITING
    )
    step = models.PositiveIntegerField(_("已完成步数"), default=0)
    steps = models.PositiveIntegerField(_("总步数"))
    result = models.JSONField(_("结果"), default=dict)
    refusal = models.CharField(_("未完成原因"), max_length=500, blank=True)
    worker = models.CharField(_("任务进程"), max_length=100, blank=True)
    seen_at = models.DateTimeField(_("最近处理时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("后台任务")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["preview_round", "open_round", "extend_round"]),
                name="job_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("waiting", "running", "undoing"),
                        *("done", "failed", "cancelled"),
                    ]
                ),
                name="job_state_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "at"], name="job_by_state")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.title}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED


class JobWorker(models.Model):
    """A process that does jobs, and when it last said that it is there."""

    name = models.CharField(_("任务进程"), max_length=100, unique=True)
    seen_at = models.DateTimeField(_("最近在线时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("任务进程")

    def __str__(self):
        return self.name
