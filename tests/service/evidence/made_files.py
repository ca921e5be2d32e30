"""Files as people and attackers make them."""

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile

import pikepdf
from PIL import Image, TiffImagePlugin

from service.evidence.examination import examined

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{OFFICE}wordprocessingml.document.main+xml"
SHEET = f"{OFFICE}spreadsheetml.sheet.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

Parts = Mapping[str, str | bytes]


def zipped(parts: Parts, *, stored: tuple[str, ...] = ()) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def relations(*each: tuple[str, str, bool]) -> str:
    lines = ""
    for number, (kind, target, outside) in enumerate(each):
        mode = ' TargetMode="External"' if outside else ""
        lines += f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{lines}</Relationships>'


def types(main: str, part: str = "/word/document.xml") -> str:
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/></Types>'
    )


def word(text: str = "<w:p><w:r><w:t>Minutes</w:t></w:r></w:p>", main: str = WORD, **more: str | bytes) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(main),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", False)),
        "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{text}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(("hyperlink", "https://example.org/", True)),
    }
    return zipped(parts | {name.replace("__", "/"): content for name, content in more.items()})


def word_with(parts: Parts) -> bytes:
    with zipfile.ZipFile(io.BytesIO(word())) as plain:
        return zipped({name: plain.read(name) for name in plain.namelist()} | dict(parts))


def workbook(parts: Parts | None = None) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": types(SHEET, "/xl/workbook.xml"),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", False)),
            "xl/workbook.xml": f"{_HEAD}<workbook/>",
            "xl/printerSettings/printerSettings1.bin": b"paper",
            **(parts or {}),
        }
    )


def open_document(kind: str = "text", content: str = "<office:text/>", **more: str | bytes) -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}"
    parts: dict[str, str | bytes] = {
        "mimetype": media,
        "content.xml": f'{_HEAD}<office:document-content xmlns:office="o" xmlns:draw="d" xmlns:xlink="x" '
        f'xmlns:script="s" xmlns:text="t"><office:body>{content}</office:body></office:document-content>',
        "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="m"/>',
    }
    return zipped(parts | {name.replace("__", "/"): said for name, said in more.items()}, stored=("mimetype",))


def pdf(**root: pikepdf.Object) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        for name, value in root.items():
            document.Root[f"/{name}"] = value
        document.save(made)
    return made.getvalue()


def locked_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made, encryption=pikepdf.Encryption(owner="owner", user=""))
    return made.getvalue()


def photo(form: str = "JPEG", size: tuple[int, int] = (80, 60)) -> bytes:
    """A photo of a telephone held sideways, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Canary Cameras"
    place = exif.get_ifd(0x8825)
    place[1], place[3] = "N", "W"
    place[2] = tuple(TiffImagePlugin.IFDRational(part) for part in (52, 38, 2))
    place[4] = tuple(TiffImagePlugin.IFDRational(part) for part in (1, 41, 24))
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    made = io.BytesIO()
    picture.save(made, form, exif=exif)
    return made.getvalue()


def recording(frames: int = 40) -> bytes:
    """MPEG 1 layer 3, 128 kbit/s at 44.1 kHz, silent."""
    return b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def film(place: bytes = b"+52.6339-001.6903/") -> bytes:
    said = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place))
    moov = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", box(b"tkhd", bytes(84))) + said)
    return box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41") + moov + box(b"mdat", bytes(range(256)))


def gif_that_is_a_script() -> bytes:
    return b"GIF89a/*" + bytes(6) + b"*/=1;alert(1)//;"


def taken(content: bytes, name: str, folder: Path) -> bytes:
    with TemporaryFile() as file:
        file.write(content)
        with examined(file, name, folder / "incoming") as found:
            return found.content.read()
