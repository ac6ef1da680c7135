"""The people who work in the regions, what they may do, and what was done to them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from regions import access, codes
from regions.models.territory import Department, Region


class User(AbstractUser):
    """A person who signs in; what they may do is in their memberships."""

    full_name = models.CharField(_("姓名"), max_length=60, blank=True)
    must_change_password = models.BooleanField(_("须修改密码"), default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = _("用户")

    def __str__(self):
        return self.full_name or self.username

    @cached_property
    def grants(self) -> tuple[access.Grant, ...]:
        """What this person may do where; one query, once per request.

        `manage.py createsuperuser` makes an administrator of the nation.
        """
        rows = self.memberships.values_list("role", "region__code", "department_id")
        given = tuple(access.Grant(*row) for row in rows)
        if self.is_superuser:
            given += (access.Grant(access.ADMINISTRATOR, codes.NATION),)
        return given

    @property
    def reports(self) -> bool:
        """Whether any of this person's work is under 填报."""
        return any(grant.role in access.SEES_COUNTS for grant in self.grants)

    @property
    def administers(self) -> bool:
        return access.administers_any(self.grants)

    @property
    def has_tasks(self) -> bool:
        """Whether anything may come to wait for this person: forms, or a second
        look."""
        return self.reports or self.administers

    @property
    def home(self) -> str:
        """The name of the address where this person's work begins: what waits, for
        who fills in or reviews, else the overview."""
        return "indicators:tasks" if self.reports else "dashboards:overview"

    @property
    def follows_rounds(self) -> bool:
        """Whether this person opens rounds or follows who has not reported."""
        return access.follows_any(self.grants)


class Membership(models.Model):
    """A role of a person in a region, optionally in one department of it."""

    class Role(models.TextChoices):
        STAFF = access.STAFF, _("填报")
        REVIEWER = access.REVIEWER, _("审核")
        OFFICIAL = access.OFFICIAL, _("领导查看")
        ANALYST = access.ANALYST, _("分析")
        ADMINISTRATOR = access.ADMINISTRATOR, _("管理")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("用户")
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"))
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, verbose_name=_("部门")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("用户权限")
        ordering = ["region__code", "user__username", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "region", "role"],
                condition=Q(department=None),
                name="membership_once_without_department",
            ),
            models.UniqueConstraint(
                fields=["user", "region", "role", "department"],
                name="membership_once_per_department",
            ),
            models.CheckConstraint(
                condition=Q(role__in=access.ROLES), name="membership_role_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.region} · {self.get_role_display()}"


class PersonLog(models.Model):
    """What was done to whose account, where and by whom. Append-only (migrations 0003,
    0004).

    Without a region it concerns the account as a whole.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("新建账号")
        EDITED = "edited", _("修改资料")
        GIVEN = "given", _("增加权限")
        TAKEN = "taken", _("取消权限")
        PASSWORD = "password", _("重设密码")
        STOPPED = "stopped", _("停用账号")
        RESTARTED = "restarted", _("恢复账号")
        TOKEN = "token", _("新建访问令牌")
        REVOKED = "revoked", _("撤销访问令牌")

    person = models.ForeignKey(
        User, models.PROTECT, related_name="log", verbose_name=_("用户")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("地区")
    )
    kind = models.CharField(_("事项"), max_length=10, choices=Kind)
    text = models.CharField(_("内容"), max_length=500, blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("操作人")
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("人员变更记录")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("created", "edited", "given", "taken", "password"),
                        *("stopped", "restarted", "token", "revoked"),
                    ]
                ),
                name="person_log_kind_known",
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.get_kind_display()}"
