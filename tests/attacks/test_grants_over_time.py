"""Parts that are given, offered, ended and run out, people who are shut out, and things that are shown and hidden.

Hypothesis does it in any order, and a model of a few lines says who reads what. The views lag behind: no projector runs
unless a step says so, and what the log says holds at once.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as any_of
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.milestone_commands import Block
from domain.presence import Presence
from domain.programme_commands import Appoint, Command, EndAppointment
from domain.refusals import AlreadyDone
from domain.roles import Role
from domain.sharing_commands import DecideSharing
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from service.sign_in.hosting import THE_MACHINE
from service.sign_in.person_log import Asking
from service.sign_in.refusals import InvitationOver
from tests.attacks.conftest import Tried
from tests.service.sign_in.browser import OURS, House

PEOPLE = ("ann@example.org", "bo@example.org", "cy@example.org")
ROLES = (Role.FUNDER, Role.WORKER, Role.COMMISSIONER)
HOSTING = Asking(COORDINATOR, presence=Presence(second_factor=True))
people, roles = any_of.sampled_from(PEOPLE), any_of.sampled_from(ROLES)


class Programme(RuleBasedStateMachine):
    """One programme. `held` is the model: who has which part, until the day on which it gives nothing any more."""

    def __init__(self, house: House, tried: Tried) -> None:
        super().__init__()
        self.house, self.face, self.tried = house, house.face, tried

    @initialize()
    def begin(self) -> None:
        # Whoever changes how somebody signs in ends tokens that the log does not know, so everybody has a browser.
        self.address = self.face.start()
        ended = self.face.post(Block, WORKER, self.address, {"milestone": "ENG-01", "kind": "money"})
        assert ended.status_code == 201
        self.face.catch_up()
        self.ids: dict[str, str] = {}
        for address in PEOPLE:
            known = self.house.desk.accounts.with_email(address)
            self.ids[address] = known.person if known else self.house.join(address, address)
            self.house.hosting.enable(self.ids[address], THE_MACHINE) if known and known.disabled else None
        self.held: dict[tuple[str, Role], date | None] = {}
        self.shut_out: set[str] = set()
        self.shown: dict[Role, bool] = dict.fromkeys((Role.FUNDER, Role.COMMISSIONER), False)
        self.open: list[tuple[str, Role, str]] = []
        self.browsers = {each: self._browser(each) for each in PEOPLE}
        self.signed_in = set(PEOPLE)

    @rule(who=people, role=roles, days=any_of.none() | any_of.integers(1, 3))
    def give(self, who: str, role: Role, days: int | None) -> None:
        until = None if days is None else self.today + timedelta(days=days)
        body: dict[str, object] = {"person": self.ids[who], "role": role.value}
        if until is not None:
            body["ends_on"] = until.isoformat()
        # The invitation made them somebody who signs in by themselves: the group itself has no way but to ask them.
        status = self._ask(Appoint, COORDINATOR, body)
        if any(person == who for person, _ in self.held if self._gives(person)):
            assert status in {201, 409}, status
            self.held[who, role] = until if status == 201 else self.held[who, role]
        else:
            assert status == 403, status

    @rule(who=people, role=roles)
    def end(self, who: str, role: Role) -> None:
        status = self._ask(EndAppointment, COORDINATOR, {"person": self.ids[who], "role": role.value})
        assert (status == 201) == ((who, role) in self.held), status
        self.held.pop((who, role), None)

    @rule(who=people, role=roles)
    def offer(self, who: str, role: Role) -> None:
        ref = f"programme:{self.address.rpartition('/')[2]}"
        self.face.clock.at += timedelta(minutes=4)
        _, secret = self.house.hosting.invite(HOSTING, who, who, (ref, role))
        self.open.append((who, role, secret))

    @rule()
    def accept(self) -> None:
        if not self.open:
            return
        who, role, secret = self.open.pop(0)
        with suppress(InvitationOver):
            self.house.hosting.accept(secret)
            if not self._gives(who, role):
                self.held[who, role] = None
        try:
            self.house.hosting.accept(secret)
            raise AssertionError("an invitation counts once")
        except InvitationOver:
            pass

    @rule(who=people)
    def shut_somebody_out(self, who: str) -> None:
        self.house.hosting.disable(self.ids[who], THE_MACHINE)
        self.shut_out.add(who)
        self.signed_in.discard(who)

    @rule(who=people)
    def let_in_again(self, who: str) -> None:
        with suppress(AlreadyDone):
            self.house.hosting.enable(self.ids[who], THE_MACHINE)
        self.shut_out.discard(who)

    @rule(who=people)
    def sign_in(self, who: str) -> None:
        self.browsers[who] = self._browser(who)
        if who not in self.shut_out:
            self.signed_in.add(who)

    @rule(role=any_of.sampled_from([Role.FUNDER, Role.COMMISSIONER]), shown=any_of.booleans())
    def share(self, role: Role, shown: bool) -> None:  # noqa: FBT001 - drawn
        body = {"role": role.value, "group": "blocked", "shown": shown, "reason": "We decided so."}
        assert self._ask(DecideSharing, FOUNDER, body) == (409 if self.shown[role] == shown else 201)
        self.shown[role] = shown

    @rule(days=any_of.integers(1, 2))
    def wait(self, days: int) -> None:
        self.face.clock.move(days=days)
        self.browsers = {each: self._browser(each) for each in PEOPLE}
        self.signed_in = set(PEOPLE) - self.shut_out

    @rule()
    def project(self) -> None:
        self.face.catch_up()

    @invariant()
    def everybody_reads_what_the_model_says(self) -> None:
        for who in getattr(self, "signed_in", ()) and PEOPLE:
            self.tried["step of who may read"] += 1
            answer = self.face.client.get(f"{self.address}/milestones/ENG-01", headers=self.browsers[who])
            parts = {role for person, role in self.held if person == who and self._gives(who, role)}
            if who not in self.signed_in:
                assert answer.status_code == 401, (who, answer.text)
            elif not parts:
                assert answer.status_code == 404, (who, answer.text)
            else:
                assert answer.status_code == 200, (who, answer.text)
                sees = Role.WORKER in parts or any(self.shown.get(role, False) for role in parts)
                assert (answer.json()["milestone"]["blocked"] is not None) == sees, (who, parts)

    @property
    def today(self) -> date:
        return self.face.clock.at.date()

    def _gives(self, who: str, role: Role | None = None) -> bool:
        held = {part: until for (person, part), until in self.held.items() if person == who and role in {None, part}}
        return any(until is None or self.today < until for until in held.values())

    def _ask(self, kind: type[Command], by: str, body: Mapping[str, object]) -> int:
        return self.face.post(kind, by, self.address, body).status_code

    def _browser(self, who: str) -> dict[str, str]:
        secret = self.house.desk.sessions.begin(self.ids[who], ("email-link",))
        return {**OURS, "Cookie": f"waymark_session={secret}"}


def test_who_may_read_follows_the_log_whatever_happens_in_whatever_order(house: House, tried: Tried) -> None:
    run_state_machine_as_test(
        lambda: Programme(house, tried),  # type: ignore[arg-type] # anything that makes one will do
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert tried["step of who may read"] > 200
