"""Row 29, one thing more: an invitation to an address that somebody has given up lets nobody in as them."""

from service.sign_in.hosting import THE_MACHINE
from tests.service.sign_in.browser import ANN, House


def test_row_29_an_invitation_to_an_address_that_was_given_up_lets_nobody_in(house: House) -> None:
    person = house.join()
    _, secret = house.hosting.invite(THE_MACHINE, ANN, "Ann Example")
    house.desk.accounts.change_email(person, "ann@elsewhere.example")
    finder = house.browser()
    assert finder.post("/invitation", key=secret, form_token="").status_code == 410
    assert not finder.is_in()


def test_row_29_an_invitation_to_the_address_they_have_still_does(house: House) -> None:
    house.join()
    _, secret = house.hosting.invite(THE_MACHINE, ANN.upper(), "Ann Example")
    browser = house.browser()
    assert browser.post("/invitation", key=secret, form_token="").status_code == 303
    assert browser.is_in()
