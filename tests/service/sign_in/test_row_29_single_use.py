"""Row 29: what is for one use is used once, by whom it was for, and not for long. Looking at it does not use it up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from domain.programme_commands import EndAppointment
from domain.refusals import NotAllowed, UnknownProgramme
from domain.roles import Role
from service.api_examples import COORDINATOR, FOUNDER, WORKER
from service.sign_in.hosting import THE_MACHINE
from service.sign_in.one_time_codes import STEP
from service.sign_in.person_log import Asking
from tests.service.face import STRANGER
from tests.service.sign_in.browser import ANN, House, themselves


def test_row_29_a_link_signs_in_once(house: House) -> None:
    house.join()
    first = house.signed_in()
    assert first.is_in()
    second = house.browser()
    again = second.post("/sign-in/link", key=house.link(), form_token="")
    assert again.status_code == 401
    assert "was used, or is too old" in again.text
    assert not second.is_in()


def test_row_29_of_two_browsers_at_the_same_moment_one_gets_in(house: House) -> None:
    house.join()
    house.browser().post("/sign-in/email", email=ANN, form_token="")
    key, browsers = house.link(), [house.browser() for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda each: each.post("/sign-in/link", key=key, form_token=""), browsers))
    assert sorted(answer.status_code for answer in answers) == [303, *[401] * 5]


def test_row_29_a_mail_scanner_that_opens_the_link_does_not_use_it_up(house: House) -> None:
    house.join()
    house.browser().post("/sign-in/email", email=ANN, form_token="")
    scanner, position = house.browser(), house.face.waymark.store.end()
    for _ in range(3):
        page = scanner.get(f"/sign-in/link?key={house.link()}")
        assert page.status_code == 200
        assert scanner.client.head(f"/sign-in/link?key={house.link()}").status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in page.headers
    assert house.face.waymark.store.end() == position
    person = house.browser()
    person.get(f"/sign-in/link?key={house.link()}")
    assert person.post("/sign-in/link", key=house.link()).status_code == 303


def test_row_29_a_link_ends_after_a_quarter_of_an_hour(house: House) -> None:
    house.join()
    house.browser().post("/sign-in/email", email=ANN, form_token="")
    house.face.clock.at += timedelta(minutes=15)
    assert house.browser().post("/sign-in/link", key=house.link(), form_token="").status_code == 401


def test_row_29_a_link_ends_when_the_address_is_another(house: House) -> None:
    person = house.join()
    house.browser().post("/sign-in/email", email=ANN, form_token="")
    house.desk.accounts.change_email(person, "ann@elsewhere.example")
    assert house.browser().post("/sign-in/link", key=house.link(), form_token="").status_code == 401


def test_row_29_nobody_learns_who_has_an_account(house: House) -> None:
    house.join()
    letters = len(house.letters())
    known = house.browser().post("/sign-in/email", email=ANN, form_token="")
    unknown = house.browser().post("/sign-in/email", email="nobody@example.org", form_token="")
    assert known.content == unknown.content
    assert len(house.letters()) == letters + 1
    wrong = {
        each: house.browser().post("/sign-in/password", email=each, password="wrong", form_token="")
        for each in (ANN, "nobody@example.org")
    }
    assert {answer.status_code for answer in wrong.values()} == {401}
    # The address that was typed stays in its field; all else is the same.
    assert len({answer.text.replace(each, "") for each, answer in wrong.items()}) == 1


def test_row_29_a_one_time_code_counts_once(house: House) -> None:
    house.join()
    totp = house.with_code(house.signed_in())
    code = totp.at(house.face.clock())
    for expected in (303, 401):
        browser = house.signed_in()
        browser.get("/sign-in/second")
        assert browser.post("/sign-in/second", code=code, next="/").status_code == expected
    house.face.clock.at += timedelta(seconds=STEP * 4)
    browser = house.signed_in()
    browser.get("/sign-in/second")
    assert browser.post("/sign-in/second", code=code, next="/").status_code == 401, "it is too old"
    late = totp.at(house.face.clock() - timedelta(seconds=STEP))
    assert browser.post("/sign-in/second", code=f" {late[:3]} {late[3:]} ", next="/").status_code == 303


def test_row_29_a_recovery_code_counts_once(house: House) -> None:
    house.join()
    browser = house.signed_in()
    house.with_code(browser)
    browser.get("/account")
    shown = browser.post("/account/recovery-codes")
    codes = [line.partition("</code>")[0] for line in shown.text.split("<code>")[1:]]
    assert len(codes) == 8
    for code, expected in ((codes[2].lower(), 303), (codes[2], 401), (codes[3], 303)):
        other = house.signed_in()
        other.get("/sign-in/second")
        assert other.post("/sign-in/second", code=code, next="/").status_code == expected, code


def test_row_29_an_invitation_is_accepted_once_and_appoints_by_the_authority_of_who_invited(house: House) -> None:
    programme = house.face.start()
    ref = programme.replace("/api/programmes/", "programme:")
    invitation, secret = house.hosting.invite(Asking(COORDINATOR), ANN, "Ann Example", (ref, Role.WORKER))
    browser = house.browser()
    position = house.face.waymark.store.end()
    page = browser.get(f"/invitation?key={secret}")
    assert page.status_code == 200
    assert "to take part in Making All Possible, as development worker" in page.text
    assert house.face.waymark.store.end() == position
    entered = browser.post("/invitation", key=secret)
    assert entered.status_code == 303, entered.text
    assert browser.is_in()
    state = house.face.waymark.front_door.programme(ref)
    assert Role.WORKER in state.roles[invitation.person]
    appointed = house.face.waymark.store.load(ref)[-1]
    assert (appointed.meta.actor, appointed.meta.role) == (COORDINATOR, "mentor")
    again = house.browser().post("/invitation", key=secret, form_token="")
    assert again.status_code == 410
    joined = [each.fact.TOPIC for each in house.face.waymark.store.load(invitation.person)]
    assert joined == ["person.invited.v1", "person.joined.v1"]


def test_row_29_an_invitation_ends_after_three_days_or_when_it_is_taken_back(house: House) -> None:
    _, old = house.hosting.invite(THE_MACHINE, ANN, "Ann Example")
    house.face.clock.at += timedelta(hours=72)
    assert house.browser().post("/invitation", key=old, form_token="").status_code == 410
    invitation, taken_back = house.hosting.invite(THE_MACHINE, "bo@example.org", "Bo Example")
    house.hosting.withdraw(invitation, THE_MACHINE)
    assert house.browser().get(f"/invitation?key={taken_back}").status_code == 410


def test_row_29_who_lost_their_part_cannot_let_people_in_by_an_old_invitation(house: House) -> None:
    programme = house.face.start()
    ref = programme.replace("/api/programmes/", "programme:")
    house.appoint(programme, STRANGER, Role.MENTOR, COORDINATOR)
    _, secret = house.hosting.invite(Asking(STRANGER), ANN, "Ann Example", (ref, Role.WORKER))
    leaving = {"person": STRANGER, "role": "mentor"}
    assert house.face.post(EndAppointment, COORDINATOR, programme, leaving).status_code == 201
    browser = house.browser()
    refused = browser.post("/invitation", key=secret, form_token="")
    assert refused.status_code in {403, 404}
    assert not browser.is_in()


def test_row_29_only_who_may_appoint_invites(house: House) -> None:
    programme = house.face.start()
    ref = programme.replace("/api/programmes/", "programme:")
    for actor, refusal in ((WORKER, NotAllowed), (STRANGER, UnknownProgramme)):
        with pytest.raises(refusal):
            house.hosting.invite(themselves(actor), ANN, "Ann Example", (ref, Role.WORKER))
    with pytest.raises(NotAllowed):
        house.hosting.invite(themselves(FOUNDER), ANN, "Ann Example")
    house.hosting.invite(themselves(FOUNDER), ANN, "Ann Example", (ref, Role.WORKER))


def test_row_29_the_link_of_the_first_operator_works_once(house: House) -> None:
    secret = house.hosting.operator_link()
    browser = house.browser()
    assert browser.get(f"/operator?key={secret}").status_code == 200
    wrong = browser.post("/operator", key=secret, name="Olive", email="nonsense")
    assert wrong.status_code == 422
    entered = browser.post("/operator", key=secret, name="Olive Operator", email="olive@example.org")
    assert entered.headers["Location"].startswith("/sign-in/second"), "an operator needs two things"
    assert not browser.is_in()
    again = house.browser().post("/operator", key=secret, name="Eve", email="eve@example.org", form_token="")
    assert again.status_code == 401
