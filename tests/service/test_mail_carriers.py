from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest

from service.machine_faults import MachineFault
from service.mail_carrier import AddressRefused, MailAway, NotNowForThem
from service.mail_folder import MailFolder
from service.mail_server import MailServer
from tests.service.mail_host import mail_host


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("550 5.1.1 no such user", AddressRefused),
        ("553 not a mailbox", AddressRefused),
        ("450 4.2.0 come again", NotNowForThem),
        ("550 5.7.1 relaying denied", NotNowForThem),
        ("552 mailbox full", NotNowForThem),
    ],
)
def test_the_mail_servers_answer_about_an_address_is_understood(answer: str, said: type[Exception]) -> None:
    with mail_host() as host:
        host.answers["will@example.org"] = answer
        with pytest.raises(said):
            MailServer(host.url).send(a_message())
        assert host.taken == []


def test_a_mail_server_that_is_away_took_nothing() -> None:
    with mail_host() as host:
        host.greeting = "421 closed"
        with pytest.raises(MailAway) as away:
            MailServer(host.url).send(a_message())
    assert away.value.certain
    with pytest.raises(MailAway) as away:
        MailServer(host.url).send(a_message())
    assert away.value.certain


def test_a_mail_server_that_vanishes_after_the_message_may_have_taken_it() -> None:
    with mail_host() as host:
        host.lose_answers = 1
        with pytest.raises(MailAway) as away:
            MailServer(host.url).send(a_message())
    assert not away.value.certain


def test_an_address_of_a_mail_server_that_cannot_be_read_is_told() -> None:
    for url in ("mail.example.org", "http://mail.example.org", "smtp://mail.example.org:many"):
        with pytest.raises(MachineFault, match="WAYMARK_SMTP_URL"):
            MailServer(url)


def test_a_message_sent_twice_is_one_file(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path / "box")
    message = a_message()
    folder.send(message)
    folder.send(message)
    (file,) = (tmp_path / "box").iterdir()
    assert file.name == "1@example.org.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert message_from_bytes(file.read_bytes())["Message-ID"] == "<1@example.org>"


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = "<1@example.org>"
    message["From"] = "waymark@example.org"
    message["To"] = "will@example.org"
    message.set_content("Hello.")
    return message
