"""Names are storage: explicit, and the same for ever."""

import ast
import inspect
from typing import Any, get_args

from temporalio import activity, workflow

from domain.authority import TABLE
from domain.curation import LegacyCommand
from domain.decisions import ProgrammeCommand
from domain.event import Fact
from domain.organisation import OrganisationCommand
from domain.programme_commands import Command, StartPartWay
from service.facts import FACTS
from service.relay import READER
from workflows.catalogue import WORKFLOWS
from workflows.engine import Engine
from workflows.ring import RING, TASK_QUEUE


def every(kind: type[Any]) -> set[type[Any]]:
    return {kind}.union(*(every(below) for below in kind.__subclasses__()))


def test_every_kind_of_event_has_a_topic_of_its_own() -> None:
    topics = [fact.TOPIC for fact in FACTS]

    assert len(set(topics)) == len(topics)
    assert all("TOPIC" in vars(fact) for fact in FACTS)
    assert all(
        topic.split(".")[0] in {"programme", "organisation", "resource", "person"} and topic.endswith(".v1")
        for topic in topics
    )


def test_no_event_is_left_out_of_the_closed_list() -> None:
    made_here = {fact for fact in every(Fact) - {Fact} if fact.__module__.startswith("domain.")}

    assert made_here == set(FACTS)


def test_every_command_has_a_name_of_its_own_and_a_row_in_the_table_of_authority() -> None:
    commands = {*get_args(ProgrammeCommand), *get_args(OrganisationCommand), *get_args(LegacyCommand), StartPartWay}
    names = [command.NAME for command in commands]

    assert len(set(names)) == len(names)
    assert set(TABLE) == commands
    assert all(issubclass(command, Command) for command in commands)


def test_the_names_temporal_keeps_are_these() -> None:
    assert [workflow._Definition.must_from_class(each).name for each in WORKFLOWS] == [  # noqa: SLF001 - no other way
        "programme",
        "milestone",
        "review",
        "duty",
        "handover",
        "need",
        "resource",
        "pack",
        "retention",
        "needs-review",
    ]
    assert {
        activity._Definition.must_from_callable(method).name  # noqa: SLF001 - no other way
        for method in (Engine.look, Engine.record)
    } == {"look", "record"}
    assert (RING, TASK_QUEUE, READER) == ("ring", "waymark", "relay")


def test_workflow_code_says_its_names_out_loud() -> None:
    for each in WORKFLOWS:
        decorators = [
            ast.unparse(decorator)
            for node in ast.walk(ast.parse(inspect.getsource(each)))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            for decorator in node.decorator_list
        ]
        assert any(decorator.startswith("workflow.defn(name=") for decorator in decorators)
        assert any(decorator.startswith("workflow.signal(name=") for decorator in decorators)
