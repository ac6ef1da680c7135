"""Open work in the yearly reporting of people and departments
(regions/open_work.py)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.entry import owners
from indicators.models import DataOwner, Entry, LeadDepartment
from regions import access, open_work


def told(counts) -> list[str]:
    """Return the sentences of what there is any of."""
    return [words % {"n": count} for words, count in counts if count]


@open_work.holding
def work_of(person, regions):
    """Say what a person collects, has yet to fill in, and has yet to review."""
    cells = Entry.objects.current().filter(submission__region__code__in=regions)
    fill, review = Q(pk__in=[]), Q(pk__in=[])
    for grant in person.grants:
        if grant.role == access.STAFF:
            here = Q(submission__region__code=grant.region)
            if grant.department:
                here &= Q(submission__department=grant.department)
            fill |= here
        elif grant.role == access.REVIEWER:
            review |= Q(submission__region__code=grant.region)
    collects = DataOwner.objects.filter(clerk=person, region__code__in=regions)
    return told(
        [
            (_("经办收集%(n)s项指标"), collects.count()),
            (
                _("待填报%(n)s项"),
                cells.filter(fill, state__in=Entry.OPEN).count(),
            ),
            (
                _("待审核%(n)s项"),
                cells.filter(review, state=Entry.State.SUBMITTED).count(),
            ),
        ]
    )


def _answered(department) -> int:
    """Return for how many plan rows a department answers: its successor stands for it
    there, the document's words stay."""
    return LeadDepartment.objects.current().filter(department=department).count()


@open_work.burden
def work_of_department(department):
    """Say what a department supplies and has yet to submit."""
    supplied = DataOwner.objects.filter(department=department)
    cells = Entry.objects.current().filter(
        submission__department=department, state__in=Entry.OPEN
    )
    return told(
        [
            (_("数据提供分工%(n)s项"), supplied.count()),
            (_("未提交的指标%(n)s项"), cells.count()),
            (_("牵头、配合或责任的规划指标%(n)s项"), _answered(department)),
        ]
    )


@open_work.succession
def work_to_successor(department, successor, by):
    """Move data owners, and with them the open cells, to the successor."""
    done = owners.succeed(department, successor, by=by)
    return told(
        [
            (_("数据提供分工%(n)s项"), done.rows),
            (_("未提交的指标%(n)s项"), done.moved),
            (_("牵头、配合或责任的规划指标%(n)s项"), _answered(department)),
        ]
    )
