"""The peer of bench_import: django-import-export on the same model and file.

Three set-ups: as its manual's first page has it (defaults, foreign keys by code);
tuned with its options (bulk, no diffs, keys looked up once); and, for scale, with the
stored rows fetched beforehand by code of one's own. All check the same bounds and
write the same lines of history.
"""

from decimal import Decimal

from import_export import fields, resources, widgets

from indicators.models import Indicator, Observation, ObservationChange
from indicators.models.observations import Origin
from regions.models import Region

HEADINGS = {
    "region": "地区代码",
    "indicator": "指标代码",
    "year": "年份",
    "value": "数值",
    "source": "来源",
}


class CachedKey(widgets.ForeignKeyWidget):
    """Looks every code up in one query at the first row."""

    rows = None

    def clean(self, value, row=None, **kwargs):
        if self.rows is None:
            self.rows = {str(r.code): r for r in self.model.objects.all()}
        return self.rows[str(value)]


class DecimalText(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return Decimal(str(value))


def _columns(key):
    return {
        "region": fields.Field("region", HEADINGS["region"], key(Region, "code")),
        "indicator": fields.Field(
            "indicator", HEADINGS["indicator"], key(Indicator, "code")
        ),
        "year": fields.Field("year", HEADINGS["year"], widgets.IntegerWidget()),
        "value": fields.Field("value", HEADINGS["value"], DecimalText()),
        "source": fields.Field("source", HEADINGS["source"]),
    }


def _line(old, row):
    return ObservationChange(
        region_id=row.region_id,
        indicator_id=row.indicator_id,
        year=row.year,
        old_value=old,
        new_value=row.value,
        origin=Origin.IMPORT,
        document="bench",
    )


def _check(row):
    """Refuse a value outside the indicator's bounds."""
    low, high = row.indicator.lower, row.indicator.upper
    if (low is not None and row.value < low) or (high is not None and row.value > high):
        raise ValueError(f"{row.indicator.name} {row.value}")


class Defaults(resources.ModelResource):
    """As people write it: a row is looked up, compared, saved, and its history too."""

    locals().update(_columns(widgets.ForeignKeyWidget))

    class Meta:
        model = Observation
        import_id_fields = ("region", "indicator", "year")
        fields = tuple(HEADINGS)

    def before_save_instance(self, instance, row, **kwargs):
        _check(instance)
        instance.origin = Origin.IMPORT
        key = {"pk": instance.pk or 0}
        instance.before = Observation.objects.filter(**key).values_list(
            "value", flat=True
        )
        instance.before = instance.before.first()

    def after_save_instance(self, instance, row, **kwargs):
        if not kwargs.get("dry_run"):
            _line(instance.before, instance).save()


class Tuned(resources.ModelResource):
    """As fast as its options make it: bulk writes, no diffs, everything cached."""

    locals().update(_columns(CachedKey))

    class Meta:
        model = Observation
        import_id_fields = ("region", "indicator", "year")
        fields = tuple(HEADINGS)
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        skip_unchanged = False
        report_skipped = False
        use_transactions = True

    def before_import(self, dataset, **kwargs):
        self.lines = []

    def get_instance(self, instance_loader, row):
        found = super().get_instance(instance_loader, row)
        if found is not None:
            found.before = found.value
        return found

    def before_save_instance(self, instance, row, **kwargs):
        _check(instance)
        instance.origin = Origin.IMPORT
        self.lines.append(_line(getattr(instance, "before", None), instance))

    def after_import(self, dataset, result, **kwargs):
        if not kwargs.get("dry_run"):
            ObservationChange.objects.bulk_create(self.lines, batch_size=1000)


class Prefetched(Tuned):
    """Beyond options: the stored rows are fetched once, by code of one's own."""

    class Meta(Tuned.Meta):
        pass

    def before_import(self, dataset, **kwargs):
        super().before_import(dataset, **kwargs)
        found = Observation.objects.select_related("region", "indicator")
        self.stored = {
            (o.region.code, o.indicator.code, o.year): o
            for o in found.filter(region__code__in=set(dataset[HEADINGS["region"]]))
        }

    def get_instance(self, instance_loader, row):
        names = ("region", "indicator", "year")
        region, indicator, year = (row[HEADINGS[name]] for name in names)
        found = self.stored.get((str(region), str(indicator), int(year)))
        if found is not None:
            found.before = found.value
        return found
