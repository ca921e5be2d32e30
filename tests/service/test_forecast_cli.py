"""`waymark forecast`, `waymark whatif` and `waymark plan compare`, as a person or a program calls them."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from domain.milestone_commands import Accept, AddEvidence, Submit
from domain.programme_commands import Appointment, StartProgramme
from domain.programme_events import Mentor
from domain.roles import Role
from service import forecast_subject
from service.assembly import build
from service.forecast_cli import forecast
from service.plan_cli import plan_commands
from service.settings import Settings
from service.whatif_cli import whatif
from tests.service.face import MovedClock

MENTOR = "person:00000000-0000-4000-8000-000000000001"
WORKER = "person:00000000-0000-4000-8000-000000000002"
FOUNDER = "person:00000000-0000-4000-8000-000000000003"
FEW = ("--runs", "500")

commands = typer.Typer(rich_markup_mode=None)
commands.command()(forecast)
commands.command()(whatif)
commands.add_typer(plan_commands)


def called(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments)


def said(*arguments: str) -> str:
    result = called(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def answered(*arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(said(*arguments, "--json"))
    return answer


def test_a_template_is_forecast_with_p50_p80_and_what_decides_them() -> None:
    answer = answered("forecast", "ulo-from-scratch")
    assert answer["typical_weeks"] == 137
    assert answer["typical_weeks"] < answer["p50_weeks"] < answer["p80_weeks"] < 234
    assert answer["critical_path"][0] == "ENG-01"
    assert answer["critical_path"][-1] == "LEG-05"
    assert answer["criticality"]["ENG-01"] == 1
    assert 0 < answer["criticality"]["GOV-05"] < 1
    assert len(answer["criticality"]) == 59


def test_the_same_seed_gives_the_same_answer() -> None:
    first = answered("forecast", "existing-group", *FEW, "--seed", "7")
    assert first == answered("forecast", "existing-group", *FEW, "--seed", "7")
    assert first["curve_weeks"] != answered("forecast", "existing-group", *FEW, "--seed", "8")["curve_weeks"]


def test_shared_luck_widens_the_forecast_and_can_be_turned_off() -> None:
    shared = answered("forecast", "ulo-from-scratch")
    apart = answered("forecast", "ulo-from-scratch", "--independent")
    assert apart["assumptions"]["shared"] == 0
    assert apart["p80_weeks"] - apart["p50_weeks"] < shared["p80_weeks"] - shared["p50_weeks"]


def test_the_page_says_in_words_that_12_months_cannot_be_done_and_why() -> None:
    page = said("forecast", "ulo-from-scratch", "--within", "52")
    assert "Chance to end within 52 weeks (12 months): none." in page
    assert "This cannot be done in 52 weeks (12 months)." in page
    assert "set out with a plan of one year" in page
    assert "Assumed: 10,000 runs with seed 1; triangular lengths" in page


def test_a_template_with_a_first_day_gets_working_days_and_a_chance_by_a_day() -> None:
    answer = answered("forecast", "existing-group", "--start", "2026-03-02", "--by", "2029-03-02", *FEW)
    assert answer["p50_on"].startswith("2028-")
    assert answer["chance"] == 1
    page = said("forecast", "existing-group", "--start", "2026-03-02", *FEW)
    assert "Half of the runs end by " in page


def test_a_chance_by_a_day_needs_a_first_day() -> None:
    result = called("forecast", "existing-group", "--by", "2029-03-02")
    assert result.exit_code == 2
    assert "A template has no dates." in result.stderr


def test_what_cannot_be_forecast_exits_2_with_a_sentence(tmp_path: Path) -> None:
    result = called("forecast", "nothing-like-it")
    assert result.exit_code == 2
    assert "There is no plan, no file and no programme called nothing-like-it." in result.stderr
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: only a title\n")
    assert called("forecast", str(broken)).exit_code == 2
    assert called("forecast", "existing-group", "--distribution", "normal").exit_code == 2


def test_a_what_if_compares_two_futures_and_names_what_moves() -> None:
    answer = answered("whatif", "ulo-from-scratch", "--away", "worker=65+13", "--late", "FUN-02=13", *FEW)
    assert answer["p50_later_by_weeks"] > 8
    assert answer["sooner_share"] == 0
    assert answer["sentence"].startswith("This ends 1")
    assert {"FUN-02", "LEG-05"} <= {moved["milestone"] for moved in answer["moved"]}
    page = said("whatif", "ulo-from-scratch", "--drop", "QA-04", "--more", "worker=60+26", *FEW)
    assert "QA-04  week" in page
    assert "-> not there" in page
    assert "sooner: half of the runs end within" in page


def test_a_milestone_is_added_and_another_waits_for_it() -> None:
    extra = ("--add", "GOV-12=20/30/40+PPL-02", "--after", "SVC-01=GOV-10+PPL-03+GOV-12")
    answer = answered("whatif", "ulo-from-scratch", *extra, *FEW)
    assert answer["p50_later_by_weeks"] > 15
    assert {"GOV-12", "SVC-01"} <= {moved["milestone"] for moved in answer["moved"]}
    alone = answered("whatif", "ulo-from-scratch", "--add", "GOV-12=1/2/3", *FEW)
    assert alone["p50_later_by_weeks"] == 0, "nothing waits for it"


@pytest.mark.parametrize(
    ("option", "typed", "shape"),
    [
        ("--weeks", "GOV-05=four", "GOV-05=4/8/16"),
        ("--weeks", "GOV-05=9/8/16", "GOV-05=4/8/16"),
        ("--late", "FUN-02", "FUN-02=13"),
        ("--away", "nobody=1+2", "worker=65+13"),
        ("--drop", "not an id", "ENG-03"),
        ("--add", "GOV-12=2/4", "GOV-12=2/4/8+GOV-04"),
        ("--add", "GOV-12=2/4/8+nothing", "GOV-12=2/4/8+GOV-04"),
        ("--after", "MKT-01", "MKT-01=PPL-02+GOV-12"),
    ],
)
def test_a_change_that_cannot_be_understood_is_answered_with_how_to_write_it(
    option: str, typed: str, shape: str
) -> None:
    result = called("whatif", "existing-group", option, typed)
    assert result.exit_code == 2
    assert shape in result.stderr


def test_two_plans_are_put_side_by_side() -> None:
    answer = answered("plan", "compare", "ulo-from-scratch", "existing-group", *FEW)
    assert (answer["a"]["typical_weeks"], answer["b"]["typical_weeks"]) == (137, 95)
    assert answer["p50_later_by_weeks"] < -20
    page = said("plan", "compare", "ulo-from-scratch", "existing-group", *FEW)
    assert "Typical length: 137 weeks, then 95." in page
    assert "FUN-04  week" in page


def test_a_running_programme_is_forecast_from_what_is_done_and_as_it_was_known_before(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = MovedClock()
    monkeypatch.setattr(forecast_subject, "read_settings", lambda _: settings)
    monkeypatch.setattr(forecast_subject, "build", lambda chosen: build(chosen, clock=clock))
    with build(settings, clock=clock) as waymark:
        first_day = waymark.clock().date()
        started = waymark.front_door.start(
            StartProgramme(
                organisation="A new group",
                locality="A town",
                mentor=Mentor(organisation="An older group", coordinator=MENTOR),
                template="ulo-from-scratch",
                start_on=first_day,
                people=(
                    Appointment(person=WORKER, role=Role.WORKER),
                    Appointment(person=FOUNDER, role=Role.FOUNDER),
                ),
            ),
            actor=MENTOR,
            command_id="start",
        )
        clock.move(days=210)
        for number, (command, actor) in enumerate(
            (
                (AddEvidence(milestone="ENG-01", note="Signed."), WORKER),
                (Submit(milestone="ENG-01"), WORKER),
                (Accept(milestone="ENG-01"), FOUNDER),
            )
        ):
            waymark.front_door.ask(started.programme, command, actor=actor, command_id=f"step-{number}")

    now = answered("forecast", started.programme, *FEW)
    before = answered("forecast", started.programme, *FEW, "--as-of", f"{first_day + timedelta(weeks=1):%Y-%m-%d}")
    done = next(each for each in now["milestones"] if each["id"] == "ENG-01")
    assert (done["standing"], done["finish_p50_weeks"], done["finish_p80_weeks"]) == ("done", 30, 30)
    assert now["now_weeks"] == 30
    assert before["now_weeks"] == 1
    assert now["p50_weeks"] > before["p50_weeks"] + 20
    assert now["p50_on"] > before["p50_on"]
    assert now["critical_path"][0] == "ENG-02"
    assert "Half of the runs end by " in said("forecast", started.programme.removeprefix("programme:"), *FEW)

    drift = answered("forecast", started.programme, "--drift")
    assert [point["why"] for point in drift["points"]][0::8] == ["start"]
    assert drift["points"][-1]["p50_on"] > drift["points"][0]["p50_on"]
    assert "weeks later." in said("forecast", started.programme, "--drift")

    whatif = answered("whatif", started.programme, "--weeks", "GOV-05=8/30/52", "--name", "slow-register", *FEW)
    assert whatif["revision"]["from_what_if"]["what_if"] == "slow-register"
    assert [change["change"] for change in whatif["revision"]["changes"]] == ["retime"]
    away = ("--away", f"worker={first_day + timedelta(weeks=60):%Y-%m-%d}+13")
    assert answered("whatif", started.programme, *away, *FEW)["revision"] is None


def test_dates_waits_and_slow_months_hold_work_back() -> None:
    usual = answered("forecast", "existing-group", "--start", "2026-03-02", *FEW)["p50_weeks"]
    for more in (("--not-before", "FUN-02=2030-04-01"), ("--wait", "GOV-01=30"), ("--quiet",)):
        assert answered("forecast", "existing-group", "--start", "2026-03-02", *FEW, *more)["p50_weeks"] > usual
    booked = answered(
        "whatif", "existing-group", "--start", "2020-03-02", "--not-before", "FUN-02=financial-year", *FEW
    )
    assert booked["p50_later_by_weeks"] > 100
    assert called("forecast", "existing-group", "--not-before", "FUN-02=2030-04-01").exit_code == 2
    assert "FUN-02=financial-year" in called("whatif", "existing-group", "--not-before", "FUN-02=soon").stderr


def test_a_programme_that_is_not_here_is_said_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast_subject, "read_settings", lambda _: settings)
    result = called("forecast", "00000000-0000-4000-8000-000000000000")
    assert result.exit_code == 2
    assert "There is no such programme here" in result.stderr
