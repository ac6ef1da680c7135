"""A letter that asks the 牵头部门 why rows are behind and what comes next."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from dashboards.papers import texts
from dashboards.rows import PlanRow
from indicators.layouts.letter import Letter
from indicators.models import Plan
from regions.models import Department

WIDTHS = (10, 38, 28, 28, 26, 26)  # millimetres of the annex's columns


def title() -> str:
    """Return the letter's title."""
    return _("关于商请说明健康规划指标进展原因和措施的函")


def letter(plan: Plan, department: Department, rows: Sequence[PlanRow]) -> Letter:
    """Return the letter; what stands noted already is printed, the rest left to be
    filled in."""
    region = plan.region
    about = {"plan": plan.title, "n": len(rows), "bureau": region.bureau_on_paper}
    return Letter(
        title=title(),
        to=_("%(unit)s：") % {"unit": department},
        paragraphs=[
            _(
                "经监测，《%(plan)s》由贵单位牵头、配合或负责的附件所列%(n)s项指标须关注。"
            )
            % about,
            _(
                "请在附件中填写原因、下一步措施、完成时限和责任科室，加盖公章后反馈至%(bureau)s。"
            )
            % about,
        ],
        annex=_("健康规划指标进展原因和措施表"),
        annex_mark=_("附件"),
        signer=region.bureau_on_paper,
        date_room=_("　　年　　月　　日"),
        contact=_("（联系人：　　　　　联系电话：%(phone)s）")
        % {"phone": region.bureau_phone or _("　　　　　　　")},
        headings=[
            _("序号"),
            _("指标"),
            _("现状"),
            _("应达到、差距"),
            _("原因"),
            _("措施、时限、责任科室"),
        ],
        rows=[_line(number, row) for number, row in enumerate(rows, start=1)],
        foot=[_("填报单位（盖章）：%(unit)s") % {"unit": department}],
        author=str(settings.SITE_NAME),
        widths=WIDTHS,
    )


def _line(number: int, row: PlanRow) -> list[str]:
    due = _("；").join(filter(None, (texts.asked(row), texts.distance(row))))
    reason = row.note.reason if row.note else ""
    return [str(number), row.label, texts.value(row), due, reason, texts.next_step(row)]
