"""What is done with a proposal: made, confirmed, returned, withdrawn; each one
transaction under a lock on it, so done twice is done once."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import words
from indicators.entry.problems import EntryError, NotAllowed
from indicators.entry.second_person import kinds
from indicators.entry.second_person.who import require_confirming
from indicators.models import Decision, Proposal
from regions import permits
from regions.models import Region

State = Proposal.State
LASTS = timedelta(days=90)  # a proposal waits so long
REASON, DOCUMENT, NUMBER, WHY = 2000, 200, 60, 300


@dataclass(frozen=True)
class GivenPaper:
    """What a change rests on: a document by name, number and day, and the reason."""

    document: str = ""
    number: str = ""
    dated: date | None = None
    reason: str = ""


def paper(document: str, number: str, dated: date | None, reason: str) -> GivenPaper:
    """Return the document and reason as they are stored; EntryError for what lacks."""
    found = words.clean(number)
    words.require_short(found, NUMBER)
    name = words.sentence(document, DOCUMENT, _("请写明依据的文件名。"))
    if dated is None:
        raise EntryError(_("请写明文件日期。"))
    return GivenPaper(
        name, found, dated, words.sentence(reason, REASON, _("请写明修订原因。"))
    )


@transaction.atomic
def propose(
    kind: str,
    region: Region,
    subject: str,
    title: str,
    *,
    before: dict | None = None,
    after: dict | None = None,
    about: GivenPaper,
    by,
) -> Proposal:
    """Put a change before a second person; raises EntryError while one waits.

    Who may propose, and that the change makes sense, the caller has asked.
    """
    _expire(kind, subject)
    same = Proposal.objects.filter(kind=kind, subject=subject, state=State.WAITING)
    if waits := same.select_related("by").first():
        raise EntryError(_already_waits(waits))
    try:
        with transaction.atomic():
            return Proposal.objects.create(
                kind=kind,
                region=region,
                subject=subject,
                title=title,
                before=before or {},
                after=after or {},
                reason=about.reason,
                document=about.document,
                number=about.number,
                dated=about.dated,
                by=by,
                expires_on=timezone.localdate() + LASTS,
            )
    except IntegrityError:  # somebody was a moment earlier
        raise EntryError(_already_waits(same.select_related("by").get())) from None


def _already_waits(waits: Proposal) -> str:
    return _(
        "“%(title)s”已有一项待复核（%(who)s，%(when)s提出），办结之后方可再提。"
    ) % {"title": waits.title, "who": waits.by, "when": _when(waits.at)}


def _when(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _expire(kind: str, subject: str) -> None:
    """Close what waited too long on the same subject."""
    overdue = Proposal.objects.filter(
        kind=kind,
        subject=subject,
        state=State.WAITING,
        expires_on__lt=timezone.localdate(),
    )
    for proposal in overdue.select_for_update(of=("self",)):
        _close(proposal, State.EXPIRED, None)
        kinds.of(proposal).drop(proposal)


def _locked(proposal: Proposal) -> Proposal:
    """Return the proposal as it is now, locked."""
    rows = Proposal.objects.select_related("region", "by", "closed_by")
    return rows.select_for_update(of=("self",)).get(pk=proposal.pk)


def _close(proposal: Proposal, state: str, by, why: str = "") -> None:
    proposal.state, proposal.closed_by, proposal.why = state, by, why
    proposal.closed_at = timezone.now()
    proposal.save(update_fields=["state", "closed_by", "closed_at", "why"])


def already(proposal: Proposal) -> str:
    """Return what became of a proposal, by whom and when: nothing more is done."""
    if proposal.is_overdue or proposal.closed_by is None:
        return _("这一事项%(state)s（%(day)s到期），未重复执行；需要时请重新提出。") % {
            "state": proposal.state_words,
            "day": f"{proposal.expires_on:%Y-%m-%d}",
        }
    return _("这一事项%(state)s（%(who)s，%(when)s），未重复执行。") % {
        "state": proposal.state_words,
        "who": proposal.closed_by,
        "when": _when(proposal.closed_at),
    }


def _require_open(proposal: Proposal) -> None:
    if not proposal.is_open:
        raise EntryError(already(proposal))


@transaction.atomic
def confirm(proposal: Proposal, by, **how) -> Proposal:
    """Make the change, as the second person; `how` is for the kind's `land`.

    Raises NotAllowed for the author and whoever may not, EntryError when it is closed,
    expired, or no longer fits what is stored; then nothing is changed.
    """
    proposal = _locked(proposal)
    require_confirming(proposal, by)
    _require_open(proposal)
    kinds.of(proposal).land(proposal, by, **how)
    _close(proposal, State.CONFIRMED, by)
    return proposal


@transaction.atomic
def send_back(proposal: Proposal, by, why: str) -> Proposal:
    """Close the proposal with a reason that its author is told; as the second
    person."""
    proposal = _locked(proposal)
    require_confirming(proposal, by)
    _require_open(proposal)
    why = words.sentence(why, WHY, _("请写明退回原因，原因对提出人可见。"))
    _close(proposal, State.RETURNED, by, why)
    kinds.of(proposal).drop(proposal)
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal, by) -> Proposal:
    """Take the proposal back; by its author only, expired ones too."""
    proposal = _locked(proposal)
    if proposal.by_id != by.pk:
        raise NotAllowed(permits.on_rows("withdraw", who=proposal.by))
    if proposal.state != State.WAITING:
        raise EntryError(already(proposal))
    _close(proposal, State.WITHDRAWN, by)
    kinds.of(proposal).drop(proposal)
    return proposal


def decide(proposal: Proposal, by) -> Decision:
    """Write down what a confirmed change rests on."""
    return Decision.objects.create(
        proposal=proposal,
        document=proposal.document,
        number=proposal.number,
        date=proposal.dated,
        reason=proposal.reason,
        by=proposal.by,
        second=by,
    )
