"""Targets by their years: their order, which are in force, how a year is said."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from indicators.rules import printed

UNDATED_LAST = F("year").asc(nulls_last=True)  # the databases differ of themselves


class TargetQuerySet(models.QuerySet):
    def by_year(self):
        """Return them by year, the undated last, the newest revision first."""
        return self.order_by(UNDATED_LAST, "-revision")

    def with_superseded(self):
        """Add `is_superseded`: whether a later revision of the same stands, or one that
        gave an undated target its year."""
        newer = self.model.objects.annotate(when=Coalesce("year", 0)).filter(
            plan_indicator=OuterRef("plan_indicator"),
            issuer=OuterRef("issuer"),
            when=Coalesce(OuterRef("year"), 0),
            revision__gt=OuterRef("revision"),
        )
        dated = self.model.objects.filter(replaces=OuterRef("pk"))
        return self.annotate(is_superseded=Exists(newer) | Exists(dated))

    def in_force(self):
        """Keep what no later revision replaces."""
        return self.with_superseded().filter(is_superseded=False)


def in_force(stated: Iterable) -> list:
    """Return those of a row's targets (of several issuers) that no later revision
    replaces, by year, the undated last; Target or tuples of such columns."""
    replaced, latest = {target.replaces_id for target in stated}, {}
    for target in stated:
        same = target.issuer_id, target.year
        if same not in latest or latest[same].revision < target.revision:
            latest[same] = target
    kept = [target for target in latest.values() if target.pk not in replaced]
    return sorted(kept, key=lambda target: printed.place(target.year))


def said_year(year: int | None) -> str:
    """Return a target's year in the reader's language: 2030年, or 未注明年份."""
    return gettext("未注明年份") if year is None else gettext("%(y)s年") % {"y": year}
