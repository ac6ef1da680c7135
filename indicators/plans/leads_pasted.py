"""Who answers for what from a pasted table 指标×部门: read line by line, then all or
none of it is assigned."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.entry.problems import EntryError
from indicators.layouts.matching import NameIndex
from indicators.models import Alias, LeadDepartment, Plan, PlanIndicator
from indicators.plans import leads
from regions import pasted
from regions.models import Department

Role = LeadDepartment.Role
ROLES = {"牵头部门": Role.LEAD, "责任部门": Role.NAMED, "配合部门": Role.SUPPORT}
COLUMNS = ("指标", *ROLES, "依据")
SEVERAL = re.compile("[、，,；;\n]")


@dataclass
class LeadDraft:
    """One pasted line: whose row, which departments in which role, what is wrong."""

    number: int
    name: str
    row: PlanIndicator | None = None
    source: str = ""
    before: tuple[str, ...] = ()
    named: list[tuple[str, Department]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def after(self) -> list[str]:
        """The departments with their roles, as the preview names them."""
        return [
            _("%(name)s（%(role)s）") % {"name": d, "role": Role(role).label}
            for role, d in self.named
        ]

    @property
    def wanted(self) -> list[leads.WantedLead]:
        return [
            leads.WantedLead(self.row, d, role, self.source) for role, d in self.named
        ]


def read(
    text: str, plan: Plan, rows: Iterable[PlanIndicator], current
) -> list[LeadDraft]:
    """Return a draft per line with its problems; EntryError when there is none.

    `rows` are those of the plan that departments may answer for, `current` who does
    (leads.of_plan). Two queries: names of indicators, departments.
    """
    lines = pasted.read(text, COLUMNS)
    if not lines:
        raise EntryError(
            _(
                "未读取到指标：请从Excel复制指标、牵头部门、责任部门、配合部门、依据五列。"
            )
        )
    if len(lines) > pasted.MOST:
        raise EntryError(
            _("一次最多%(most)s行，请分几次粘贴。") % {"most": pasted.MOST}
        )
    rows = {row.key: row for row in rows}
    names, stands = index(plan, rows.values()), _standing(current)
    departments = {pasted.tidy(d.name): d for d in plan.region.departments.all()}
    drafts, first = [], {}
    for line in lines:
        draft = LeadDraft(line.number, line["指标"], source=line["依据"])
        _find(draft, names, rows)
        if draft.row:
            draft.before = tuple(stands.get(draft.row.pk, ()))
            _only_once(draft, first)
        for column, role in ROLES.items():
            for name in filter(None, map(str.strip, SEVERAL.split(line[column]))):
                _department(draft, role, name, plan, departments)
        if not draft.named and not draft.problems:
            draft.problems.append(_("请至少填写一个部门。"))
        drafts.append(draft)
    return drafts


def index(plan: Plan, rows: Iterable[PlanIndicator]) -> NameIndex:
    """Return what the plan's rows may be called: their number, printed name, the
    indicator's own name and code, its other names. One query."""
    rows = list(rows)
    of_indicator = {r.indicator_id: r.key for r in reversed(rows) if r.indicator_id}
    aliases = Alias.objects.filter(indicator__in=of_indicator, unit="")
    aliases = aliases.filter(region=None) | aliases.filter(region=plan.region)
    concepts = [(r.indicator, r.key) for r in rows if r.indicator_id]
    return NameIndex(
        {row.key: row.label for row in rows},
        [(row.key, row.key) for row in rows],
        [(row.label, row.key) for row in rows],
        [(c.code, of_indicator[c.pk]) for c, _key in concepts],
        [(c.name, of_indicator[c.pk]) for c, _key in concepts],
        [(a.name, of_indicator[a.indicator_id]) for a in aliases],
    )


def _standing(current: Iterable[LeadDepartment]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for lead in current:
        words = _("%(name)s（%(role)s）") % {
            "name": leads.heir(lead.department),
            "role": lead.get_role_display(),
        }
        found.setdefault(lead.plan_indicator_id, []).append(words)
    return found


def _find(draft: LeadDraft, names: NameIndex, rows: dict) -> None:
    if not draft.name:
        draft.problems.append(_("请填写指标。"))
        return
    found = names.find(draft.name)
    if len(found) == 1:
        draft.row = rows[next(iter(found))]
    else:
        draft.problems.append(names.refusal(draft.name, _("指标")))


def _only_once(draft: LeadDraft, first: dict) -> None:
    seen = first.setdefault(draft.row.pk, draft.number)
    if seen != draft.number:
        draft.problems.append(
            _("与第%(row)s行是同一项指标，请合并为一行。") % {"row": seen}
        )


def _department(draft: LeadDraft, role, name: str, plan: Plan, departments) -> None:
    found = departments.get(pasted.tidy(name))
    if found is None:
        draft.problems.append(
            _("%(region)s没有部门“%(name)s”：请先在“部门”页添加，或改为已有的名称。")
            % {"region": plan.region, "name": name}
        )
    elif not found.is_present:
        draft.problems.append(
            _("部门“%(name)s”已撤销，请写继任部门“%(heir)s”。")
            % {"name": found, "heir": leads.heir(found)}
        )
    elif any(found == other for _role, other in draft.named):
        draft.problems.append(
            _("“%(name)s”在这一行写了两次，请只写一种职责。") % {"name": found}
        )
    else:
        draft.named.append((role, found))


def apply(
    drafts: list[LeadDraft], plan: Plan, state: str, source: str, *, by
) -> leads.LeadsAssigned:
    """Assign what all the lines say, or nothing; `source` stands for lines that name no
    document."""
    if wrong := [draft for draft in drafts if draft.problems]:
        raise EntryError(_("有%(n)s行需修改，未导入任何一行。") % {"n": len(wrong)})
    for draft in drafts:
        draft.source = draft.source or source
    wanted = [one for draft in drafts for one in draft.wanted]
    return leads.assign(plan, wanted, state, by=by)


def split_printed(text: str) -> list[str]:
    """Return the departments that an annex prints in one cell."""
    return [name.strip() for name in SEVERAL.split(text) if name.strip()]
