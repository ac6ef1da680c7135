"""Who gets past the door of the pages about people: administrators, within reach."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from regions import access, permits
from regions.models import Region, User
from regions.people import standing


def administrators(view):
    """Answer 403 to everyone who administers nothing."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if refused := permits.refusal_anywhere("administer", request.user.grants):
            raise PermissionDenied(refused)
        return view(request, *args, **kwargs)

    return answer


def administered_region(request, code: str) -> Region:
    """Return the region; 404 outside one's sight, 403 where one only looks."""
    if not access.may_see(request.user.grants, code):
        raise Http404
    region = get_object_or_404(Region, code=code)
    if refused := permits.refusal("administer", request.user.grants, region):
        raise PermissionDenied(refused)
    return region


def chosen_region(request, regions: list[Region], roles=()) -> Region:
    """Return the region the page is about: the one asked for, else that of the roles
    shown, else one's own."""
    if code := request.GET.get("region", ""):
        return administered_region(request, code)
    if roles:
        return roles[0].region
    own = [g.region for g in request.user.grants if g.role == access.ADMINISTRATOR]
    return next((r for r in regions if r.code in own), None) or regions[0]


def regions_of(request) -> list[Region]:
    """Return the regions that the person administers, by code."""
    found = list(Region.objects.administered_by(request.user.grants))
    if not found:
        raise PermissionDenied(str(permits.ANYWHERE["administer"].refusal))
    return found


def person_within_reach(request, username: str) -> User:
    """Return the person; 404 alike for nobody and for who works elsewhere."""
    return get_object_or_404(standing.persons(request.user), username=username)


def bad_query(request, form):
    """Return the 400 page with every sentence of the form's errors."""
    sentences = [text for errors in form.errors.values() for text in errors]
    return render(request, "400.html", {"sentences": sentences}, status=400)
