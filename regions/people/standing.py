"""Who may be seen and changed by an administrator, and how far."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from regions import access, codes
from regions.models import Membership, User, administered
from regions.people.problems import PeopleError


def persons(by):
    """Return the people with a role where `by` administers.

    Who has no role at all is left to the nation's administrators.
    """
    inside = Membership.objects.filter(administered(by.grants, "region__"))
    wanted = Q(pk__in=inside.values("user"))
    if access.may_administer(by.grants, codes.NATION):
        # as a subquery: a join would give a person back once for each role
        wanted |= ~Q(pk__in=Membership.objects.values("user"))
    return User.objects.filter(wanted)


@dataclass(frozen=True)
class Standing:
    """How one person stands to one administrator.

    `roles` are those within the administrator's reach; `elsewhere` counts the
    others, which are neither shown nor touched. `is_other` is false for oneself.
    """

    person: User
    roles: tuple[Membership, ...]
    elsewhere: int
    is_other: bool

    @property
    def untouchable(self) -> bool:
        """Superusers change themselves and nobody else does."""
        return self.person.is_superuser and self.is_other

    @property
    def obstacle(self) -> str:
        """Why name, password and account are not this administrator's to change."""
        if self.untouchable:
            return _("这是运行本系统的管理员账号，只能由本人修改。")
        if self.elsewhere and self.is_other:
            return _(
                "这个人还有其他地区的权限，资料、密码和停用由能管理全部这些地区的管理员办理。"
            )
        return ""

    @property
    def may_edit(self) -> bool:
        return not self.obstacle

    @property
    def may_change_roles(self) -> bool:
        return not self.untouchable

    @property
    def may_stop(self) -> bool:
        return self.is_other and not self.obstacle

    def require_edit(self) -> None:
        if self.obstacle:
            raise PeopleError(self.obstacle)

    def require_other(self, sentence: str) -> None:
        self.require_edit()
        if not self.is_other:
            raise PeopleError(sentence)


def standing(person: User, by) -> Standing:
    """Return how the person stands to the administrator. One query."""
    roles = person.memberships.select_related("region", "department").order_by(
        "region__code", "role", "department__name"
    )
    roles = list(roles)
    inside = [r for r in roles if access.may_administer(by.grants, r.region.code)]
    return Standing(person, tuple(inside), len(roles) - len(inside), person.pk != by.pk)
