"""Adds, renames, dissolves and deletes departments."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regions import open_work
from regions.models import Department, Membership, PersonLog, Region
from regions.models.territory import BUREAU
from regions.people import roles
from regions.people.problems import PeopleError, require_administering
from regions.people.roles import Role

LONGEST = 100


def _fair_name(region: Region, name: str, own: Department | None = None) -> str:
    """Return the name without blanks at its ends; PeopleError when it cannot be
    used."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or "|" in name:
        raise PeopleError(_("请填写部门名称，100字以内，不用竖线。"))
    if name == BUREAU:
        raise PeopleError(_("“汇总单位”不列为部门，请填写部门全名。"))
    same = region.departments.filter(name=name)
    if same.exclude(pk=own.pk).exists() if own else same.exists():
        raise PeopleError(
            _(
                "%(region)s已有“%(name)s”。需合并两个部门的，请撤销其中一个并指定继任部门。"
            )
            % {"region": region, "name": name}
        )
    return name


@transaction.atomic
def add(region: Region, name: str, *, by) -> Department:
    """Add a department; PeopleError for a name that is taken."""
    require_administering(region, by)
    return Department.objects.create(region=region, name=_fair_name(region, name))


@transaction.atomic
def rename(department: Department, name: str, *, by) -> None:
    """Change a name everywhere it is shown; plans keep their printed words
    elsewhere."""
    require_administering(department.region, by)
    department.name = _fair_name(department.region, name, department)
    department.save(update_fields=["name"])


@transaction.atomic
def dissolve(
    department: Department, day: date, successor: Department | None, *, by
) -> list[str]:
    """Close a department; members and open work move to the successor.

    Returns sentences about what moved. Without a successor only what nobody and
    nothing is tied to can be closed. What was answered under the old name stays.
    """
    require_administering(department.region, by)
    _check_end(department, day, successor)
    members = list(department.membership_set.select_related("user", "region"))
    burdens = open_work.burdens_of(department)
    if successor is None and (members or burdens):
        people = [_("成员%(n)s人") % {"n": len(members)}] if members else []
        raise PeopleError(
            _("“%(name)s”名下还有%(what)s：请选择继任部门。")
            % {"name": department, "what": _("、").join([*people, *burdens])}
        )
    department.valid_to, department.successor = day, successor
    department.save(update_fields=["valid_to", "successor"])
    if successor is None:
        return []
    for member in members:
        _follow(member, successor, by)
    moved = [_("成员%(n)s人") % {"n": len(members)}] if members else []
    return moved + open_work.succeed(department, successor, by)


def _check_end(department, day, successor) -> None:
    if department.valid_to:
        raise PeopleError(_("“%(name)s”已经撤销。") % {"name": department})
    if day > timezone.localdate():
        raise PeopleError(_("撤销日期不能晚于今天：工作随即移交继任部门。"))
    if successor is None:
        return
    if successor.region_id != department.region_id or successor.pk == department.pk:
        raise PeopleError(_("继任部门应是同一地区的另一个部门，请重新选择。"))
    if not successor.is_present:
        raise PeopleError(
            _("“%(name)s”已撤销或并入其他部门，不能作继任部门。") % {"name": successor}
        )


def _follow(member: Membership, successor: Department, by) -> None:
    """Move one role to the successor, or drop it where the person has it there."""
    old = Role.of(member)
    twin = Membership.objects.filter(
        user=member.user, region=member.region, role=member.role, department=successor
    )
    if twin.exists():
        member.delete()
    else:
        member.department = successor
        member.save(update_fields=["department"])
    roles.log(
        member.user,
        PersonLog.Kind.EDITED,
        by,
        region=member.region,
        text=_("部门撤销：%(old)s → %(new)s") % {"old": old, "new": successor},
    )


def uses(department: Department) -> dict[str, int]:
    """Return what names the department, by the kind of row: “规划指标” → 12.

    Asks every relation the models declare, so that one added later counts too.
    """
    found = {}
    for relation in Department._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        if relation.related_model._meta.auto_created:  # counted by its own relation
            continue
        rows = relation.related_model._base_manager.filter(
            **{relation.field.name: department}
        )
        if count := rows.count():
            name = str(relation.related_model._meta.verbose_name_plural)
            found[name] = found.get(name, 0) + count
    return found


@transaction.atomic
def delete(department: Department, *, by) -> None:
    """Delete a department that nothing names; PeopleError says what does."""
    require_administering(department.region, by)
    if found := uses(department):
        what = _("、").join(f"{name} {count}" for name, count in found.items())
        raise PeopleError(
            _("“%(name)s”不能删除，还有%(what)s在用：不再存在的部门请撤销。")
            % {"name": department, "what": what}
        )
    department.delete()
