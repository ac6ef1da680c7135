"""Judges a plan row as it stands in the database just now, and stores nothing."""

from indicators.models import PlanIndicator
from indicators.models.assessments import READERS
from indicators.rules import assessment, disclosure, explain
from indicators.verdicts import assessing, series
from indicators.verdicts.assessing import Verdict


def verdicts_of(row: PlanIndicator, *, counts: bool) -> dict[str, dict[str, str]]:
    """Return audience → {"code", "sentence"} of a row as stored now, without those
    that are not judged. Some eight queries.

    `counts`: for a reader who may see the region's event counts; for any other a rate
    is judged by what is told of it, so that no target asked for finds the exact one.
    """
    rows = list(assessing.rows_to_assess(pk=row.pk))
    figures, year = series.of_rows(rows), assessment.current_year()
    return {
        audience.value: _in_words(verdict, counts)
        for each in rows
        for audience in READERS
        if (verdict := assessing.judge(each, figures, audience, year))
    }


def _in_words(verdict: Verdict, counts: bool) -> dict[str, str]:
    case, result = verdict.case, verdict.result
    if disclosure.is_rate(verdict.row.indicator.per) and not counts:
        case, result = disclosure.judged_as_told(case)
    return {"code": result.status, "sentence": explain.explain(case, result)}
