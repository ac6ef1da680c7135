"""The review page: what waits for approval beside what it is weighed by."""

from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from indicators.pages.review import review_page


@never_cache
@require_safe
def review(request, code, year):
    under_review = review_page.year_under_review(request, code, year)
    return review_page.page(request, under_review, request.GET)
