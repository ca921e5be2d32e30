"""The checker itself: each promise is broken by hand, and must be told. A checker that sees nothing is no check."""

import asyncio
from pathlib import Path

import psycopg
import pytest
import typer
from typer.testing import CliRunner

from service.assembly import build
from service.invariant_findings import Acknowledged, Invariant, read_acknowledged
from service.invariants import check
from service.invariants_cli import invariants
from service.log_reader import save_position
from service.port import free_port
from service.privacy.standing_waits import StandingWaits
from service.reconcile import reconcile
from service.settings import Settings
from service.temporal_client import connect
from tests.faults.conftest import LISTED, Sound, told_of_waits
from tests.faults.tree import until
from workflows.catalogue import workflow_id
from workflows.look import Wait
from workflows.ring import TASK_QUEUE

NEVER = "ALTER TABLE store.events DISABLE TRIGGER events_never_change;"


def broken(sound: Sound, by: str, invariant: Invariant) -> str:
    """What the check says of this promise after the owner of the tables did this."""
    with psycopg.connect(sound.settings.owner_database_url) as connection:
        connection.execute((NEVER + by).encode())
    return told(sound, invariant)


def told(sound: Sound, invariant: Invariant) -> str:
    report = check(sound.settings, sound.acknowledged)
    assert not report.sound
    assert f"{invariant} BROKEN" in report.text
    return "\n".join(finding.sentence for finding in report.findings if finding.invariant == invariant)


def knows(sound: Sound, *more: Acknowledged) -> Sound:
    return Sound(sound.settings, more, sound.programme)


def test_nothing_is_broken_in_a_sound_installation(sound: Sound) -> None:
    report = check(sound.settings, sound.acknowledged)
    assert report.findings == ()
    assert report.looked_at["messages"] > 0
    assert report.looked_at["waits"] > 1
    assert report.text.count(" holds: ") == 6


def test_looking_changes_nothing(sound: Sound) -> None:
    with psycopg.connect(sound.settings.owner_database_url, autocommit=True) as connection:
        rows = "SELECT ctid, * FROM views.progress_milestone ORDER BY programme, milestone"
        before = connection.execute(rows).fetchall()
        check(sound.settings)
        assert before
        assert connection.execute(rows).fetchall() == before


def test_an_acknowledged_command_that_was_lost_is_told(sound: Sound) -> None:
    lost = Acknowledged(command_id="lost", programme=sound.programme, outcome="ok")
    assert "The acknowledged command “lost” is not in the log" in told(knows(sound, lost), "I1")


def test_an_acknowledged_command_of_another_programme_is_told(sound: Sound) -> None:
    other = Acknowledged(command_id="agree", programme="programme:" + "0" * 8, outcome="ok")
    assert "“agree” is not in the log of programme:00000000" in told(knows(sound, other), "I1")


def test_a_refused_command_that_was_recorded_is_told(sound: Sound) -> None:
    refused = Acknowledged(command_id="agree", programme=sound.programme, outcome="refused")
    assert "The refused command “agree” is in the log" in told(knows(sound, refused), "I1")


@pytest.mark.parametrize("outcome", ["ok", "unknown"])
def test_a_command_that_was_recorded_twice_is_told(sound: Sound, outcome: str) -> None:
    twice = Acknowledged.model_validate({"command_id": "agree", "programme": sound.programme, "outcome": outcome})
    again = (
        "INSERT INTO store.command SELECT replace(stream, 'programme:', 'organisation:'), command_id, body_mark,"
        " answer, 0, 0 FROM store.command WHERE command_id = 'agree'"
    )
    assert "“agree” is in the log of programme:" in broken(knows(sound, twice), again, "I1")


def test_a_command_whose_record_is_gone_is_told(sound: Sound) -> None:
    said = broken(sound, "DELETE FROM store.command WHERE command_id = 'evidence'", "I1")
    assert "1 event of command “evidence”, but the command is not recorded." in said
    assert "The acknowledged command “evidence” is not in the log" in said


def test_a_command_that_points_elsewhere_is_told(sound: Sound) -> None:
    said = broken(sound, "UPDATE store.command SET position = position - 1 WHERE command_id = 'evidence'", "I1")
    assert "command “evidence” points at position" in said
    said = broken(sound, "UPDATE store.command SET position = 999999 WHERE command_id = 'evidence'", "I1")
    assert "points at position 999999, where no event is." in said


def test_a_removed_event_is_told(sound: Sound) -> None:
    gone = "DELETE FROM store.events WHERE topic = 'programme.plan-agreed.v1'"
    with psycopg.connect(sound.settings.owner_database_url) as connection:
        connection.execute((NEVER + gone).encode())
    assert "command “agree” should have" in told(sound, "I1")
    assert "a record is missing or added" in told(sound, "I2")
    assert "The view “progress” differs" in told(sound, "I3")


def test_the_newest_event_cannot_be_cut_off_unseen(sound: Sound) -> None:
    newest = "DELETE FROM store.events WHERE notification_id = (SELECT max(notification_id) FROM store.events)"
    assert "should have" in broken(sound, newest, "I1")


def test_an_event_that_was_copied_is_told(sound: Sound) -> None:
    copied = (
        "INSERT INTO store.events (originator_id, originator_version, topic, state)"
        " SELECT originator_id, (SELECT max(originator_version) + 1 FROM store.events), topic, state"
        " FROM store.events WHERE topic = 'programme.prompted.v1' LIMIT 1"
    )
    assert "is in the log 2 times" in broken(sound, copied, "I2")
    assert "programme.prompted.v1 was recorded 2 times in the same words" in told(sound, "I5")
    assert "2 messages were recorded under one command id" in told(sound, "I5")
    assert "should have 1 event, and has 2" in told(sound, "I1")


def test_a_gap_in_the_versions_is_told(sound: Sound) -> None:
    moved = (
        "UPDATE store.events SET originator_version = originator_version + 7"
        " WHERE notification_id = (SELECT max(notification_id) FROM store.events)"
    )
    assert "versions should be 1 to" in broken(sound, moved, "I2")


def test_events_in_the_wrong_order_are_told(sound: Sound) -> None:
    swapped = (
        "DROP INDEX store.events_notification_id_idx;"
        "UPDATE store.events SET notification_id = CASE notification_id WHEN 2 THEN 3 ELSE 2 END"
        " WHERE notification_id IN (2, 3)"
    )
    assert "before an older version" in broken(sound, swapped, "I2")


def test_two_events_at_one_position_are_told(sound: Sound) -> None:
    doubled = (
        "DROP INDEX store.events_notification_id_idx; UPDATE store.events SET notification_id = 2"
        " WHERE notification_id = 3"
    )
    assert "Position 2 is taken by 2 events." in broken(sound, doubled, "I2")


def test_a_clock_that_ran_backwards_is_told(sound: Sound) -> None:
    earlier = (
        "UPDATE store.events SET state = convert_to(jsonb_set(convert_from(state, 'UTF8')::jsonb,"
        " '{meta,recorded_at}', '\"2001-01-01T00:00:00Z\"')::text, 'UTF8')"
        " WHERE notification_id = (SELECT max(notification_id) FROM store.events)"
    )
    said = broken(sound, earlier, "I2")
    assert "was recorded at 2001-01-01" in said
    assert "its head says" in said


def test_a_changed_row_of_a_view_is_told(sound: Sound) -> None:
    changed = "UPDATE views.progress_milestone SET evidence = evidence + 1 WHERE milestone = 'ENG-01'"
    assert broken(sound, changed, "I3") == (
        "The view “progress” differs from its rebuild. Put it right with: waymark rebuild progress"
    )


def test_a_missing_row_and_one_of_another_key_are_told(sound: Sound) -> None:
    gone = "DELETE FROM views.history_entry WHERE position = 2"
    assert "The view “history” differs" in broken(sound, gone, "I3")
    other = "UPDATE views.portfolio_person SET programme = 'programme:else'"
    assert "The view “portfolio” differs" in broken(sound, other, "I3")


def test_a_view_that_is_behind_and_one_that_passed_over_an_event_are_told(sound: Sound) -> None:
    with psycopg.connect(sound.settings.owner_database_url) as connection:
        save_position(connection, "agenda", 1)
        connection.execute("INSERT INTO store.parked_event VALUES ('history', 2, 'programme:x', 'x', 'KeyError')")
    said = told(sound, "I3")
    assert "The view “agenda” is at position 1, and the log is at" in said
    assert "The view “history” passed over events it could not handle (1)." in said


def test_a_message_that_is_nowhere_or_twice_or_of_nothing_is_told(sound: Sound) -> None:
    settled = (
        "INSERT INTO store.delivery SELECT programme, version, person, NULL, 'email', 'sent', now()"
        " FROM store.pending_message"
    )
    assert "waits and was told" in broken(sound, settled, "I5")
    assert "is nowhere" in broken(sound, "DELETE FROM store.pending_message; DELETE FROM store.delivery", "I5")
    of_nothing = "INSERT INTO store.delivery VALUES ('programme:x', 1, 'person:y', NULL, 'email', 'sent', now())"
    assert "a message of version 1 to person:y is kept, and no event says so" in broken(sound, of_nothing, "I5")


def test_a_message_the_post_has_not_read_yet_is_pending(sound: Sound) -> None:
    with psycopg.connect(sound.settings.owner_database_url) as connection:
        connection.execute("DELETE FROM store.pending_message")
        save_position(connection, "post", 0)
    assert check(sound.settings).sound


def test_an_ended_wait_and_a_stray_one_are_told(sound: Sound) -> None:
    ended, stray = workflow_id(sound.programme, "milestone/ENG-01"), workflow_id(sound.programme, "milestone/XXX-99")

    async def meddle() -> None:
        client = await connect(sound.settings)
        await client.get_workflow_handle(ended).terminate()
        wait = Wait(programme=sound.programme, about="milestone/XXX-99")
        await client.start_workflow("milestone", wait, id=stray, task_queue=TASK_QUEUE)

    wrong = {
        f"{ended}: this wait is open, and no workflow keeps it.",
        f"{stray}: a workflow runs, and no open wait needs it.",
    }
    asyncio.run(meddle())
    try:
        until(lambda: told_of_waits(sound.settings) == wrong, LISTED, "both to be listed")
        assert wrong <= set(told(sound, "I5").splitlines())
    finally:
        asyncio.run(_reconcile(sound.settings))
    until(lambda: told_of_waits(sound.settings) == set(), LISTED, "what was mended to be listed")
    assert check(sound.settings).sound


async def _reconcile(settings: Settings) -> None:
    with build(settings) as waymark:
        client = await connect(settings)
        await reconcile(client, waymark.store, waymark.front_door, standing=StandingWaits(waymark))


def test_a_prompt_that_is_due_and_not_recorded_is_told(sound: Sound) -> None:
    # As if the last days had been slept through: everything the engine recorded is gone.
    gone = (
        "DELETE FROM store.events WHERE topic = 'programme.prompted.v1';"
        "DELETE FROM store.command WHERE command_id LIKE 'milestone/%'"
    )
    assert "milestone/ENG-01: what is due is not recorded." in broken(sound, gone, "I5")


def test_a_temporal_that_cannot_be_asked_is_told(sound: Sound) -> None:
    nowhere = sound.settings.model_copy(update={"temporal_address": f"127.0.0.1:{free_port()}"})
    assert "Temporal could not be asked which waits run" in told(Sound(nowhere, (), sound.programme), "I5")


def test_what_clients_wrote_down_is_read_as_they_meant_it(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(
        '{"command_id": "a", "outcome": "unknown", "programme": "programme:1"}\n'
        '{"command_id": "a", "outcome": "ok", "programme": "programme:1"}\n'
        '{"command_id": "b", "outcome": "ok"}\n{"command_id": "c", "outco'
    )
    (tmp_path / "two.jsonl").write_text('{"command_id": "b", "outcome": "unknown"}\n')
    assert [(each.command_id, each.outcome) for each in read_acknowledged(tmp_path)] == [("a", "ok"), ("b", "ok")]


def test_the_command_ends_with_one_when_something_is_broken(
    sound: Sound, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("database_url", "owner_database_url", "keys_database_url", "keys_owner_database_url"):
        monkeypatch.setenv(f"WAYMARK_{name.upper()}", getattr(sound.settings, name))
    monkeypatch.setenv("WAYMARK_TEMPORAL_ADDRESS", sound.settings.temporal_address)
    command = typer.Typer()
    command.command()(invariants)
    home = str(sound.settings.home)
    assert CliRunner().invoke(command, ["--home", home]).exit_code == 0
    (tmp_path / "known.jsonl").write_text('{"command_id": "lost", "outcome": "ok"}\n')
    asked = CliRunner().invoke(command, ["--home", home, "--acknowledged", str(tmp_path / "known.jsonl"), "--json"])
    assert asked.exit_code == 1
    assert '"invariant":"I1"' in asked.stdout
