"""The admin changes no promise: every act of every page of it, for every model of ours.

The acts are made from the admin's own registry, so a model registered later is asked
too. What they must not change is the whole of the database.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from indicators.models import (
    Assessment,
    Decision,
    Entry,
    ImportBatch,
    MilestoneStatus,
    Observation,
    ObservationChange,
    Plan,
    PlanIndicator,
    PlanTask,
    Target,
)
from regions import access
from regions.models import Membership, Region, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]
BACKEND = "django.contrib.auth.backends.ModelBackend"
OURS = [
    model for model in admin.site._registry if model._meta.app_label == "indicators"
]
PROMISES = {Target, PlanIndicator, Plan, PlanTask, Observation, ObservationChange}
PROMISES |= {Assessment, ImportBatch, MilestoneStatus, Decision, Entry}
ACTS = ["add", "change", "delete", "delete_selected"]


@pytest.fixture
def everything(reporting):
    """A row of every model that the admin shows."""
    target = Target.objects.filter(kind="text").first()
    by = reporting.people["administrator"]
    MilestoneStatus.objects.create(
        target=target, state="met", evidence="验收文件", date="2026-01-01", by=by
    )
    ImportBatch.objects.create(
        kind="history", region=reporting.region, layout="long", name="a", size=1, by=by
    )


@pytest.fixture(params=["superuser", "100000", "511700"])
def desk(request, client, everything):
    """Signs in whoever runs the program, or an administrator."""
    person = User.objects.create_user("keeper", is_staff=True)
    if request.param == "superuser":
        person.is_superuser = True
        person.save()
    else:
        region = Region.objects.get(code=request.param)
        role = access.ADMINISTRATOR
        Membership.objects.create(user=person, region=region, role=role)
    client.force_login(person, backend=BACKEND)
    return client


def database():
    """Return everything that the program holds of indicators, table by table."""
    tables = apps.get_app_config("indicators").get_models(include_auto_created=True)
    return {m._meta.label: list(m.objects.order_by("pk").values()) for m in tables}


def fields(row) -> dict:
    """Return what a change page might post: every column of another row's shape."""
    found = {"_save": "1", "post": "yes", "TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if isinstance(column, models.DecimalField):
            value = "60"
        elif isinstance(column, models.CharField) and not column.choices:
            value = "60"
        found[column.name] = "" if value is None else str(value)
    return found


def address(act: str, row) -> str:
    meta = row._meta
    page = "changelist" if act == "delete_selected" else act
    arguments = [row.pk] if page in ("change", "delete") else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=arguments)


def test_every_act_of_the_admin_leaves_the_database_as_it_was(desk):
    before = database()

    done = {}
    for model in OURS:
        row = model.objects.order_by("pk").last()
        for act in ACTS:
            data = fields(row)
            if act == "delete_selected":
                data |= {"action": act, ACTION_CHECKBOX_NAME: [row.pk]}
            answer = desk.post(address(act, row), data)
            done[model._meta.model_name, act] = answer.status_code

    assert len(done) == len(OURS) * len(ACTS) == 36
    # An action that is not offered leads back to the list; nothing else is let in. A
    # row of an audience that is not the administrator's leads home.
    allowed = {"delete_selected": {302, 200, 403}}
    wrong = {k: v for k, v in done.items() if v not in allowed.get(k[1], {403, 302})}
    assert wrong == {}
    assert database() == before


def test_no_page_offers_to_add_change_or_delete(desk):
    for model in OURS:
        listing = desk.get(address("delete_selected", model()))
        text = listing.content.decode()
        assert listing.status_code == 200, model
        assert address("add", model()) not in text, model
        assert 'name="action"' not in text, model
        if row := listing.context["cl"].queryset.first():
            page = desk.get(address("change", row))
            if page.status_code != 200:  # an upload of a region below, not applied
                assert model is ImportBatch and page.status_code in (302, 403)
                continue
            text = page.content.decode()
            assert 'name="_save"' not in text and "deletelink" not in text, model
            assert "只供查看" in text, model


def test_the_promises_are_registered_read_only_or_not_at_all():
    offered = {
        model: desk
        for model, desk in admin.site._registry.items()
        if model in PROMISES or model._meta.app_label == "indicators"
    }

    assert {Target, PlanIndicator, Plan, Observation} <= set(offered)
    for desk in offered.values():
        assert desk.actions is None and not desk.has_delete_permission(None)
        assert not desk.has_add_permission(None) and not desk.has_change_permission(
            None
        )
        for inline in desk.inlines:
            made = inline(desk.model, admin.site)
            assert not made.has_add_permission(None)
            assert not made.has_change_permission(None)
            assert not made.has_delete_permission(None)


@pytest.mark.parametrize("model", [Plan, PlanIndicator])
def test_nothing_that_carries_a_promise_can_be_deleted_whole(model):
    row = model.objects.filter(**{"code": "511700-dazhou"} if model is Plan else {})
    found = row.filter(targets__isnull=False) if model is PlanIndicator else row

    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        found.first().delete()
