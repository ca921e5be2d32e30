"""Sends what was answered: the programme begins, its people get their parts, and others are invited."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from domain.event import PersonRef
from domain.journal_commands import RaiseDuty
from domain.programme_commands import Appointment, StartPartWay, StartProgramme
from domain.programme_events import Mentor, Vocabulary
from domain.refusals import DayNotPossible, NotAllowed, NotNow, Refusal, UnknownMilestone
from service.api_headers import command_id
from service.assembly import Waymark
from service.front_door import Answer
from service.machine_faults import MachineFault
from service.mentoring.start_draft import Participant, StartDraft
from service.mentoring.start_part_way import AGREED_ON, done_before, open_before
from service.mentoring.start_steps import funders
from service.people import PersonCard
from service.sign_in.door import SignedIn
from service.sign_in.hosting import Hosting
from service.sign_in.person_log import Asking
from service.strangers import Strangers

_NEW_PEOPLE = UUID("0d5e0f6b-2a9c-5b0e-9c5e-3f7d7d1f6a55")
FUNDING_ENDS = "funding-ends"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it. `uninvited` are those to whom no invitation could be sent."""

    programme: str
    position: int
    uninvited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StartSender:
    """Gives the commands. The same draft sent twice is one programme."""

    waymark: Waymark
    strangers: Strangers
    hosting: Hosting

    def send(self, draft: StartDraft, acting: SignedIn) -> Sent:
        """Start it. Raises the refusal of the command, and nothing has happened then."""
        command = command_of(draft, acting.person)
        self.strangers.check(command, acting.person)
        answer = self._started(draft, command, acting)
        for each in draft.people:
            if each.email is None and each.person is None:
                self.waymark.people.add(PersonCard(name=each.name), _new(draft, each))
        position = self._watch_the_funding(draft, answer, acting)
        invited = () if answer.repeated else self._invited(draft, answer.programme, acting)
        return Sent(answer.programme, position, invited)

    def _started(self, draft: StartDraft, command: StartProgramme, acting: SignedIn) -> Answer:
        try:
            return self.waymark.front_door.start(
                command,
                actor=acting.person,
                command_id=command_id(acting.person, f"start/{draft.attempt}"),
                presence=acting.presence,
            )
        except OverflowError:
            msg = "A date in this is too far away to count from. Give a nearer one."
            raise DayNotPossible(msg) from None

    def _watch_the_funding(self, draft: StartDraft, answer: Answer, acting: SignedIn) -> int:
        """Have the forecast watch the end of the funding. Gives the newest position."""
        if not draft.value("funding_end"):
            return answer.position
        due = date.fromisoformat(draft.value("funding_end"))
        command = RaiseDuty(duty=FUNDING_ENDS, title="The funding ends", due=due, limit="funding-end")
        found = self.waymark.front_door.ask(
            answer.programme,
            command,
            actor=acting.person,
            command_id=command_id(acting.person, f"start/{draft.attempt}/funding"),
            presence=acting.presence,
        )
        return found.position

    def _invited(self, draft: StartDraft, programme: str, acting: SignedIn) -> tuple[str, ...]:
        asking, failed = Asking(acting.person, presence=acting.presence), []
        for each in draft.people:
            if each.email is None:
                continue
            try:
                self.hosting.invite(asking, each.email, each.name, (programme, each.role))
            except (Refusal, MachineFault):
                # The programme has begun: they can be invited once more on its own page.
                failed.append(each.name)
        return tuple(failed)


def step_of(refusal: Refusal, draft: StartDraft) -> str:
    """The step at which a refusal can be mended."""
    match refusal:
        case DayNotPossible():
            return "when" if draft.part_way else "dates"
        case NotAllowed() | NotNow():
            return "people"
        case UnknownMilestone():
            return "reached"
        case _:
            return "template"


def command_of(draft: StartDraft, coordinator: PersonRef) -> StartProgramme:
    """The command that the answers make."""
    said: dict[str, object] = {
        "organisation": draft.value("organisation"),
        "locality": draft.value("locality"),
        "nation": draft.value("nation"),
        "mentor": Mentor(organisation=draft.value("mentor"), coordinator=coordinator),
        "commissioner": draft.value("commissioner") or None,
        "funders": funders(draft.value("funders")),
        "template": draft.value("template"),
        "start_on": draft.value("start_on"),
        "vocabulary": Vocabulary(
            organisation=draft.value("kind"), short=draft.value("short"), member=draft.value("member")
        ),
        "people": tuple(
            Appointment(person=each.person or _new(draft, each), role=each.role)
            for each in draft.people
            if each.email is None
        ),
    }
    if not draft.part_way:
        return StartProgramme.model_validate(said)
    past = {"agreed_on": draft.value(AGREED_ON) or None, "done": done_before(draft), "opened": open_before(draft)}
    return StartPartWay.model_validate(said | past)


def _new(draft: StartDraft, each: Participant) -> PersonRef:
    """The id of somebody new, the same however often this is sent."""
    return f"person:{uuid5(_NEW_PEOPLE, f'{draft.attempt}/{each.name}/{each.role.value}')}"
