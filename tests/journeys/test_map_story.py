"""MAP, from its first meeting to its handover, on the real engine with time skipped."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from domain.authority import roles_of
from domain.duty_events import DutyMet, DutyOpened, Prompted
from domain.event import ENGINE
from domain.journal_events import (
    CelebrationRecorded,
    LessonRecorded,
    MentoringSessionHeld,
    PeopleCounted,
    ReviewHeld,
)
from domain.milestone_events import (
    MilestoneAccepted,
    MilestoneBlocked,
    MilestoneOpened,
    MilestoneReturned,
    MilestoneSetAside,
    MilestoneSubmitted,
    TasksHandedOver,
)
from domain.organisation_events import BoardMemberAppointed, GoverningDocumentAdopted
from domain.passage import Words
from domain.plan_events import PlanAgreed, PlanRevised
from domain.programme import Status
from domain.programme_events import AppointmentEnded, ProgrammePaused, ProgrammeResumed
from domain.roles import Role
from service.group import Group
from service.postgres_server import PostgresServer
from service.story_said import INVENTED
from tests.journeys.played import SEED, Played, played, without_place

SETTLING = (MilestoneAccepted, MilestoneSetAside, PlanAgreed)


def test_the_story_ends_in_a_closed_programme_with_every_milestone_settled(map_: Played) -> None:
    state = map_.waymark.front_door.programme(map_.told.each[0].programme)
    set_aside = map_.of(MilestoneSetAside)

    assert (map_.told.programmes, map_.told.closed, state.ending) == (1, 1, "finished")
    assert {each.status for each in state.milestones.values()} <= {Status.ACCEPTED, Status.SET_ASIDE}
    assert len(state.milestones) == 59
    assert set_aside, "something is not for this group"
    assert all(isinstance(each.fact.reason, Words) and each.fact.reason.text for each in set_aside)


def test_it_takes_two_to_three_years_and_ends_before_today(map_: Played) -> None:
    days = map_.events[-1].meta.recorded_at - map_.events[0].meta.recorded_at

    assert map_.events[0].meta.occurred_on == date(2009, 4, 6)
    assert 24 <= (map_.told.each[0].months or 0) <= 36
    assert map_.told.virtual_days <= 1096 + 365 + 60, "and one more, for the look at what is left"
    assert days.days == map_.told.virtual_days - 1
    assert map_.events[-1].meta.recorded_at < datetime.now(UTC)


def test_the_plan_of_one_year_is_refused_without_a_reason_and_later_stretched_with_one(map_: Played) -> None:
    (agreed,) = map_.of(PlanAgreed)
    revisions = [each for each in map_.of(PlanRevised) if each.fact.rebaseline]
    (stretched,) = revisions

    assert map_.told.refusals["PlanTooShort"] == 1
    assert agreed.fact.typical_weeks <= 52 < agreed.fact.floor_weeks
    assert isinstance(agreed.fact.floor_override, Words)
    assert stretched.fact.was_typical_weeks == agreed.fact.typical_weeks
    assert 104 <= stretched.fact.typical_weeks <= 156
    assert isinstance(stretched.fact.reason, Words)
    assert INVENTED not in stretched.fact.reason.text, "this is a fact of the source"


def test_the_waits_recorded_the_reminders_each_under_an_id_of_its_own(map_: Played) -> None:
    prompted = map_.of(Prompted)
    kinds = Counter(each.fact.kind for each in prompted)
    ids = [each.meta.command_id for each in prompted]

    assert len(set(ids)) == len(ids) > 100
    assert {each.meta.actor for each in prompted} == {ENGINE}
    assert set(kinds) >= {"reminder", "due", "overdue", "escalation", "blocked-follow-up", "decision", "handover"}
    late = [each for each in prompted if each.meta.recorded_at != each.fact.planned_for]
    assert not late, "a timer rings at its moment, neither before nor after"


def test_a_milestone_was_opened_by_its_workflow_as_soon_as_it_was_ready(map_: Played) -> None:
    opened = [each for each in map_.of(MilestoneOpened) if each.meta.actor == ENGINE]
    settled = {each.meta.recorded_at for each in map_.events if isinstance(each.fact, SETTLING)}

    assert len(opened) > 50
    assert {each.meta.recorded_at for each in opened} <= settled


def test_no_workflow_is_left_but_the_looks_at_what_still_runs(map_: Played) -> None:
    programme = map_.told.each[0].programme
    left = map_.waymark.front_door.group(programme).assets.offered
    still = {
        f"{programme.replace(':', '/')}/resource/{number}" for number, each in left.items() if each.running is not False
    }

    assert set(map_.told.waits_left) == still
    assert len(still) == len(left) - 1, "the room is no longer there"


def test_people_answer_early_late_blocked_and_not_at_all(map_: Played) -> None:
    due = {each.fact.milestone: each.fact.due for each in map_.of(MilestoneOpened)}
    submitted = {each.fact.milestone: each.meta.occurred_on for each in map_.of(MilestoneSubmitted)}
    early = [key for key, day in submitted.items() if day < due[key] - timedelta(days=7)]
    late = [key for key, day in submitted.items() if day > due[key]]

    assert len(early) > 5
    assert len(late) > 5
    assert len(map_.of(MilestoneBlocked)) > 2
    assert map_.of(MilestoneReturned)


def test_the_board_decides_from_the_day_it_adopts_its_governing_document(map_: Played) -> None:
    (adopted,) = map_.of(GoverningDocumentAdopted)
    group = Group(None, None)
    adopting = {}
    for event in map_.events:
        if isinstance(event.fact, MilestoneAccepted):
            adopting[event.fact.milestone] = (event, group)
        group = group.after([event])

    seats = [each for each in map_.of(BoardMemberAppointed) if each.position < adopted.position]
    assert adopted.fact.tally.from_constituency * 100 >= 75 * adopted.fact.tally.voting
    assert len(seats) == adopted.fact.tally.voting
    assert adopting["GOV-04"][0].position > adopted.position
    for event, before in adopting.values():
        role = Role.BOARD if event.position > adopted.position else Role.FOUNDER
        by_meeting = event.meta.on_behalf_of is not None
        assert by_meeting or role in roles_of(event.meta.actor, before.programme, before.board, event.meta.occurred_on)


def test_some_decisions_are_written_down_for_a_meeting(map_: Played) -> None:
    meetings = {each.meta.on_behalf_of.body for each in map_.events if each.meta.on_behalf_of is not None}

    assert meetings == {"founding group", "board"}
    assert any(each.meta.on_behalf_of for each in map_.of(MilestoneAccepted))


def test_the_worker_who_leaves_hands_over_every_open_task(map_: Played) -> None:
    (left,) = map_.of(AppointmentEnded)
    handed = [each for each in map_.of(TasksHandedOver) if each.fact.giver == left.fact.person]
    group = Group(None, None).after([each for each in map_.events if each.position <= left.position])

    assert len(handed) == 1
    assert group.programme is not None
    theirs = [key for key, each in group.programme.milestones.items() if each.assignee == left.fact.person]
    assert all(group.programme.milestones[key].status in {Status.ACCEPTED, Status.SET_ASIDE} for key in theirs)


def test_nothing_is_said_while_the_programme_is_paused_but_what_the_law_asks(map_: Played) -> None:
    (paused,), (resumed,) = map_.of(ProgrammePaused), map_.of(ProgrammeResumed)
    legal = {each.fact.duty for each in map_.of(DutyOpened) if each.fact.legal}
    said = [each for each in map_.of(Prompted) if paused.position < each.position < resumed.position]

    assert 0 < (resumed.meta.occurred_on - paused.meta.occurred_on).days <= 31
    assert {each.fact.about.removeprefix("duty/") for each in said} <= legal


def test_a_board_that_is_short_of_its_share_gets_a_duty_and_cures_it(map_: Played) -> None:
    opened = [each for each in map_.of(DutyOpened) if each.fact.kind == "board-share"]
    met = [each for each in map_.of(DutyMet) if each.fact.duty == "board-share-1"]

    assert [each.meta.actor for each in (*opened, *met)] == [ENGINE, ENGINE]


def test_the_group_reviews_learns_celebrates_and_counts_people(map_: Played) -> None:
    celebrated = {each.fact.milestone for each in map_.of(CelebrationRecorded)}
    learned = [map_.waymark.seals.open(each.fact.lesson) for each in map_.of(LessonRecorded)]
    counts = [each.fact.different for each in map_.of(PeopleCounted)]
    accepted = {each.fact.milestone for each in map_.of(MilestoneAccepted)}

    assert len(map_.of(ReviewHeld)) >= 6
    assert len(map_.of(MentoringSessionHeld)) >= 20
    assert {"MKT-03", "LEG-05"} <= celebrated
    assert {"MKT-01", "MKT-03", "PPL-02"} <= accepted
    assert len(learned) >= 6
    assert not any(INVENTED in lesson for lesson in learned), "MAP's lessons are from the source"
    assert counts == sorted(counts)


def test_everybody_in_it_is_shown_as_invented(map_: Played) -> None:
    actors = {each.meta.actor for each in map_.events} - {ENGINE}

    assert all(name.endswith("(invented)") for name in map_.waymark.people.names(actors).values())
    assert map_.told.invented


def test_progress_grows_to_the_end(map_: Played) -> None:
    settled = [each[0] for each in map_.progress]

    assert settled == sorted(settled)
    assert map_.progress[-1][:2] == (59, 59)


def test_the_same_seed_gives_the_same_history(map_: Played, postgres: PostgresServer) -> None:
    with played(postgres, "map", SEED) as again:
        assert [without_place(each) for each in again.events] == [without_place(each) for each in map_.events]
        assert again.told.model_copy(update={"seconds": 0.0}) == map_.told.model_copy(update={"seconds": 0.0})


def test_another_seed_gives_another_history_that_also_ends(map_: Played, postgres: PostgresServer) -> None:
    with played(postgres, "map", SEED + 1) as other:
        assert other.told.closed == 1
        assert all("/resource/" in each for each in other.told.waits_left)
        days = [(each.fact.TOPIC, each.meta.occurred_on) for each in other.events]
        assert days != [(each.fact.TOPIC, each.meta.occurred_on) for each in map_.events]
