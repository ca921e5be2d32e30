"""The programmes somebody may see."""

from datetime import date

from psycopg import Connection

from projections.agenda_reading import programme_agenda
from projections.opening import Opening
from projections.portfolio_reading import portfolio
from projections.progress_reading import progress
from tests.projections.conftest import Log
from tests.projections.walk import COORDINATOR, FUNDER, HELPER, NAMES, person


def test_the_operator_sees_all_and_everybody_else_where_they_play_a_part(
    views: Connection, log: Log, opening: Opening
) -> None:
    for who in (None, *NAMES, person(20), person(999)):
        page = portfolio(views, reader=who, today=log.watch.today, opening=opening)
        expected = {
            walk.programme
            for walk in log.walks
            if (group := log.waymark.front_door.group(walk.programme)).programme
            and (who is None or who in group.programme.roles or who in group.board.members)
        }

        assert {line.programme for line in page.programmes} == expected
        assert all(bool(line.my_roles) == (who is not None) for line in page.programmes)


def test_a_line_says_what_progress_says(views: Connection, opening: Opening) -> None:
    today = date(2026, 1, 1)
    for line in portfolio(views, reader=None, today=today, opening=opening).programmes:
        whole = progress(views, line.programme, today=today, opening=opening)
        assert whole is not None

        assert (line.percent, line.accepted, line.set_aside) == (
            whole.percent,
            whole.counts.accepted,
            whole.counts.set_aside,
        )
        assert (line.open, line.waiting_for_decision) == (whole.counts.open, whole.counts.submitted)
        assert line.late >= whole.counts.overdue
        if line.phase != "closed":
            assert (line.stuck.milestones if line.stuck else 0) == whole.counts.blocked
        assert line.mentor is not None
        assert line.mentor.name in {NAMES[COORDINATOR], NAMES[HELPER]}


def test_who_can_go_on_is_whom_the_agenda_names(views: Connection, log: Log, opening: Opening) -> None:
    today = log.watch.today
    for line in portfolio(views, reader=None, today=today, opening=opening).programmes:
        agenda = programme_agenda(views, line.programme, today=today, opening=opening)
        assert agenda is not None
        items = (*agenda.late, *agenda.to_do)

        named = {role for item in items if item.assignee is None for role in item.waits_for}
        assert line.phase == "closed" or named <= set(line.waits_for)
        assert items or agenda.waiting or not line.waits_for


def test_a_closed_programme_waits_for_nobody(views: Connection, opening: Opening) -> None:
    lines = portfolio(views, reader=FUNDER, today=date(2099, 1, 1), opening=opening).programmes
    closed = next(line for line in lines if line.phase == "closed")

    assert (closed.late, closed.next_date, closed.stuck, closed.waits_for) == (0, None, None, ())


def test_pages_come_by_name_and_leave_nothing_out(views: Connection, log: Log, opening: Opening) -> None:
    whole = portfolio(views, reader=None, today=log.watch.today, opening=opening)
    seen, after = [], None
    while True:
        page = portfolio(views, reader=None, today=log.watch.today, opening=opening, after=after, limit=1)
        seen += [line.organisation for line in page.programmes]
        after = page.next
        if after is None:
            break

    assert seen == [line.organisation for line in whole.programmes] == ["Group 1", "Group 2", "Group 3"]
