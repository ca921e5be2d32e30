"""What earlier releases began, this one can go on with: kept histories replay. Else the upgrade restarts all waits."""

import json
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from service.worker import workflow_runner
from tests.workflows.impatient_milestone import ImpatientMilestone
from workflows.catalogue import WORKFLOWS, workflow_name

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


def start_of(path: Path) -> dict[str, Any]:
    attributes: dict[str, Any] = json.loads(path.read_text())["events"][0]["workflowExecutionStartedEventAttributes"]
    return attributes


def kept(path: Path) -> WorkflowHistory:
    text = path.read_text()
    started = start_of(path)
    return WorkflowHistory.from_json(started.get("workflowId", "programme/kept"), text)


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_a_kept_history_replays(path: Path) -> None:
    replayer = Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter, workflow_runner=workflow_runner())

    await replayer.replay_workflow(kept(path))


def test_a_history_of_every_kind_of_wait_is_kept() -> None:
    kinds = {start_of(path)["workflowType"]["name"] for path in HISTORIES}

    waits = ("", "milestone/GOV-05", "review/1", "duty/x", "handover", "need/1", "resource/1", "pack")
    of_the_service = ("retention/letters", "needs-review/x")
    of_programmes = {"programme", "milestone", "review", "duty", "handover", "need", "resource", "pack"}
    assert kinds == of_programmes | {"retention", "needs-review"}
    assert kinds == {workflow_name(about) for about in (*waits, *of_the_service)}


async def test_a_changed_workflow_fails_that_replay() -> None:
    milestone = next(path for path in HISTORIES if path.stem.startswith("milestone"))
    replayer = Replayer(
        workflows=[ImpatientMilestone], data_converter=pydantic_data_converter, workflow_runner=workflow_runner()
    )

    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(kept(milestone))
