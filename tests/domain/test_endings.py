"""Roles that come and go, the mentor, the end in one of three honest ways, and the look a year later."""

from datetime import timedelta

import pytest

from domain.journal_commands import (
    CorrectFigure,
    CountPeople,
    HoldReview,
    RecordCelebration,
    RecordDecision,
    RecordLesson,
)
from domain.milestone_commands import AddEvidence, AgreePlan, CorrectDate, OpenMilestone, RetractEvidence, SetAside
from domain.programme import Phase, Programme
from domain.programme_commands import (
    AnswerStillRunning,
    Appoint,
    CloseProgramme,
    Command,
    EndAppointment,
    Pause,
    ReplaceMentor,
)
from domain.programme_events import Ending, HandoverBegun, Mentor, ProgrammeClosed
from domain.refusals import AlreadyDone, NotAllowed, NotNow, UnknownPart
from domain.roles import Role
from tests.domain.people import FOUNDER, MENTOR, MENTORING, STRANGER, WHY, WORKER, meeting, person
from tests.domain.programmes import FIRST_DAY, Walk, a_running_programme

OTHER = Mentor(organisation="Second Steps", coordinator=person("other mentor"))


def closed(ending: Ending = "stopped-early") -> Walk:
    walk = a_running_programme().reach("ENG-01")
    walk.ask(CloseProgramme(ending=ending, reason=WHY))
    return walk


def finished(walk: Walk) -> Programme:
    for milestone in walk.programme.milestones:
        walk.ask(SetAside(milestone=milestone, reason=WHY))
    walk.ask(CloseProgramme(ending="finished", reason=WHY))
    return walk.programme


def test_a_person_takes_a_role_once_and_gives_it_up_once() -> None:
    walk = a_running_programme()
    walk.ask(Appoint(person=STRANGER, role=Role.WORKER), MENTOR)
    with pytest.raises(AlreadyDone):
        walk.ask(Appoint(person=STRANGER, role=Role.WORKER), MENTOR)
    walk.ask(EndAppointment(person=STRANGER, role=Role.WORKER), MENTOR)
    assert STRANGER not in walk.programme.roles
    with pytest.raises(UnknownPart):
        walk.ask(EndAppointment(person=STRANGER, role=Role.WORKER), MENTOR)


def test_nobody_is_appointed_as_the_engine() -> None:
    with pytest.raises(UnknownPart):
        a_running_programme().ask(Appoint(person=STRANGER, role=Role.ENGINE), MENTOR)


@pytest.mark.parametrize("role", [Role.FOUNDER, Role.BOARD])
def test_the_mentor_does_not_make_themselves_a_decider(role: Role) -> None:
    walk = a_running_programme()
    with pytest.raises(NotAllowed):
        walk.ask(Appoint(person=MENTOR, role=role), MENTOR)
    walk.ask(Appoint(person=MENTOR, role=role, on_behalf_of=meeting(FIRST_DAY)), MENTOR)


def test_a_programme_always_has_a_mentor() -> None:
    with pytest.raises(NotNow, match="Replace the mentor"):
        a_running_programme().ask(EndAppointment(person=MENTOR, role=Role.MENTOR))


def test_the_group_replaces_its_mentor() -> None:
    walk = a_running_programme()
    walk.ask(ReplaceMentor(mentor=OTHER, reason=WHY))
    assert walk.programme.mentor == OTHER
    assert walk.programme.roles[OTHER.coordinator] == {Role.MENTOR}
    assert MENTOR not in walk.programme.roles


def test_the_mentor_does_not_replace_themselves_and_is_not_replaced_by_themselves() -> None:
    with pytest.raises(NotAllowed):
        a_running_programme().ask(ReplaceMentor(mentor=OTHER, reason=WHY), MENTOR)
    with pytest.raises(AlreadyDone):
        a_running_programme().ask(ReplaceMentor(mentor=MENTORING, reason=WHY))


def test_a_finished_programme_has_settled_every_milestone() -> None:
    assert finished(a_running_programme()).ending == "finished"


def test_a_programme_with_open_ends_is_not_finished_and_the_refusal_names_some() -> None:
    with pytest.raises(NotNow, match=r"15 milestones .* ENG-01, ENG-02, GOV-01, GOV-02, GOV-03 and others"):
        a_running_programme().ask(CloseProgramme(ending="finished", reason=WHY))


@pytest.mark.parametrize("ending", ["merged", "stopped-early"])
def test_merging_and_stopping_early_are_honest_endings(ending: Ending) -> None:
    walk = closed(ending)
    fact = walk.recorded[-1]
    assert isinstance(fact, ProgrammeClosed)
    assert fact.ending == ending
    assert walk.programme.phase is Phase.CLOSED
    assert walk.programme.closed_on == FIRST_DAY


def test_a_programme_ends_once() -> None:
    with pytest.raises(AlreadyDone):
        closed().ask(CloseProgramme(ending="merged", reason=WHY))


def test_a_paused_programme_can_end() -> None:
    walk = a_running_programme()
    walk.ask(Pause(reason=WHY))
    walk.ask(CloseProgramme(ending="merged", reason=WHY))
    assert walk.programme.phase is Phase.CLOSED


def test_after_the_end_the_engine_is_silent() -> None:
    walk = closed()
    assert walk.wait(weeks=80).engine() == []


@pytest.mark.parametrize(
    "command",
    [
        OpenMilestone(milestone="PRM-01", reason=WHY),
        AgreePlan(),
        Pause(reason=WHY),
        HoldReview(agreed="Too late."),
        ReplaceMentor(mentor=OTHER, reason=WHY),
    ],
)
def test_after_the_end_nothing_goes_on(command: Command) -> None:
    with pytest.raises(NotNow, match="closed"):
        closed().ask(command)


@pytest.mark.parametrize(
    "command",
    [
        RecordLesson(lesson="Begin sooner."),
        RecordCelebration(note="Cake."),
        CountPeople(engaged=4, different=4),
        CorrectFigure(figure="engaged", correct=5, reason=WHY),
        CorrectDate(milestone="ENG-01", step="opened", correct=FIRST_DAY - timedelta(days=1), reason=WHY),
        RecordDecision(decision="Thanks.", on_behalf_of=meeting(FIRST_DAY)),
        AddEvidence(milestone="ENG-01", note="Found in a drawer."),
        RetractEvidence(milestone="ENG-01", evidence=1, reason=WHY),
        Appoint(person=STRANGER, role=Role.WORKER),
        EndAppointment(person=FOUNDER, role=Role.FOUNDER),
    ],
)
def test_after_the_end_the_record_can_still_be_completed(command: Command) -> None:
    assert closed().ask(command, WORKER if isinstance(command, CountPeople) else FOUNDER)


def test_the_handover_begins_when_its_milestone_opens() -> None:
    walk = a_running_programme()
    walk.ask(OpenMilestone(milestone="LEG-01", reason=WHY))
    assert HandoverBegun() in walk.engine()
    assert HandoverBegun() not in walk.engine()


def test_a_year_after_the_end_somebody_is_asked_whether_it_still_runs() -> None:
    walk = closed("merged")
    assert walk.prompt_at("handover") == ("still-running 1", FIRST_DAY + timedelta(days=365))


def test_yes_it_still_runs_can_be_said_only_after_a_year() -> None:
    walk = closed("merged")
    with pytest.raises(NotNow, match="02 March 2027"):
        walk.ask(AnswerStillRunning(running=True))
    walk.wait(days=365).ask(AnswerStillRunning(running=True))
    assert walk.programme.still_running is True
    assert walk.prompt_at("handover") is None


def test_no_it_has_stopped_can_be_said_at_any_time_after_the_end() -> None:
    walk = closed("merged")
    walk.ask(AnswerStillRunning(running=False))
    assert walk.prompt_at("handover") is None
    with pytest.raises(NotNow):
        a_running_programme().ask(AnswerStillRunning(running=False))


def test_a_programme_that_stopped_early_is_not_asked() -> None:
    assert closed("stopped-early").prompt_at("handover") is None
