"""Easy Read: short sentences, each with a picture, hard words explained, and a machine's draft says that it is one."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pikepdf

from service.api_addresses import programme_of
from service.api_examples import FOUNDER
from service.api_positions import Readings
from service.language.easy_checks import Checked, key_of
from service.language.easy_lines import Line
from service.language.easy_read import faults
from service.outlook.room import OutlookRoom
from service.reports.document import Document, EasyLines
from service.reports.easy_words import easy_document
from service.reports.pdf_form import as_pdf
from service.reports.question import ReportQuestion
from service.reports.report_room import MadeReport, ReportRoom
from service.visibility import Visibility
from tests.service.face import Face

NAMES = ("Making All Possible", "Disability Solutions", "How we found a room that everybody can enter")
A_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ 20\d\d")


def made(face: Face, programme: str) -> MadeReport:
    readings, visibility = Readings(face.waymark.pool), Visibility(face.waymark.front_door)
    room = ReportRoom(face.waymark, readings, visibility, OutlookRoom(face.waymark, visibility))
    return room.report(programme_of(programme.rpartition("/")[2]), ReportQuestion(kind="funder"), FOUNDER).found


def lines(document: Document) -> Iterator[Line]:
    for section in document.sections:
        for block in section.blocks:
            assert isinstance(block, EasyLines)
            yield from block.lines


def test_every_sentence_keeps_the_rules(face: Face, programme: str) -> None:
    said = [A_DAY.sub("today", each.text) for each in lines(easy_document(made(face, programme)))]
    assert len(said) > 30
    wrong = [(fault.sentence, fault.why) for text in said for fault in faults(text, NAMES, ("ULO",))]
    assert wrong == []


def test_it_explains_the_short_word_and_the_hard_words(face: Face, programme: str) -> None:
    said = " ".join(each.text for each in lines(easy_document(made(face, programme))))
    assert "ULO: a short word for user-led organisation." in said
    assert "User-led organisation: its members run it." in said
    assert "Mentor: A mentor is a group that has done this before." in said
    assert "milestones" not in said


def test_nearly_every_sentence_has_a_picture_and_whose_they_are_is_said(face: Face, programme: str) -> None:
    document = easy_document(made(face, programme))
    pictured = [each.picture is not None for each in lines(document)]
    assert sum(pictured) > 0.6 * len(pictured)
    answer = face.get(f"{programme}/report", FOUNDER, kind="funder", **{"as": "easy-read"})
    assert answer.text.count('<img src="data:image/svg+xml;base64,') == sum(pictured)
    assert answer.text.count('alt=""') == answer.text.count("<img")
    assert "img-src data:" in answer.headers["Content-Security-Policy"]
    assert "The pictures are from OpenMoji, openmoji.org. Their licence is CC BY-SA 4.0." in answer.text


def test_the_pdf_of_it_is_tagged_and_its_pictures_are_told_to_nobody(face: Face, programme: str) -> None:
    answer = face.get(f"{programme}/report", FOUNDER, **{"as": "easy-read-pdf"})
    assert '"Making All Possible - Progress report - Easy Read - ' in answer.headers["Content-Disposition"]
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "Making All Possible: how we are doing"
        kinds = {str(each.get("/S")) for each in pdf.objects if isinstance(each, pikepdf.Dictionary)}
        assert "/Figure" not in kinds


def test_it_is_marked_as_a_draft_until_somebody_checked_every_sentence(face: Face, programme: str) -> None:
    report = made(face, programme)
    draft = easy_document(report)
    assert "A computer made this Easy Read. It is a draft." in (draft.notice or "")
    by = Checked(by="Speaking Up Tamworth", on=date(2026, 4, 1))
    checks = {key_of(each.written): by for each in lines(draft) if each.written is not None}
    checked = easy_document(report, checks)
    assert checked.notice == "Speaking Up Tamworth checked this Easy Read on 1 April 2026."
    some = dict(list(checks.items())[1:])
    assert "It is a draft." in (easy_document(report, some).notice or "")


def test_the_same_report_gives_the_same_bytes(face: Face, programme: str) -> None:
    document, day = easy_document(made(face, programme)), date(2026, 5, 5)
    assert as_pdf(document, day) == as_pdf(document, day)
