"""系统维护 of regions, departments and people.

What an administrator sees and changes ends at their own subtree (§ Access).
"""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regions import access, codes, models
from regions.models import Department, Membership, Region, User

admin.site.site_header = _("健康规划指标跟踪平台 · 系统维护")
admin.site.site_title = _("系统维护")
admin.site.index_title = _("地区、规划与指标")
admin.site.site_url = "/"
admin.site.unregister(Group)  # roles are memberships (access.py); groups do nothing


# How Django's own list filters ask of a field.
FILTERS = ("", "__exact", "__isnull", "__id__exact")


def administered(user) -> list[str]:
    """Return the codes of the regions that the user administers, each with its
    subtree."""
    return [g.region for g in user.grants if g.role == access.ADMINISTRATOR]


def within_reach(user, path: str) -> Q:
    """Return the filter that keeps rows whose region (at `path`) the user
    administers."""
    return models.administered(user.grants, path)


class ScopedAdmin(admin.ModelAdmin):
    """Shows and changes only what lies in the regions one administers.

    `region_path` is the lookup from the model to its region, ending in `__`;
    None marks what all regions share: then the nation's administrator edits it
    and every other administrator reads it.
    """

    region_path: str | None = None

    def lookup_allowed(self, lookup, value, request):
        """Say whether an address may filter by a lookup: a white list of what the
        list's own filters send. Any other would tell by the number of rows what a
        column holds that is not shown (?events=1, ?lines__icontains=)."""
        fields = [f[0] if isinstance(f, tuple) else f for f in self.list_filter]
        return lookup in {f"{name}{how}" for name in fields for how in FILTERS}

    def _may_edit(self, request, obj=None):
        mine = administered(request.user)
        if self.region_path is None:
            return codes.NATION in mine
        if obj is None:
            return bool(mine)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if self.region_path is None:
            return rows
        return rows.filter(within_reach(request.user, self.region_path))

    def has_module_permission(self, request):
        return request.user.is_active and bool(administered(request.user))

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self._may_edit(request)

    def has_change_permission(self, request, obj=None):
        return self._may_edit(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may_edit(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(
            db_field, request, **self._choices(db_field, request, kwargs)
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(
            db_field, request, **self._choices(db_field, request, kwargs)
        )

    def _choices(self, db_field, request, kwargs):
        """Offer, and accept, only what the administrator may look at there."""
        model = db_field.related_model
        if "queryset" not in kwargs and self.admin_site.is_registered(model):
            admin_of = self.admin_site.get_model_admin(model)
            kwargs["queryset"] = admin_of.get_queryset(request)
        return kwargs


class ScopedInline:
    """Rows shown within their parent, whose admin decides who gets there."""

    def has_view_permission(self, request, obj=None):
        return bool(administered(request.user))

    def has_add_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)


class KeptElsewhere(ScopedAdmin):
    """What /people/ keeps, with its rules and its log: here it is only looked at.

    The person who runs the program (superuser) may still repair a row.
    """

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(Region)
class RegionAdmin(ScopedAdmin):
    """Codes are the tree: only the nation's administrator adds, moves or deletes."""

    region_path = ""
    list_display = ["code", "name", "short_name", "level", "parent"]
    list_filter = ["level"]
    search_fields = ["code", "name", "short_name"]
    list_select_related = ["parent"]
    # /people/bureau/ asks for the rest.
    fields = ["code", "name", "short_name", "name_en", "level", "parent"]

    def get_readonly_fields(self, request, obj=None):
        nation = codes.NATION in administered(request.user)
        return [] if nation else ["code", "level", "parent"]

    def has_add_permission(self, request):
        return codes.NATION in administered(request.user)

    def has_delete_permission(self, request, obj=None):
        return codes.NATION in administered(request.user)


@admin.register(Department)
class DepartmentAdmin(KeptElsewhere):
    region_path = "region__"
    list_display = ["name", "region", "valid_to", "successor"]
    list_filter = [("region", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name"]
    list_select_related = ["region", "successor"]
    autocomplete_fields = ["successor"]


class MembershipForm(forms.ModelForm):
    def clean(self):
        found = super().clean()
        department, region = found.get("department"), found.get("region")
        if department and region and department.region_id != region.pk:
            self.add_error("department", _("这个部门不属于所选的地区。"))
        return found


class MembershipInline(ScopedInline, admin.TabularInline):
    model = Membership
    form = MembershipForm
    extra = 0
    autocomplete_fields = ["department"]

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    has_change_permission = has_delete_permission = has_add_permission

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        wanted = {"region": ("", Region), "department": ("region__", Department)}
        if db_field.name in wanted:
            path, model = wanted[db_field.name]
            kwargs["queryset"] = model.objects.filter(within_reach(request.user, path))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class GivenPasswordForm(AdminPasswordChangeForm):
    """A password set for someone else: they choose their own when they sign in."""

    def save(self, commit=True):
        self.user.must_change_password = True
        return super().save(commit)


@admin.register(User)
class PersonAdmin(KeptElsewhere, UserAdmin):
    """People whose every role lies within reach, or who have none yet."""

    change_password_form = GivenPasswordForm
    list_display = ["username", "full_name", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "full_name"]
    inlines = [MembershipInline]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email"]}),
        (_("状态"), {"fields": ["is_active", "must_change_password"]}),
        (_("登录"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "full_name", "password1", "password2"]})
    ]
    add_form = UserCreationForm

    def get_queryset(self, request):
        rows = admin.ModelAdmin.get_queryset(self, request)
        outside = Membership.objects.exclude(within_reach(request.user, "region__"))
        rows = rows.exclude(memberships__in=outside)
        return rows if request.user.is_superuser else rows.exclude(is_superuser=True)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.must_change_password = True
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Open this page to administrators and to nobody else."""
        super().save_related(request, form, formsets, change)
        person = form.instance
        roles = person.memberships.filter(role=access.ADMINISTRATOR)
        person.is_staff = person.is_superuser or roles.exists()
        person.save(update_fields=["is_staff"])

    def _may_edit(self, request, obj=None):
        if obj is None:
            return bool(administered(request.user))
        return self.get_queryset(request).filter(pk=obj.pk).exists()
