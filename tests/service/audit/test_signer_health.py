"""Whoever watches over the processes sees how far the signer is behind, and is told when that is too far."""

from service.audit.signer import opened_signer
from tests.service.face import Face


def test_health_tells_how_far_the_signer_is_behind_and_raises_an_alarm_after_a_minute(face: Face) -> None:
    face.start()
    fresh = face.client.get("/health").json()["signer"]
    assert (fresh["waiting"] > 0, fresh["late"], fresh["longest"]) == (True, False, 60.0)
    assert fresh["sentence"] == "Nothing is signed yet: the signer has not begun."

    face.clock.move(1)
    late = face.client.get("/health").json()["signer"]
    assert (late["late"], late["signer_lag"]) == (True, 24 * 3600.0)
    assert "That is too long: look at the signer's log" in late["sentence"]

    with opened_signer(face.waymark.settings) as signer:
        while signer.sign():
            pass
    done = face.client.get("/health")
    assert done.status_code == 200
    assert done.json()["signer"] == {
        "waiting": 0,
        "signer_lag": 0.0,
        "longest": 60.0,
        "late": False,
        "sentence": "Everything that is recorded is signed.",
    }
