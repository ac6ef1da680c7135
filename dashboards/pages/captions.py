"""The words in and under a chart, in the reader's language."""

from django.utils.translation import gettext as _

from dashboards.charts.words import Words


def words():
    """Return the words that the chart prints of its own."""
    return Words(
        baseline=_("基期"),
        path=_("规划路径"),
        assessed=_("%(year)s年评价"),
        redefined=_("口径变更"),
        demo=_("（演示）"),
        target=_("目标"),
        forecast=_("预计"),
        even=_("持平"),
        between=_("%(value)s（%(low)s～%(high)s）"),
    )


def caption(figure, values, row=None):
    """Return what stands under a chart: its shapes, its gaps, its demo years, and the
    targets of the plan row that have no year and so no mark.

    Only what is drawn is explained; nothing without a figure.
    """
    missing = [
        _("%(year)s年%(why)s") % {"year": v.year, "why": v.missing}
        for v in values
        if v.value is None
    ]
    said = shapes(figure) if figure else []
    return {
        "shapes": _("；").join(said) + _("。") if said else "",
        "missing": _("，").join(missing),
        "demo": years([v.year for v in values if v.demo]),
        "undated": _("；").join(
            aim.printed for aim in (row.goals if row else ()) if aim.year is None
        ),
    }


def shapes(figure):
    """Return a phrase for each kind of shape in the figure."""
    drawn = {trace["meta"] for trace in figure["data"]}
    drawn |= {shape["name"] for shape in figure["layout"].get("shapes", ())}
    drawn |= (
        {"arrow"}
        if drawn & {"target", "target-open"} and "target-range" not in drawn
        else set()
    )
    known = [
        ("dots", _("实心圆点为实际值")),
        ("demo-dots", _("带斜线的圆点和细线为演示数据")),
        ("baseline", _("方形为基期")),
        ("target", _("横杠为目标")),
        ("target-range", _("浅色方块为目标区间")),
        ("target-open", _("虚横杠为按现有数据推算的目标")),
        ("arrow", _("箭头指向达标一侧")),
        ("path", _("虚线为规划路径")),
        ("limit", _("阶梯线为控制目标，斜线一侧为超出")),
        ("limit-end", _("阶梯线为控制目标")),
        ("reference", _("点线为目标所参照的水平")),
        ("upper", _("灰色细线为上级数据")),
        ("break", _("竖划线处口径变更，前后不可比")),
    ]
    found = [phrase for kind, phrase in known if kind in drawn]
    if "wedge" in drawn:
        found.append(_("浅色带为80%预测区间"))
    elif "forecast" in drawn:
        found.append(_("末端细实线为按近年趋势的预计，仅供参考"))
    notes = {n.get("name") for n in figure["layout"].get("annotations", ())}
    if "gap" in notes:
        found.append(_("折线末端标注最新值及其与序时（控制）目标值之差"))
    return found


def years(found):
    """Return years as ranges: 2016—2019、2021."""
    spans = []
    for year in sorted(found):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return _("、").join(str(a) if a == b else f"{a}—{b}" for a, b in spans)
