"""The administrator's desk for the catalogue, plans and targets.

Definitions are edited here and every change refreshes the verdicts it touches;
observations and verdicts are shown, never edited.
"""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Case, Q, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indicators import disclosure
from indicators.admin_forms import TargetForm
from indicators.models import (
    Assessment,
    Domain,
    ImportBatch,
    Indicator,
    MilestoneStatus,
    Observation,
    ObservationChange,
    Plan,
    PlanIndicator,
    PlanTask,
    Target,
)
from indicators.models.observations import COUNTS
from indicators.verdicts import assessing
from regions import access
from regions.admin import ScopedAdmin, ScopedInline
from regions.models import Region

# What a snapshot holds of events is seen nowhere.
SNAPSHOT = ["reported_as"]
# Of a batch: what it brought in stands, or stood, in the region.
SETTLED = [ImportBatch.State.APPLIED, ImportBatch.State.UNDONE]


def told(value, concept):
    """Return a value as everybody is told it (indicators/disclosure.py)."""
    return disclosure.told(value, concept.decimals, per=concept.per)


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that other parts of the program write; here they are only looked at."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class AudienceAdmin(ReadOnlyAdmin):
    """Rows of which some are for a region's own people only, until 报送."""

    def get_queryset(self, request):
        own = access.own_regions(request.user.grants)
        return super().get_queryset(request).open_to(own)


class PlanPartAdmin(ScopedAdmin):
    """Parts of a plan; stored verdicts, which nobody edits, go with them."""

    def get_deleted_objects(self, objs, request):
        found, counts, perms, protected = super().get_deleted_objects(objs, request)
        return found, counts, perms - {Assessment._meta.verbose_name}, protected


@admin.register(Domain)
class DomainAdmin(ScopedAdmin):
    list_display = ["name", "code", "order"]


@admin.register(Indicator)
class IndicatorAdmin(ScopedAdmin):
    list_display = ["name", "code", "domain", "unit", "direction", "decimals"]
    list_filter = ["domain", "direction"]
    search_fields = ["name", "code"]
    list_select_related = ["domain"]

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        assessing.refresh(assessing.rows_to_assess(indicator=obj))


class TaskInline(ScopedInline, admin.TabularInline):
    model = PlanTask
    extra = 0


@admin.register(Plan)
class PlanAdmin(PlanPartAdmin):
    region_path = "region__"
    list_display = ["title", "region", "status", "period_start", "period_end"]
    list_filter = ["status", ("region", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "code", "doc_number"]
    list_select_related = ["region"]
    inlines = [TaskInline]

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        assessing.refresh(assessing.rows_to_assess(plan=obj))


class TargetInline(ScopedInline, admin.TabularInline):
    model = Target
    extra = 0
    show_change_link = True
    fields = ["year", "issuer", "raw", "kind", "op", "value", "change", "revision"]
    readonly_fields = fields

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(PlanIndicator)
class PlanIndicatorAdmin(PlanPartAdmin):
    region_path = "plan__region__"
    list_display = ["label", "plan", "key", "indicator", "unit_label", "nature"]
    list_filter = [("plan", admin.RelatedOnlyFieldListFilter), "in_table", "nature"]
    search_fields = ["label", "indicator__name", "key"]
    list_select_related = ["plan", "indicator"]
    autocomplete_fields = ["indicator", "departments", "plan"]
    inlines = [TargetInline]

    def save_related(self, request, form, formsets, change):
        """Refresh after the row and its departments and targets are all saved."""
        with transaction.atomic():
            super().save_related(request, form, formsets, change)
            assessing.refresh(assessing.rows_to_assess(pk=form.instance.pk))


class MilestoneStatusInline(ScopedInline, admin.StackedInline):
    model = MilestoneStatus
    extra = 0
    exclude = ["by"]


@admin.register(Target)
class TargetAdmin(ScopedAdmin):
    """A target's printed words and their reading; a revision is a new row."""

    region_path = "plan_indicator__plan__region__"
    form = TargetForm
    list_display = ["plan_indicator", "year", "issuer", "raw", "kind", "revision"]
    list_filter = [
        ("plan_indicator__plan", admin.RelatedOnlyFieldListFilter),
        *("kind", "year"),
    ]
    search_fields = ["plan_indicator__label", "raw"]
    list_select_related = ["plan_indicator", "issuer"]
    autocomplete_fields = ["plan_indicator"]
    readonly_fields = [
        *("kind", "op", "value", "high", "change", "unit"),
        *("base_year", "reference", "effort"),
    ]
    fieldsets = [
        (None, {"fields": ["plan_indicator", "year", "issuer", "raw", "confirmed"]}),
        (_("读法（保存时由原文读出）"), {"fields": readonly_fields}),
        (_("出处"), {"fields": ["in_table", "source_ref", "remark"]}),
        (_("修订"), {"fields": ["revision", "adopted_on", "document", "reason"]}),
    ]

    def get_inlines(self, request, obj):
        in_words = obj and obj.kind in ("text", "coverage") and obj.value is None
        return [MilestoneStatusInline] if in_words else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The levels above may issue a target too: they are printed beside it."""
        if db_field.name == "issuer":
            kwargs["queryset"] = Region.objects.visible_to(request.user.grants)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        rows = {obj.plan_indicator_id, form.initial.get("plan_indicator")}
        super().save_model(request, obj, form, change)
        assessing.refresh(assessing.rows_to_assess(pk__in=rows - {None}))
        for question in form.reading.questions:
            self.message_user(request, question, messages.WARNING)

    def save_formset(self, request, form, formset, change):
        """Note who set a milestone's status."""
        for status in formset.save(commit=False):
            status.by = request.user
            status.save()
        for status in formset.deleted_objects:
            status.delete()
        formset.save_m2m()

    @transaction.atomic
    def delete_model(self, request, obj):
        row = obj.plan_indicator_id
        super().delete_model(request, obj)
        assessing.refresh(assessing.rows_to_assess(pk=row))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        rows = set(queryset.values_list("plan_indicator", flat=True))
        super().delete_queryset(request, queryset)
        assessing.refresh(assessing.rows_to_assess(pk__in=rows))


@admin.register(Observation)
class ObservationAdmin(AudienceAdmin):
    region_path = "region__"
    list_display = ["region", "indicator", "year", "told_value", "missing_reason"]
    list_display += ["origin"]
    list_filter = ["origin", ("region", admin.RelatedOnlyFieldListFilter), "year"]
    search_fields = ["indicator__name"]
    list_select_related = ["region", "indicator"]
    readonly_fields = ["told_value"]

    def get_exclude(self, request, obj=None):
        """Counts of events are for the region's own people (design.md §8); rates are
        told as printed, and no list is ordered by what they are exactly."""
        grants = request.user.grants
        open_to = obj and access.may_see_counts(grants, obj.region.code)
        return [*SNAPSHOT, "value", *([] if open_to else COUNTS)]

    @admin.display(description=_("实际值"))
    def told_value(self, obj):
        return told(obj.value, obj.indicator)


@admin.register(ObservationChange)
class ObservationChangeAdmin(AudienceAdmin):
    region_path = "region__"
    list_display = ["at", "region", "indicator", "year", "told_old", "told_new", "by"]
    list_filter = ["origin", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["region", "indicator", "by"]
    exclude = ["details", "old_value", "new_value"]
    readonly_fields = ["told_old", "told_new", "others"]

    def get_queryset(self, request):
        """A correction's line tells the figure before it, which others may not have
        seen: for them the indicator's page tells it as they saw it."""
        own = access.own_regions(request.user.grants)
        corrected = Q(entry__revision__gt=0) & ~Q(region__code__in=own)
        return super().get_queryset(request).exclude(corrected)

    @admin.display(description=_("原值"))
    def told_old(self, obj):
        return told(obj.old_value, obj.indicator)

    @admin.display(description=_("新值"))
    def told_new(self, obj):
        return told(obj.new_value, obj.indicator)

    @admin.display(description=_("其他变动"))
    def others(self, obj):
        line = gettext("%(name)s：%(old)s → %(new)s")
        return "\n".join(
            line % {"name": name, "old": old, "new": new}
            for name, old, new in obj.others()
        )


@admin.register(Assessment)
class AssessmentAdmin(AudienceAdmin):
    region_path = "plan_indicator__plan__region__"
    list_display = ["plan_indicator", "audience", "code", "reason"]
    list_display += ["latest_year", "as_of", "demo"]
    list_filter = ["code", ("plan_indicator__plan", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["plan_indicator"]
    # with event counts and exact rates; the page shows the rest
    exclude = ["figures", "inputs", "latest_value", "path_value", "gap", "sentence"]
    exclude += ["told_figures", "told_inputs", "told_sentence"]
    readonly_fields = ["said"]

    @admin.display(description=_("评价语"))
    def said(self, obj):
        return obj.told_to(False).sentence

    @admin.display(boolean=True, description=_("含演示数据"))
    def demo(self, obj):
        return obj.has_demo


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """What was uploaded; its lines are read on the page of the batch.

    Of a region below whatever is not applied is only counted: what a file is called
    and noted to be is the region's own until then.
    """

    region_path = "region__"
    list_display = ["kind", "state", "region", "year", "file_name", "by", "at"]
    list_filter = ["kind", "state", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["region", "by"]
    exclude = ["lines", "notes", "file"]

    def get_queryset(self, request):
        own = Q(region__code__in=access.own_regions(request.user.grants))
        is_open = own | Q(state__in=SETTLED)
        rows = super().get_queryset(request).defer("lines", "notes")
        return rows.annotate(is_open=Case(When(is_open, then=True), default=False))

    def has_view_permission(self, request, obj=None):
        own = obj is None or obj.region.code in access.own_regions(request.user.grants)
        may = super().has_view_permission(request, obj)
        return may and (own or obj.state in SETTLED)

    @admin.display(description=_("文件名"))
    def file_name(self, obj):
        return obj.name if obj.is_open else "—"
