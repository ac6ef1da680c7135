"""The review page: what waits for approval beside what it is weighed by."""

from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from indicators.pages.review import review_page as desks


@never_cache
@require_GET
def review(request, code, year):
    desk = desks.desk_of(request, code, year)
    return desks.page(request, desk, request.GET)
