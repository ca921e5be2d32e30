"""Row 4: a field that nobody asked for is refused, wherever it stands, and nothing of the request is kept."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy

from domain.programme_commands import StartProgramme
from service.api_examples import COORDINATOR, EXAMPLES, FOUNDER, WORKER
from service.api_paths import PATHS
from tests.attacks.conftest import Tried
from tests.attacks.town import Town

EXTRA = ("role", "programme_id", "recorded_at", "actor", "id", "command_id", "ledger", "__proto__", "constructor")
OTHER_BODIES = {
    ("POST", "/api/people"): {"name": "Bo Example"},
    ("PUT", f"/api/people/{WORKER[7:]}"): {"name": "Bo Example"},
    ("PUT", f"/api/people/{WORKER[7:]}/needs"): {"needs": ["breaks"]},
    ("POST", "/api/audit/cosignatures"): {"checkpoint": "x"},
    ("POST", "{programme}/bundle"): {"checkpoint": None},
}


def with_more(body: object, name: str) -> Iterator[object]:
    """The body with one more field: once in each object within."""
    for path in _objects(body, ()):
        made = deepcopy(body)
        inner = made
        for step in path:
            inner = inner[step]  # type: ignore[index]
        if name not in inner:  # type: ignore[operator]
            inner[name] = "worker"  # type: ignore[index]
            yield made


def _objects(told: object, here: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    match told:
        case dict():
            yield here
            for name, each in told.items():
                yield from _objects(each, (*here, name))
        case list():
            for number, each in enumerate(told):
                yield from _objects(each, (*here, number))
        case _:
            return


def test_row_4_a_field_too_many_is_refused_and_nothing_is_kept(town: Town, tried: Tried) -> None:
    face = town.face
    end, people = face.waymark.store.end(), _rows(town)
    kept = []
    for (method, address), body in bodies().items():
        where = address.replace("{programme}", town.ours)
        for name in EXTRA:
            for number, more in enumerate(with_more(json.loads(json.dumps(body)), name)):
                headers = {
                    **face.acts(WORKER if "people/" in address else FOUNDER),
                    "Idempotency-Key": f"{name}-{number}",
                }
                answer = face.client.request(method, where, json=more, headers=headers)
                tried["extra field"] += 1
                if answer.status_code != 422:
                    kept.append((method, address, name, answer.status_code, answer.text))
    assert kept == []
    assert (face.waymark.store.end(), _rows(town)) == (end, people)
    assert face.get("/api/agenda", COORDINATOR).status_code == 200


def bodies() -> dict[tuple[str, str], object]:
    """Every body there is, by method and address."""
    found: dict[tuple[str, str], object] = dict(OTHER_BODIES)
    for kind, path in PATHS.items():
        start = f"/api/programmes/{path}".rstrip("/")
        found["POST", start if issubclass(kind, StartProgramme) else f"{{programme}}/{path}"] = EXAMPLES[kind]
    return found


def _rows(town: Town) -> Sequence[object]:
    with town.face.waymark.pool.connection() as connection:
        return connection.execute("SELECT * FROM store.people ORDER BY id").fetchall()


def test_no_whole_number_in_a_body_is_without_bounds() -> None:
    """JSON as we store it (RFC 8785) holds whole numbers up to 2^53: a larger one must be refused, not tried."""
    for kind in PATHS:
        found = [path for path, bounded in _numbers(kind.model_json_schema()) if not bounded]
        assert found == [], (kind.NAME, found)


def _numbers(schema: object, path: str = "") -> Iterator[tuple[str, bool]]:
    match schema:
        case {"type": "integer"}:
            yield path, isinstance(schema, dict) and ("maximum" in schema or "exclusiveMaximum" in schema)
        case dict():
            for name, part in schema.items():
                yield from _numbers(part, f"{path}.{name}")
        case list():
            for part in schema:
                yield from _numbers(part, path)
        case _:
            pass
