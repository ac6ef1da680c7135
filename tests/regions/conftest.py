"""An administrator's desk, and how to find one's way on it."""

import pytest
from django.urls import reverse

from regions import access

DAZHOU, TONGCHUAN, QUJING, NATION = "511700", "511702", "530300", "100000"


@pytest.fixture
def desk(client, person):
    """Signs in an administrator of 达州."""
    user = person(access.ADMINISTRATOR, DAZHOU, is_staff=True, full_name="王敏")
    client.force_login(user)
    return client


def address(page, row=None, model=None):
    meta = model or row._meta
    arguments = [row.pk] if row else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=arguments)


def listed(client, model):
    page = client.get(address("changelist", model=model._meta))
    return set(page.context["cl"].queryset)
