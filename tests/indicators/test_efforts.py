"""力争, 争取, 努力 of the plans' texts are kept with every target they belong to."""

import re

import pytest

from indicators.models import Target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
SAID = re.compile("力争|争取|努力")
# Sentences that say it of something else than the row they are quoted for.
OF_ANOTHER = {
    ("511102-shizhongqu", "P51"): "努力构建“小病不出村，大病不出区”的医疗格局",
    ("511102-shizhongqu", "M13"): "力争于2023年底100%完成主体建设",  # its year 2024
}
KEPT = {
    "360202-changjiang": {"M13", "M31", "P10"},
    "445122-raoping": {"13", "M10"},
    "511102-shizhongqu": {
        *("P30", "P31", "P33", "P34", "P35", "P52", "P53", "P54", "P55"),
        *("M5", "M6", "M7", "M13", "M31"),
    },
    "511700-dazhou": {"P37"},
    "530300-qujing": {"1", "M27", "M35", "M36", "P15", "P16"},
}


def targets():
    return Target.objects.select_related("plan_indicator__plan")


def key(target):
    return target.plan_indicator.plan.code, target.plan_indicator.key


def test_every_effort_of_a_quoted_sentence_is_kept_with_its_target():
    lost = [
        (*key(target), target.year, target.raw)
        for target in targets()
        if SAID.search(target.source_ref)
        and not target.effort
        and not (
            key(target) in OF_ANOTHER and OF_ANOTHER[key(target)] in target.source_ref
        )
    ]

    assert lost == []


def test_what_prints_the_word_is_an_effort_and_nothing_else_is():
    efforts = {}
    for target in targets().filter(effort=True):
        assert SAID.search(target.raw + target.source_ref), target.raw or key(target)
        code, row = key(target)
        efforts.setdefault(code, set()).add(row)

    assert efforts == KEPT
    assert not [t.raw for t in targets() if SAID.search(t.raw) and not t.effort]


def test_an_effort_printed_only_in_the_prose_is_one_of_the_table_too():
    of_2025, of_2030 = targets().filter(
        plan_indicator__plan__code="445122-raoping",
        plan_indicator__key="13",
        issuer__code="445122",
    )

    assert (of_2025.raw, of_2030.raw) == ("下降30%", "下降30%")
    assert (of_2025.effort, of_2030.effort) == (False, True)
