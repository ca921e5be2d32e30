"""The process that looks through one file: `python -m service.evidence.examiner <file> <cleaned> <ending>`.

The two numbers are open descriptors. It answers with one line of JSON, and knows nothing of the installation.
"""

import json
import os
import resource
import sys
from typing import IO

from domain.refusals import Refusal
from service.evidence.file_kinds import sniff
from service.evidence.file_refusals import FileEmpty

MEMORY = 1536 * 1024 * 1024
SECONDS = 40
LARGEST_COPY = 200 * 1_000_000


def examine(file: IO[bytes], ending: str, cleaned: IO[bytes]) -> bool:
    """Look through a file. Says whether the cleaned copy is to be kept instead. Raises what refuses it."""
    if file.seek(0, os.SEEK_END) == 0:
        raise FileEmpty("There is nothing in this file. Choose another one.")
    sniff(file, f"file.{ending}")
    match ending:
        case "pdf":
            from service.evidence.pdf_documents import check_pdf  # noqa: PLC0415 - only what this file needs

            check_pdf(file)
        case "docx" | "xlsx":
            from service.evidence.office_documents import check_office  # noqa: PLC0415 - the same

            check_office(file, ending)
        case "odt" | "ods":
            from service.evidence.open_documents import check_open  # noqa: PLC0415 - the same

            check_open(file, ending)
        case "png" | "jpg" | "jpeg":
            from service.evidence.pictures import painted_anew  # noqa: PLC0415 - the same

            painted_anew(file, "PNG" if ending == "png" else "JPEG", cleaned)
            return True
        case "mp3" | "mp4":
            from service.evidence.recordings import check_mp3, check_mp4  # noqa: PLC0415 - the same

            if ending == "mp4":
                check_mp4(file, cleaned)
                return True
            check_mp3(file)
        case _:
            from service.evidence.plain_texts import check_table, check_text  # noqa: PLC0415 - the same

            check_table(file) if ending == "csv" else check_text(file)
    return False


def main() -> None:
    """Look through the file that was handed over, and say what was found."""
    _bound()
    try:
        with os.fdopen(int(sys.argv[1]), "rb") as file, os.fdopen(int(sys.argv[2]), "w+b") as cleaned:
            answer: dict[str, object] = {"cleaned": examine(file, sys.argv[3], cleaned)}
    except Refusal as refusal:
        answer = {"refusal": type(refusal).__name__, "sentence": str(refusal)}
    sys.stdout.write(json.dumps(answer))


def _bound() -> None:
    """Little memory, little time, no new process, no large file, no remains of a crash."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_COPY),
        (resource.RLIMIT_CORE, 0),
    ):
        allowed = resource.getrlimit(what)[1]
        bound = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        # macOS knows no bound of the address space; time and the parent's patience bind there.
        if what != resource.RLIMIT_AS or sys.platform != "darwin":
            resource.setrlimit(what, (bound, bound))


if __name__ == "__main__":
    main()
