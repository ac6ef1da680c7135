"""导入: one uploaded file, what it would change, who applied it, whether undone.

Written by indicators/entry and by nothing else.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import YearField, by_whom, year_is_sane
from regions.models import Region


def import_path(batch, filename):
    """Return where a file is kept: its own name is data, never a path."""
    return f"imports/{batch.region.code}/{batch.token}"


class ImportBatch(models.Model):
    """One uploaded spreadsheet and its cell-by-cell difference to what is stored.

    A form's cells land as entries when the clerk applies them; history (several
    years at once) is proposed with a source and takes effect when a second person
    confirms it (§ Workflow). `lines` holds one object per cell; its keys are
    those of indicators.entry.batches.BatchLine. `reading` is written and read by
    indicators.entry.batches.answering alone.
    """

    class Kind(models.TextChoices):
        FORM = "form", _("填报表")
        HISTORY = "history", _("历年数据")

    class State(models.TextChoices):
        READ = "read", _("待导入")
        PROPOSED = "proposed", _("待复核")
        APPLIED = "applied", _("已导入")
        CANCELLED = "cancelled", _("已取消")
        UNDONE = "undone", _("已撤销")

    token = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.READ
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    year = YearField(_("数据年度"), null=True, blank=True)
    layout = models.CharField(_("版式"), max_length=20)
    file = models.FileField(_("文件"), upload_to=import_path, max_length=200)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    source = models.CharField(_("来源"), max_length=300, blank=True)
    note = models.TextField(_("备注"), blank=True)
    places = models.JSONField(
        _("涉及地区"), default=list, help_text=_("历年数据各行的地区代码")
    )
    counts = models.JSONField(_("各类单元格数"), default=dict)
    lines = models.JSONField(_("逐格差异"), default=list)
    notes = models.JSONField(_("读表说明"), default=list)
    reading = models.JSONField(
        _("读表的疑问"),
        default=dict,
        help_text=_("文件没有写明、须由人回答的，和按别名读取的名称"),
    )
    by = by_whom(_("上传人"), related_name="uploads")
    at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    applied_by = by_whom(_("导入人"))
    applied_at = models.DateTimeField(_("导入时间"), null=True, blank=True)
    closed_by = by_whom(_("取消或撤销人"))
    closed_at = models.DateTimeField(_("取消或撤销时间"), null=True, blank=True)
    why = models.CharField(_("退回原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="form", year__isnull=False) | Q(kind="history"),
                name="import_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["read", "proposed", "applied", "cancelled", "undone"]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="history", state__in=["proposed", "applied"])
                | ~Q(source=""),
                name="import_history_names_its_source",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied")
                | Q(applied_by__isnull=False, applied_at__isnull=False),
                name="import_applied_by_someone",
            ),
            year_is_sane("import_year_sane"),
        ]
        indexes = [models.Index(fields=["region", "-at"], name="import_by_region")]

    def __str__(self):
        return f"{self.region} {self.get_kind_display()} {self.name}"
