"""系统维护: definitions, plans, targets and values, to be looked at.

Nothing is edited: a promise changes by a proposal that a second person confirms
(indicators/entry/second_person), everything else through its own pages or by loading.
"""

from django.contrib import admin
from django.db.models import Case, Q, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
from indicators.rules import disclosure
from regions import access
from regions.admin import ScopedAdmin, ScopedInline

# What a snapshot holds of events is seen nowhere.
SNAPSHOT = ["reported_as"]
# Of a batch: what it brought in stands, or stood, in the region.
SETTLED = [ImportBatch.State.APPLIED, ImportBatch.State.UNDONE]


def told(value, concept):
    """Return a value as everybody is told it (indicators/rules/disclosure.py)."""
    return disclosure.told(value, concept.decimals, per=concept.per)


BY_LOADING = _("只供查看。指标定义和规划文本由运维人员导入数据文件更新。")
BY_DECISION = _(
    "只供查看。目标值、基期值的修订和规划停用在指标页、地区页提出，由第二人复核后生效。"
)
BY_ENTRY = _("只供查看。数值由填报、审核和导入更新，评价随之更新。")


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that other parts of the program write; here they are only looked at.

    `how` says on every page where they change.
    """

    how = BY_ENTRY
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        about = {"how": self.how} | (extra_context or {})
        return super().changelist_view(request, about)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        about = {"how": self.how} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, about)


class ReadOnlyInline(ScopedInline, admin.TabularInline):
    """Parts of a row, looked at with it."""

    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


class AudienceAdmin(ReadOnlyAdmin):
    """Rows of which some are for a region's own people only, until 报送."""

    def get_queryset(self, request):
        own = access.own_regions(request.user.grants)
        return super().get_queryset(request).open_to(own)


@admin.register(Domain)
class DomainAdmin(ReadOnlyAdmin):
    how = BY_LOADING
    list_display = ["name", "code", "order"]


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    how = BY_LOADING
    list_display = ["name", "code", "domain", "unit", "direction", "decimals"]
    list_filter = ["domain", "direction"]
    search_fields = ["name", "code"]
    list_select_related = ["domain"]


class TaskInline(ReadOnlyInline):
    model = PlanTask


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    how = BY_DECISION
    region_path = "region__"
    list_display = ["title", "region", "status", "period_start", "period_end"]
    list_display += ["retired_on"]
    list_filter = ["status", ("region", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "code", "doc_number"]
    list_select_related = ["region"]
    inlines = [TaskInline]


class TargetInline(ReadOnlyInline):
    model = Target
    show_change_link = True
    fields = ["year", "issuer", "raw", "kind", "op", "value", "change", "revision"]
    readonly_fields = fields


@admin.register(PlanIndicator)
class PlanIndicatorAdmin(ReadOnlyAdmin):
    how = BY_DECISION
    region_path = "plan__region__"
    list_display = ["label", "plan", "key", "indicator", "unit_label", "nature"]
    list_filter = [("plan", admin.RelatedOnlyFieldListFilter), "in_table", "nature"]
    search_fields = ["label", "indicator__name", "key"]
    list_select_related = ["plan", "indicator"]
    inlines = [TargetInline]


class StatusInline(ReadOnlyInline):
    model = MilestoneStatus
    fields = ["state", "evidence", "date", "by", "at"]
    readonly_fields = fields


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """A target's printed words and their reading; a revision is a new row."""

    how = BY_DECISION
    region_path = "plan_indicator__plan__region__"
    list_display = ["plan_indicator", "year", "issuer", "raw", "kind", "revision"]
    list_filter = [
        ("plan_indicator__plan", admin.RelatedOnlyFieldListFilter),
        *("kind", "year"),
    ]
    search_fields = ["plan_indicator__label", "raw"]
    list_select_related = ["plan_indicator", "issuer"]
    inlines = [StatusInline]


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
        """Counts of events are for the region's own people (CONTRIBUTING § Access);
        rates are told as printed, and no list is ordered by what they are exactly."""
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
    list_display = ["plan_indicator", "code", "reason"]
    list_display += ["latest_year", "as_of", "demo"]
    list_filter = ["code", ("plan_indicator__plan", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["plan_indicator"]
    # with event counts and exact rates; the page shows the rest
    exclude = ["figures", "inputs", "latest_value", "path_value", "gap", "sentence"]
    exclude += ["told_figures", "told_inputs", "told_sentence"]
    exclude += ["audience"]  # a verdict for others alone says that something is held
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
