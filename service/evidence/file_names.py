"""Names of files: which are taken, and how one is said to a browser (RFC 6266) so that it cannot say anything else."""

import re
import unicodedata
from typing import Literal
from urllib.parse import quote

from service.evidence.file_refusals import FileNameUnsafe

LONGEST = 200
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)
_ASIDE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that cannot be seen, or turn round what follows them."""


def safe_name(written: str) -> str:
    """The name as it is kept. Raises FileNameUnsafe for one that is more than a name."""
    name = unicodedata.normalize("NFC", written).strip()
    if not name or len(name) > LONGEST or len(name.encode("utf-8", "replace")) > LONGEST + 50:
        raise FileNameUnsafe(f"The file needs a name of 1 to {LONGEST:,} letters. Rename it, and send it again.")
    if any(unicodedata.category(letter) in _ASIDE or (letter != " " and letter.isspace()) for letter in name):
        raise FileNameUnsafe("The name of the file has characters that cannot be seen. Type a new name for it.")
    if re.search(r'[/\\:*?"<>|]', name) or name.startswith((".", "~")) or name.endswith(".") or ".." in name:
        raise FileNameUnsafe(
            "The name of the file looks like a path to another place. Use letters, digits, spaces and single dots."
        )
    if _DEVICES.fullmatch(name):
        raise FileNameUnsafe("This name means a device on some computers. Choose another name for the file.")
    return name


def extension_of(name: str) -> str:
    """What a name ends in, in small letters, without the dot. Nothing if it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def attachment(name: str, how: Literal["attachment", "inline"] = "attachment") -> str:
    """A Content-Disposition that makes every browser save the file under this name, whatever is in the name.

    `inline` lets a browser show it first.
    """
    kept = "".join(letter for letter in name if unicodedata.category(letter) not in _ASIDE)[:LONGEST]
    # Plain letters for the old form: nothing that ends a quoted string, escapes in it, or begins a path.
    plain = unicodedata.normalize("NFKD", kept).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()+-]", "_", plain).strip(" .") or "file"
    full = quote(re.sub(r"[/\\]", "_", kept).encode("utf-8", "replace"), safe="")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{full}"
