"""What a file leaves open and its uploader answers: whose figures, which indicator.

Nothing lands while a question is open. An answer reads the kept file again; which
indicator a name means is kept as the office's alias and holds for its next files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.entry.batches import vocabulary
from indicators.entry.batches.lines import BatchLine
from indicators.entry.problems import EntryError
from indicators.layouts import matching
from indicators.layouts.figures import FileQuestion, Found
from indicators.models import Alias, ImportBatch, Indicator
from indicators.rules import numbers, units
from regions.models import Region

MOST_NAMES, MOST_CANDIDATES = 30, 6  # asked about on one page; offered for each
LONGEST = 200  # of an alias


@dataclass(frozen=True)
class UnknownName:
    """A name of the file that leads to no indicator: how it is printed, where first,
    on how many lines, and (code, label) of what it may mean, likeliest first."""

    name: str
    unit: str
    place: str
    lines: int
    candidates: tuple[tuple[str, str], ...]


def asked(batch: ImportBatch) -> list[dict]:
    """Return the questions of a batch: key, sentence, choices, answer of each."""
    return batch.reading.get("asked", [])


def answers(batch: ImportBatch) -> dict[str, str]:
    """Return what was answered, by question."""
    return {one["key"]: one["answer"] for one in asked(batch) if one["answer"]}


def note(batch: ImportBatch, found: Found) -> None:
    """Keep on the batch what a file asks, with what was answered before, and which
    names it calls indicators by."""
    said = answers(batch)
    kept = {one["key"]: one for one in asked(batch) if one["key"] in said}
    for question in found.questions:
        kept[question.key] = _as_json(question, said.get(question.key, ""))
    batch.reading = {"asked": list(kept.values()), "called": found.called}


def _as_json(question: FileQuestion, answer: str) -> dict:
    about = {"key": question.key, "sentence": question.sentence}
    return about | {"choices": [list(c) for c in question.choices], "answer": answer}


def require_answered(batch: ImportBatch) -> None:
    """Raise EntryError while a question of the file is open."""
    if opened := [one["sentence"] for one in asked(batch) if not one["answer"]]:
        raise EntryError(_("请先选定文件未写明的：%(what)s") % {"what": opened[0]})


def take(batch: ImportBatch, said: Mapping[str, str]) -> None:
    """Put answers to the questions; raises EntryError for one that is no choice."""
    for one in asked(batch):
        answer = said.get(one["key"], one["answer"])
        if answer and answer not in [value for value, _label in one["choices"]]:
            raise EntryError(_("没有此选项，请从页面所列选项中选择。"))
        one["answer"] = answer


def unknown_names(region: Region, lines: Iterable[BatchLine]) -> list[UnknownName]:
    """Return the names that lead to no indicator, in the order of the file. Three
    queries where there are any."""
    first: dict[tuple[str, str], list] = {}
    for line in lines:
        if line.unknown:
            first.setdefault((line.unknown, line.unit), []).append(line)
    if not first:
        return []
    known = vocabulary.names(region)
    index = matching.indicators(known)
    return [
        UnknownName(
            *(name, unit, f"{rows[0].sheet} {rows[0].place}", len(rows)),
            _candidates(name, unit, known, index),
        )
        for (name, unit), rows in list(first.items())[:MOST_NAMES]
    ]


def _candidates(name: str, unit: str, known, index) -> tuple[tuple[str, str], ...]:
    printed = units.normalise(unit)
    like = [c for c, one in known.indicators.items() if printed and
            units.normalise(one.unit) == printed]  # fmt: skip
    found = []
    for code in index.ranked(name, MOST_CANDIDATES, like):
        one = known.indicators[code]
        shown = numbers.shown_unit(one.unit)
        found.append((code, f"{one.name}（{shown}）" if shown else one.name))
    return tuple(found)


def keep(region: Region, meant: Mapping[tuple[str, str], str], by) -> int:
    """Keep which indicator (code or exact name) a name of a file means, as the
    office's alias; return how many. Raises EntryError for what is no indicator."""
    wanted = {text.strip() for text in meant.values()}
    rows = Indicator.objects.filter(code__in=wanted) | Indicator.objects.filter(
        name__in=wanted
    )
    found = {key: row for row in rows for key in (row.code, row.name)}
    for (name, unit), text in meant.items():
        if (indicator := found.get(text.strip())) is None:
            raise EntryError(
                _("系统中没有指标“%(name)s”，请写全名或代码。") % {"name": text[:40]}
            )
        Alias.objects.update_or_create(
            region=region,
            name=_plain(name),
            unit=unit[:30],
            defaults={"indicator": indicator, "by": by},
        )
    return len(meant)


def _plain(name: str) -> str:
    """Return a name as an alias: without the unit behind it, which is kept apart."""
    return matching.bare(name)[:LONGEST]


def called(region: Region, names: Iterable[str]) -> list[Alias]:
    """Return the office's own aliases among the names that a file used. One query
    where it used any other name than the catalogue's."""
    plain = {_plain(name) for name in names}
    if not plain:
        return []
    own = Alias.objects.filter(region=region, name__in=plain)
    return list(own.select_related("indicator"))


def forget(region: Region, chosen: Iterable[int]) -> None:
    """Drop aliases (pks) of the region's office: the name is asked about again."""
    Alias.objects.filter(region=region, pk__in=chosen).delete()
