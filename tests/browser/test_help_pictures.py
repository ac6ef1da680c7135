"""Every picture of the help still shows the page: what one presses is called so."""

from collections import Counter

import pytest

from dashboards import guide
from tests.browser import help_pictures as pictures
from tests.browser import help_year

MAKE = (
    "made anew with: pytest tests/browser/test_help_pictures.py --update-help-pictures"
)


@pytest.fixture(scope="module")
def year(db, django_db_blocker):
    with django_db_blocker.unblock():
        help_year.make_year()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_every_topic_with_a_picture_has_a_way_to_make_it():
    wanted = {slug for slug, topic in guide.TOPICS.items() if topic.picture}

    assert wanted == set(pictures.SHOTS)


@pytest.mark.parametrize("slug", pictures.SHOTS)
def test_a_picture_shows_the_page_as_it_is(slug, visit, site, year, request):
    shot = pictures.SHOTS[slug]
    page = visit(*shot.window[:1]).page
    page.set_viewport_size(dict(zip(("width", "height"), shot.window, strict=True)))

    area = pictures.walk(shot, page, site)
    if request.config.getoption("--update-help-pictures"):
        pictures.keep(slug, page, area, pictures.read(page, area))

    shown = Counter(pictures.kept(slug))
    gone = sorted(shown - Counter(pictures.read(page)))
    assert shown and not gone, f"{gone} no longer on the page: {MAKE}"
