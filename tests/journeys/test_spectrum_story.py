"""SPECTRUM: one mentor organisation and five new ones, side by side. Its figures come from the events alone."""

from collections import Counter
from itertools import pairwise

from domain.duty_events import Prompted
from domain.milestone_events import EvidenceAdded, MilestoneAccepted
from domain.passage import Words
from domain.plan_events import PlanAgreed
from domain.programme import SETTLED
from domain.programme_events import ProgrammeClosed, ProgrammeStarted, StillRunningAnswered
from projections.legacy import Legacy
from projections.legacy_totals import totals
from service.simulation_stage import EVERYTHING
from tests.journeys.played import Played


def test_five_new_organisations_three_in_hampshire_one_in_portsmouth_one_in_southampton(spectrum: Played) -> None:
    started = [each.fact for each in spectrum.of(ProgrammeStarted)]

    assert Counter(fact.locality.rpartition(" ")[2] for fact in started) == {
        "Hampshire": 3,
        "Portsmouth": 1,
        "Southampton": 1,
    }
    assert {fact.mentor.organisation for fact in started} == {"SPECTRUM Centre for Independent Living"}
    assert all(fact.organisation.endswith("(invented name)") for fact in started)


def test_ninety_five_different_people_took_part(spectrum: Played) -> None:
    states = [spectrum.waymark.front_door.programme(each.programme).people for each in spectrum.told.each]

    assert sum(people.different for people in states) == spectrum.told.people == 95
    assert sum(people.engaged for people in states) == 95
    assert sum(people.trained for people in states) == 95
    assert sum(people.supported for people in states) == 95


def test_what_the_mentor_reports_comes_from_the_events_alone(spectrum: Played) -> None:
    events = spectrum.waymark.store.read(0, EVERYTHING)
    with spectrum.waymark.pool.connection() as connection, connection.transaction(force_rollback=True):
        with connection.cursor() as cursor:
            Legacy().apply(cursor, events)
        counts = totals(connection, "SPECTRUM Centre for Independent Living")

    assert (counts.programmes_started, counts.programmes_finished, counts.stories) == (5, 5, 5)
    assert (counts.people_engaged, counts.people_trained, counts.people_supported) == (95, 95, 95)
    assert counts.people_different == 95, "different people, not attendances"


def test_every_programme_is_finished_with_every_milestone_settled(spectrum: Played) -> None:
    states = [spectrum.waymark.front_door.programme(each.programme) for each in spectrum.told.each]

    assert (spectrum.told.programmes, spectrum.told.closed) == (5, 5)
    assert {each.fact.ending for each in spectrum.of(ProgrammeClosed)} == {"finished"}
    assert all(each.status in SETTLED for state in states for each in state.milestones.values())
    assert all(state.agreed_on and state.plan_number == 1 for state in states), "each has a realistic plan of its own"
    assert not any(each.fact.floor_override for each in spectrum.of(PlanAgreed))


def test_they_run_side_by_side(spectrum: Played) -> None:
    starts = [each.meta.occurred_on for each in spectrum.of(ProgrammeStarted)]
    ends = [each.meta.occurred_on for each in spectrum.of(ProgrammeClosed)]
    ledgers = [each.meta.ledger for each in spectrum.events]
    turns = sum(one != other for one, other in pairwise(ledgers))

    assert len(set(starts)) == 5, "they begin one after another"
    assert max(starts) < min(ends), "and all run at the same time"
    assert turns > 500, "their facts come mixed, as they happened"


def test_two_of_them_won_four_thousand_pounds(spectrum: Played) -> None:
    winners = {each.meta.ledger for each in spectrum.of(MilestoneAccepted) if each.fact.milestone == "FUN-04"}
    shown = [each for each in spectrum.of(EvidenceAdded) if each.fact.milestone == "FUN-04"]
    awards = [
        each.meta.ledger for each in shown if isinstance(each.fact.note, Words) and "£4,000" in each.fact.note.text
    ]

    assert len(winners) == 2
    assert sorted(awards) == sorted(winners)


def test_the_look_a_year_later_is_answered_where_the_story_knows(spectrum: Played) -> None:
    answered = [each.meta.ledger for each in spectrum.of(StillRunningAnswered)]
    asked = [each.meta.ledger for each in spectrum.of(Prompted) if each.fact.kind == "still-running"]

    assert len(set(answered)) == 1
    assert set(answered) <= set(asked)
    handovers = [wait for wait in spectrum.told.waits_left if "/resource/" not in wait]
    assert len(handovers) == 4
    assert all(wait.endswith("/handover") for wait in handovers)


def test_every_reminder_is_recorded_once(spectrum: Played) -> None:
    ids = [(each.stream, each.meta.command_id) for each in spectrum.of(Prompted)]

    assert len(ids) == len(set(ids)) > 400
