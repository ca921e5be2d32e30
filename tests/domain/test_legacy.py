"""What a group leaves behind: written down, checked by others than its writers, published in exactly those words."""

from datetime import timedelta

import pytest

from domain.journal_commands import RecordLesson
from domain.legacy import Legacy
from domain.milestone_commands import AddEvidence, RetractEvidence
from domain.passage import ERASED, Sealed
from domain.programme_commands import CloseProgramme
from domain.refusals import (
    AlreadyDone,
    ConsentMissing,
    DayNotPossible,
    NotAllowed,
    NotNow,
    OwnWork,
    UnknownMilestone,
    UnknownPart,
)
from domain.resource_commands import CheckResource, PublishResource, ReviseResource, WithdrawResource
from domain.resource_events import Provenance, ResourceChecked, ResourceDrafted, ResourcePublished, ResourceRevised
from tests.domain.legacies import (
    TEXT,
    TITLE,
    a_checked_resource,
    a_draft_resource,
    a_published_resource,
    draft,
    of,
    publish,
    words,
)
from tests.domain.people import FOUNDER, FUNDER, MENTOR, SECOND_FOUNDER, STRANGER, WHY, WORKER, meeting, seal
from tests.domain.programmes import FIRST_DAY, Walk, a_running_programme

AGREE = CheckResource(resource=1, agreed=True)
REVISE = ReviseResource(resource=1, title=TITLE, text="How we really did it.")


def published(walk: Walk, command: PublishResource) -> ResourcePublished:
    (fact,) = walk.ask(command, FOUNDER)
    assert isinstance(fact, ResourcePublished)
    return fact


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


def test_what_is_published_is_exactly_what_was_checked_in_plain_words() -> None:
    walk = a_draft_resource()
    drafted = of(walk).draft
    assert drafted is not None
    sealed = {name: seal(words(text)) for name, text in (("title", TITLE), ("text", TEXT))}
    kept = of(walk).model_copy(update={"draft": drafted.model_copy(update=sealed)})
    walk.legacy = Legacy(version=1, resources={1: kept})
    walk.ask(AGREE)
    fact = published(walk, publish())
    assert (fact.title, fact.text, fact.easy_read, fact.edition) == (TITLE, TEXT, None, 1)


def test_erased_words_are_never_published() -> None:
    walk = a_checked_resource()
    checked = of(walk).draft
    assert checked is not None
    gone = checked.model_copy(update={"text": Sealed(s="programme:gone", kid="gone", c=ERASED)})
    walk.legacy = Legacy(version=2, resources={1: of(walk).model_copy(update={"draft": gone})})
    with pytest.raises(NotNow, match="erased"):
        walk.ask(publish())


@pytest.mark.parametrize("agreed", [None, False])
def test_only_what_members_found_right_is_published(agreed: bool | None) -> None:  # noqa: FBT001 - a case
    walk = a_draft_resource()
    if agreed is not None:
        walk.ask(CheckResource(resource=1, agreed=agreed))
    with pytest.raises(NotNow, match=r"not checked|not right yet"):
        walk.ask(publish())


def test_each_publishing_is_a_new_edition_and_a_new_draft_leaves_the_old_one_offered() -> None:
    walk = a_published_resource()
    walk.ask(REVISE, WORKER)
    assert [asset.title for asset in walk.left.assets.values()] == [TITLE]
    walk.ask(AGREE)
    second = published(walk, publish())
    assert (second.edition, second.text) == (2, "How we really did it.")
    assert published(walk, publish(language="cy")).edition == 3


def test_its_provenance_comes_from_the_programme() -> None:
    walk = a_running_programme()
    walk.ask(RecordLesson(milestone="ENG-01", lesson="Begin sooner."))
    lesson = walk.programme.version
    for _ in range(2):
        walk.ask(AddEvidence(milestone="ENG-01", note="Done."))
    walk.ask(draft(lesson=lesson, evidence=(1, 2)), WORKER)
    walk.ask(RetractEvidence(milestone="ENG-01", evidence=2, reason=WHY))
    walk.ask(AGREE)
    assert published(walk, publish()).provenance == Provenance(
        organisation="Our Own Voice",
        template="small-plan",
        milestone="ENG-01",
        stage="ENG",
        evidence=(1,),
        lesson=lesson,
    )


def test_it_is_looked_at_again_a_year_later_unless_another_day_is_given() -> None:
    walk = a_checked_resource()
    year = timedelta(days=365)
    assert published(walk, publish()).review_on == FIRST_DAY + year
    assert published(walk, publish(review_on=FIRST_DAY + 2 * year)).review_on == FIRST_DAY + 2 * year
    with pytest.raises(DayNotPossible, match="still to come"):
        walk.ask(publish(review_on=FIRST_DAY))
    walk.wait(weeks=60)
    assert published(walk, publish(occurred_on=FIRST_DAY)).review_on == walk.today + year


def test_a_person_is_named_only_with_the_day_they_agreed() -> None:
    walk = a_checked_resource()
    with pytest.raises(ConsentMissing, match="on which day"):
        walk.ask(publish(contact=STRANGER))
    with pytest.raises(ConsentMissing, match="who agreed"):
        walk.ask(publish(consented_on=FIRST_DAY))
    with pytest.raises(DayNotPossible, match="they agreed"):
        walk.ask(publish(contact=STRANGER, consented_on=FIRST_DAY + timedelta(days=1)))
    fact = published(walk, publish(contact=STRANGER, consented_on=FIRST_DAY))
    assert (fact.contact, fact.consented_on) == (STRANGER, FIRST_DAY)


def test_easy_read_words_are_one_of_its_formats() -> None:
    walk = a_running_programme()
    walk.ask(draft(easy_read="We show you."), WORKER)
    walk.ask(AGREE)
    fact = published(walk, publish(formats=("html", "html")))
    assert (fact.formats, fact.easy_read) == (("html", "easy-read"), "We show you.")


def test_what_is_withdrawn_is_no_longer_offered_until_it_is_published_again() -> None:
    walk = a_published_resource()
    withdraw = WithdrawResource(resource=1, reason=WHY)
    walk.ask(withdraw)
    assert walk.left.assets == {}
    with pytest.raises(AlreadyDone, match="was withdrawn"):
        walk.ask(withdraw)
    assert published(walk, publish()).edition == 2
    assert list(walk.left.assets) == [1]


def test_what_was_never_published_cannot_be_withdrawn() -> None:
    with pytest.raises(NotNow, match="never published"):
        a_checked_resource().ask(WithdrawResource(resource=1, reason=WHY))


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
