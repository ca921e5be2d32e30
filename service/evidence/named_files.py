"""Files that commands name: each must be here, as the command says it is, before the command is decided."""

from domain.event import PersonRef
from domain.milestone_commands import AddEvidence
from domain.programme_commands import Command
from domain.resource_commands import AddFile, PublishResource
from service.evidence.evidence_files import EvidenceFiles
from service.evidence.public_files import PublicFiles


class NamedFiles:
    """Looks for what a command names. What is found stays for two days more, so that no sweep comes between."""

    def __init__(self, evidence: EvidenceFiles, public: PublicFiles) -> None:
        self._evidence = evidence
        self._public = public

    def check(self, programme: str, command: Command, actor: PersonRef) -> None:
        """Raises FileUnknown, FileNameUnsafe or FileKindRefused when a file is not here as it is named."""
        match command:
            case AddEvidence():
                self._evidence.claim(programme, command, actor)
            case PublishResource():
                for file in command.files or ():
                    self._public.claim(file)
            case AddFile():
                self._public.claim(command.file)
            case _:
                pass
