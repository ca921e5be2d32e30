"""Who is waited for, and by whom it is seen."""

from datetime import date, timedelta

from psycopg import Connection

from domain.learning_events import InformationNeedRaised
from domain.programme import Phase
from projections.agenda import Agenda
from projections.agenda_reading import AgendaItem, AgendaView, personal_tasks, programme_agenda
from projections.opening import Opening
from tests.projections.conftest import Log, empty
from tests.projections.walk import CAST, COORDINATOR, FOUNDER, FUNDER, NAMES, WHY, person


def every(view: AgendaView) -> list[AgendaItem]:
    return [*view.to_do, *view.late, *view.waiting]


def test_a_programme_waits_for_each_open_milestone_each_decision_and_each_duty(
    views: Connection, log: Log, opening: Opening
) -> None:
    for walk in log.walks[:2]:
        state = log.waymark.front_door.programme(walk.programme)
        seen = programme_agenda(views, walk.programme, today=log.watch.today, opening=opening)
        assert seen is not None
        kinds = {kind: {item.key for item in every(seen) if item.kind == kind} for kind in ("milestone", "decision")}

        assert kinds["milestone"] == {key for key, each in state.milestones.items() if each.status.value == "open"}
        assert kinds["decision"] == {key for key, each in state.milestones.items() if each.status.value == "submitted"}
        assert {item.key for item in every(seen) if item.kind == "duty"} == {
            key for key, duty in state.duties.items() if duty.met_on is None
        }
        assert all(item.title for item in every(seen))


def test_what_is_blocked_waits_and_what_is_past_its_date_is_late(views: Connection, log: Log, opening: Opening) -> None:
    for walk in log.walks[:2]:
        seen = programme_agenda(views, walk.programme, today=date(2099, 1, 1), opening=opening)
        assert seen is not None
        paused = log.waymark.front_door.programme(walk.programme).phase is Phase.PAUSED

        assert all(item.blocked or item.paused for item in seen.waiting)
        assert all(item.late_days > 0 for item in seen.late)
        assert not [item for item in seen.to_do if item.kind in {"milestone", "duty", "review"}]
        assert paused == any(item.paused for item in every(seen))


def test_people_see_only_programmes_in_which_they_play_a_part(views: Connection, log: Log, opening: Opening) -> None:
    for who in (*NAMES, person(20)):
        mine = {
            walk.programme
            for walk in log.walks
            if (group := log.waymark.front_door.group(walk.programme)).programme
            and (who in group.programme.roles or who in group.board.members)
        }
        seen = personal_tasks(views, who, today=date(2099, 1, 1), opening=opening).agenda

        assert {item.programme for item in every(seen)} <= mine


def test_a_task_with_a_name_on_it_is_on_that_agenda_alone(views: Connection, log: Log, opening: Opening) -> None:
    for who in CAST:
        seen = personal_tasks(views, who, today=log.watch.today, opening=opening).agenda
        to_do = [item for item in (*seen.to_do, *seen.late) if item.assignee is not None]

        assert {item.assignee.ref for item in to_do if item.assignee} <= {who}
        assert all(item.assignee.name == NAMES[who] for item in to_do if item.assignee)


def test_nobody_is_asked_to_accept_their_own_work(views: Connection, log: Log, opening: Opening) -> None:
    for who in CAST:
        seen = personal_tasks(views, who, today=log.watch.today, opening=opening).agenda
        for item in (*seen.to_do, *seen.late):
            if item.kind == "decision":
                state = log.waymark.front_door.programme(item.programme)

                assert state.milestones[item.key].submitted_by != who


def test_a_mentor_sees_what_is_stuck_and_a_funder_steers_nothing(views: Connection, log: Log, opening: Opening) -> None:
    later = log.watch.today + timedelta(days=400)
    mentor = personal_tasks(views, COORDINATOR, today=later, opening=opening).agenda
    funder = personal_tasks(views, FUNDER, today=later, opening=opening).agenda
    stuck = {
        (walk.programme, key)
        for walk in log.walks[:2]
        for key, each in log.waymark.front_door.programme(walk.programme).milestones.items()
        if each.status.value == "open" and each.blocked
    }

    assert stuck <= {(item.programme, item.key) for item in mentor.waiting}
    assert {item.kind for item in every(funder)} <= {"milestone"}
    assert all("funder" in item.waits_for for item in every(funder))


def test_a_plan_that_is_not_agreed_waits_for_the_founding_group(log: Log, opening: Opening, views: Connection) -> None:
    views.execute("UPDATE views.agenda_programme SET agreed = false, adopted = false, phase = 'draft'")

    seen = personal_tasks(views, FOUNDER, today=log.watch.today, opening=opening).agenda

    assert {item.programme for item in seen.to_do if item.kind == "plan"} == {walk.programme for walk in log.walks}


def test_a_closed_programme_waits_for_one_answer_a_year_later(log: Log, opening: Opening, views: Connection) -> None:
    programme = log.walks[2].programme
    views.execute("UPDATE views.agenda_programme SET still_running = NULL, ending = 'finished', phase = 'closed'")
    closed_on = log.waymark.front_door.programme(programme).closed_on
    assert closed_on is not None

    before = programme_agenda(views, programme, today=closed_on + timedelta(days=364), opening=opening)
    after = programme_agenda(views, programme, today=closed_on + timedelta(days=365), opening=opening)

    assert before is not None
    assert after is not None
    assert every(before) == []
    assert [item.kind for item in every(after)] == ["still-running"]


def test_a_question_waits_for_the_mentor_and_after_two_weeks_for_those_who_decide_too(
    log: Log, opening: Opening, connection: Connection
) -> None:
    mine = [event for event in log.events if event.meta.ledger == log.walks[2].programme]
    asked = max(event.position for event in mine if isinstance(event.fact, InformationNeedRaised))

    def questions(until: int, days: int) -> list[AgendaItem]:
        empty(connection)
        with connection.transaction(), connection.cursor() as cursor:
            Agenda().apply(cursor, [event for event in mine if event.position <= until])
        seen = programme_agenda(
            connection, log.walks[2].programme, today=asked_on + timedelta(days=days), opening=opening
        )
        assert seen is not None
        return [item for item in every(seen) if item.kind == "question"]

    asked_on = next(event.meta.occurred_on for event in mine if event.position == asked)
    assert [(item.key, item.title, item.since, item.waits_for) for item in questions(asked, 0)] == [
        (key, WHY, asked_on, ("mentor",)) for key in ("1", "2")
    ]
    assert {len(item.waits_for) for item in questions(asked, 14)} == {2}
    assert questions(mine[-1].position, 0) == [], "they were answered or withdrawn"


def test_an_unknown_programme_has_no_agenda(log: Log, opening: Opening, views: Connection) -> None:
    assert programme_agenda(views, "programme:none", today=log.watch.today, opening=opening) is None
