"""Every way a file is refused. The sentence says what to do instead, to somebody who only wanted to show something."""

from domain.refusals import Refusal


class FileTooLarge(Refusal):
    """The file is larger than 25 MB."""


class FileEmpty(Refusal):
    """There is nothing in the file, or no file was sent."""


class FileNameUnsafe(Refusal):
    """The name of the file could lead somewhere else, or pretend to be another name."""


class FileKindRefused(Refusal):
    """Files of this kind are not taken."""


class FileNotWhatItSays(Refusal):
    """What is in the file is not what its name says."""


class FileIsTwoThings(Refusal):
    """The file is one kind of file with another hidden in it."""


class FileTooLargeInside(Refusal):
    """The file unpacks into far more than it seems."""


class FileHasProgram(Refusal):
    """The file has a program in it, such as a macro or a script."""


class FileReachesOut(Refusal):
    """The file fetches something from elsewhere when it is opened."""


class FileHoldsFiles(Refusal):
    """The file has other files inside it that nobody can see."""


class FileLocked(Refusal):
    """The file is locked with a password."""


class FileUnreadable(Refusal):
    """The file is damaged, or cannot be read in reasonable time."""


class FileInfected(Refusal):
    """The virus scanner found something in the file."""


class FileUnknown(Refusal):
    """No such file was uploaded here, or the person may not know of it."""


class FileNotScanned(Refusal):
    """The virus scanner has not looked at the file yet."""


class FileGone(Refusal):
    """The file was here and was erased, or was taken away by the virus scanner."""


class TooManyFiles(Refusal):
    """Too many files were uploaded that show nothing yet."""


class UploadNotUnderstood(Refusal):
    """The file did not come as a form with a file in it."""


BY_NAME = {
    kind.__name__: kind
    for kind in (
        FileEmpty,
        FileKindRefused,
        FileNameUnsafe,
        FileNotWhatItSays,
        FileIsTwoThings,
        FileTooLargeInside,
        FileHasProgram,
        FileReachesOut,
        FileHoldsFiles,
        FileLocked,
        FileUnreadable,
    )
}
"""What the examination of a file may refuse it for, as it is told from one process to the other."""
