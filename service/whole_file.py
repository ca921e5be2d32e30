"""A new file that only its owner reads, and that is there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from service.machine_faults import MachineFault


class CannotWrite(MachineFault):
    """The file was not written."""


@contextmanager
def new_file(file: Path) -> Iterator[IO[bytes]]:
    """Write here; the file gets its name at the end, if nothing failed and nobody took the name. Raises CannotWrite."""
    taken = CannotWrite(f"{file} is there already. Choose another name, so that nothing older is lost.")
    if file.exists():
        raise taken
    if not file.parent.is_dir():
        raise CannotWrite(f"There is no folder {file.parent}. Make it first, or choose another place.")
    fresh = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with suppress(FileNotFoundError):
            fresh.unlink()
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            yield written
            written.flush()
            os.fsync(written.fileno())
        publish(fresh, file)
    except FileExistsError:
        raise taken from None
    except OSError as fault:
        raise CannotWrite(f"{file} could not be written: {fault.strerror}.") from fault
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def publish(fresh: Path, file: Path) -> None:
    """Give a finished file its name. Raises FileExistsError when somebody else took it meanwhile."""
    try:
        os.link(fresh, file)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no links.
        fresh.rename(file)
    with suppress(OSError):
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
