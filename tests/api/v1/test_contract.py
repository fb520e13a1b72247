"""The contract, and what the API does with calls made from it: no error of ours, no answer that
the contract does not know. Schemathesis makes the calls, the same ones in every run.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import redis
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from lms_app import composition
from lms_app.core.urls import API_V1
from tests.api.v1.client import Program, application, tokens_of
from tests.api.v1.operations import Operation, contract, operations
from tests.conftest import _clean
from tests.factories import courses
from tests.factories.people import instructor
from tests.matrix.school import Kept

CALLS_OF_EACH = 15
CHECKED = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
SAME_EACH_TIME = settings(
    max_examples=CALLS_OF_EACH,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_the_contract_is_served_and_is_openapi_3_1(servers):
    answer = Program().get("/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == contract()
    assert contract()["openapi"].startswith("3.1")
    assert set(contract()["components"]["securitySchemes"]) == {"bearerAuth", "apiKey"}


def described(operation: Operation) -> dict:
    return contract()["paths"][operation.path][operation.method.lower()]


@pytest.mark.parametrize("operation", operations(), ids=lambda o: o.name)
def test_every_operation_is_described_with_its_refusals(operation):
    found = described(operation)
    assert found["summary"]
    assert found["description"]
    assert found["security"]
    assert {"422", "429", "500", "503"} <= set(found["responses"])
    for status, answer in found["responses"].items():
        if status >= "400":
            assert list(answer["content"]) == ["application/problem+json"]


WITH_INPUT = [o for o in operations() if {"parameters", "requestBody"} & set(described(o))]


@pytest.fixture(scope="module")
def built(servers) -> tuple[dict[str, str], Kept]:
    """Ada's course, and the token she calls with; to be put back after each operation."""
    _clean(composition.implementations())
    ada = instructor("Ada")
    made = courses.published(ada, lessons=2)
    names = {
        "bearer": tokens_of(ada).access_token, "course_id": str(made.id), "slug": made.slug,
        "section_id": str(made.section_id), "lesson_id": str(made.lesson_ids[0]),
    }  # fmt: skip
    return names, Kept()


@pytest.fixture
def school(built) -> Iterator[dict[str, str]]:
    redis.Redis.from_url(composition.implementations().settings.redis_url).flushall()
    yield built[0]
    built[1].restore()


@cache
def loaded() -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi(f"{API_V1}/openapi.json", application())


def call_from_the_contract(operation: Operation, mode: GenerationMode, school: dict) -> None:
    found = loaded()[operation.path][operation.method]
    headers = {"authorization": f"Bearer {school['bearer']}"}
    own = {name: school[name] for name in school if f"{{{name}}}" in operation.path}

    @SAME_EACH_TIME
    @given(case=found.as_strategy(mode), is_own=st.booleans())
    def call(case, is_own):
        if is_own and own and mode is GenerationMode.POSITIVE:
            case.path_parameters = {**case.path_parameters, **own}
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKED)

    call()


@pytest.mark.parametrize("operation", operations(), ids=lambda o: o.name)
def test_calls_that_fit_the_contract_are_answered_as_it_says(school, operation):
    call_from_the_contract(operation, GenerationMode.POSITIVE, school)


@pytest.mark.parametrize("operation", WITH_INPUT, ids=lambda o: o.name)
def test_calls_that_do_not_fit_are_refused_as_it_says(school, operation):
    call_from_the_contract(operation, GenerationMode.NEGATIVE, school)
