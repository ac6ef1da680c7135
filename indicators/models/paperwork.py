"""What is kept with a form: files that prove cells, and what happened to it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.entries import Entry
from indicators.models.fields import by_whom
from indicators.models.reporting import Submission


class FormEvent(models.Model):
    """What happened to a form: every state change and remark. Append-only."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("下发")
        SUBMITTED = "submitted", _("提交")
        WITHDRAWN = "withdrawn", _("撤回")
        RETURNED = "returned", _("退回")
        APPROVED = "approved", _("审定")
        REPORTED = "reported", _("报送")
        RETURNED_ABOVE = "returned_above", _("上级退回")
        CORRECTING = "correcting", _("发起更正")
        LOCKED = "locked", _("锁定")
        REOPENED = "reopened", _("解锁")
        REMARK = "remark", _("留言")
        ATTACHED = "attached", _("上传附件")
        SIGNED = "signed", _("上传签批件")
        REMINDED = "reminded", _("催报")
        MOVED = "moved", _("调整填报单位")
        IMPORTED = "imported", _("上传填报表")
        OTHER = "other", _("另有数")

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="events", verbose_name=_("填报表")
    )
    kind = models.CharField(_("事项"), max_length=20, choices=Kind)
    text = models.TextField(_("内容"), blank=True)
    details = models.JSONField(_("细目"), default=dict)
    by = by_whom(_("操作人"))
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("填报记录")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("opened", "submitted", "withdrawn", "returned", "approved"),
                        *("reported", "returned_above", "correcting", "locked"),
                        *("reopened", "remark", "attached", "signed", "reminded"),
                        *("moved", "imported", "other"),
                    ]
                ),
                name="form_event_kind_known",
            )
        ]

    def __str__(self):
        return f"{self.submission} {self.get_kind_display()}"


def attachment_path(attachment, filename):
    """Return where a file is kept: its own name is data, never a path."""
    form = attachment.submission
    return f"attachments/{form.year}/{form.region.code}/{attachment.token}"


class Attachment(models.Model):
    """A scan or table that proves a block of cells, or the signed sheet of a form."""

    class Kind(models.TextChoices):
        PROOF = "proof", _("佐证材料")
        SIGNED = "signed", _("签批件")

    token = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="attachments", verbose_name=_("填报表")
    )
    entries = models.ManyToManyField(
        Entry, blank=True, related_name="attachments", verbose_name=_("填报指标")
    )
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.PROOF)
    file = models.FileField(_("文件"), upload_to=attachment_path, max_length=200)
    name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(_("格式"), max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    check_code = models.CharField(
        _("校验码"),
        max_length=20,
        blank=True,
        help_text=_("签批件上传时填报表的校验码"),
    )
    by = by_whom(_("上传人"))
    at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["proof", "signed"]), name="attachment_kind_known"
            )
        ]

    def __str__(self):
        return self.name
