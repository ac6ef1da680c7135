"""The API tried with made-up questions against its own OpenAPI description.

schemathesis makes the questions, right and wrong ones, a bounded number of them and
always the same; what comes back must be as described: status, content type, fields.
"""

from functools import cache

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from dashboards.api import api

from .test_api_scope import token_of

pytestmark = pytest.mark.django_db
ADDRESSES = ["regions", "plans", "indicators", "plan-indicators", "targets",
             "observations", "assessments"]  # fmt: skip
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
BOUNDED = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@cache
def description():
    """Return the description: the same for all tests, as it comes from the code."""
    described = schemathesis.openapi.from_dict(api.get_openapi_schema())
    described.app = get_wsgi_application()
    return described


@pytest.fixture
def schema(plan):
    """The description, answered by the WSGI application in this test's transaction:
    as with Django's own client, the end of a request leaves the connection open."""
    described = description()
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield described
    for end in ends:
        end.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_are_as_described(schema, person, address, mode):
    plain = {"Accept-Encoding": "identity"}  # the WSGI client unpacks nothing
    head = token_of(person("official", "100000")) | plain
    operation = schema[f"/api/v1/{address}"]["GET"]
    statuses = set()

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        response = case.call(headers=head)
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    ask()

    assert statuses <= {200, 404, 422}
    assert statuses & ({200} if mode is GenerationMode.POSITIVE else {422})


def test_the_description_has_every_address(schema):
    described = {operation.ok().path for operation in schema.get_all_operations()}

    assert described == {f"/api/v1/{address}" for address in ADDRESSES}


def test_without_a_token_the_refusal_is_as_described(schema):
    for address in ADDRESSES:
        case = schema[f"/api/v1/{address}"]["GET"].Case()
        response = case.call()
        case.validate_response(response, checks=CHECKS)
        assert response.status_code == 401
