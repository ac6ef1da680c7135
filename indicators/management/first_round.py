"""The round that quickstart opens, so that the first login shows work to do."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from indicators import entry
from indicators.models import Round
from indicators.plans.loading.owners import load_owners
from regions import access
from regions.models import User

WINDOW = timedelta(days=30)


@transaction.atomic
def open_where_none(path, people) -> list[str]:
    """Open a round for last year in each region that a file of data owners names.

    Does nothing where any round exists. Returns the titles of what was opened;
    `people` are the demonstration's accounts, one of whom administers the regions.
    """
    if Round.objects.exists():
        return []
    regions, _outcome = load_owners(path)
    names = [p.username for p in people if p.role == access.ADMINISTRATOR]
    chief = User.objects.filter(username__in=names).first()
    today, titles = timezone.localdate(), []
    for region in regions if chief else ():
        call = Round(
            issuer=region,
            title=f"{today.year - 1}年{region.name_in_full}健康规划指标数据采集",
            year=today.year - 1,
            opens_on=today,
            due_on=today + WINDOW,
        )
        entry.open_round(call, [region], by=chief)
        titles.append(call.title)
    return titles
