"""A region's year under review: who looks, which forms, which cells."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone

from indicators.entry.access import locked
from indicators.models import Entry, Submission
from indicators.pages import permissions, year_forms
from indicators.pages.grid import form_rows
from indicators.pages.progress import FormProgress
from indicators.pages.review import review_rows
from indicators.pages.review.forms import ReviewForm
from indicators.pages.sheet import signed_sheet
from regions.models import Region

State = Entry.State
ALL_FORMS = "*"  # stands for every form of the region where forms are locked
SHOWN = {
    "waiting": (State.SUBMITTED,),
    "warned": (State.SUBMITTED,),
    "returned": (State.RETURNED,),
    "approved": Entry.DONE,
    "all": tuple(State),
}


@dataclass(frozen=True)
class YearUnderReview:
    """What one person reviews of a region's year; `sees` says how much of it."""

    region: Region
    year: int
    sees: review_rows.ReviewRights
    forms: list[Submission]

    @property
    def units(self) -> list[str]:
        return [form.unit_key for form in self.forms]

    def entries(self) -> list[Entry]:
        """Return the cells one may see here. Three queries."""
        outside = not self.sees.reads
        return list(form_rows.entries_of(self.region, self.year, reported=outside))


@dataclass
class Answer:
    """What a refused post leaves on the page: the sentence, the cells, the texts."""

    problem: str = ""
    cells: dict[str, list[str]] = field(default_factory=dict)
    posted: QueryDict = field(default_factory=QueryDict)


def year_under_review(request, code: str, year: int) -> YearUnderReview:
    """Return the year; 404 outside one's reach, 403 for who neither reviews nor
    administers the region nor reviews the level directly above."""
    region = permissions.reachable(request, code)
    sees = review_rows.viewer(request.user.grants, region.code)
    permissions.require_act(request, "look_at_review", region)
    return YearUnderReview(region, year, sees, year_forms.forms_of(region, year))


def page(request, under_review: YearUnderReview, query, answer: Answer | None = None):
    """Show the review page as filtered by `query`; after a refused post, with what
    was refused and what was typed (422)."""
    choice = ReviewForm(query, under_review.forms)
    if not choice.is_valid():
        return permissions.bad_query(request, choice)
    answer = answer or Answer()
    entries = under_review.entries()
    default = "waiting" if under_review.sees.reads else "all"
    show = choice.cleaned_data["show"] or default
    all_lines = review_rows.lines(
        under_review.region,
        under_review.year,
        entries,
        request.user,
        under_review.sees,
        SHOWN[show],
    )
    unit = choice.unit
    mine = [n for n in all_lines if not unit or n.entry.submission.unit_key == unit]
    _fill_in(all_lines, answer)
    shown = [n for n in mine if _is_shown(n, show) or n.refused]
    context = {
        "section": "entry",
        "under_review": under_review,
        "choice": choice,
        "show": show,
        "tabs": _tabs(choice, mine, show, under_review.sees),
        "lines": shown,
        "choosable": sum(n.may_choose for n in shown),
        "query": choice.data.urlencode() if hasattr(choice.data, "urlencode") else "",
        "answer": answer,
        "all_forms": ALL_FORMS,
        "locked": locked(under_review.forms),
        "refused": [n for n in all_lines if n.refused],
    }
    context |= _reporting(under_review, entries) | _signed(under_review, entries)
    status = 422 if answer.problem else 200
    return render(request, "entry/review.html", context, status=status)


def _fill_in(lines, answer: Answer) -> None:
    """Put back at its row what was typed there, and why it was refused."""
    chosen = answer.posted.getlist("choose")
    for line in lines:
        code = line.row.indicator.code
        line.refused = answer.cells.get(code, [])
        line.typed = {
            "chosen": code in chosen,
            "remark": answer.posted.get(f"remark-{code}", ""),
            "suggest": answer.posted.get(f"suggest-{code}", ""),
        }


def _is_shown(line: review_rows.ReviewLine, show: str) -> bool:
    if line.entry.state not in SHOWN[show]:
        return False
    return show != "warned" or line.warns


def _tabs(choice, lines, show: str, sees: review_rows.ReviewRights) -> list[dict]:
    """Return the filters by state, each with how many cells it keeps."""
    if not sees.reads:
        return []
    found = []
    for code, words in choice.fields["show"].choices:
        query = QueryDict(mutable=True)
        query.update(
            {"show": code} | ({"department": choice.unit} if choice.unit else {})
        )
        found.append(
            {
                "words": words,
                "count": sum(_is_shown(line, code) for line in lines),
                "query": query.urlencode(),
                "current": code == show,
            }
        )
    return found


def _reporting(under_review: YearUnderReview, entries: list[Entry]) -> dict:
    """Return what 报送 would show to whom and what is still missing. One query."""
    if not under_review.sees.reads:
        return {"asked": _asked(under_review), "reported": len(entries)}
    counts, today = FormProgress(), timezone.localdate()
    for entry in entries:
        counts.add(entry, today)
    above = list(Region.objects.above(under_review.region))
    return {"counts": counts, "above": above[::-1], "asked": counts.asked}


def _asked(under_review: YearUnderReview) -> int:
    return Entry.objects.current().of(under_review.region, under_review.year).count()


def _signed(under_review: YearUnderReview, entries: list[Entry]) -> dict:
    """Return the signed sheets, those first that no longer agree with the cells."""
    if not under_review.sees.reads:
        return {}
    scans = signed_sheet.scans(under_review.forms)
    found = []
    for scope in ["", *under_review.units] if scans else []:
        made = signed_sheet.sheet(
            under_review.region, under_review.year, under_review.forms, entries, scope
        )
        if signed := signed_sheet.signed(made, scans):
            found.append((made, signed))
    found.sort(key=lambda pair: pair[1].agrees)
    return {"signed": found}
