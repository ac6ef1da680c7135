"""What stood in a cell before it was saved over, for as long as the cell exists.

Written by indicators/entry and by nothing else.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models.entries import Entry
from indicators.models.fields import by_whom


class EntryChange(models.Model):
    """One save of one cell: what it changed, by whom, when, in which way. Append-only.

    `before` and `after` hold the touched columns of the entry alone, as JSON: also
    the counts of a small number, so a line is read as the cell itself is (§ Access).
    A trigger (migration 0018) refuses updates in the database.
    """

    class How(models.TextChoices):
        TYPED = "typed", _("填写")
        PASTED = "pasted", _("粘贴")
        CLEARED = "cleared", _("清除")
        FILLED_DOWN = "filled_down", _("向下填充")
        TAKEN = "taken", _("采用")
        SUPPLIED = "supplied", _("代填登记")
        UNDONE = "undone", _("撤销")
        REDONE = "redone", _("重做")
        RESTORED = "restored", _("恢复")
        UPLOADED = "uploaded", _("上传")
        UPLOAD_UNDONE = "upload_undone", _("撤销上传")
        BASE = "base", _("基础数据更改")

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="history", verbose_name=_("填报指标")
    )
    version = models.PositiveIntegerField(_("版本"), help_text=_("保存后的版本"))
    before = models.JSONField(_("原"), help_text=_("字段名 → 值"))
    after = models.JSONField(_("新"), help_text=_("字段名 → 值"))
    how = models.CharField(_("方式"), max_length=15, choices=How, default=How.TYPED)
    by = by_whom(_("操作人"))
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("填报改动")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    how__in=[
                        *("typed", "pasted", "cleared", "filled_down", "taken"),
                        *("supplied", "undone", "redone", "restored", "uploaded"),
                        *("upload_undone", "base"),
                    ]
                ),
                name="entry_change_how_known",
            )
        ]

    def __str__(self):
        return f"{self.entry} {self.version}"
