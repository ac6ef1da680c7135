"""What is refused, once: each act with its rule and the sentence that refuses it.

The rule is one of regions.access. The sentence says who may, and so who can help;
pages answer it as 403, acts raise it as their own error.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regions import access
from regions.access import Grant


@dataclass(frozen=True)
class Permit:
    """Who may do one thing: `allows(grants, region code)`, and what others are told."""

    allows: Callable[[Iterable[Grant], str], bool]
    refusal: str | Promise  # with %(region)s


PERMITS = {
    "administer": Permit(
        access.may_administer,
        _("这件事由%(region)s或其上级的管理员办理，您没有这个权限。"),
    ),
    "change_round": Permit(
        access.may_administer, _("填报任务由%(region)s或其上级的管理员改动。")
    ),
    "fill_in": Permit(
        access.may_enter_any, _("填报由%(region)s的填报人员进行，您没有这个权限。")
    ),
    "follow": Permit(
        access.may_see_progress,
        _("催报由%(region)s的管理员、审核人员和主管部门的填报人员进行。"),
    ),
    "import": Permit(
        access.may_import, _("历年数据由%(region)s的审核人员和管理员导入。")
    ),
    "lock": Permit(
        access.may_lock, _("锁定和解锁由%(region)s的审核人员或管理员进行。")
    ),
    "return_reported": Permit(
        access.may_return_reported,
        _("已报送的数据由%(region)s的直接上级审核人员退回。"),
    ),
    "review": Permit(
        access.may_review, _("审定、退回和报送由%(region)s的审核人员进行。")
    ),
}


def sentence(act: str, region) -> str:
    """Return what refuses the act in a region."""
    return PERMITS[act].refusal % {"region": region}


def refusal(act: str, grants: Iterable[Grant], region) -> str:
    """Return why the act is refused in a region, "" where it is allowed."""
    allowed = PERMITS[act].allows(grants, region.code)
    return "" if allowed else sentence(act, region)
