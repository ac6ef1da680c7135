"""Data owners from a pasted table: checked line by line, then all or none."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.entry import owners
from indicators.entry.problems import EntryError
from indicators.models import DataOwner, Indicator, PlanIndicator
from regions import pasted
from regions.models import Region
from regions.models.territory import BUREAU

COLUMNS = ("指标", "部门", "联系人", "电话", "方式")
LONGEST = 60  # of contact and phone


@dataclass
class OwnerDraft:
    """One pasted line: whose figure, the fields to write, and what is wrong."""

    number: int
    name: str
    indicator: Indicator | None = None
    before: str = ""
    fields: dict = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def supplier(self) -> str:
        return str(self.fields.get("department") or BUREAU)

    @property
    def channel(self) -> str:
        return str(DataOwner.Channel(self.fields["channel"]).label)


def read(text: str, region: Region) -> list[OwnerDraft]:
    """Return a draft per line with its problems; EntryError when there is none."""
    lines = pasted.read(text, COLUMNS)
    if not lines:
        raise EntryError(
            _("未读取到指标：请从Excel复制指标、部门、联系人、电话、方式五列。")
        )
    if len(lines) > pasted.MOST:
        raise EntryError(
            _("一次最多%(most)s行，请分几次粘贴。") % {"most": pasted.MOST}
        )
    known = owners.rows(region)
    found, unclear = names(region, known)
    suppliers = {row.indicator.pk: row.supplier for row in known}
    departments = {pasted.tidy(d.name): d for d in region.departments.all()}
    drafts, first = [], {}
    for line in lines:
        draft = OwnerDraft(line.number, line["指标"])
        _find(draft, region, found, unclear)
        if draft.indicator:
            draft.before = suppliers[draft.indicator.pk]
            _only_once(draft, first)
        _department(draft, line["部门"], region, departments)
        _words(draft, line)
        drafts.append(draft)
    return drafts


def names(region: Region, known) -> tuple[dict[str, Indicator], set[str]]:
    """Return what an indicator may be called here → indicator, and what is unclear.

    Its name, its code, and the names the region's plans print for it, where only
    one indicator is called so.
    """
    by_pk = {row.indicator.pk: row.indicator for row in known}
    called: dict[str, set[int]] = {}
    labels = PlanIndicator.objects.assessable().filter(plan__region=region)
    for label, pk in labels.values_list("label", "indicator"):
        if pk in by_pk:
            called.setdefault(pasted.tidy(label), set()).add(pk)
    for indicator in by_pk.values():
        called[pasted.tidy(indicator.name)] = called[indicator.code] = {indicator.pk}
    unclear = {name for name, pks in called.items() if len(pks) > 1}
    found = {
        name: by_pk[next(iter(pks))] for name, pks in called.items() if len(pks) == 1
    }
    return found, unclear


def _find(draft, region, found, unclear) -> None:
    if not draft.name:
        draft.problems.append(_("请填写指标。"))
    elif draft.name in unclear:
        draft.problems.append(
            _("“%(name)s”不止一项，请写指标目录中的全名或代码。") % {"name": draft.name}
        )
    elif draft.name not in found:
        draft.problems.append(
            _("%(region)s的规划和填报任务中没有“%(name)s”，请按下表中的名称填写。")
            % {"region": region, "name": draft.name}
        )
    draft.indicator = found.get(draft.name)


def _only_once(draft, first) -> None:
    seen = first.setdefault(draft.indicator.pk, draft.number)
    if seen != draft.number:
        draft.problems.append(
            _("与第%(row)s行是同一项指标，请删去一行。") % {"row": seen}
        )


def _department(draft, name, region, departments) -> None:
    department = departments.get(name)
    draft.fields["department"] = department
    if name in ("", BUREAU, region.bureau, region.bureau_in_full):
        return
    if department is None:
        draft.problems.append(
            _("%(region)s没有部门“%(name)s”：请先在“部门”页添加，或改为已有的名称。")
            % {"region": region, "name": name}
        )
    elif not department.is_present:
        draft.problems.append(
            _("部门“%(name)s”已撤销，请写继任部门“%(heir)s”。")
            % {"name": department, "heir": department.successor or _("无")}
        )


def _words(draft, line) -> None:
    channels = {str(channel.label): channel.value for channel in DataOwner.Channel}
    way = line["方式"] or str(DataOwner.Channel.COLLECTED.label)
    draft.fields["channel"] = channels.get(way, DataOwner.Channel.COLLECTED.value)
    if way not in channels:
        draft.problems.append(
            _("没有方式“%(way)s”，可填：%(known)s。")
            % {"way": way, "known": _("、").join(channels)}
        )
    for name, column in (("contact", "联系人"), ("phone", "电话")):
        draft.fields[name] = line[column]
        if len(line[column]) > LONGEST:
            draft.problems.append(
                _("%(column)s过长，请写在%(most)s字以内。")
                % {"column": column, "most": LONGEST}
            )


def apply(drafts: list[OwnerDraft], region: Region, *, by) -> owners.Assigned:
    """Write all the lines or none."""
    if wrong := [draft for draft in drafts if draft.problems]:
        raise EntryError(_("有%(n)s行需修改，未导入任何一行。") % {"n": len(wrong)})
    return owners.assign(region, {d.indicator: d.fields for d in drafts}, by=by)
