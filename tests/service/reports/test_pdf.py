"""PDFs that a screen reader can read: checked part by part here, and as a whole by veraPDF, which nobody here wrote."""

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from service.api_examples import FOUNDER, FUNDER
from service.charts.chart import Chart, drawn
from service.reports.document import Document, Grid, Items, Link, Section, Words
from service.reports.pdf_form import STAND_IN, as_pdf
from tests.service.face import Face

DAY = date(2026, 5, 5)


def document(text: str) -> Document:
    chart = Chart(
        "c", "A chart", "It goes up.", ("By", "Done"), (("Monday", "1"),), drawn("frame.svg", "c", "t", "d", height=9)
    )
    blocks = (Words(text), Items((text,)), Link(text, "https://example.org/"), Grid("c", ("a",), ((text,),)), chart)
    return Document(text, (Words(text),), (Section(text, blocks),), notice=text, organisation=text)


def test_a_report_is_tagged_named_and_in_english(face: Face, programme: str) -> None:
    answer = face.get(f"{programme}/report", FOUNDER, kind="funder", detail="full", **{"as": "pdf"})
    assert answer.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert pdf.Root.StructTreeRoot is not None
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Report to funders about Making All Possible"
            assert about["pdfuaid:part"] == "1"
        fonts = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in each or "/FontFile3" in each for each in fonts)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert as_pdf(document("The same"), DAY) == as_pdf(document("The same"), DAY)


def test_words_of_a_group_are_words_and_never_a_program() -> None:
    told = as_pdf(document('#panic("no") *a* $x$ <b> @c [d] // e \\ `f`'), DAY)
    assert told.startswith(b"%PDF")


def test_a_letter_that_no_font_has_does_not_stop_a_report() -> None:
    with pikepdf.open(BytesIO(as_pdf(document("We did it 🎉 中文 Cymru Ŵ"), DAY))) as pdf, pdf.open_metadata() as about:
        assert about["dc:title"] == f"We did it {STAND_IN} {STAND_IN}{STAND_IN} Cymru Ŵ"


@pytest.mark.pdf
def test_every_report_is_pdf_ua_1_for_verapdf(face: Face, programme: str, verifiers: Path, tmp_path: Path) -> None:
    files = []
    for reader, kind, detail, form in (
        (FOUNDER, "progress", "full", "pdf"),
        (FUNDER, "funder", "full", "pdf"),
        (FOUNDER, "funder", "short", "pdf"),
        (FOUNDER, "progress", "short", "easy-read-pdf"),
    ):
        files.append(tmp_path / f"{kind}-{detail}-{form}.pdf")
        answer = face.get(f"{programme}/report", reader, kind=kind, detail=detail, **{"as": form})
        files[-1].write_bytes(answer.content)
    assert judged(verifiers, "PDFUA-1.xml", files) == []
    assert judged(verifiers, "PDFA-2A.xml", files) == []


@pytest.mark.pdf
def test_verapdf_finds_what_is_wrong_with_an_untagged_pdf(verifiers: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(bad)
    assert judged(verifiers, "PDFUA-1.xml", [bad])


def judged(verifiers: Path, profile: str, files: list[Path]) -> list[str]:
    """What veraPDF says is wrong with these files. It must have looked at each of them, and at many things in each."""
    done = subprocess.run(
        ["sh", str(verifiers / "verapdf.sh"), profile, *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    looked = [line for line in lines if line.startswith("looked at ")]
    assert len(looked) == len(files), done.stdout
    return [line for line in lines if line.startswith("wrong: ")]
