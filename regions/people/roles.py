"""Gives and takes roles."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from regions import access
from regions.models import Department, Membership, PersonLog, Region, User
from regions.people.problems import PeopleError, require_administering
from regions.people.standing import standing


@dataclass(frozen=True)
class Role:
    """A role to give or take: what, in which region, in which department or all
    of it."""

    role: str
    region: Region
    department: Department | None = None

    @classmethod
    def of(cls, membership: Membership):
        return cls(membership.role, membership.region, membership.department)

    @property
    def key(self) -> str:
        """The role as forms name it: no database ids."""
        name = self.department.name if self.department else ""
        return f"{self.role}|{self.region.code}|{name}"

    @property
    def place(self) -> str:
        return f"{self.region} {self.department}" if self.department else self.region

    def __str__(self):
        label = Membership.Role(self.role).label
        return _("%(place)s · %(role)s") % {"place": self.place, "role": label}


def log(person, kind, by, *, region=None, text="") -> None:
    """Note what was done to an account."""
    PersonLog.objects.create(
        person=person, kind=kind, by=by, region=region, text=str(text)[:500]
    )


@transaction.atomic
def give(person: User, role: Role, *, by, why="") -> bool:
    """Give a role; False when the person has it already.

    A narrower role says nothing beside the region-wide one, but is kept: it names
    the department. Raises PeopleError outside one's reach.
    """
    _require(person, role, by)
    if role.department and role.department.region_id != role.region.pk:
        raise PeopleError(
            _("“%(department)s”不是%(region)s的部门，请重新选择。")
            % {"department": role.department, "region": role.region}
        )
    _row, made = Membership.objects.get_or_create(
        user=person, role=role.role, region=role.region, department=role.department
    )
    if made:
        log(person, PersonLog.Kind.GIVEN, by, region=role.region, text=f"{role}{why}")
        follow_roles(person)
    return made


@transaction.atomic
def take(person: User, role: Role, *, by, why="") -> None:
    """Take a role away.

    Nobody takes an administrator's role from themself, nor the last role from
    anyone: who is no longer needed is stopped, so that a person always belongs
    somewhere.
    """
    _require(person, role, by)
    if role.role == access.ADMINISTRATOR:
        if person.pk == by.pk:
            raise PeopleError(
                _("不能取消自己的管理权限：请由另一位管理员办理，或先做工作交接。")
            )
        require_another(person, role.region)
    found = person.memberships.filter(
        role=role.role, region=role.region, department=role.department
    )
    if not found:
        raise PeopleError(
            _("%(person)s的“%(role)s”权限此前已取消，未再改动。")
            % {"person": person, "role": role}
        )
    if person.memberships.count() == 1:
        raise PeopleError(
            _(
                "“%(role)s”是%(person)s仅有的权限：先增加新的再取消，不再使用的账号请停用。"
            )
            % {"person": person, "role": role}
        )
    found.delete()
    log(person, PersonLog.Kind.TAKEN, by, region=role.region, text=f"{role}{why}")
    follow_roles(person)


def _require(person, role, by) -> None:
    require_administering(role.region, by)
    if not standing(person, by).may_change_roles:
        raise PeopleError(standing(person, by).obstacle)


def require_another(person: User, region: Region) -> None:
    """Raise PeopleError when the person is the region's last administrator.

    Those above could still step in, but a region whose people rely on an
    administrator of their own keeps one. The region's row is locked, so that two
    administrators cannot remove each other at once.
    """
    Region.objects.select_for_update().get(pk=region.pk)
    others = Membership.objects.filter(user__is_active=True).exclude(user=person)
    left = others.filter(role=access.ADMINISTRATOR, region=region).exists() or (
        region.parent_id is None
        and User.objects.filter(is_superuser=True, is_active=True)
        .exclude(pk=person.pk)
        .exists()
    )
    relying = others.filter(region__in=Region.objects.within(region))
    if not left and relying.exists():
        raise PeopleError(
            _(
                "%(person)s是%(region)s仅有的管理员，该地区尚有人员使用，请先指定另一位管理员。"
            )
            % {"person": person, "region": region}
        )


def follow_roles(person: User) -> None:
    """Open Django's admin to administrators and to nobody else."""
    mine = person.memberships.filter(role=access.ADMINISTRATOR)
    is_staff = person.is_superuser or mine.exists()
    if person.is_staff != is_staff:
        person.is_staff = is_staff
        person.save(update_fields=["is_staff"])
