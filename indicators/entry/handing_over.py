"""工作交接: one person's roles and collecting duties given to another, in one step."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry.problems import EntryError
from indicators.models import DataOwner, Entry, Handover
from regions import access, permits
from regions.models import User, administered
from regions.people import accounts, roles, standing
from regions.people.roles import Role


@dataclass(frozen=True)
class Offer:
    """What a person could hand over where the administrator administers.

    `started` counts cells they have typed and not submitted: those stay under
    their name and go on being filled by whoever has the role.
    """

    stands: standing.Standing
    roles: tuple[Role, ...]
    duties: tuple[DataOwner, ...]
    started: int


def offer(person: User, by) -> Offer:
    """Return what the person holds within reach. Four queries or fewer."""
    stands = standing.standing(person, by)
    inside = administered(by.grants, "region__")
    duties = DataOwner.objects.filter(inside, clerk=person).select_related(
        "region", "indicator__domain", "department"
    )
    started = Entry.objects.current().filter(
        administered(by.grants, "submission__region__"),
        entered_by=person,
        state__in=Entry.OPEN,
    )
    return Offer(
        stands, tuple(map(Role.of, stands.roles)), tuple(duties), started.count()
    )


def duty_key(owner: DataOwner) -> str:
    """Return a duty as forms name it: no database ids."""
    return f"{owner.region.code}|{owner.indicator.code}"


@transaction.atomic
def hand_over(
    giver: User, taker: User, given, duties, *, by, note="", stop=False
) -> Handover:
    """Give roles and duties to another person; keep the log; all or nothing.

    An active giver loses the roles; of one who is stopped they stay on the closed
    account, so that it can be found where it belonged. What the giver entered
    stays under their name, and nobody approves what they entered themselves.
    Raises EntryError or PeopleError.
    """
    _check(giver, taker, given, duties, stop, by)
    for role in given:
        roles.give(taker, role, by=by, why=_("（由%(who)s交接）") % {"who": giver})
    _check_clerk(taker, duties)
    DataOwner.objects.filter(pk__in=[owner.pk for owner in duties]).update(clerk=taker)
    if stop:
        accounts.stop(giver, by=by, why=_("工作交接给%(who)s") % {"who": taker})
    elif giver.is_active:
        for role in given:
            roles.take(giver, role, by=by, why=_("（交接给%(who)s）") % {"who": taker})
    return Handover.objects.create(
        from_user=giver,
        to_user=taker,
        by=by,
        note=note,
        counts={
            "roles": [str(role) for role in given],
            "duties": [duty_key(owner) for owner in duties],
            "contacts": sum(bool(o.contact or o.phone) for o in duties),
            "stopped": stop,
        },
    )


def _check(giver, taker, given, duties, stop, by) -> None:
    if giver.pk == taker.pk:
        raise EntryError(_("移交人和接收人是同一个人，请重新选择。"))
    if not taker.is_active:
        raise EntryError(
            _("%(who)s的账号已停用，不能接收，请先恢复账号。") % {"who": taker}
        )
    if not given and not duties and not stop:
        raise EntryError(_("请先选择交接的内容。"))
    for owner in duties:
        if not access.may_administer(by.grants, owner.region.code):
            raise EntryError(permits.sentence("administer", owner.region))
        if owner.clerk_id != giver.pk:
            raise EntryError(
                _("“%(name)s”已不由%(who)s经办，未交接，请重新查看交接内容。")
                % {"name": owner.indicator, "who": giver}
            )


def _check_clerk(taker, duties) -> None:
    """Refuse duties in a region where the taker may not collect for others."""
    wide = taker.memberships.filter(role=access.STAFF, department=None)
    may = set(wide.values_list("region", flat=True))
    for owner in duties:
        if owner.region_id not in may:
            raise EntryError(
                _(
                    "%(who)s在%(region)s没有不限部门的填报权限，不能经办：请同时交接填报权限，或先增加。"
                )
                % {"who": taker, "region": owner.region}
            )


def recent(by, most=20) -> list[Handover]:
    """Return the latest handovers of people within reach, newest first. One query."""
    mine = standing.persons(by).values("pk")
    found = Handover.objects.filter(from_user__in=mine)
    return list(found.select_related("from_user", "to_user", "by")[:most])
