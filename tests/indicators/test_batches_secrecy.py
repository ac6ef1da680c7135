"""What a difference may show to whom, and whose figure an imported one becomes."""

import json
from decimal import Decimal

import pytest

from indicators import entry
from indicators.entry import batches, second_person
from indicators.entry.batches import forms, history
from indicators.entry.batches.lines import loaded, stored
from indicators.layouts.figures import CellPlace, FileFigure
from indicators.models import Entry, ImportBatch, Indicator
from indicators.pages.uploads import batch_lines
from indicators.rules import checks
from regions import access
from regions.models import Membership, Region
from tests.indicators.conftest import YEAR
from tests.indicators.spreadsheets import form, long

pytestmark = pytest.mark.django_db
CITY, LIFE = "511700", "life-expectancy"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def figure(code, year, **fields):
    text = fields.get("value", "")
    return FileFigure(CellPlace("表", 2, "B"), CITY, code, year, fields, text)


# --------------------------------------------------- another department's cells


@pytest.mark.parametrize("value", ["50", "77.1"])
def test_a_departments_clerk_learns_nothing_of_anothers_cell(reporting, value):
    reporting.type(LIFE, value="77.1", source="内部材料")
    teacher = reporting.people["teacher"]

    given = [figure(LIFE, YEAR, value=value)]
    (line,), _rows = forms.compare(given, reporting.region, YEAR, teacher)

    assert line.status == "refused" and "没有这个权限" in line.sentence
    assert (line.old, line.details, line.before) == ("", [], None)


def test_nor_of_its_counts(reporting):
    rows = Entry.objects.select_related("indicator")
    code = next(e.indicator.code for e in rows if e.indicator.has_counts)
    reporting.type(code, events="3", denominator="20000", source="内部材料")

    given = [figure(code, YEAR, value="99")]
    teacher = reporting.people["teacher"]
    (line, *_more), _rows = forms.compare(given, reporting.region, YEAR, teacher)

    assert "20000" not in line.sentence + line.old


def test_what_the_checks_say_of_counts_is_for_who_may_see_them(reporting):
    """The stored cell has the counts, the file only a value: its line names none."""
    batch = ImportBatch(region=reporting.region, year=YEAR)
    line = batches.BatchLine("表", 2, "B", region=CITY, indicator=LIFE)
    line.fields = {"value": "20"}
    line.warn(
        checks.Finding("warning", kind, f"关于{kind}。", kind)
        for kind in checks.REVEALS
    )
    (kept,) = loaded(json.loads(json.dumps(stored([line]))))

    told = {
        who: [
            s for _level, s in batch_lines.shown(batch, [kept], [0], person)[0].warnings
        ]
        for who in ("clerk", "administrator")
        if (person := reporting.people[who])
    }

    assert "关于counts。" in told["clerk"] and len(told["clerk"]) == 4
    assert told["administrator"] == told["clerk"][:3]


# -------------------------------------------------- figures of the levels above


def lent(reporting):
    """Store a figure of the province that stands in for the city's."""
    concept = Indicator.objects.get(code=LIFE)
    province = Region.objects.get(code="510000")
    about = {"source": "年鉴", "substitute_region": province}
    value = entry.NewValue(reporting.region, concept, 2010, Decimal("75"), **about)
    entry.publish([value], origin="import")


@pytest.mark.parametrize("fields", [{}, {"substitute": "510000"}, {"source": "年鉴"}])
def test_a_figure_that_stands_in_comes_back_as_it_was(reporting, fields):
    lent(reporting)
    reviewer = reporting.people["reviewer"]

    given = [figure(LIFE, 2010, value="75", **fields)]
    ((line, value),) = history.compare(given, reviewer)

    assert (line.status, value) == ("same", None)


@pytest.mark.parametrize("value", ["75", "76"])
def test_a_figure_of_a_level_above_does_not_become_ones_own(reporting, value):
    reviewer = reporting.people["reviewer"]

    given = [figure(LIFE, 2011, value=value, substitute="510000")]
    ((line, made),) = history.compare(given, reviewer)

    assert made is None and "以上级数据代替" in line.sentence


# ---------------------------------------------------------- several regions


def test_who_looks_at_a_history_imports_in_all_its_regions(reporting):
    """A line shows what is stored: held figures too."""
    reporting.approved(LIFE, "77.7")
    other, both = Region.objects.get(code="511100"), reporting.people["provincial"]
    for region in (other, reporting.region):
        role = access.REVIEWER
        Membership.objects.create(user=both, region=region, role=role)
    both.__dict__.pop("grants", None)
    batch = batches.receive(
        other, None, long(["达州市", LIFE, 2005, 76, "甲"]), by=both
    )
    neighbour = reporting.people["neighbour"]
    neighbour.memberships.update(role=access.REVIEWER)
    neighbour.__dict__.pop("grants", None)

    assert batch.places == [CITY]
    assert batches.may_look(batch, both)
    assert not batches.may_look(batch, neighbour)
    proposal = batches.waits(batches.propose(batch, "年鉴", by=both))
    assert not second_person.may_confirm(proposal, neighbour)
    with pytest.raises(entry.NotAllowed, match="您不能复核这一事项"):
        batches.confirm(batch, neighbour)


def test_no_file_is_left_behind_by_a_batch_that_is_not_kept(
    reporting, monkeypatch, tmp_path
):
    def dies(self, *args, **kwargs):
        raise RuntimeError("database gone")

    monkeypatch.setattr(ImportBatch, "save", dies)
    name = reporting.cell(LIFE).indicator.name
    file = form([name, 77.5, None, "年报", None, None])
    with pytest.raises(RuntimeError):
        batches.receive(reporting.region, YEAR, file, by=reporting.people["clerk"])

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
