"""What MAP leaves behind: checked, published, looked after, and looked at again a year later. Told by its events."""

from datetime import timedelta

from domain.duty_events import Prompted
from domain.journal_events import MentoringSessionHeld
from domain.learning_events import InformationNeedAnswered, InformationNeedRaised
from domain.milestone_events import MilestoneAccepted, MilestoneSubmitted
from domain.passage import Words
from domain.programme_events import ProgrammeClosed
from domain.resource_events import OwnerNamed, ResourceChecked, ResourceDrafted, ResourcePublished, RunningAnswered
from domain.roles import Role
from service.story_said import INVENTED
from tests.journeys.played import Played


def test_what_is_left_was_written_checked_by_members_and_then_published(map_: Played) -> None:
    drafted = {each.fact.resource: each for each in map_.of(ResourceDrafted)}
    checked = {each.fact.resource: each for each in map_.of(ResourceChecked)}
    published = {each.fact.resource: each for each in map_.of(ResourcePublished)}

    assert drafted.keys() == checked.keys() == published.keys()
    assert all(drafted[n].position < checked[n].position < published[n].position for n in drafted)
    assert all(each.meta.on_behalf_of is not None for each in checked.values()), "members decided it in a meeting"
    for number, each in published.items():
        words = drafted[number].fact.text
        assert isinstance(words, Words)
        assert each.fact.text == words.text, "what is offered is what was checked"


def test_lessons_come_from_the_source_and_from_a_milestone_and_say_so(map_: Played) -> None:
    lessons = [each.fact for each in map_.of(ResourcePublished) if each.fact.kind == "lesson"]
    others = [each.fact for each in map_.of(ResourcePublished) if each.fact.kind != "lesson"]

    assert len(lessons) >= 3
    assert all("from source S:002" in each.text and INVENTED not in each.text for each in lessons)
    assert all(each.provenance.lesson and each.provenance.milestone and each.provenance.stage for each in lessons)
    assert all("S:002" in each.text or INVENTED in each.text for each in others)
    assert any(each.easy_read for each in lessons)


def test_a_toolkit_with_its_files_a_link_and_a_place_are_left(map_: Played) -> None:
    (toolkit,) = [each.fact for each in map_.of(ResourcePublished) if each.fact.kind == "toolkit"]
    kinds = {each.fact.kind for each in map_.of(ResourcePublished)}

    assert kinds == {"lesson", "toolkit", "network-link", "facility"}
    assert [each.media_type for each in toolkit.files] == ["text/csv", "text/plain"]
    assert b"hearing loop" in map_.waymark.public_files.read(toolkit.files[0].sha256)


def test_the_mentor_could_not_leave_before_somebody_looked_after_everything(map_: Played) -> None:
    *_, submitted = (each for each in map_.of(MilestoneSubmitted) if each.fact.milestone == "LEG-05")
    (accepted,) = [each for each in map_.of(MilestoneAccepted) if each.fact.milestone == "LEG-05"]
    named = [each for each in map_.of(OwnerNamed) if submitted.position < each.position < accepted.position]
    said = [
        map_.waymark.seals.open(each.fact.note)
        for each in map_.of(MentoringSessionHeld)
        if submitted.position < each.position < accepted.position and each.fact.note and each.fact.milestones
    ]

    assert map_.told.refusals["GateClosed"] == 1
    assert len(named) == 1
    assert any("nobody looks after “The room on the ground floor”" in each for each in said)


def test_one_question_was_answered_in_time_and_one_only_when_those_who_decide_were_told(map_: Played) -> None:
    raised = {each.fact.need: each for each in map_.of(InformationNeedRaised)}
    answered = {each.fact.need: each for each in map_.of(InformationNeedAnswered)}
    escalated = [
        each for each in map_.of(Prompted) if each.fact.about[:5] == "need/" and each.fact.kind == "escalation"
    ]
    (late,) = {int(each.fact.about.partition("/")[2]) for each in escalated}
    (early,) = raised.keys() - {late}

    days = escalated[0].meta.occurred_on - raised[late].meta.occurred_on
    assert days == timedelta(days=14)
    assert answered[late].meta.role == Role.BOARD.value
    assert answered[late].position > escalated[0].position
    assert answered[early].meta.occurred_on < raised[early].meta.occurred_on + timedelta(days=14)
    assert answered[early].meta.role == Role.MENTOR.value


def test_a_year_later_each_owner_says_whether_it_still_runs(map_: Played) -> None:
    (closed,) = map_.of(ProgrammeClosed)
    answers = map_.of(RunningAnswered)
    asked = [each for each in map_.of(Prompted) if each.fact.kind == "still-running"]
    kinds = {each.fact.resource: each.fact.kind for each in map_.of(ResourcePublished)}

    assert {kinds[each.fact.resource]: each.fact.running for each in answers} == {
        "toolkit": True,
        "network-link": True,
        "facility": False,
    }
    assert {each.meta.occurred_on for each in asked} == {closed.meta.occurred_on + timedelta(days=365)}
    assert min(each.position for each in answers) > min(each.position for each in asked)
