"""What is published is what members checked, in exactly those words, and says where it comes from."""

from datetime import timedelta

import pytest

from domain.journal_commands import RecordLesson
from domain.legacy import Legacy
from domain.milestone_commands import AddEvidence, RetractEvidence
from domain.passage import ERASED, Sealed
from domain.refusals import (
    AlreadyDone,
    ConsentMissing,
    DayNotPossible,
    NotNow,
)
from domain.resource_commands import CheckResource, ReviseResource, WithdrawResource
from domain.resource_events import Provenance
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
from tests.domain.people import STRANGER, WHY, WORKER, seal
from tests.domain.programmes import FIRST_DAY, a_running_programme

AGREE = CheckResource(resource=1, agreed=True)
REVISE = ReviseResource(resource=1, title=TITLE, text="How we really did it.")


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
