"""What people read is what the rules see."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection

from domain.occasion import BoardReading
from domain.programme import Programme
from projections import agenda, portfolio, progress_rows
from projections.agenda import Agenda
from projections.portfolio import Portfolio
from projections.progress import Progress
from projections.standing import roles_of
from service.assembly import Waymark
from tests.projections.conftest import Log


def test_progress_says_what_the_rules_see(log: Log, waymark: Waymark, connection: Connection) -> None:
    with connection.cursor() as cursor:
        Progress().apply(cursor, log.events)
        for walk in log.walks:
            state, board = _group(waymark, walk.programme)
            row = progress_rows.PROGRAMME.load(cursor, [(walk.programme,)])[walk.programme,]
            people = row.people or {}

            assert (row.version, row.phase, row.plan_number) == (state.version, state.phase.value, state.plan_number)
            assert (row.agreed_on, row.next_review_on) == (state.agreed_on, state.next_review_on)
            assert (row.review_number, row.review_due) == (
                (state.review.number, state.review.due) if state.review else (None, None)
            )
            assert (row.reviews_held, row.paused_on) == (state.reviews_held, state.paused_on)
            assert (row.celebrations, row.lessons) == (state.celebrations, state.lessons)
            assert (row.closed_on, row.ending, row.still_running) == (
                state.closed_on,
                state.ending,
                state.still_running,
            )
            assert (row.handover_begun_on is not None) == state.handover_begun
            assert {(each["gate"], each["milestone"]) for each in row.waived} == state.waived
            assert [people.get(each, 0) for each in ("engaged", "trained", "supported", "different")] == [
                state.people.engaged,
                state.people.trained,
                state.people.supported,
                state.people.different,
            ]
            assert (row.voting, row.from_constituency) == (board.voting, board.from_constituency)
            assert (row.threshold, row.adopted_on) == (board.threshold, board.adopted_on)
            left = waymark.front_door.group(walk.programme).assets
            owned = {number: each["owned"] for number, each in row.assets.items() if each["offered"]}
            assert owned == {str(number): asset.has_living_owner for number, asset in left.assets.items()}
            assert row.legacy_version == left.version
            _same_milestones(state, progress_rows.MILESTONE.load_where(cursor, "programme", [walk.programme]).rows)
            _same_steps(state, progress_rows.STEP.load_where(cursor, "programme", [walk.programme]).rows)


def test_the_agenda_says_what_the_rules_see(log: Log, waymark: Waymark, connection: Connection) -> None:
    with connection.cursor() as cursor:
        Agenda().apply(cursor, log.events)
        for walk in log.walks:
            state, board = _group(waymark, walk.programme)
            row = agenda.PROGRAMME.load(cursor, [(walk.programme,)])[walk.programme,]
            items = agenda.ITEM.load_where(cursor, "programme", [walk.programme]).rows

            assert {who: frozenset(held) for who, held in row.roles.items()} == {
                who: frozenset(role.value for role in held) for who, held in state.roles.items()
            }
            assert set(row.board) == board.members
            assert row.adopted == (board.adopted_on is not None)
            assert all("board" in roles_of(row, each, log.watch.today) for each in board.members)
            assert (row.phase, row.still_running) == (state.phase.value, state.still_running)
            assert row.review_due == (state.review.due if state.review else None)
            duties = {item.key: item.due for item in items.values() if item.kind == agenda.DUTY}
            assert duties == {key: duty.due for key, duty in state.duties.items() if duty.met_on is None}
            work = {(key[0], key[2]): item for key, item in items.items() if item.kind == agenda.MILESTONE}
            _same_milestones(state, work, evidence=False)


def test_the_portfolio_says_what_the_rules_see(log: Log, waymark: Waymark, connection: Connection) -> None:
    with connection.cursor() as cursor:
        Portfolio().apply(cursor, log.events)
        for walk in log.walks:
            state, _ = _group(waymark, walk.programme)
            row = portfolio.PROGRAMME.load(cursor, [(walk.programme,)])[walk.programme,]
            seen = {key: each for key, each in state.milestones.items() if each.status.value != "waiting"}

            assert row.milestones == len(state.milestones)
            assert {key: work["status"] for key, work in {**row.settled, **row.work}.items()} == {
                key: each.status.value for key, each in seen.items()
            }
            for key, stored in row.work.items():
                work, milestone = portfolio.open_work(stored), seen[key]
                assert (work.due, work.asked_on) == (milestone.due, milestone.asked_on)
                assert work.blocked_kind == (milestone.blocked.kind if milestone.blocked else None)
                assert work.blocked_since == (milestone.blocked.since if milestone.blocked else None)
            assert set(row.duties) == {key for key, duty in state.duties.items() if duty.met_on is None}
            assert (row.phase, row.next_review_on) == (state.phase.value, state.next_review_on)
            assert row.mentor_organisation == state.mentor.organisation


def _group(waymark: Waymark, programme: str) -> tuple[Programme, BoardReading]:
    group = waymark.front_door.group(programme)
    assert group.programme is not None
    return group.programme, group.board


def _same_milestones(state: Programme, rows: Mapping[Any, Any], *, evidence: bool = True) -> None:
    assert {key[1] for key in rows} == set(state.milestones)
    for (_, key), row in rows.items():
        milestone = state.milestones[key]
        assert (row.status, row.round, row.opened_on) == (
            milestone.status.value,
            milestone.round,
            milestone.opened_on,
        ), key
        assert (row.due, row.asked_on, row.submitted_on) == (milestone.due, milestone.asked_on, milestone.submitted_on)
        assert (row.submitted_by, row.accepted_on) == (milestone.submitted_by, milestone.accepted_on)
        assert row.assignee == milestone.assignee
        assert row.blocked_kind == (milestone.blocked.kind if milestone.blocked else None)
        assert row.blocked_since == (milestone.blocked.since if milestone.blocked else None)
        if evidence:
            assert row.changed == milestone.changed, key
            assert row.evidence == sum(1 for each in milestone.evidence.values() if each is not None)


def _same_steps(state: Programme, rows: Mapping[Any, Any]) -> None:
    assert {key[1] for key in rows} == set(state.milestones)
    for (_, key), row in rows.items():
        step = state.milestones[key].step
        assert (tuple(row.depends_on), row.typical, tuple(row.gates)) == (
            step.depends_on,
            step.weeks.typical,
            step.gates,
        )
