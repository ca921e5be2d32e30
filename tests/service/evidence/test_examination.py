"""What is taken, and what is refused with a sentence of its own. Real files, looked through in the real process."""

import io
from pathlib import Path

import pytest
from PIL import Image

from service.evidence.file_refusals import FileNameUnsafe
from tests.service.evidence import made_files as made
from tests.service.evidence.made_files import taken

GOOD = {
    "minutes.pdf": made.pdf(),
    "minutes.docx": made.word(),
    "budget.xlsx": made.workbook(),
    "minutes.odt": made.open_document(),
    "budget.ods": made.open_document("spreadsheet"),
    "photo.jpg": made.photo(),
    "photo.JPEG": made.photo(),
    "photo.png": made.photo("PNG"),
    "song.mp3": made.recording(),
    "film.mp4": made.film(),
    "words.txt": "Zoë said: “£5 is enough.”\n".encode(),
    "old words.txt": "Zo\xeb’s caf\xe9".encode("cp1252"),
    "people.csv": b'name,came\nAnn,-3\n"Bob, Jr",+44 1827\n',
}


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_is_taken(name: str, tmp_path: Path) -> None:
    kept = taken(GOOD[name], name, tmp_path)
    if not name.lower().endswith(("jpg", "jpeg", "png", "mp4")):
        assert kept == GOOD[name]
    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_photo_is_kept_upright_and_without_the_place_it_was_taken(tmp_path: Path) -> None:
    for name in ("photo.jpg", "photo.png"):
        kept = taken(GOOD[name], name, tmp_path)
        assert b"Canary" in GOOD[name]
        assert b"Canary" not in kept
        with Image.open(io.BytesIO(kept)) as picture:
            assert not picture.getexif()
            assert not picture.getexif().get_ifd(0x8825)
            assert picture.size == (60, 80)
            red, green, blue = picture.convert("RGB").getpixel((30, 10))  # type: ignore[misc]
            assert red > 240
            assert max(green, blue) < 20


def test_a_film_is_kept_without_the_place_it_was_taken(tmp_path: Path) -> None:
    kept = taken(GOOD["film.mp4"], "film.mp4", tmp_path)
    assert b"+52.6339" not in kept
    assert len(kept) == len(GOOD["film.mp4"])
    assert kept.endswith(made.box(b"mdat", bytes(range(256))))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.txt",
        "..\\boot.txt",
        "a/b.txt",
        "C:notes.txt",
        "line\r\nSet-Cookie: a=b.txt",
        "nul\x00l.txt",
        "invoice\u202etxt.exe.txt",
        "zero\u200bwidth.txt",
        "a" * 197 + ".txt",
        "con.txt",
        ".hidden.txt",
        'quo"te.txt',
        "",
        "end.txt.",
    ],
)
def test_a_name_that_is_more_than_a_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileNameUnsafe):
        taken(b"hello", name, tmp_path)


def test_names_people_give_are_taken_as_they_are(tmp_path: Path) -> None:
    for name in ("Zoë’s minutes (2nd draft), 3 May & more.txt", "会議.txt", "a.b.c.TXT"):
        assert taken(b"hello", name, tmp_path) == b"hello"
