"""An administrator's desk, and how to find one's way on it."""

import pytest
from django.urls import reverse

from regions import access
from regions.models import Department

DAZHOU, TONGCHUAN, QUJING, NATION = "511700", "511702", "530300", "100000"


@pytest.fixture
def boss(person):
    """An administrator of 达州."""
    return person(access.ADMINISTRATOR, DAZHOU, is_staff=True, full_name="王敏")


@pytest.fixture
def desk(client, boss):
    """Signs in an administrator of 达州."""
    client.force_login(boss)
    return client


@pytest.fixture
def schools(regions):
    return Department.objects.create(region=regions[DAZHOU], name="教育部门")


def address(page, row=None, model=None):
    meta = model or row._meta
    arguments = [row.pk] if row else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=arguments)


def listed(client, model):
    page = client.get(address("changelist", model=model._meta))
    return set(page.context["cl"].queryset)
