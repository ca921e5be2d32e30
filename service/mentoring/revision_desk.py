"""The desk at which a plan is changed: changes are gathered and looked at first, and adopted by those who decide."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from domain.milestone_commands import RevisePlan
from domain.refusals import NO_SUCH_PROGRAMME, CommandIdTaken, NotAllowed, PlanTooShort, Refusal, UnknownProgramme
from domain.suppositions import FromWhatIf
from service.api_addresses import programme_of
from service.api_headers import command_id
from service.api_mistakes import mistakes
from service.forms.fields import Field, body_of, fields_of, placed
from service.language.language import N_
from service.language.language import gettext as _
from service.language.retelling import retold
from service.mentoring.desk import MentorDesk
from service.mentoring.revision import MOST, Changes, Planned, in_words, plan_after, read, written
from service.mentoring.revision_draft import WORDS, Draft
from service.mentoring.revision_fields import KINDS, change_of, text_mistakes, wrong
from service.mentoring.revision_kept import RevisionDrafts
from service.mentoring.revision_rights import may_revise, meeting_today
from service.outlook.adopting import revision_from, source_of, what_if_read, what_if_written
from service.outlook.answers import PlanCheckView
from service.outlook.questions import PlanCheck, WhatIfAsked
from service.refusal_status import status_of
from service.sign_in.door import SignedIn
from service.visit import Visit

_SENT_BEFORE = N_("This was sent before, and is recorded. Look at the plan.")


class RevisionDesk:
    """Shows what changes would do, and gives the command."""

    def __init__(self, desk: MentorDesk, kept: RevisionDrafts) -> None:
        self._desk = desk
        self._kept = kept

    def draft(
        self,
        programme: str,
        acting: SignedIn,
        changes: Changes = (),
        attempt: str = "",
        what_if: WhatIfAsked | None = None,
    ) -> Draft:
        """What this reader wants to change. Raises UnknownProgramme, and NotAllowed for who cannot change it at all."""
        ref = programme_of(programme)
        sight = self._desk.sight(ref, acting)
        state = sight.group.programme
        if state is None:
            raise UnknownProgramme(NO_SUCH_PROGRAMME)
        if not may_revise(sight):
            msg = "Only those who decide change the plan, and only until the programme ends."
            raise NotAllowed(msg)
        return Draft(ref, sight, acting, state, changes, attempt if attempt.isalnum() else uuid4().hex, what_if)

    def begun(self, draft: Draft) -> Response:
        """What they put together before and have not sent, as far as the plan can still become that."""
        kept = self._kept.at(draft)
        if kept is None:
            return self.changes(draft)
        typed = kept.typed
        attempt, what_if = typed.get("attempt", ""), what_if_read(typed.get("what_if", ""))
        again = replace(draft, changes=read(typed.get("changes", "")), what_if=what_if, kept_at=kept.kept_at)
        again = replace(again, attempt=attempt) if attempt.isalnum() else again
        refusal = self._refusal(again, again.changes) if again.changes else None
        if refusal is not None:
            unsound = replace(draft, kept_at=kept.kept_at)
            return self.changes(unsound, None, {"": retold(str(refusal))}, status_of(type(refusal)))
        kind = typed.get("change", "")
        return self.change(again, kind, typed) if kind in KINDS else self.changes(again, typed)

    def went_on(self, draft: Draft) -> Response:
        """The changes so far, which are kept from now on."""
        self._kept.keep(draft)
        return self.changes(draft)

    def thrown_away(self, draft: Draft) -> Response:
        """Nothing of it is kept."""
        self._kept.forget(draft)
        return RedirectResponse(draft.revising, HTTPStatus.SEE_OTHER)

    def out_of(self, draft: Draft, what_if: WhatIfAsked) -> Response:
        """The changes that make a what-if the plan; or why the plan cannot become that any more."""
        try:
            revision = revision_from(draft.programme, self._desk.ahead.today, what_if)
        except Refusal as refusal:
            return self.changes(draft, None, {"": retold(str(refusal))}, status_of(type(refusal)))
        changes = () if revision is None else revision.changes
        unsound = self._refusal(draft, changes) if changes else None
        if unsound is not None:
            return self.changes(draft, None, {"": retold(str(unsound))}, status_of(type(unsound)))
        return self.changes(replace(draft, changes=changes, what_if=what_if))

    def changes(
        self,
        draft: Draft,
        typed: Mapping[str, str] | None = None,
        errors: Mapping[str, str] | None = None,
        status: int = HTTPStatus.OK,
    ) -> Response:
        """The changes so far and what they would do, with the place to adopt them."""
        return self._desk.page(
            "revise.html",
            draft.acting,
            status,
            draft=draft,
            organisation=draft.programme.organisation,
            written=written(draft.changes),
            what_if=what_if_written(draft.what_if),
            source=self._source(draft),
            told=self._told(draft),
            check=self._check(draft) if draft.changes else None,
            kinds=KINDS,
            fields=self._fields(draft),
            typed=typed or {},
            errors=errors or {},
        )

    def change(
        self,
        draft: Draft,
        kind: str,
        typed: Mapping[str, str],
        errors: Mapping[str, str] | None = None,
        status: int = HTTPStatus.OK,
    ) -> Response:
        """The questions about one more change."""
        return self._desk.page(
            "revise_change.html",
            draft.acting,
            status,
            draft=draft,
            organisation=draft.programme.organisation,
            written=written(draft.changes),
            what_if=what_if_written(draft.what_if),
            kind=kind,
            about=KINDS[kind],
            fields=KINDS[kind].fields(draft.programme, self._plan(draft)),
            typed=typed,
            errors=errors or {},
        )

    def put(self, draft: Draft, kind: str, typed: Mapping[str, str]) -> Response:
        """One more change, if the plan would be sound with it; else its questions again, with what was typed."""
        plan = self._plan(draft)
        errors = wrong(KINDS[kind].fields(draft.programme, plan), typed)
        if errors:
            return self.change(draft, kind, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            changes = (*draft.changes, *change_of(kind, typed, draft.programme, plan))
        except ValidationError as fault:
            return self.change(draft, kind, typed, text_mistakes(fault), HTTPStatus.UNPROCESSABLE_ENTITY)
        if len(changes) > MOST:
            errors = {"": _("That is much at once. Adopt these changes first, then go on.")}
            return self.change(draft, kind, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
        refusal = self._refusal(draft, changes)
        if refusal is not None:
            return self.change(draft, kind, typed, {"": retold(str(refusal))}, status_of(type(refusal)))
        return self.went_on(replace(draft, changes=changes))

    def without(self, draft: Draft, number: int) -> Response:
        """The changes without one of them, if the plan is sound without it."""
        changes = tuple(each for place, each in enumerate(draft.changes) if place != number)
        refusal = self._refusal(draft, changes) if changes else None
        if refusal is not None:
            return self.changes(draft, None, {"": retold(str(refusal))}, status_of(type(refusal)))
        return self.went_on(replace(draft, changes=changes))

    def adopted(self, draft: Draft, typed: Mapping[str, str]) -> Response:
        """Make it the plan, and go to the plan; or show what is wrong, with what was typed."""
        fields = self._fields(draft)
        try:
            body = {**body_of(fields, {}, typed), "changes": draft.changes, "from_what_if": self._source(draft)}
            command = RevisePlan.model_validate(body)
        except ValidationError as fault:
            found = mistakes({**each, "loc": ("body", *each["loc"])} for each in fault.errors())
            errors = placed(found, fields, typed)
            self._kept.keep(draft, typed)
            return self.changes(draft, typed, errors, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            answer = self._desk.waymark.front_door.ask(
                draft.ref,
                command,
                actor=draft.acting.person,
                command_id=command_id(draft.acting.person, f"revise/{draft.attempt}"),
                presence=draft.acting.presence,
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            said = _(_SENT_BEFORE) if isinstance(refusal, CommandIdTaken) else retold(str(refusal))
            self._kept.keep(draft, typed)
            at = "floor_override" if isinstance(refusal, PlanTooShort) else ""
            return self.changes(draft, typed, {at: said}, status_of(type(refusal)))
        self._kept.forget(draft)
        query = urlencode({"done": RevisePlan.NAME, "at": answer.position})
        return RedirectResponse(f"{draft.page}/plan?{query}", HTTPStatus.SEE_OTHER)

    def _fields(self, draft: Draft) -> tuple[Field, ...]:
        return fields_of(WORDS, {}, meeting=not draft.alone)

    def _source(self, draft: Draft) -> FromWhatIf | None:
        return source_of(draft.programme, self._desk.ahead.today, draft.changes, draft.what_if)

    def _plan(self, draft: Draft) -> dict[str, Planned]:
        return plan_after(draft.programme, draft.changes, self._desk.waymark.seals)

    def _told(self, draft: Draft) -> list[str]:
        seals = self._desk.waymark.seals
        return [
            in_words(change, plan_after(draft.programme, draft.changes[:number], seals))
            for number, change in enumerate(draft.changes)
        ]

    def _check(self, draft: Draft) -> PlanCheckView:
        asked = PlanCheck(changes=draft.changes)
        return self._desk.looking_ahead(draft.acting).check(draft.ref, draft.acting.person, asked)

    def _refusal(self, draft: Draft, changes: Changes) -> Refusal | None:
        """What the domain would say to it, asked without recording anything."""
        meeting = None if draft.alone else meeting_today(draft.sight)
        # A reason for a short plan is asked for when it is adopted, not before.
        command = RevisePlan(changes=changes, reason="…", floor_override="…", on_behalf_of=meeting)
        visit = Visit(draft.ref, command, draft.acting.person, "", presence=draft.acting.presence)
        waymark, group = self._desk.waymark, draft.sight.group
        try:
            visit.decide(group, visit.occasion(waymark.front_door.at, group, waymark.seals.open))
        except Refusal as refusal:
            return refusal
        return None
