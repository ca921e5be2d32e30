"""Easy Read: short sentences, hard words explained, and a machine's draft says that it is one."""

import re
from collections.abc import Iterable
from datetime import date

from service.api_addresses import programme_of
from service.api_examples import FOUNDER
from service.api_positions import Readings
from service.outlook.room import OutlookRoom
from service.reports.document import Document, Items, Link, Words
from service.reports.easy_words import LONGEST, Checked, easy_document
from service.reports.question import ReportQuestion
from service.reports.report_room import MadeReport, ReportRoom
from service.visibility import Visibility
from tests.service.face import Face

OURS = {"Making All Possible": "We", "Disability Solutions": "They"}
A_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ 20\d\d")


def made(face: Face, programme: str) -> MadeReport:
    readings, visibility = Readings(face.waymark.pool), Visibility(face.waymark.front_door)
    room = ReportRoom(face.waymark, readings, visibility, OutlookRoom(face.waymark, visibility))
    return room.report(programme_of(programme.rpartition("/")[2]), ReportQuestion(kind="funder"), FOUNDER).found


def sentences(document: Document) -> Iterable[str]:
    for section in document.sections:
        for block in section.blocks:
            match block:
                case Words() | Link():
                    yield from split(block.text)
                case Items():
                    for item in block.items:
                        yield from split(item)
                case _:
                    raise AssertionError(block)


def split(text: str) -> list[str]:
    for name, short in OURS.items():
        text = text.replace(name, short)
    return [each for each in re.split(r"(?<=[.?!:])\s+", A_DAY.sub("today", text)) if each]


def test_every_sentence_is_short(face: Face, programme: str) -> None:
    said = list(sentences(easy_document(made(face, programme))))
    assert len(said) > 30
    assert [each for each in said if len(each.split()) > LONGEST] == []


def test_it_has_no_brackets_percentages_or_unexplained_short_words(face: Face, programme: str) -> None:
    said = " ".join(sentences(easy_document(made(face, programme))))
    assert not re.search(r"[(%;]|per cent|milestones", said)
    assert set(re.findall(r"\b[A-Z]{2,}\b", said)) <= {"ULO"}
    assert "ULO: a short word for user-led organisation." in said


def test_it_is_marked_as_a_draft_until_somebody_checked_it(face: Face, programme: str) -> None:
    report = made(face, programme)
    assert "It is a draft." in (easy_document(report).notice or "")
    checked = easy_document(report, Checked(by="Speaking Up Tamworth", on=date(2026, 4, 1)))
    assert checked.notice == "Speaking Up Tamworth checked this Easy Read on 1 April 2026."
