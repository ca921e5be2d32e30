"""Pictures are painted anew: only what can be seen is kept, not where, when or with what they were taken."""

import io
import struct
import warnings
from typing import IO, Literal

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from service.evidence.archives import is_archive_too
from service.evidence.file_refusals import FileIsTwoThings, FileTooLargeInside, FileUnreadable

MOST_PIXELS = 60_000_000
"""More than the cameras of telephones make as a rule, and less than 250 MB while it is painted."""
_QUALITY = 90

_BROKEN = "This picture is damaged. Open it, save it again, and send that."


def painted_anew(file: IO[bytes], form: Literal["PNG", "JPEG"], to: IO[bytes]) -> None:
    """Write the same picture, upright, without anything else that was in its file."""
    if is_archive_too(file):
        raise FileIsTwoThings("There is something else in this file beside the picture. Save it again, and send that.")
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # Pillow warns above this, and here a warning is an error.
            Image.MAX_IMAGE_PIXELS = MOST_PIXELS
            with Image.open(file, formats=(form,)) as opened:
                opened.load()
                upright = ImageOps.exif_transpose(opened)
                picture = _plain_colours(upright, form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileTooLargeInside(
            "This picture has more than 60 million points. Make it smaller, and send that."
        ) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, Warning):
        raise FileUnreadable(_BROKEN) from None
    if form == "JPEG":
        picture.save(to, "JPEG", quality=_QUALITY, optimize=True)
    else:
        picture.save(to, "PNG")


def _plain_colours(picture: Image.Image, form: Literal["PNG", "JPEG"]) -> Image.Image:
    """The picture in the colours every screen knows, and nothing that came with it: a profile may hold anything."""
    profile = picture.info.get("icc_profile")
    fitting = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}}[form]
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        target = "RGBA" if picture.mode == "RGBA" else "RGB"
        try:
            given, plain = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(picture, given, plain, outputMode=target)
            picture = turned or picture
        except (ImageCms.PyCMSError, OSError):
            # A profile that cannot be read changed no colour before either.
            pass
    if picture.mode not in fitting:
        picture = picture.convert("RGBA" if form == "PNG" and picture.has_transparency_data else "RGB")
    if picture.mode == "P":
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
