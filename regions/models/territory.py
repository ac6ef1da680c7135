"""Regions and the departments of their governments."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from regions import access, codes


def administered(grants, path="") -> Q:
    """Return the filter on what lies where the grants administer (§ Access).

    `path` leads from the model to its region and ends in `__`; the filter form
    of `access.may_administer`.
    """
    wanted = Q(pk__in=[])
    for grant in grants:
        if grant.role == access.ADMINISTRATOR:
            first, last = codes.span(grant.region)
            wanted |= Q(**{f"{path}code__gte": first, f"{path}code__lte": last})
    return wanted


def _within(singles, ranges) -> Q:
    """Return the condition that a code is one of `singles` or lies in a range."""
    wanted = Q(code__in=singles)
    for first, last in ranges:
        wanted |= Q(code__gte=first, code__lte=last)
    return wanted


# What the bureau that collects is called where nobody has named it; names its form in
# addresses, stamps and lists, and so no department.
BUREAU = gettext_noop("汇总单位")


class RegionQuerySet(models.QuerySet):
    def within(self, region):
        """Keep the region and all below it: one range of the code's index."""
        first, last = codes.span(region.code)
        return self.filter(code__gte=first, code__lte=last)

    def above(self, region):
        """Keep the levels above the region, the nation first."""
        return self.filter(code__in=codes.ancestors(region.code)).order_by("level")

    def visible_to(self, grants):
        """Keep the regions whose dashboards the grants may see."""
        return self.filter(_within(*access.reach(grants)))

    def exportable_by(self, grants):
        """Keep the regions whose data the grants may take away (§ Access)."""
        return self.filter(_within(*access.export_reach(grants)))

    def administered_by(self, grants):
        """Keep the regions whose plans and people the grants administer."""
        return self.filter(administered(grants))


class Region(models.Model):
    """A unit of GB/T 2260; its code encodes the tree, 100000 is the nation."""

    class Level(models.IntegerChoices):
        NATION = 0, _("国家")
        PROVINCE = 1, _("省")
        CITY = 2, _("市")
        COUNTY = 3, _("县")

    code = models.CharField(
        _("代码"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^[1-9]\d{5}$", _("地区代码是六位数字。"))],
        help_text=_("GB/T 2260 六位行政区划代码"),
    )
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=30)
    name_en = models.CharField(_("英文名"), max_length=100, blank=True)
    level = models.PositiveSmallIntegerField(_("层级"), choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )

    class BureauKind(models.TextChoices):
        HEALTH = "health", _("卫生健康部门")
        GOVERNMENT = "government", _("政府办")
        SUPERVISION = "supervision", _("督查室")
        LEADING_GROUP = "leading_group", _("领导小组办公室")

    bureau_kind = models.CharField(
        _("发起单位"), max_length=15, choices=BureauKind, default=BureauKind.HEALTH
    )
    bureau = models.CharField(_("汇总单位简称"), max_length=60, blank=True)
    bureau_in_full = models.CharField(_("汇总单位全称"), max_length=100, blank=True)
    document_code = models.CharField(_("机关代字"), max_length=20, blank=True)
    bureau_phone = models.CharField(_("联系电话"), max_length=60, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("地区")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("code"), 6), name="region_code_has_six_digits"
            ),
            models.CheckConstraint(
                condition=Q(level=0, parent=None)
                | Q(level__gt=0, parent__isnull=False),
                name="region_has_parent_unless_nation",
            ),
            models.CheckConstraint(
                condition=Q(level=0, code=codes.NATION)
                | (Q(level=1, code__endswith="0000") & ~Q(code=codes.NATION))
                | (Q(level=2, code__endswith="00") & ~Q(code__endswith="0000"))
                | (Q(level=3) & ~Q(code__endswith="00")),
                name="region_level_is_that_of_its_code",
                violation_error_message=_("层级与代码不符。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    bureau_kind__in=[
                        *("health", "government", "supervision", "leading_group"),
                    ]
                ),
                name="bureau_kind_known",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def bureau_name(self) -> str:
        """How the region's own people call the bureau that collects its figures:
        市卫生健康委; 汇总单位 where nobody has named it."""
        return self.bureau or BUREAU

    @property
    def name_in_full(self) -> str:
        """The name in titles of papers: a county's behind its city's (潮州市饶平县),
        as many counties share theirs."""
        is_county = self.level == self.Level.COUNTY and self.parent is not None
        return f"{self.parent.name}{self.name}" if is_county else self.name

    def commands(self, other: "Region") -> bool:
        """Whether the bureau may 督办 and 下发 to a unit of a region: to all where it
        acts for the government, else to regions below it alone. Its equals it asks."""
        acts = self.bureau_kind != self.BureauKind.HEALTH
        return acts or (self.pk != other.pk and codes.contains(self.code, other.code))

    @property
    def bureau_on_paper(self) -> str:
        """How papers and other regions call that bureau: 达州市卫生健康委员会; with the
        region's name before it where only 汇总单位 can be said."""
        if self.bureau_in_full or self.bureau:
            return self.bureau_in_full or self.bureau
        return f"{self.name_in_full}{BUREAU}"


class DepartmentQuerySet(models.QuerySet):
    def present(self):
        """Leave out dissolved departments and those with a successor."""
        return self.filter(valid_to=None, successor=None)


class Department(models.Model):
    """A department of a region's government, named as plans print it."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="departments", verbose_name=_("地区")
    )
    name = models.CharField(_("部门"), max_length=100)
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("继任部门")
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("部门")
        ordering = ["region__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="department_named_once_in_a_region",
                violation_error_message=_("这个地区已有同名部门。"),
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")) | Q(successor=None),
                name="department_not_its_own_successor",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_present(self) -> bool:
        return self.valid_to is None and self.successor_id is None
