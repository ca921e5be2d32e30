"""The log of people and the tables beside it: they agree, whoever was first, and the log keeps nothing personal."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from domain.person_commands import AddFactor, Disable, Enable
from domain.refusals import NotAllowed
from service.invariants_commands import check_commands
from service.invariants_order import check_order
from service.settings import Settings
from service.sign_in.hosting import THE_MACHINE
from service.sign_in.person_log import Asking
from tests.service.sign_in.browser import ANN, House


def test_what_is_older_never_takes_the_place_of_what_is_newer(house: House) -> None:
    person = house.join()
    before = house.desk.log.state(person)
    house.desk.log.ask(person, Disable(), THE_MACHINE)
    house.desk.accounts.settle(person, before)
    account = house.desk.accounts.get(person)
    assert account is not None
    assert account.disabled


def test_after_a_crash_between_log_and_table_the_same_again_mends_it(house: House, settings: Settings) -> None:
    person = house.join()
    browser = house.signed_in()
    house.desk.log.ask(person, Disable(), THE_MACHINE)
    with psycopg.connect(settings.owner_database_url) as connection:
        connection.execute("UPDATE store.account SET disabled = false, version = 1")
    house.hosting.disable(person, THE_MACHINE)
    assert not browser.is_in()


def test_many_at_once_each_get_a_number_of_their_own(house: House) -> None:
    person = house.join()
    with ThreadPoolExecutor(8) as threads:
        added = list(
            threads.map(lambda _: house.desk.log.ask(person, AddFactor(kind="passkey"), Asking(person)), range(8))
        )
    assert sorted(fact.factor for (fact,) in added if fact.TOPIC == "person.factor-added.v1") == list(range(1, 9))  # type: ignore[union-attr]


def test_the_log_and_its_commands_fit_together_and_name_nobody(house: House, settings: Settings) -> None:
    person = house.join()
    browser = house.signed_in()
    house.with_code(browser)
    browser.get("/account")
    browser.post("/account/password", password="four words in a row")
    browser.post("/account/tokens", label="My spreadsheet")
    house.desk.log.ask(person, Disable(), THE_MACHINE)
    house.desk.log.ask(person, Enable(), THE_MACHINE)
    with psycopg.connect(settings.owner_database_url) as connection:
        assert check_commands(connection, ()).findings == ()
        assert check_order(connection).findings == ()
        rows = connection.execute("SELECT convert_from(state, 'UTF8') FROM store.events").fetchall()
        ledgers = connection.execute("SELECT DISTINCT ledger FROM store.leaf").fetchall()
    log = "".join(row[0] for row in rows)
    assert len(rows) >= 7
    assert ledgers == [("service",)]
    for word in ("Ann", ANN, "example.org", "spreadsheet", "four words", "argon2"):
        assert word not in log


def test_nobody_is_invited_to_an_account_through_another_address(house: House) -> None:
    person = house.join()
    with pytest.raises(NotAllowed, match="another e-mail address"):
        house.hosting.invite(THE_MACHINE, "eve@example.org", "Eve", person=person)
