"""Row 6: Schemathesis, which nobody here wrote, makes requests out of our own description of the API, right and wrong.

No answer is an error of ours, none is one the description does not name, and nobody does anything without a token.
`WAYMARK_SOAK=1` makes many more of them.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import schemathesis
from httpx2 import Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as any_of
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks as conformance

from domain.programme_commands import StartProgramme
from service.api_examples import COORDINATOR, FOUNDER
from tests.attacks.conftest import Tried
from tests.attacks.town import Town
from tests.service.sign_in.browser import SITE

SOAKING = os.environ.get("WAYMARK_SOAK") == "1"
EXAMPLES_OF_EACH = 400 if SOAKING else 8
CHECKS = [
    not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
]


def operations(town: Town) -> Iterator[APIOperation[Any, Any, Any, Any]]:
    described = town.face.client.get("/api/openapi.json").json()
    for found in schemathesis.openapi.from_dict(described).get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


def sent(town: Town, case: Case[Any], headers: dict[str, str]) -> Response:
    """The request of a case, over our own client."""
    asked = case.as_transport_kwargs(base_url=SITE)
    asked["headers"] = {
        name: text for name, text in asked["headers"].items() if name.lower() not in {"authorization", "cookie"}
    } | headers
    asked.pop("cookies", None)
    if isinstance(asked.get("data"), str | bytes):
        asked["content"] = asked.pop("data")
    if asked.get("files"):
        asked["files"] = [(name, _part(part)) for name, part in asked["files"]]
    return town.face.client.request(**asked)


def _part(part: Any) -> Any:  # noqa: ANN401 - whatever was made up
    """A part of a form as our client takes it: what is not bytes is written out."""
    if isinstance(part, tuple):
        return tuple(_part(each) if number == 1 else each for number, each in enumerate(part))
    return part if isinstance(part, str | bytes) else str(part)


def test_row_6_no_request_made_from_the_description_finds_a_hole(town: Town, tried: Tried) -> None:
    wrong: list[str] = []
    for operation in operations(town):
        programme = town.face.post(StartProgramme, COORDINATOR).headers["Location"].rpartition("/")[2]
        town.face.catch_up()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _tried(town, operation, mode, programme, tried, wrong)
    assert wrong == []
    assert tried["API cases"] > 2000


def _tried(
    town: Town,
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    programme: str,
    tried: Tried,
    wrong: list[str],
) -> None:
    @settings(
        max_examples=EXAMPLES_OF_EACH,
        deadline=None,
        database=None,
        derandomize=not SOAKING,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=any_of.booleans(), founder=any_of.booleans())
    def attack(case: Case[Any], real: bool, founder: bool) -> None:  # noqa: FBT001 - drawn
        if real and case.path_parameters and "programme" in case.path_parameters:
            case.path_parameters["programme"] = programme
            if "milestone" in case.path_parameters:
                case.path_parameters["milestone"] = "ENG-01"
        # The view stands still in this test: whoever waits for it gets a 503, as is promised, and only after seconds.
        (case.query or {}).pop("wait_for", None)
        answer = sent(town, case, town.face.acts(FOUNDER if founder else COORDINATOR))
        tried["API cases"] += 1
        answer.request.read()
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as fault:
            wrong.append(f"{operation.label} {mode} {answer.status_code} {str(fault)[:600]} {answer.request.url}")
        if operation.definition.raw.get("security") and tried["API cases"] % 4 == 0:
            tried["API cases"] += 1
            if (without := sent(town, case, {})).status_code < 400:
                wrong.append(f"{operation.label} without a token: {without.status_code}")

    # Where nothing can be asked wrongly, nothing is.
    with suppress(Unsatisfiable):
        attack()
