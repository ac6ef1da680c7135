"""Rows of plans with verdict, targets and figures, as the viewer sees them: PlanRow.

In lists with series and upper level; in full, of one indicator or of a scope, with
where all is printed and the case that was judged. `own` are everywhere the viewer's
own regions (access.own_regions), `counts` those whose exact rates they may have
(access.counted_regions), `bureaus` those of whose bureau they are (access.bureaus): who
answers for a row is told to others once the department or a document has said so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.db.models import Case, Prefetch, Q, QuerySet, When

from dashboards.answering import Lead
from dashboards.queries import targets
from dashboards.queries.export import ExportScope
from dashboards.queries.notes import newest_note, note_of
from dashboards.queries.plans import rows_with_targets, with_verdict
from dashboards.queries.values import nearest_above, series_of
from dashboards.rows import (
    Aim,
    Baseline,
    PlanRow,
    Point,
    Upper,
    full_name,
)
from indicators.models import (
    Assessment,
    BaselineRevision,
    Doubt,
    Indicator,
    LeadDepartment,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.plans.leads import heir
from indicators.rules.assessment import Parameters
from indicators.rules.unassessed import NO_TARGET, unassessed
from indicators.verdicts.questions import IN_DOUBT, questions_of
from regions.models import Department, Region

SAME_UNIT = str.maketrans({"％": "%", "﹪": "%", "／": "/"})


def plan_rows(
    plan: Plan,
    own: Collection[str],
    counts: Collection[str] = (),
    bureaus: Collection[str] = (),
    *,
    table: bool,
    prose: bool,
) -> list[PlanRow]:
    """Return the plan's indicator rows in plan order, with series and upper level. Six
    queries: rows, assessments, own and upper series, targets, departments; one
    more where questions are open."""
    wanted = Q(in_table=True) if table else Q(pk__in=[])
    if prose:
        wanted |= Q(in_table=False)
    found = plan.rows.filter(wanted, indicator__isnull=False)
    rows = list(
        _with_verdicts(found.select_related("indicator"), own).order_by("order")
    )
    series = series_of(rows, own, counts)
    upper = nearest_above(plan.region, rows, series, own, counts)
    return _in_lists(rows, series, upper, counts, leads_of(rows, bureaus))


def department_rows(
    plan: Plan,
    department: Department,
    own: Collection[str],
    counts: Collection[str] = (),
    bureaus: Collection[str] = (),
    departments: Collection[int] = (),
) -> list[PlanRow]:
    """Return the rows, table before prose, for which a department answers, those of its
    predecessors too; what is only proposed for the eyes of the bureau and of the
    viewer's own `departments` (pks). Six queries, one more where questions are
    open."""
    answering = LeadDepartment.objects.current().filter(plan_indicator__plan=plan)
    leads = defaultdict(list)
    mine = set()
    for lead in answering.open_to(bureaus, departments).in_order():
        leads[lead.plan_indicator_id].append(lead_of(lead))
        if heir(lead.department).pk == department.pk:
            mine.add(lead.plan_indicator_id)
    found = plan.rows.filter(pk__in=mine, indicator__isnull=False)
    found = _with_verdicts(found.select_related("indicator"), own)
    rows = list(found.order_by("-in_table", "order"))
    for row in rows:
        row.plan = plan
    series = series_of(rows, own, counts)
    upper = nearest_above(plan.region, rows, series, own, counts)
    return _in_lists(rows, series, upper, counts, leads)


def attention(
    main: dict[int, bool],
    limit: int,
    own: Collection[str],
    counts: Collection[str] = (),
    bureaus: Collection[str] = (),
) -> list[PlanRow]:
    """Return the worst rows of several plans as the viewer sees them, binding ones
    first at equal severity.

    `main` says per plan, with its region, whether its own table makes the summary (else
    its prose does). Five queries, one more where questions are open.
    """
    tables = [plan for plan, has_table in main.items() if has_table]
    prose = [plan for plan, has_table in main.items() if not has_table]
    wanted = Q(plan__in=tables, in_table=True) | Q(plan__in=prose, in_table=False)
    bad = ["breached", "not_met", "reversed", "far_behind", "behind", "at_risk"]
    regions = [plan.region for plan in main]
    found = rows_with_targets().select_related("plan__region__parent", "indicator")
    found = with_verdict(_with_verdicts(found, own), regions, own)
    binding = Case(When(nature="binding", then=0), default=1)
    rows = list(
        found.filter(wanted, verdict__code__in=bad).order_by(
            "verdict__closed",  # what is over stands behind what can still be done
            "verdict__severity",
            binding,
            "plan__region__code",
            "order",
        )[:limit]
    )
    series = series_of(rows, own, counts)
    return _in_lists(rows, series, {}, counts, leads_of(rows, bureaus))


def rows_of_indicator(
    plans: Sequence[Plan],
    region: Region,
    indicator: Indicator,
    own: Collection[str],
    counts: Collection[str] = (),
    bureaus: Collection[str] = (),
) -> list[PlanRow]:
    """Return the region's plan rows of the indicator in full, the plan in force first,
    its table before its prose. Five queries: rows with verdicts, targets, baselines,
    departments, questions."""
    found = PlanIndicator.objects.filter(plan__in=plans, indicator=indicator)
    rows = _with_all(found, [region], own, bureaus).select_related(
        "plan", "verdict", "indicator"
    )
    place = {plan.pk: n for n, plan in enumerate(plans)}
    ordered = sorted(
        rows, key=lambda row: (place[row.plan_id], not row.in_table, row.order)
    )
    return [in_full(row, region, region.code in counts) for row in ordered]


def rows_of_scope(asked: ExportScope) -> Iterator[tuple[int, int, PlanRow]]:
    """Yield region pk, indicator pk and the row in full of each plan row that carries
    an indicator, by region and plan, its table before its prose; a file leaves the
    bureau, whoever takes it. Five queries."""
    rows = (
        _with_all(asked.plan_rows(), asked.regions, asked.own, ())
        .select_related("plan__region__parent", "verdict", "indicator")
        .order_by("plan__region__code", "plan__code", "-in_table", "order")
    )
    for row in rows:
        region = row.plan.region
        counted = region.code in asked.counts
        yield region.pk, row.indicator_id, in_full(row, region, counted)


def _with_verdicts(
    rows: QuerySet[PlanIndicator], own: Collection[str]
) -> QuerySet[PlanIndicator]:
    """Add `in_doubt`, the note (`said`), and `verdicts`: the one that the viewer may
    see, without what it was made of."""
    assessments = Assessment.objects.open_to(own).defer(
        "inputs", "told_inputs", "parameters", "computed_at"
    )
    rows = rows.annotate(in_doubt=IN_DOUBT, said=newest_note(own))
    return rows.prefetch_related(
        Prefetch("assessments", assessments, to_attr="verdicts")
    )


def leads_of(
    rows: Sequence[PlanIndicator], bureaus: Collection[str]
) -> dict[int, list[Lead]]:
    """Return row pk → who answers for it, as far as the viewer may know. One query."""
    found = defaultdict(list)
    seen = LeadDepartment.objects.current().filter(plan_indicator__in=rows)
    for lead in seen.open_to(bureaus).in_order():
        found[lead.plan_indicator_id].append(lead_of(lead))
    return found


def lead_of(lead: LeadDepartment) -> Lead:
    """Return a stored assignment (in_order) as pages show it. No query."""
    today = heir(lead.department)
    return Lead(
        name=today.name,
        role=lead.role,
        state=lead.state,
        source=lead.source,
        printed_as="" if today.pk == lead.department_id else lead.department.name,
        objection=lead.objection,
        answered_on=lead.answered_on,
        pk=lead.pk,
    )


def _with_all(
    rows: QuerySet[PlanIndicator],
    regions: Sequence[Region],
    own: Collection[str],
    bureaus: Collection[str],
) -> QuerySet[PlanIndicator]:
    """Add verdicts, departments (`answering`), open questions (`asked`), and targets
    and baselines with what their revisions rest on."""
    people = ("decision__by", "decision__second")
    asked = Doubt.objects.open().order_by("target__year", "pk")
    asked = asked.select_related("target__issuer", "plan_indicator__plan")
    printed = Target.objects.select_related("issuer", "reference", *people)
    replaced = BaselineRevision.objects.select_related(*people)
    answering = LeadDepartment.objects.current()
    rows = rows.annotate(said=newest_note(own))
    return with_verdict(rows, regions, own).prefetch_related(
        Prefetch("targets", printed.by_year()),
        Prefetch("baselines", replaced.order_by("-revision")),
        Prefetch("leads", answering.open_to(bureaus).in_order(), to_attr="answering"),
        Prefetch("doubts", asked, to_attr="asked"),
    )


def _in_lists(
    rows: Sequence[PlanIndicator],
    series: dict[tuple[int, int], list[Point]],
    upper: dict[int, Upper],
    counts: Collection[str],
    leads: dict[int, list[Lead]],
) -> list[PlanRow]:
    """Return rows (_with_verdicts) as lists show them. One query for the targets; one
    more where questions are open."""
    stated = targets.of_rows(rows)
    asked = questions_of(rows)
    return [
        _in_list(
            row,
            stated[row.pk],
            row.plan.region.code in counts,
            leads=tuple(leads[row.pk]),
            questions=asked.get(row.pk, ()),
            series=tuple(series[row.plan.region_id, row.indicator_id]),
            upper=upper.get(row.indicator_id),
        )
        for row in rows
    ]


def _in_list(row: PlanIndicator, stated, counted, *, series, **more) -> PlanRow:
    verdict = next(iter(row.verdicts), None)
    verdict = verdict and verdict.told_to(counted)
    last = next((p for p in reversed(series) if p.value is not None), None)
    states = targets.judged(verdict, row.indicator.direction)
    return _row(
        row,
        row.plan.region,
        verdict,
        targets.goals(row, stated, states),
        latest_year=last.year if last else None,
        latest_value=last.value if last else None,
        series=series,
        **more,
    )


def in_full(row: PlanIndicator, region: Region, counted: bool = False) -> PlanRow:
    """Return a plan row (with_verdict) of the region's plan with all that is known of
    it; `counted`: the viewer may see the region's counts. No query where what _with_all
    brings, plan and indicator are at hand."""
    verdict = getattr(row, "verdict", None)
    verdict = verdict and verdict.told_to(counted)
    more = {
        "leads": tuple(map(lead_of, getattr(row, "answering", ()))),
        "questions": tuple(doubt.words for doubt in getattr(row, "asked", ())),
    }
    if verdict is not None:
        more["case"] = verdict.case
        more["parameters"] = Parameters.from_dict(verdict.parameters)
        more["direction"] = verdict.case.indicator.measure.direction
    direction = more.get("direction", row.indicator.direction)
    printed = targets.aims(row, region, targets.judged(verdict, direction))
    return _row(row, region, verdict, printed, **_provenance(row), **more)


def _row(
    row: PlanIndicator,
    region: Region,
    verdict: Assessment | None,
    aims: tuple[Aim, ...],
    **more,
) -> PlanRow:
    """Return the row with `more` fields; the verdict is as it may be told."""
    concept = row.indicator
    known = {
        "region_code": region.code,
        "region_name": full_name(region),
        "key": row.key,
        "order": row.order,
        "indicator": concept.code,
        "label": row.label,
        "unit": concept.unit,
        "decimals": concept.decimals,
        "direction": concept.direction,
        "domain": row.domain_label,
        "in_table": row.in_table,
        "nature": row.nature,
        "baseline": row.prints(row.baseline_raw) if row.baseline_raw else "",
        "aims": aims,
        "period": concept.period,
        "note": note_of(getattr(row, "said", None)),
        "pk": row.pk,
    }
    has_target = any(not aim.issuer for aim in aims)
    in_doubt = bool(more["questions"])
    return PlanRow(**known | _verdict(row, verdict, has_target, in_doubt) | more)


def _verdict(
    row: PlanIndicator, verdict: Assessment | None, has_target: bool, in_doubt: bool
) -> dict:
    """Return the stored verdict as fields of PlanRow, or why there is none."""
    if verdict is None:
        why = unassessed(
            has_target=has_target,
            in_doubt=in_doubt,
            has_factor=row.factor is not None,
            direction=row.indicator.direction,
        )
        return {"reason": why}
    return {
        "code": verdict.code,
        "reason": verdict.reason if has_target else NO_TARGET,
        "flags": tuple(verdict.flags),
        "result": verdict.result,
        "sentence": verdict.sentence,
        "as_of": verdict.as_of,
        "has_demo": verdict.has_demo,
        "before_code": verdict.before_code,
        "before_reason": verdict.before_reason,
        "before_has_demo": verdict.before_has_demo,
        "grade": verdict.grade,
    }


def _provenance(row: PlanIndicator) -> dict:
    """Return what the plan prints beside the row's figures as fields of PlanRow."""
    plan, baseline = row.plan, row.baseline_value
    doubted = (Doubt.Field.UNIT, Doubt.Field.BASELINE)
    exact = baseline is not None and row.factor
    exact = exact and not any(targets.is_asked(row, field) for field in doubted)
    return {
        "plan": plan.title,
        "plan_code": plan.code,
        "plan_end": plan.period_end,
        "is_draft": plan.status == Plan.Status.DRAFT,
        "retired": plan.retired_on,
        "unit_label": row.unit_label,
        "unit_read": row.unit_read,
        "foreign_unit": _foreign_unit(row),
        "baseline_raw": row.baseline_raw,
        "baseline_year": row.baseline_year,
        "baseline_value": float(baseline * row.factor) if exact else None,
        "baselines": tuple(
            Baseline(b.raw, b.year, targets.revised(b.decision))
            for b in row.baselines.all()
        ),
        "sources": targets.sources(row.source_ref, plan.title),
        "remark": row.remark,
    }


def _foreign_unit(row: PlanIndicator) -> str:
    """Return the row's printed unit where it is not the indicator's own."""
    printed = row.unit.translate(SAME_UNIT)
    same = printed == row.indicator.unit.translate(SAME_UNIT)
    return "" if not printed or same or row.factor == 1 else row.unit
