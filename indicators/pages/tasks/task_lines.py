"""My tasks: what each person has to fill in, look over or follow, with counts.

One pass over the cells of the forms a person works on; the number of queries does
not depend on the number of forms.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import F, Q
from django.utils import timezone

from indicators.entry import second_person
from indicators.entry.access import locked
from indicators.models import DataOwner, Entry, Proposal, Round, Submission
from indicators.pages.progress import FormProgress, added
from regions import access
from regions.models import Region

Key = tuple[Region, int]


@dataclass
class FormPart:
    """One form of a task: who fills it in and how far it is."""

    form: Submission
    progress: FormProgress = field(default_factory=FormProgress)
    waiting_from: dict[str, int] = field(default_factory=dict)  # who → cells

    @property
    def unit(self) -> str:
        return self.form.unit_name


@dataclass
class FillTask:
    """A region's year that one fills in: the forms, and what is urgent in them."""

    region: Region
    year: int
    forms: list[FormPart]
    whole: bool  # staff without a department: every row of the region
    rounds: list[Round] = field(default_factory=list)
    mine: FormProgress | None = None  # the rows one handles oneself (我经办的)
    returned: list[Entry] = field(default_factory=list)
    supplements: list[Entry] = field(default_factory=list)
    later: list[Entry] = field(default_factory=list)

    @cached_property
    def progress(self) -> FormProgress:
        return added(part.progress for part in self.forms)

    @property
    def opens_on(self) -> date:
        return min(part.form.opens_on for part in self.forms)

    @property
    def locked(self) -> str:
        """Which forms are locked, by whom and why, in one sentence; "" for none."""
        return locked(part.form for part in self.forms)

    @property
    def is_writable(self) -> bool:
        """Whether any of its forms may be written today."""
        today = timezone.localdate()
        forms = [part.form for part in self.forms]
        return any(not f.locked_at and f.opens_on <= today for f in forms)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to fill in, for now."""
        return not self.progress.open and not self.supplements


@dataclass
class ReviewTask:
    """A region's year that one reviews: what waits, and what can be reported."""

    region: Region
    year: int
    forms: list[FormPart]
    own: int = 0  # waiting cells one has entered oneself: another must approve them

    @cached_property
    def progress(self) -> FormProgress:
        return added(part.progress for part in self.forms)

    @property
    def waiting(self) -> list[FormPart]:
        return [part for part in self.forms if part.progress.submitted]

    @property
    def is_done(self) -> bool:
        return not self.progress.submitted and not self.progress.approved


@dataclass
class UpperTask:
    """A region directly below that has reported something one may look over."""

    region: Region
    year: int
    reported: int
    asked: int
    day: date | None  # of the newest reported cell

    is_done = False


@dataclass
class Tasks:
    """All tasks of one person, the most urgent first."""

    fill: list[FillTask]
    review: list[ReviewTask]
    upper: list[UpperTask]
    confirm: list[Proposal] = field(default_factory=list)  # as the second person
    proposed: list[Proposal] = field(default_factory=list)  # by the person, of late

    def __bool__(self):
        """Whether anything waits for the person."""
        return bool(self.fill or self.review or self.upper or self.confirm)


def _wanted(grants: Iterable[access.Grant]) -> Q:
    """Return the filter that keeps the forms one fills in, reviews, or looks over."""
    wanted = Q(pk__in=[])
    for grant in grants:
        if grant.role == access.STAFF:
            mine = Q(region__code=grant.region)
            if grant.department is not None:
                mine &= Q(department=grant.department)
            wanted |= mine
        elif grant.role == access.REVIEWER:
            wanted |= Q(region__code=grant.region)
            wanted |= Q(region__parent__code=grant.region)
    return wanted


def of(user, today: date) -> Tasks:
    """Return the tasks of a person. Four queries (five with a form to fill in, two more
    for who proposes and confirms)."""
    forms = list(
        Submission.objects.asked()
        .filter(_wanted(user.grants))
        .select_related("region", "department", "locked_by")
    )
    cells = _cells(forms)
    by_key: dict[Key, list[Submission]] = defaultdict(list)
    for form in forms:
        by_key[form.region, form.year].append(form)
    handled = _handled(user, {region.pk for region, _year in by_key})
    confirm, proposed = second_person.waiting(user), second_person.proposed(user)
    tasks = Tasks([], [], [], confirm, proposed)
    for (region, year), group in by_key.items():
        _add(tasks, user, region, year, group, cells, handled, today)
    _name_rounds(tasks.fill)
    tasks.fill.sort(key=_fill_order)
    tasks.review.sort(key=lambda t: (-t.progress.submitted, -t.year, t.region.code))
    tasks.upper.sort(key=lambda t: (-t.year, t.region.code))
    return tasks


def _fill_order(task: FillTask) -> tuple:
    """Order what is to be filled in: unfinished first, overdue, by day."""
    p = task.progress
    return task.is_done, -p.overdue, p.due_on or date.max, -task.year, task.region.code


def _cells(forms: Iterable[Submission]) -> dict[int, list[Entry]]:
    """Return form pk → its current cells, by domain. One query."""
    found = defaultdict(list)
    rows = (
        Entry.objects.current()
        .filter(submission__in=list(forms))
        .select_related("indicator", "returned_by", "submitted_by")
        .order_by("indicator__domain__order", "indicator__code")
    )
    for entry in rows:
        found[entry.submission_id].append(entry)
    return found


def _handled(user, regions: set[int]) -> set[tuple[int, int]]:
    """Return (region, indicator) pks of what the person handles (经办). One query."""
    rows = DataOwner.objects.filter(clerk=user, region__in=regions)
    return set(rows.values_list("region", "indicator"))


def _add(tasks, user, region, year, forms, cells, handled, today) -> None:
    """Add what one region's year asks of the person, role by role."""
    grants, code = user.grants, region.code
    mine = access.own_forms(grants, code)
    to_fill = [f for f in forms if mine is None or f.department_id in mine]
    if any(cells[f.pk] for f in to_fill):
        whole = mine is None
        tasks.fill.append(
            _fill_task(region, year, to_fill, whole, cells, handled, today)
        )
    if access.may_review(grants, code) and any(cells[f.pk] for f in forms):
        tasks.review.append(_review_task(user, region, year, forms, cells, today))
    if access.may_return_reported(grants, code):
        upper = _upper_task(region, year, forms, cells)
        if upper.reported:
            tasks.upper.append(upper)


def _part(form: Submission, entries: Iterable[Entry], today: date) -> FormPart:
    part = FormPart(form)
    for entry in entries:
        part.progress.add(entry, today)
        if entry.state == Entry.State.SUBMITTED:
            who = str(entry.submitted_by or "")
            part.waiting_from[who] = part.waiting_from.get(who, 0) + 1
    return part


def _fill_task(region, year, forms, whole, cells, handled, today) -> FillTask:
    """Gather one region's year; in every list what one handles oneself comes first."""
    parts = [_part(form, cells[form.pk], today) for form in forms]
    entries = [entry for form in forms for entry in cells[form.pk]]
    mine = [e for e in entries if (region.pk, e.indicator_id) in handled]
    entries.sort(key=lambda e: e not in mine)
    task = FillTask(region, year, [p for p in parts if p.progress.asked], whole)
    if mine:
        task.mine = FormProgress()
        for entry in mine:
            task.mine.add(entry, today)
    due = set(task.progress.supplements)
    later = {code for _day, code in task.progress.later}
    task.returned = [e for e in entries if e.state == Entry.State.RETURNED]
    task.supplements = [e for e in entries if e.indicator.code in due]
    task.later = sorted(
        (e for e in entries if e.indicator.code in later),
        key=lambda e: e.expected_again,
    )
    return task


def _review_task(user, region, year, forms, cells, today) -> ReviewTask:
    parts = [_part(form, cells[form.pk], today) for form in forms]
    own = sum(
        entry.state == Entry.State.SUBMITTED and entry.entered_by_id == user.pk
        for form in forms
        for entry in cells[form.pk]
    )
    return ReviewTask(region, year, [p for p in parts if p.progress.asked], own)


def _upper_task(region, year, forms, cells) -> UpperTask:
    """Count what is reported; nothing else of a region below is anyone's business."""
    entries = [entry for form in forms for entry in cells[form.pk]]
    reported = [e for e in entries if e.state == Entry.State.REPORTED]
    newest = max((e.reported_at for e in reported if e.reported_at), default=None)
    return UpperTask(region, year, len(reported), len(entries), newest)


def _name_rounds(tasks: list[FillTask]) -> None:
    """Add to each task the rounds that ask. One query."""
    if not tasks:
        return
    rows = Round.objects.filter(year__in={task.year for task in tasks}).annotate(
        asked=F("regions")
    )
    asking = defaultdict(list)
    for row in rows.filter(asked__in={task.region.pk for task in tasks}):
        asking[row.asked, row.year].append(row)
    for task in tasks:
        task.rounds = asking[task.region.pk, task.year]
