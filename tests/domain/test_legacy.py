"""What a group leaves behind is written down, and checked by others than its writers."""

from datetime import timedelta

import pytest

from domain.journal_commands import RecordLesson
from domain.milestone_commands import AddEvidence, RetractEvidence
from domain.programme_commands import CloseProgramme
from domain.refusals import (
    AlreadyDone,
    DayNotPossible,
    NotAllowed,
    NotNow,
    OwnWork,
    UnknownMilestone,
    UnknownPart,
)
from domain.resource_commands import CheckResource, ReviseResource, WithdrawResource
from domain.resource_events import ResourceChecked, ResourceDrafted, ResourceRevised
from tests.domain.legacies import (
    TEXT,
    TITLE,
    a_checked_resource,
    a_draft_resource,
    a_published_resource,
    draft,
    of,
    publish,
    published,
    words,
)
from tests.domain.people import FOUNDER, FUNDER, MENTOR, SECOND_FOUNDER, STRANGER, WHY, WORKER, meeting
from tests.domain.programmes import FIRST_DAY, a_running_programme

AGREE = CheckResource(resource=1, agreed=True)
REVISE = ReviseResource(resource=1, title=TITLE, text="How we really did it.")


def test_a_draft_is_numbered_and_its_words_are_the_groups_own() -> None:
    walk = a_draft_resource()
    (fact,) = walk.ask(draft("lesson", easy_read="We show you."), MENTOR)
    assert fact == ResourceDrafted(
        resource=2,
        kind="lesson",
        milestone=None,
        lesson=None,
        evidence=(),
        title=words(TITLE),
        text=words(TEXT),
        easy_read=words("We show you."),
    )


def test_a_draft_names_only_a_milestone_of_the_plan() -> None:
    with pytest.raises(UnknownMilestone, match="no milestone ENG-09"):
        a_running_programme().ask(draft(milestone="ENG-09"))


def test_a_draft_names_only_evidence_that_stands_at_its_milestone() -> None:
    walk = a_running_programme()
    walk.ask(AddEvidence(milestone="ENG-01", note="Done."))
    walk.ask(AddEvidence(milestone="ENG-01", note="Twice."))
    walk.ask(RetractEvidence(milestone="ENG-01", evidence=2, reason=WHY))
    for number in (2, 3):
        with pytest.raises(UnknownPart, match=f"no evidence {number}"):
            walk.ask(draft(milestone="ENG-01", evidence=(1, number)))
    with pytest.raises(UnknownPart, match="belongs to a milestone"):
        walk.ask(draft(evidence=(1,)))
    walk.ask(draft(milestone="ENG-01", evidence=(1,)))


def test_a_draft_is_made_from_a_recorded_lesson_and_comes_from_its_milestone() -> None:
    walk = a_running_programme()
    walk.ask(RecordLesson(milestone="ENG-01", lesson="Begin sooner."))
    lesson = walk.programme.version
    with pytest.raises(UnknownPart, match="no lesson with the number"):
        walk.ask(draft("lesson", lesson=lesson - 1))
    walk.ask(draft("lesson", lesson=lesson))
    assert (of(walk).lesson, of(walk).milestone) == (lesson, "ENG-01")


def test_a_resource_that_is_not_there_is_unknown() -> None:
    with pytest.raises(UnknownPart, match="no resource 1"):
        a_running_programme().ask(REVISE)


def test_other_words_are_a_new_draft_which_nobody_has_checked() -> None:
    walk = a_checked_resource()
    (fact,) = walk.ask(REVISE, WORKER)
    assert fact == ResourceRevised(
        resource=1, draft=2, title=words(TITLE), text=words("How we really did it."), easy_read=None
    )
    with pytest.raises(NotNow, match="have not checked"):
        walk.ask(publish())


def test_the_same_words_are_no_revision() -> None:
    with pytest.raises(AlreadyDone):
        a_draft_resource().ask(ReviseResource(resource=1, title=TITLE, text=TEXT), WORKER)


def test_members_say_whether_the_newest_draft_is_right() -> None:
    walk = a_draft_resource()
    (fact,) = walk.ask(CheckResource(resource=1, agreed=False, note="Too long."))
    assert fact == ResourceChecked(resource=1, draft=1, agreed=False, note=words("Too long."))
    walk.ask(REVISE, WORKER)
    (fact,) = walk.ask(AGREE)
    assert fact == ResourceChecked(resource=1, draft=2, agreed=True, note=None)
    with pytest.raises(AlreadyDone, match="are right"):
        walk.ask(AGREE, SECOND_FOUNDER)


def test_nobody_checks_their_own_words() -> None:
    walk = a_running_programme()
    walk.ask(draft(), FOUNDER)
    with pytest.raises(OwnWork, match="their own words"):
        walk.ask(AGREE, FOUNDER)
    walk.ask(AGREE, SECOND_FOUNDER)


def test_who_wrote_any_part_of_it_wrote_it() -> None:
    walk = a_running_programme()
    walk.ask(draft(), FOUNDER)
    walk.ask(REVISE, SECOND_FOUNDER)
    for each in (FOUNDER, SECOND_FOUNDER):
        with pytest.raises(OwnWork):
            walk.ask(AGREE, each)


@pytest.mark.parametrize("body", ["members", "founding group"])
def test_a_meeting_checks_whoever_writes_that_down(body: str) -> None:
    walk = a_running_programme()
    walk.ask(draft(), FOUNDER)
    walk.ask(AGREE.model_copy(update={"on_behalf_of": meeting(FIRST_DAY, body)}), FOUNDER)
    assert published(walk, publish()).title == TITLE


def test_after_adoption_a_meeting_of_the_board_checks() -> None:
    walk = a_draft_resource().adopt()
    walk.ask(AGREE.model_copy(update={"on_behalf_of": meeting(FIRST_DAY, "board")}), WORKER)
    assert of(walk).draft is not None


@pytest.mark.parametrize("by", [MENTOR, WORKER, FUNDER, STRANGER])
def test_only_those_who_decide_check_publish_and_withdraw(by: str) -> None:
    for walk, command in (
        (a_draft_resource(), AGREE),
        (a_checked_resource(), publish()),
        (a_published_resource(), WithdrawResource(resource=1, reason=WHY)),
    ):
        with pytest.raises(NotAllowed):
            walk.ask(command, by)


def test_no_step_is_before_the_one_it_follows() -> None:
    before = FIRST_DAY - timedelta(days=1)
    for walk, command in (
        (a_draft_resource(), REVISE),
        (a_draft_resource(), AGREE),
        (a_checked_resource(), publish()),
        (a_published_resource(), WithdrawResource(resource=1, reason=WHY)),
    ):
        with pytest.raises(DayNotPossible, match="02 March 2026"):
            walk.ask(command.model_copy(update={"occurred_on": before}))
        with pytest.raises(DayNotPossible, match="still to come"):
            walk.ask(command.model_copy(update={"occurred_on": FIRST_DAY + timedelta(days=1)}))


def test_a_legacy_outlives_its_programme() -> None:
    walk = a_running_programme()
    walk.ask(CloseProgramme(ending="stopped-early", reason=WHY))
    a_published_resource("lesson", walk)
    walk.ask(REVISE, WORKER)
    walk.ask(AGREE)
    assert published(walk, publish()).edition == 2


def test_what_came_from_another_waymark_keeps_its_words() -> None:
    fact = published(a_checked_resource(), publish())
    walk = a_running_programme().given(fact)
    assert list(walk.left.assets) == [1]
    for command in (REVISE, AGREE, publish()):
        with pytest.raises(NotNow, match="another Waymark"):
            walk.ask(command)
    walk.ask(WithdrawResource(resource=1, reason=WHY))
