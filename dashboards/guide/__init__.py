"""The help by task: its pages in order, and which page is about which view."""

from django.utils.translation import gettext_lazy as _

from dashboards.guide import common, filling, looking, managing, reviewing
from dashboards.guide.topics import Group, Link, Topic, own_first
from regions import access

GROUPS = (
    Group(access.STAFF, _("填报"), filling.TOPICS),
    Group(access.REVIEWER, _("审核"), reviewing.TOPICS),
    Group(access.OFFICIAL, _("领导"), looking.LEADERS),
    Group(
        access.ANALYST,
        _("分析"),
        (*looking.ANALYSTS, Link(_("数据接口"), "dashboards:api_docs")),
    ),
    Group(access.ADMINISTRATOR, _("管理"), managing.TOPICS),
    Group("", _("通用"), common.TOPICS),
)
TOPICS: dict[str, Topic] = {t.slug: t for group in GROUPS for t in group.topics}

# The topic that “?” in the page header leads to, by the name of the view; an act
# shows its page again when it is refused.
ABOUT = {
    "indicators:job": "rounds",
    "indicators:job_cancel": "rounds",
    "indicators:letter_files": "rounds",
    "indicators:batch_answer": "excel",
    "indicators:amend": "returned",
    "indicators:others": "errors",
    "indicators:cell_history": "fill",
    "people_bureau": "people",
    "indicators:doubts": "plans",
    "indicators:tasks": "fill",
    "indicators:grid": "fill",
    "indicators:paste": "paste",
    "indicators:submit": "errors",
    "indicators:withdraw": "fill",
    "indicators:supplement": "returned",
    "indicators:correct": "returned",
    "indicators:base_history": "fill",
    "indicators:log": "returned",
    "indicators:upload": "excel",
    "indicators:batch": "excel",
    "indicators:batch_apply": "excel",
    "indicators:batch_cancel": "excel",
    "indicators:batch_undo": "excel",
    "indicators:review": "approve",
    "indicators:approve": "approve",
    "indicators:send_back": "approve",
    "indicators:return_reported": "approve",
    "indicators:report": "report",
    "indicators:lock": "locking",
    "indicators:reopen": "locking",
    "indicators:sheet": "sheet",
    "indicators:history": "history",
    "indicators:batch_propose": "history",
    "indicators:batch_confirm": "history",
    "dashboards:overview": "reading",
    "dashboards:region": "reading",
    "dashboards:indicator": "reading",
    "dashboards:milestones": "reading",
    "dashboards:changes": "changes",
    "dashboards:changes_overview": "changes",
    "dashboards:method": "reading",
    "dashboards:data": "export",
    "dashboards:checkup": "checkup",
    "dashboards:ledger": "export",
    "indicators:rounds": "rounds",
    "indicators:round_new": "rounds",
    "indicators:round_edit": "rounds",
    "indicators:round_extend": "rounds",
    "indicators:round": "chasing",
    "indicators:notice": "chasing",
    "indicators:round_lock": "locking",
    "people": "people",
    "people_new": "people",
    "people_paste": "people",
    "people_departments": "people",
    "people_person": "people",
    "indicators:owners": "people",
    "indicators:owners_paste": "people",
    "indicators:handover": "people",
    "dashboards:department": "reading",
    "dashboards:onepage": "onepage",
    "dashboards:matters": "onepage",
    "dashboards:slips": "slips",
    "dashboards:slip": "slips",
    "dashboards:slip_new": "slips",
    "indicators:note": "slips",
    "indicators:leads": "leads",
    "indicators:leads_paste": "leads",
    "indicators:leads_tasks": "leads",
    "indicators:revise": "plans",
    "indicators:retire": "plans",
    "indicators:proposal": "plans",
    "indicators:proposal_confirm": "plans",
    "indicators:proposal_return": "plans",
    "indicators:proposal_withdraw": "plans",
    "indicators:milestone": "plans",
    "password_change": "password",
}


def for_roles(roles: set[str]) -> list[tuple[Group, bool]]:
    """Return the groups and whether each is of one of these roles, those first."""
    return [(g, g.role in roles) for g in own_first(GROUPS, roles.__contains__)]


def about(view_name: str) -> Topic | None:
    """Return the topic of the page that a view shows, None where there is none."""
    return TOPICS.get(ABOUT.get(view_name, ""))
