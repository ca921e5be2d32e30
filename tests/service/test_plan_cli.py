"""`waymark plan check` and `waymark plan show`, as a person or a program calls them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from service.plan_cli import plan_commands

SCRATCH = Path(__file__).parents[2] / "service" / "plans" / "ulo-from-scratch.yaml"


def called(*arguments: str) -> Result:
    return CliRunner().invoke(plan_commands, arguments)


def answered(*arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(called(*arguments, "--json").stdout)
    return answer


@pytest.fixture
def looped(tmp_path: Path) -> str:
    path = tmp_path / "looped.yaml"
    path.write_text(SCRATCH.read_text().replace("depends_on: [GOV-02, GOV-03]", "depends_on: [GOV-02, GOV-05]"))
    return str(path)


def test_a_sound_plan_is_told_with_its_length_and_exits_0() -> None:
    result = called("check", "ulo-from-scratch")
    assert result.exit_code == 0
    assert "No faults and 1 warning in ulo-from-scratch." in result.stdout
    assert "Length: 137 weeks (31.6 months) typically, 77 at the earliest, 234 at the latest." in result.stdout
    assert "ENG-01, then ENG-02" in result.stdout


def test_check_as_json_has_the_lengths_the_path_and_the_faults() -> None:
    answer = answered("check", "ulo-from-scratch")
    assert (answer["earliest_weeks"], answer["typical_weeks"], answer["latest_weeks"]) == (77, 137, 234)
    assert answer["critical_path"][0] == "ENG-01"
    assert answer["critical_path"][-1] == "LEG-05"
    assert answer["faults"] == []
    assert [warning["code"] for warning in answer["warnings"]] == ["nothing-follows"]


def test_a_file_with_a_fault_exits_1_and_names_line_and_milestone(looped: str) -> None:
    result = called("check", looped)
    assert result.exit_code == 1
    line = Path(looped).read_text().splitlines().index("    depends_on: [GOV-02, GOV-05]") + 1
    assert "1 fault and 1 warning" in result.stdout
    assert f"  line {line}  These milestones wait for each other: GOV-04 after GOV-05 after GOV-04." in result.stdout
    assert "Length" not in result.stdout


def test_faults_as_json_have_line_milestone_and_sentence_and_no_length_is_invented(looped: str) -> None:
    answer = answered("check", looped)
    assert [(fault["code"], fault["milestone"]) for fault in answer["faults"]] == [("dependency-loop", "GOV-04")]
    assert (answer["typical_weeks"], answer["critical_path"]) == (None, [])
    assert called("check", looped, "--json").exit_code == 1


def test_a_broken_file_exits_1_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("title: x\nsummary: a: b\n")
    assert answered("check", str(path))["faults"][0]["line"] == 2
    assert called("check", str(path)).exit_code == 1


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_file_that_cannot_be_read_exits_2_with_a_sentence(tmp_path: Path, command: str) -> None:
    result = called(command, str(tmp_path / "none.yaml"))
    assert result.exit_code == 2
    assert "There is no plan and no file called" in result.stderr
    assert result.stdout == ""


def test_show_reads_as_a_page_of_stages_and_milestones() -> None:
    result = called("show", "ulo-from-scratch")
    assert result.exit_code == 0
    assert "59 milestones in 12 stages." in result.stdout
    assert "Stage 2: Govern\n  GOV-01  month 5.3 to 6.2  Legal form chosen\n" in result.stdout
    assert result.stdout.count("\nStage ") == 12


def test_show_as_json_has_every_milestone_with_its_planned_months() -> None:
    answer = answered("show", "existing-group")
    milestones = [m for stage in answer["stages"] for m in stage["milestones"]]
    assert answer["template"] == "existing-group"
    assert len(milestones) == 36
    assert milestones[0]["id"] == "ENG-01"
    assert milestones[0]["planned_months"] == [0.0, 0.9]
    assert milestones[0]["on_critical_path"] is True
    assert [m["id"] for m in milestones if m["slack_weeks"] == 0 and not m["on_critical_path"]] == ["ENG-12"]


def test_show_will_not_lay_out_a_faulty_plan(looped: str) -> None:
    result = called("show", looped)
    assert result.exit_code == 1
    assert "GOV-04 after GOV-05" in result.stderr
