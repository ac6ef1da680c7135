"""What is refused, once: each act with its rule and the sentence that refuses it.

The rule is one of regions.access; where it needs rows (who uploaded, who proposed),
it stands with them and only the sentence is here. The sentence says who may, and so
who can help; pages answer it as 403, acts raise it as their own error.
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


ANYWHERE = {  # asked without a region: whether there is any where one may
    "answer_doubts": Permit(
        access.administers_any, _("待确认的问题由本地区管理员答复，您没有这个权限。")
    ),
    "administer": Permit(
        access.administers_any,
        _("人员、部门和访问令牌由本地区管理员管理，您没有这个权限。"),
    ),
    "follow": Permit(
        access.follows_any,
        _("填报任务供管理员、审核人员和汇总单位的填报人员查看。"),
    ),
    "open_round": Permit(
        access.administers_any, _("填报任务由管理员发起，您的角色不能发起。")
    ),
    "take_away": Permit(
        access.may_export_anything, _("您还没有任何地区的权限，请联系本地区管理员。")
    ),
}


PERMITS = {
    "answer_doubt": Permit(
        access.may_administer,
        _("待确认的问题由%(region)s或其上级的管理员答复。"),
    ),
    "assign_leads": Permit(
        access.may_assign_leads,
        _("牵头、配合部门由%(region)s的管理员指定。"),
    ),
    "administer": Permit(
        access.may_administer,
        _("此项由%(region)s或其上级的管理员办理，您没有这个权限。"),
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
    "note": Permit(
        access.may_note,
        _("原因、提示单和协调事项由%(region)s的填报人员、审核人员、管理员填写。"),
    ),
    "read_slips": Permit(
        access.is_bureau,
        _("工作提示单由%(region)s汇总单位和承办单位的人员查看。"),
    ),
    "read_evidence": Permit(
        access.may_export, _("佐证文件由%(region)s和上级的人员查看。")
    ),
    "read_forms": Permit(
        access.may_read_some,
        _("填报表、填报记录和签批单供%(region)s的填报人员、审核人员和管理员使用。"),
    ),
    "read_ledger": Permit(
        access.may_read_ledger,
        _("出数台账供%(region)s的人员查看，部门填报人员除外。"),
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
    "set_milestone": Permit(
        access.may_administer,
        _("定性目标的完成情况由%(region)s或上级的管理员认定。"),
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
ON_ROWS = {  # the rules: entry/access, entry/batches/rights, entry/second_person/who,
    # plans/leads, plans/notes
    "answer_lead": _("确认、异议由%(department)s的人员提出，您没有这个权限。"),
    "note_row": _("原因和措施由牵头部门或%(region)s汇总单位的人员填写。"),
    "apply_batch": _("这份文件由%(who)s上传，由上传人核对、导入。"),
    "confirm": _("您不能复核这一事项。"),
    "confirm_own": _("本人提出的事项须由他人复核。"),
    "enter_base": _("“%(figure)s”由填报用到它的指标的人员填写，您没有这个权限。"),
    "look_at_batch": _("本次上传由上传人和%(region)s的填报、审核人员查看。"),
    "look_at_proposal": _("复核事项由%(region)s的审核人员和管理员查看。"),
    "read_base_history": _("基础数据的变更记录由填报用到它的人员和审核人员查看。"),
    "take_batch_file": _("上传的文件由上传人和%(region)s的填报、审核人员下载。"),
    "undo_batch": _("撤销由导入人或%(region)s的审核人员、管理员进行。"),
    "withdraw": _("这一事项由%(who)s提出，由本人撤回；复核人可以退回。"),
    # what nobody may
    "remove_signed": _("签批件不能删除，可以上传新的。"),
    "revise_nothing": _("这一行没有可修订的目标值或基期值。"),
    "revise_retired": _("这一规划已停用，不再修订。"),
}


def on_rows(act: str, **names) -> str:
    """Return what refuses an act whose rule stands with its rows."""
    return ON_ROWS[act] % names


def refusal_anywhere(act: str, grants: Iterable[Grant]) -> str:
    """Return why an act of ANYWHERE is refused, "" where it is allowed."""
    permit = ANYWHERE[act]
    return "" if permit.allows(grants) else str(permit.refusal)


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
