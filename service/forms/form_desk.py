"""The desk behind every form: whose form it is, how it is shown, and what happens when it is sent."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from domain.milestone_commands import MilestoneCommand
from domain.redaction_commands import TakeOutPassage
from domain.refusals import CommandIdTaken, DayNotPossible, MilestoneChanged, NotAllowed, OwnWork, Refusal
from projections.agenda_reading import AgendaView
from service.api_addresses import programme_of
from service.api_headers import command_id
from service.api_mistakes import mistakes
from service.api_refusals import FormNotWhole, NothingHere, NotRead
from service.assembly import Waymark
from service.drafts.drafts import Draft, Drafts
from service.drafts.places import kept_fields
from service.forms.asking import FormWords
from service.forms.case import Case
from service.forms.catalogue import FORMS
from service.forms.fields import body_of, placed
from service.forms.foresight import foresight_of
from service.forms.passage_subject import passage_subject
from service.forms.recorded import KEPT
from service.forms.subject import Subject, begun, holder_of, lists_of, subject_of
from service.forms.to_decide import to_decide
from service.forms.trial import Trial
from service.language.retelling import retold
from service.outlook.room import OutlookRoom
from service.pages import Press, Reader
from service.reading_room import ReadingRoom
from service.refusal_status import status_of
from service.sign_in.door import SignedIn
from service.visibility import Sight, Visibility
from service.visit import stream_of

_CHANGED = "Somebody changed this since you looked at it. Look at it again; if you still want to, send this once more."
_MEANWHILE = "Somebody changed this since you looked at it."
_SENT_BEFORE = (
    "This was sent before, with other words, and is recorded. If you want to send this as well, send it again."
)


class FormDesk:
    """Shows forms and takes them."""

    def __init__(
        self, press: Press, waymark: Waymark, visibility: Visibility, room: ReadingRoom, drafts: Drafts
    ) -> None:
        self._press = press
        self._room = room
        self._drafts = drafts
        self._waymark = waymark
        self._visibility = visibility
        self._ahead = OutlookRoom(waymark, visibility)

    def case(self, programme: str, name: str, acting: SignedIn, asked: Mapping[str, str]) -> Case:
        """The form somebody means. Raises UnknownProgramme and NothingHere."""
        ref = programme_of(programme)
        sight = self._visibility.for_presence(acting.presence).sight(ref, acting.person)
        words = FORMS.get(name)
        if words is None:
            raise NothingHere("There is nothing at this address. Check how it is written.")
        people = self._waymark.people.names(self._visibility.people(sight.group))
        given = {each: asked[each] for each in words.given if asked.get(each)}
        return Case(
            programme=ref,
            words=words,
            sight=sight,
            acting=acting,
            people=dict(sorted(people.items(), key=lambda each: each[1])),
            lists=lists_of(sight.group.programme, self._waymark.seals),
            given=given,
            offered={
                each.name: asked[each.name] for each in words.asked if asked.get(each.name) in (each.choices or ())
            },
            meeting=asked.get("meeting") == "yes",
            subject=self._subject(words, ref, sight, acting, given),
            known=holder_of(words, sight.group, given),
        )

    def _subject(
        self, words: FormWords, programme: str, sight: Sight, acting: SignedIn, given: Mapping[str, str]
    ) -> Subject:
        if words.command is TakeOutPassage:
            return passage_subject(self._waymark, sight, given)
        return subject_of(sight.group, given, self._waymark.seals, self._agenda(programme, acting, given))

    def _agenda(self, programme: str, acting: SignedIn, given: Mapping[str, str]) -> AgendaView | None:
        if not {"duty", "need"} & set(given):
            return None
        try:
            return self._room.for_presence(acting.presence).agenda(programme, acting.person).found
        except NotRead:
            return None

    def blank(self, case: Case) -> Response:
        """The form before anything is typed. Raises the refusal when it would be refused whatever is typed."""
        trial = Trial(self._waymark, case.sight, case.acting, case.people)
        refusal = trial.objection(case.words, case.given, meeting=case.meeting)
        if refusal is not None:
            raise refusal
        draft = self._drafts.at(case.acting.person, case.place)
        if draft is not None:
            # The same attempt: if it was sent after all, it is not done twice.
            attempt = draft.typed.get("attempt", "")
            typed = {**draft.typed, **case.offered}
            attempt = attempt if attempt.isalnum() else uuid4().hex
            return self._shown(case, typed, {}, HTTPStatus.OK, attempt, draft)
        typed = begun(case.words, case.sight.group, case.given, case.fields, self._waymark.seals, case.acting.person)
        return self._shown(case, {**typed, **case.offered}, {}, HTTPStatus.OK, uuid4().hex)

    def keep(self, case: Case, fields: Sequence[tuple[str, str]], *, quietly: bool) -> Response:
        """Keep what was typed for later. `quietly`: a script asks, while somebody goes on typing."""
        self._drafts.keep(case.acting.person, case.place, kept_fields(fields))
        if quietly:
            self._forget_if_sent(case, dict(fields).get("attempt", ""))
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return RedirectResponse(f"{case.page}?{urlencode({'done': KEPT})}", HTTPStatus.SEE_OTHER)

    def _forget_if_sent(self, case: Case, attempt: str) -> None:
        """It may have been sent in the very moment in which the script kept it: then it is no draft."""
        person, stream = case.acting.person, stream_of(case.words.command, case.programme)
        # Asked after it was kept: whoever sends it forgets it after the command is recorded, so one of the two does.
        if self._waymark.store.answer(stream, command_id(person, attempt)) is not None:
            self._drafts.forget(person, case.place)

    def forget(self, case: Case) -> Response:
        """Throw away what was typed, and show the form as it is at first."""
        self._drafts.forget(case.acting.person, case.place)
        return RedirectResponse(case.place, HTTPStatus.SEE_OTHER)

    def done(self, case: Case, typed: Mapping[str, str]) -> Response:
        """Give the command, and go back to where it was asked for; or show the form again, with what was typed."""
        attempt = typed.get("attempt", "")
        if not attempt.isalnum():
            raise FormNotWhole("This form is not whole. Go back, load the page again, and send it anew.")
        try:
            command = case.words.command.model_validate(
                body_of(case.fields, case.without_asking(typed), typed, case.words)
            )
        except ValidationError as wrong:
            found = mistakes({**each, "loc": ("body", *each["loc"])} for each in wrong.errors())
            errors = placed(found, case.fields, typed)
            return self._shown(case, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY, attempt)
        seen = typed.get("seen", "")
        try:
            answer = self._waymark.front_door.ask(
                case.programme,
                command,
                actor=case.acting.person,
                command_id=command_id(case.acting.person, attempt),
                expected=int(seen) if seen.isdecimal() and isinstance(command, MilestoneCommand) else None,
                presence=case.acting.presence,
            )
        except (NotAllowed, OwnWork):
            raise
        except Refusal as refusal:
            return self._refused(case, typed, refusal, attempt)
        except OverflowError:
            far = DayNotPossible("A date in this is too far away to count from. Give a nearer one.")
            return self._refused(case, typed, far, attempt)
        self._drafts.forget(case.acting.person, case.place)
        query = urlencode({"done": case.words.command.NAME, "at": answer.position})
        return RedirectResponse(f"{case.page}?{query}", HTTPStatus.SEE_OTHER)

    def _refused(self, case: Case, typed: Mapping[str, str], refusal: Refusal, attempt: str) -> Response:
        said, at = str(refusal), ""
        if isinstance(refusal, CommandIdTaken):
            said, attempt = _SENT_BEFORE, uuid4().hex
        elif isinstance(refusal, MilestoneChanged):
            trial = Trial(self._waymark, case.sight, case.acting, case.people)
            instead = trial.objection(case.words, case.given, meeting=case.meeting)
            # To send it once more would only be refused: what somebody else did is said at once.
            said = _CHANGED if instead is None else f"{_MEANWHILE} {instead}"
        elif isinstance(refusal, DayNotPossible):
            at = next((each.name for each in case.fields if each.kind == "day" and typed.get(each.name)), "")
        return self._shown(case, typed, {at: retold(said)}, status_of(type(refusal)), attempt)

    def _shown(
        self,
        case: Case,
        typed: Mapping[str, str],
        errors: Mapping[str, str],
        status: int,
        attempt: str,
        draft: Draft | None = None,
    ) -> Response:
        if errors:
            # Whoever leaves now, to look something up, finds it again.
            again = [*kept_fields(typed.items()), ("attempt", attempt)]
            self._drafts.keep(case.acting.person, case.place, list(dict(again).items()))
        programme = case.sight.group.programme
        person = case.acting.person
        return self._press.page(
            "form.html",
            Reader(self._waymark.people.names([person])[person], case.acting.until),
            status,
            words=case.words,
            fields=case.fields,
            given={**case.given, "meeting": "yes" if case.meeting else ""},
            typed=typed,
            errors=errors,
            back=case.page,
            organisation=programme.organisation if programme else "",
            about=case.subject.id,
            title=case.subject.title,
            known=case.known,
            holder=case.people.get(case.known.get("giver", "")),
            quoted=case.subject.words,
            foresight=foresight_of(
                self._ahead, case.programme, case.words.command, case.acting, case.given.get("milestone")
            ),
            before=to_decide(self._waymark, case.words.command, case.sight, person, case.given.get("milestone", "")),
            draft=draft,
            seen="" if case.changed is None else case.changed,
            attempt=attempt,
            form_token=case.acting.form_token,
        )
