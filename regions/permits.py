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
    """Who may do one thing, and what others are told.

    The rule takes the grants and the region's code; of an act on a form, also the pk
    of the department whose form it is.
    """

    allows: Callable[..., bool]
    refusal: str | Promise  # with %(region)s; of a form's act, also %(unit)s


PERMITS = {
    "administer": Permit(
        access.may_administer,
        _("这件事由%(region)s或其上级的管理员办理，您没有这个权限。"),
    ),
    "change_round": Permit(
        access.may_administer, _("填报任务由%(region)s或其上级的管理员改动。")
    ),
    "download_forms": Permit(
        access.may_read_some,
        _("填报表和数据采集表由%(region)s的填报人员、审核人员和管理员下载。"),
    ),
    "fill_in": Permit(
        access.may_enter_any, _("填报由%(region)s的填报人员进行，您没有这个权限。")
    ),
    "follow": Permit(
        access.may_see_progress,
        _("催报由%(region)s的管理员、审核人员和汇总单位的填报人员进行。"),
    ),
    "import": Permit(
        access.may_import, _("历年数据由%(region)s的审核人员和管理员导入。")
    ),
    "lock": Permit(
        access.may_lock, _("锁定和解锁由%(region)s的审核人员或管理员进行。")
    ),
    "look_at_review": Permit(
        access.may_look_at_review,
        _("审核页供%(region)s的审核人员和管理员使用；上级审核人员查看已报送的数据。"),
    ),
    "read_forms": Permit(
        access.may_read_some,
        _("填报表、填报记录和签批单供%(region)s的填报人员、审核人员和管理员使用。"),
    ),
    "return_reported": Permit(
        access.may_return_reported,
        _("已报送的数据由%(region)s的直接上级审核人员退回。"),
    ),
    "review": Permit(
        access.may_review, _("审定、退回和报送由%(region)s的审核人员进行。")
    ),
    "revise": Permit(
        access.may_administer,
        _("规划的修订和停用由%(region)s或其上级的管理员提出。"),
    ),
}
FORM_PERMITS = {
    "enter": Permit(
        access.may_enter,
        _("%(unit)s的数据由该单位或%(region)s的填报人员填写，您没有这个权限。"),
    ),
    "download": Permit(
        access.may_read_entries,
        _("%(unit)s的填报表由该单位或%(region)s的填报人员、审核人员和管理员下载。"),
    ),
    "read": Permit(
        access.may_read_entries,
        _("%(unit)s的填报表供该单位或%(region)s的填报人员、审核人员和管理员查看。"),
    ),
    "remark": Permit(
        access.may_read_entries,
        _("%(unit)s的填报表由该单位或%(region)s的填报人员、审核人员和管理员留言。"),
    ),
    "sign": Permit(
        access.may_sign,
        _("%(unit)s的签批件由该单位或%(region)s的填报人员、审核人员上传。"),
    ),
}


def sentence(act: str, region) -> str:
    """Return what refuses the act in a region."""
    return PERMITS[act].refusal % {"region": region}


def refusal(act: str, grants: Iterable[Grant], region) -> str:
    """Return why the act is refused in a region, "" where it is allowed."""
    allowed = PERMITS[act].allows(grants, region.code)
    return "" if allowed else sentence(act, region)


def form_refusal(act: str, grants: Iterable[Grant], form) -> str:
    """Return why the act of FORM_PERMITS is refused on a form (its region, its unit's
    name, the pk of its department), "" where it is allowed."""
    permit = FORM_PERMITS[act]
    if permit.allows(grants, form.region.code, form.department_id):
        return ""
    return permit.refusal % {"region": form.region, "unit": form.unit_name}
