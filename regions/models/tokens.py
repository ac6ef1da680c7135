"""Personal tokens: how a program reads the API in a person's name."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models.people import User


class ApiTokenQuerySet(models.QuerySet):
    def valid(self):
        """Leave out revoked and expired tokens."""
        return self.filter(revoked_at=None, expires_on__gte=timezone.localdate())


class ApiToken(models.Model):
    """One personal token: what it may read is what its owner may, at each request.

    The token itself is shown once and kept nowhere; `prefix` finds the row, `digest`
    (SHA-256 of the whole token, 256 random bits in it) proves it. A revoked token
    stays as a line of the list.
    """

    user = models.ForeignKey(
        User, models.PROTECT, related_name="tokens", verbose_name=_("用户")
    )
    name = models.CharField(_("名称"), max_length=60)
    prefix = models.CharField(_("前缀"), max_length=8, unique=True, editable=False)
    digest = models.CharField(_("摘要"), max_length=64, editable=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    expires_on = models.DateField(_("有效期至"), help_text=_("当天仍有效"))
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤销人"),
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("访问令牌")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("digest"), 64), name="api_token_keeps_a_digest"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="api_token_has_a_name"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_token_revoked_by_someone",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expires_on < timezone.localdate()

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and not self.is_expired
