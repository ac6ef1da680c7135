"""Who supplies what in a region: reads and writes 数据提供部门.

The only writer of DataOwner from the program's pages. After every change open
cells follow to the forms of their present owners (entry.follow_owners).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from indicators import entry
from indicators.entry.access import require
from indicators.entry.problems import EntryError
from indicators.models import DataOwner, Entry, Indicator, PlanIndicator
from regions import access
from regions.models import Department, Region, User

FIELDS = ("department", "channel", "contact", "phone", "clerk", "note")


@dataclass(frozen=True)
class OwnerRow:
    """An indicator of a region and who supplies it; None when nobody was named."""

    indicator: Indicator
    owner: DataOwner | None

    @property
    def supplier(self) -> str:
        """The supplier's name: the department, the bureau itself, or nobody yet."""
        if self.owner is None:
            return ""
        return str(self.owner.department or self.owner.region.bureau_name)


@dataclass(frozen=True)
class Assigned:
    """What an assignment did: rows written, open cells that changed forms."""

    rows: int
    moved: int


def rows(region: Region) -> list[OwnerRow]:
    """Return the region's indicators by domain, each with its owner. Two queries.

    Those of its plans that have a target or stand in a table, those it was asked
    for by a round, and those that have an owner.
    """
    planned = PlanIndicator.objects.assessable().filter(
        plan__region=region, plan__retired_on=None
    )
    planned = planned.filter(Q(in_table=True) | Q(targets__isnull=False))
    asked = Entry.objects.current().filter(submission__region=region)
    owners = {
        owner.indicator_id: owner
        for owner in DataOwner.objects.filter(region=region).select_related(
            "department", "clerk"
        )
    }
    wanted = Indicator.objects.filter(
        Q(pk__in=planned.values("indicator"))
        | Q(pk__in=asked.values("indicator"))
        | Q(pk__in=list(owners))
    )
    wanted = wanted.select_related("domain").order_by("domain__order", "code")
    return [OwnerRow(indicator, owners.get(indicator.pk)) for indicator in wanted]


def clerks(region: Region):
    """Return who may collect for others there: active staff without a department."""
    return User.objects.filter(
        is_active=True,
        memberships__region=region,
        memberships__role=access.STAFF,
        memberships__department=None,
    ).order_by("full_name", "username")


def departments_that_fill(region: Region) -> set[int]:
    """Return the departments (pks) of the region with an active staff member."""
    staff = User.objects.filter(
        is_active=True,
        memberships__region=region,
        memberships__role=access.STAFF,
        memberships__department__isnull=False,
    )
    return set(staff.values_list("memberships__department", flat=True))


@transaction.atomic
def assign(
    region: Region, changes: Mapping[Indicator, Mapping[str, object]], *, by
) -> Assigned:
    """Write, per indicator, the fields named (of FIELDS); the others stay.

    A new department without a new contact drops the old one's. Raises EntryError.
    """
    require("administer", region, by)
    _check(region, changes)
    known = {
        owner.indicator_id: owner
        for owner in DataOwner.objects.select_for_update(of=("self",)).filter(
            region=region, indicator__in=list(changes)
        )
    }
    for indicator, fields in changes.items():
        owner = known.get(indicator.pk) or DataOwner(region=region, indicator=indicator)
        department = fields.get("department", owner.department)
        if owner.pk and (department and department.pk) != owner.department_id:
            owner.contact = owner.phone = ""
        for name, value in fields.items():
            setattr(owner, name, value)
        owner.save()
    return Assigned(len(changes), entry.follow_owners(region, by=by))


@transaction.atomic
def unassign(region: Region, indicators: Iterable[Indicator], *, by) -> Assigned:
    """Forget who supplies the indicators: their open cells go to the bureau."""
    require("administer", region, by)
    gone = DataOwner.objects.filter(region=region, indicator__in=list(indicators))
    count, _kinds = gone.delete()
    return Assigned(count, entry.follow_owners(region, by=by))


def _check(region, changes) -> None:
    """Refuse departments and clerks that do not belong to the region."""
    named = {c["department"] for c in changes.values() if c.get("department")}
    for department in named:
        if department.region_id != region.pk:
            raise EntryError(
                _("“%(name)s”不是%(region)s的部门。")
                % {"name": department, "region": region}
            )
        if not department.is_present:
            raise EntryError(
                _("“%(name)s”已撤销，请选择现有的部门。") % {"name": department}
            )
    people = {c["clerk"] for c in changes.values() if c.get("clerk")}
    for clerk in people - set(clerks(region)):
        raise EntryError(
            _("%(name)s在%(region)s没有不限部门的填报权限，不能作经办人。")
            % {"name": clerk, "region": region}
        )


@transaction.atomic
def succeed(department: Department, successor: Department, *, by) -> Assigned:
    """Let a successor supply what a department supplied; contacts go along."""
    require("administer", department.region, by)
    owners = DataOwner.objects.filter(department=department)
    count = owners.update(department=successor)
    return Assigned(count, entry.follow_owners(department.region, by=by))
