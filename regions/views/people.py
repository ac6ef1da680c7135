"""Members: the list, a new account, one person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from regions import open_work
from regions.forms import people as forms
from regions.models import Membership, administered
from regions.people import accounts, roles, standing
from regions.people.pasting import Slip
from regions.people.problems import PeopleError
from regions.people.roles import Role
from regions.views import permissions

PER_PAGE = 50
LOG_LENGTH = 30
SECTION = {"section": "people", "page": "people"}


@require_safe
@permissions.administrators
def people(request):
    regions = permissions.regions_of(request)
    if code := request.GET.get("region"):
        permissions.administered_region(request, code)
    inside = Membership.objects.filter(administered(request.user.grants, "region__"))
    names = inside.exclude(department=None).order_by("department__name")
    names = list(names.values_list("department__name", flat=True).distinct())
    form = forms.PeopleFilter(request.GET, regions, names)
    if not form.is_valid():
        return permissions.bad_query(request, form)
    found = form.keep(standing.persons(request.user), inside)
    shown = inside.select_related("region", "department")
    shown = shown.order_by("region__code", "role", "department__name")
    found = found.order_by("-is_active", "full_name", "username").prefetch_related(
        Prefetch("memberships", shown, to_attr="roles_here")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/people.html",
        SECTION | {"form": form, "page_of": page, "query": query_of(request)},
    )


def query_of(request) -> str:
    """Return the query string without its page, to put a page number behind."""
    left = request.GET.copy()
    left.pop("page", None)
    return left.urlencode()


@require_http_methods(["GET", "POST"])
@permissions.administrators
@sensitive_post_parameters("password")
@never_cache
def people_new(request):
    regions = permissions.regions_of(request)
    region = permissions.chosen_region(request, regions)
    form = forms.NewPersonForm(request.POST or None, region=region)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        about = {name: wanted[name] for name in ("email", "password")}
        try:
            person, password = accounts.prepare(
                wanted["username"], wanted["full_name"], **about
            )
            accounts.store(person, [form.chosen], by=request.user)
        except PeopleError as why:
            form.add_error("password" if wanted["password"] else None, str(why))
        else:
            slip = Slip(person, password, (form.chosen,))
            return slips(request, [slip], _("账号已新建"), region)
    context = SECTION | {"form": form, "region": region, "regions": regions}
    return render(request, "people/new.html", context)


def slips(request, made, heading, region=None):
    """Show first passwords, this once: they are stored nowhere, and not cached."""
    context = {"slips": made, "heading": heading, "region": region}
    return render(request, "people/slips.html", SECTION | context)


# ------------------------------------------------------------------ one person


@require_http_methods(["GET", "POST"])
@permissions.administrators
@sensitive_post_parameters("password")
@never_cache
def people_person(request, username):
    person = permissions.person_within_reach(request, username)
    regions = permissions.regions_of(request)
    stands = standing.standing(person, request.user)
    region = permissions.chosen_region(request, regions, stands.roles)
    wrong = {}
    if request.method == "POST":
        answer = act(request, person, region)
        if not isinstance(answer, dict):
            return answer
        wrong = answer
    context = one_person(request, stands) | {
        "regions": regions,
        "region": region,
        "details": details_form(person),
        "role_form": forms.RoleFields(region=region),
    }
    return render(request, "people/person.html", SECTION | context | wrong)


def one_person(request, stands):
    """Return what the page shows: standing, roles, held work, the log."""
    person = stands.person
    noted = administered(request.user.grants, "region__")
    if stands.may_edit:
        noted |= Q(region=None)
    return {
        "person": person,
        "stands": stands,
        "roles": [Role.of(row) for row in stands.roles],
        "held": open_work.held_by(person, {r.region.code for r in stands.roles}),
        "log": person.log.filter(noted).select_related("by", "region")[:LOG_LENGTH],
    }


def details_form(person, data=None):
    stored = {name: getattr(person, name) for name in accounts.EDITABLE}
    return forms.DetailsForm(data, person=person, initial=stored)


def act(request, person, region):
    """Do what the pressed button says; return the answer, or forms with errors."""
    action = ACTIONS.get(request.POST.get("action"))
    if action is None:
        return HttpResponseBadRequest(_("操作无效，请从页面上的按钮重新操作。"))
    try:
        return action(request, person, region)
    except PeopleError as why:
        messages.error(request, str(why))
        return back_to(person, request)


def back_to(person, request):
    """Lead back to the person's page, with the region that is being given roles in."""
    query = request.GET.urlencode()
    address = reverse("people_person", args=[person.username])
    return redirect(f"{address}?{query}" if query else address)


def save_details(request, person, region):
    form = details_form(person, request.POST)
    if not form.is_valid():
        return {"details": form}
    accounts.edit(person, by=request.user, **form.cleaned_data)
    messages.success(request, _("资料已保存。"))
    person.username = form.cleaned_data["username"]
    return back_to(person, request)


def add_role(request, person, region):
    form = forms.RoleFields(request.POST, region=region)
    if not form.is_valid():
        return {"role_form": form}
    made = roles.give(person, form.chosen, by=request.user)
    words = {"person": person, "role": form.chosen}
    if made:
        messages.success(request, _("已增加“%(role)s”。") % words)
    else:
        messages.info(request, _("%(person)s本来就有“%(role)s”。") % words)
    return back_to(person, request)


def remove_role(request, person, region):
    wanted = request.POST.get("role")
    stands = standing.standing(person, request.user)
    role = next((r for r in map(Role.of, stands.roles) if r.key == wanted), None)
    if role is None:
        raise PeopleError(_("此项权限已取消，或不由您管理，未改动。"))
    roles.take(person, role, by=request.user)
    messages.success(request, _("已取消“%(role)s”。") % {"role": role})
    return back_to(person, request)


def reset_password(request, person, region):
    password = accounts.reset_password(person, by=request.user)
    return one_slip(request, person, password, _("密码已重设"))


def stop(request, person, region):
    accounts.stop(person, by=request.user)
    messages.success(
        request, _("%(person)s的账号已停用，已登录的随即退出。") % {"person": person}
    )
    return back_to(person, request)


def restart(request, person, region):
    password = accounts.restart(person, by=request.user)
    return one_slip(request, person, password, _("账号已恢复"))


def one_slip(request, person, password, heading):
    stands = standing.standing(person, request.user)
    slip = Slip(person, password, tuple(map(Role.of, stands.roles)))
    return slips(request, [slip], heading)


ACTIONS = {
    "details": save_details,
    "add_role": add_role,
    "remove_role": remove_role,
    "reset_password": reset_password,
    "stop": stop,
    "restart": restart,
}
