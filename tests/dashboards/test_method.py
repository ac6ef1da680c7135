"""The method page says what the code does."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from django.urls import reverse

from dashboards import method, summaries
from indicators.rules import assessment, notation
from regions import access
from tests.tables import every

EXAMPLES = Path(__file__).parent.parent / "data" / "assessment_examples.json"


@pytest.fixture
def page(client, person):
    client.force_login(person(access.STAFF, "511702"))
    return client.get(reverse("dashboards:method"))


def test_everyone_signed_in_reads_it(page):
    assert page.status_code == 200


def test_it_needs_a_login(client, db):
    assert client.get(reverse("dashboards:method")).url == "/login/?next=/method/"


def test_every_parameter_is_published_with_its_value(page):
    names = [field.name for field in fields(assessment.Parameters)]
    text = page.content.decode()

    assert {row["name"] for row in page.context["parameters"]} == set(names)
    for row in page.context["parameters"]:
        assert row["value"] in text and str(row["origin"]) in text


def test_parameters_are_those_in_force():
    shown = method.thresholds()

    assert shown["ratio_on"] == f"{assessment.DEFAULT.ratio_on:.2f}" == "0.95"
    assert shown["erosion_risk"] == "80%" and shown["small_events"] == "20"


def test_every_category_has_its_words_shape_and_rule(page):
    text = page.content.decode()

    assert set(method.RULES) == set(assessment.CATEGORIES)
    for code, category in assessment.CATEGORIES.items():
        assert f'href="#s-{code}"' in text and f'id="s-{code}"' in text
        assert category.dispatch in text and category.evaluation in text


def test_every_category_is_counted_once():
    counted = [code for _, _, codes in summaries.TILES.values() for code in codes]

    assert sorted(counted) == sorted(assessment.CATEGORIES)


def test_every_kind_of_target_is_explained():
    assert {kind for kind, _, _ in method.READINGS} == set(notation.KINDS)


@every(
    "kind, printed",
    [(kind, text) for kind, texts, _ in method.READINGS for text in texts],
)
def test_a_printed_example_reads_as_the_page_says(kind, printed):
    assert notation.read(printed, unit="%").kind == kind


@pytest.mark.parametrize("name", ["path", "limit", "small"])
def test_a_worked_example_is_one_of_the_published_ones(name):
    published = json.loads(EXAMPLES.read_text("utf-8"))["examples"]
    case = method.cases()[name]

    same = next(c for c in published if c["id"] == case["id"])

    assert {key: same[key] for key in case} == case


def test_worked_examples_are_computed_on_the_spot(page):
    text = page.content.decode()
    example = page.context["path"]

    assert {"id": example.id} | example.result.to_dict() == assessment.assess_case(
        method.cases()["path"]
    )
    assert example.sentence in text and "77.84" in text
    assert all(line.result in text for line in example.lines)
