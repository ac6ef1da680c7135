"""Who has not reported: the forms of a round as the chaser's page shows them.

Counts and names of indicators only: no figure, no remark. What a returned cell was
sent back with is told to the region's own people alone (CONTRIBUTING § Access).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import DataOwner, Entry, FormEvent, Round, Submission
from indicators.pages.progress import FormProgress
from indicators.pages.rounds import reminders
from regions import access
from regions.models import Membership, Region

STAMPS = (
    *("entered_at", "submitted_at", "returned_at", "approved_at", "reported_at"),
)  # fmt: skip
STATES = {
    "overdue": gettext_lazy("有逾期"),
    "open": gettext_lazy("未全部提交"),
    "returned": gettext_lazy("有退回"),
    "waiting": gettext_lazy("有待审核"),
    "done": gettext_lazy("已全部提交"),
    "locked": gettext_lazy("已锁定"),
}


@dataclass
class FormOutstanding:
    """One form of the round: how far it is, what is missing, who was asked when."""

    form: Submission
    told: bool  # whether the viewer may read remarks of returned cells
    commanded: bool = False  # whether the issuer may 督办 the unit
    has_account: bool = True  # whether anybody can fill the form in here
    progress: FormProgress = field(default_factory=FormProgress)
    open: list[Entry] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)  # words → cells
    last: datetime | None = None
    contacts: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    events: list[FormEvent] = field(default_factory=list)  # reminders, newest first

    @property
    def key(self) -> str:
        """What names the form in addresses and in posted fields."""
        name = self.form.department.name if self.form.department else ""
        return f"{self.form.region.code}:{name}"

    @property
    def unit(self) -> str:
        """Who fills the form in, as outsiders call it."""
        return unit_of(self.form)

    @property
    def returned(self) -> list[Entry]:
        return [e for e in self.open if e.state == Entry.State.RETURNED]

    @property
    def tally(self) -> dict[str, int]:
        """How many open cells there are by what is the matter with each: all that a
        level above is told of them."""
        found = dict.fromkeys(("returned", "filled", "empty"), 0)
        for entry in self.open:
            is_returned = entry.state == Entry.State.RETURNED
            kept = "filled" if entry.is_filled else "empty"
            found["returned" if is_returned else kept] += 1
        return found

    @property
    def former(self) -> list[reminders.Reminder]:
        return [
            reminders.Reminder(
                e.details.get("level", ""), timezone.localdate(e.at), str(e.by or "")
            )
            for e in self.events
        ]

    @property
    def to_chase(self) -> bool:
        """Whether something can still be asked for: a locked form cannot be filled."""
        return bool(self.open) and not self.form.locked_at

    def add(self, entry: Entry, today: date) -> None:
        """Count one cell."""
        self.progress.add(entry, today)
        if entry.is_open:
            self.open.append(entry)
        if entry.missing_reason:
            why = entry.get_missing_reason_display()
            self.reasons[why] = self.reasons.get(why, 0) + 1
        stamps = [getattr(entry, name) for name in STAMPS]
        self.last = max(filter(None, [self.last, *stamps]), default=None)


def unit_of(form: Submission) -> str:
    """Return who fills a form in, as outsiders call it."""
    if form.department:
        return form.department.name
    return form.region.bureau_on_paper


def _cells(round: Round, forms: Iterable[int]) -> QuerySet[Entry]:
    """Return the cells a round asks for on forms (pks), with what counting needs and
    no figure more."""
    return (
        round.entries.filter(current=True, submission__in=forms)
        .select_related("indicator")
        .only(
            *("submission_id", "state", "due_on", "value", "missing_reason"),
            *("expected_on", "returns", "remark", "grade", *STAMPS),
            *("indicator__code", "indicator__name", "indicator__domain"),
            *("indicator__final_month", "indicator__available_month"),
            "indicator__available_same_year",
        )
        .order_by("indicator__domain__order", "indicator__code")
    )


def lines(
    round: Round, forms: Iterable[Submission], grants, today: date
) -> list[FormOutstanding]:
    """Return what is outstanding on the forms of a round, in their order.

    Five queries whatever the number of forms, which need region, department and
    locked_by loaded.
    """
    found = {
        form.pk: FormOutstanding(
            form,
            access.may_read_entries(grants, form.region.code, form.department_id),
            issuer_for(round, form, grants).commands(form.region),
        )
        for form in forms
    }
    for entry in _cells(round, list(found)):
        entry.submission = found[entry.submission_id].form
        found[entry.submission_id].add(entry, today)
    regions = {line.form.region_id for line in found.values()}
    _add_reminders(found)
    _add_contacts(found.values(), regions)
    _add_accounts(found.values(), regions)
    return list(found.values())


def _add_reminders(found: dict[int, FormOutstanding]) -> None:
    events = FormEvent.objects.filter(
        submission__in=found, kind=FormEvent.Kind.REMINDED
    ).select_related("by")
    for event in events:
        found[event.submission_id].events.append(event)


def _add_contacts(lines: Iterable[FormOutstanding], regions: Iterable[int]) -> None:
    """Add who is asked for the figures: contacts of the departments' indicators."""
    owners = DataOwner.objects.filter(region__in=regions).exclude(contact="", phone="")
    people = defaultdict(dict)
    for owner in owners.order_by("indicator__domain__order", "indicator__code"):
        people[owner.region_id, owner.department_id][owner.contact, owner.phone] = True
    for line in lines:
        named = people.get((line.form.region_id, line.form.department_id), {})
        line.contacts = list(dict.fromkeys(name for name, _phone in named if name))
        line.phones = list(dict.fromkeys(phone for _name, phone in named if phone))


def _add_accounts(lines: Iterable[FormOutstanding], regions: Iterable[int]) -> None:
    """Add whether a department has an account, and the e-mail addresses of those who
    fill the forms in."""
    staff = Membership.objects.filter(
        region__in=regions, role=access.STAFF, user__is_active=True
    ).order_by("user__username")
    found = defaultdict(list)
    for region, department, address in staff.values_list(
        "region", "department", "user__email"
    ):
        found[region, department].append(address)
    for line in lines:
        people = found.get((line.form.region_id, line.form.department_id), [])
        line.has_account = bool(people) or line.form.department_id is None
        line.addresses = [address for address in people if address]


def issuer_for(round: Round, form: Submission, grants) -> Region:
    """Return the region whose bureau one writes for: the round's, where one follows
    it, else the form's own."""
    follows = access.may_see_progress(grants, round.issuer.code)
    return round.issuer if follows else form.region


def recipient(region: Region) -> str:
    """Return whom figures are sent to on paper: the bureau, with its telephone."""
    if not region.bureau_phone:
        return region.bureau_on_paper
    return _("%(bureau)s（电话：%(phone)s）") % {
        "bureau": region.bureau_on_paper,
        "phone": region.bureau_phone,
    }


def ask(line: FormOutstanding, round: Round, link: str) -> reminders.Ask:
    """Return what a message to the form's people says."""
    return reminders.Ask(
        title=round.title,
        region=line.form.region.name,
        unit=line.unit,
        year=round.year,
        missing=[e.indicator.name for e in line.open],
        due_on=line.progress.due_on,
        link=link,
        contacts=line.contacts[:3],
        to="" if line.has_account else recipient(line.form.region),
        returned=[
            (e.indicator.name, e.remark if line.told else "") for e in line.returned
        ],
    )


@dataclass(frozen=True)
class ReminderStep:
    """What comes next for a form: the level proposed, and the message to send."""

    level: str
    text: str
    proposed: str
    rests_until: date | None


def step(
    line: FormOutstanding, round: Round, link: str, today: date, level: str = ""
) -> ReminderStep:
    """Return the next step for a form that can be chased; `level` overrides."""
    last = reminders.SUPERVISE if line.commanded else reminders.PROMPT
    proposed = reminders.next_level(today, line.progress.due_on, line.former, last)
    if level in reminders.ON_PAPER:
        level = last
    level = level or proposed
    text = reminders.message(ask(line, round, link), level, today, line.former)
    return ReminderStep(
        level, text, proposed, reminders.rests_until(today, line.former)
    )


def issuer_of(event: FormEvent, form: Submission, above: Region) -> Region:
    """Return whose bureau sends a 督办单: the round's, or the form's own region."""
    return above if event.details.get("issuer") == above.code else form.region


def supervision_number(event: FormEvent, issuer: Region) -> str:
    """Return the number of a 督办单 or 工作提示单: 机关代字, year, and which of the issuer's
    of that kind that year; room for the 机关代字 where nobody has registered it.

    Events are never changed or removed, so a number stays what it is. One query.
    """
    year = timezone.localdate(event.at).year
    own = Q(details__issuer=issuer.code) | Q(
        details__issuer__isnull=True, submission__region=issuer
    )
    earlier = FormEvent.objects.filter(
        own,
        kind=FormEvent.Kind.REMINDED,
        details__level=event.details["level"],
        at__year=year,
    ).filter(Q(at__lt=event.at) | Q(at=event.at, pk__lte=event.pk))
    return _("%(code)s〔%(year)s〕%(n)s号") % {
        "code": issuer.document_code or _("　　　"),
        "year": year,
        "n": earlier.count(),
    }
