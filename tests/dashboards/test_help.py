"""The help page describes what exists."""

import re

import pytest
from django.urls import reverse

from dashboards.pages import help_tables
from indicators.plans import asking, plan_table
from indicators.rules import assessment
from regions import access


@pytest.fixture
def page(client, person):
    client.force_login(person(access.OFFICIAL, "511700"))
    return client.get(reverse("dashboards:help"))


def test_the_legend_shows_every_shape_once(page):
    legend = re.search(r'class="legend">(.*?)</ul>', page.content.decode(), re.S)[1]

    shown = re.findall(r'href="#s-(\w+)"', legend)

    assert sorted(shown) == sorted(assessment.CATEGORIES)


def test_every_column_of_a_plan_table_is_explained():
    years = {name for name in help_tables.COLUMNS if plan_table.YEAR.fullmatch(name)}

    assert set(help_tables.COLUMNS) - years == {*plan_table.COLUMNS, asking.ANSWERS}
    assert len(years) == 3  # the plan's own, an upper level's, and without a year


def test_backup_fits_the_database(page):
    text = page.content.decode()

    assert ("pg_dump" in text) != page.context["sqlite"]


def test_places_named_in_the_table_of_contents_exist(page):
    text = page.content.decode()
    named = re.findall(r'<li><a href="#([\w-]+)">', text)

    assert named and all(f'id="{name}"' in text for name in named)
