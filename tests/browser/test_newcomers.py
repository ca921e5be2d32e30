"""A newcomer in each role finds their way: from the first page or a letter, by what the pages say and nothing else.

That of a mentor is in test_mentor_starts.py. Who only reads goes the same way with JavaScript and without.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser

from domain.calendar import day_in_london
from domain.milestone_commands import Accept, OpenMilestone
from domain.programme_commands import Command
from domain.roles import Role
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from service.language.written import day
from service.operating.last_backup import note_backup
from service.people import PersonCard
from service.sign_in.desk import desk_of
from service.sign_in.hosting import Hosting
from service.sign_in.person_log import Asking
from tests.browser.newcomer import Newcomer, way_in
from tests.browser.served import Served, until_shown
from tests.browser.test_board_accepts import adopted
from tests.service.audit.conftest import signed_once
from tests.service.face import OPERATOR
from tests.service.sign_in.browser import House

pytestmark = pytest.mark.browser
GROUP = "Making All Possible"
FORMED = "Founding group formed, access and communication needs recorded"
SCHEME = "Scheme agreed for paying people who give their time, and their expenses"
AGENDA = "Agenda, vision and values set by the people the organisation is for"


class Comes(Protocol):
    """Somebody comes to the first page, or to where a letter led them, in a browser of their own."""

    def __call__(self, first: str = "/", *, javascript: bool) -> Newcomer: ...


@pytest.fixture
def comes(browser: Browser, served: Served) -> Iterator[Comes]:
    contexts = []

    def newcomer(first: str = "/", *, javascript: bool) -> Newcomer:
        contexts.append(browser.new_context(java_script_enabled=javascript))
        return Newcomer(contexts[-1], served.site, first)

    yield newcomer
    for context in contexts:
        context.close()


def did(served: Served, kind: type[Command], person: str, body: object = None) -> None:
    """Somebody did this before the newcomer comes."""
    answer = served.face.post(kind, person, f"/api{served.programme}", body)
    assert answer.status_code == 201, answer.text
    until_shown(served.face)


def test_a_worker_finds_what_to_do_next_and_hands_it_in_with_a_note(comes: Comes) -> None:
    sam = comes(javascript=True)
    sam.press("Worker")
    sam.reads("What waits for you")
    sam.follow(FORMED)
    sam.reads("What you can do now", "What it is, and why", "In Easy Read")
    sam.follow("Add evidence")
    sam.reads("The plan asks for this:")
    sam.types("Note", "Twelve people came three times.")
    sam.sends("Add")
    sam.is_told("It is added")
    sam.follow("Hand it in")
    sam.types("What should those who decide know?", "We are a group now.")
    sam.sends("Hand it in")
    sam.is_told("It is handed in.", "You need do nothing until they have decided.")
    sam.reads("waiting for a decision")


def test_a_worker_who_was_written_to_comes_in_and_finds_something_to_take(served: Served, comes: Comes) -> None:
    waymark = served.face.waymark
    did(served, OpenMilestone, WORKER, {"milestone": "ENG-05", "reason": "We may begin."})
    Hosting(desk_of(waymark), waymark.front_door).invite(
        Asking(COORDINATOR), "nina@example.org", "Nina New", (f"programme:{served.programme[12:]}", Role.WORKER)
    )
    nina = comes(way_in(House(served.face).letters()[-1]), javascript=False)
    nina.reads(f"invites you to take part in {GROUP}, as development worker", "If you do not want to join")
    nina.press("Accept")
    nina.reads("Nothing waits for you alone just now.", "you could take it")
    nina.follow("See it")
    nina.follow(f"I look after it: {AGENDA}")
    nina.sends("Give it to this person")
    nina.is_told("It is recorded who looks after it.")
    nina.reads("Nina New", "What you can do now")
    nina.follow("My tasks")
    nina.follow(AGENDA)


def test_a_founder_understands_the_plan_asks_for_a_change_and_agrees_it(comes: Comes) -> None:
    ann = comes(javascript=False)
    ann.press("Founder")
    ann.follow("Agree the plan")
    ann.follow("Read it in Easy Read")
    ann.reads("Do you want to go this way?", "Hard words")
    ann.follow("Change the plan")
    ann.reads("Nothing changes until you make it the plan.")
    ann.goes_home()
    ann.follow("Agree the plan")
    ann.reads("From now on the plan is the group’s own.")
    ann.sends("Agree the plan")
    ann.is_told("The plan is agreed.", "you can change it whenever you want")


def test_a_member_of_the_board_finds_what_waits_and_asks_for_more_work(served: Served, comes: Comes) -> None:
    adopted(served)
    ann = comes(javascript=False)
    ann.press("Board member")
    ann.reads("What waits for you")
    ann.follow(f"Decide about “{SCHEME}”")
    ann.follow("Ask for more work")
    ann.reads("All were there.", "Say what is missing, so that they can do it.")
    ann.types("What is missing?", "Please ask the evening group as well.")
    ann.sends("Ask for more work")
    ann.is_told("You asked for more work.", "It comes back to you when it is handed in again.")
    ann.reads("Please ask the evening group as well.")


def test_a_funder_finds_how_far_a_group_is_now_and_was_then_and_takes_proof_and_report(
    served: Served, comes: Comes
) -> None:
    did(served, Accept, FOUNDER, {"milestone": "ENG-03"})
    signed_once(served.face.waymark.settings)
    before = day_in_london(served.face.waymark.clock()) - timedelta(days=1)
    for javascript in (True, False):
        fay = comes(javascript=javascript)
        fay.press("Funder")
        fay.follow("Portfolio")
        fay.follow(GROUP)
        fay.reads("1 of 59 milestones reached", f"accepted “{SCHEME}”")
        fay.types("What was known on this day?", before.isoformat())
        fay.press("Look back")
        fay.reads(f"This is what was known at the end of {day(before)}")
        fay.goes_home()
        fay.follow("Portfolio")
        fay.follow(GROUP)
        fay.follow("How to check it yourself")
        fay.reads("Everything holds", "The public key")
        fay.follow("Back to where you were")
        assert fay.takes("Take the record with its proof", role="button").read_bytes().startswith(b"PK")
        fay.goes_home()
        fay.follow("Portfolio")
        fay.follow(GROUP)
        fay.follow("The report for funders, about the last three months")
        fay.reads(GROUP)


def test_an_operator_sees_whether_all_is_well_and_a_backup_is_there_and_asks_somebody_in(
    served: Served, comes: Comes
) -> None:
    waymark = served.face.waymark
    waymark.people.add(PersonCard(name="Oona Reeve"), OPERATOR)
    served.face.make_operator(OPERATOR)
    note_backup(waymark.settings.folders, Path("backup.tar"), waymark.clock())
    for javascript in (True, False):
        oona = comes(javascript=javascript)
        oona.press("Operator")
        oona.follow("Is everything well?")
        oona.reads("Please look at", f"Backup well The last one was made on {day(day_in_london(waymark.clock()))}")
        oona.follow("Shut somebody out, or ask somebody in")
        oona.types("What they are called", "Mo Mentor")
        oona.types("The e-mail address to write to", "mo@example.org")
        oona.sends("Ask them in")
        oona.is_told("They are asked in.", "the letter with their link is a file in the folder “mailbox”")


@pytest.mark.parametrize("javascript", [True, False])
def test_anybody_learns_what_it_is_finds_a_lesson_and_whom_to_ask(comes: Comes, *, javascript: bool) -> None:
    anybody = comes(javascript=javascript)
    anybody.reads("Waymark helps a group of disabled people to build their own organisation.")
    anybody.follow("Library")
    anybody.types("Words to look for", "lift")
    anybody.press("Search")
    anybody.follow("The lift")
    anybody.reads("Ask first.", GROUP)
    anybody.goes_home()
    anybody.follow("Who to ask")
    anybody.reads("the organisation that runs it says here how to reach it", "How to begin")
    anybody.goes_home()
    anybody.follow("Accessibility")
    anybody.reads("If you cannot use a page, the page is wrong, not you.", "Tell the organisation")
    anybody.follow("Who to ask")
    anybody.goes_home()
    anybody.follow("Sign in")
    anybody.reads("Are you new here?")
