"""The bytes of an event that the audit commits to, and how they are read again."""

import re
from dataclasses import dataclass

import orjson

from service.audit.tree import leaf_hash

_HEAD = re.compile(rb'\{"i":(0|[1-9]\d{0,18}),"l":"([!#-\[\]-~]+)","o":"([!#-\[\]-~]+)","ov":([1-9]\d{0,18}),"s":')
_TAIL = re.compile(rb',"t":"([!#-\[\]-~]+)","v":1\}')
_LONGEST_TAIL = 300


class NotAnEntry(Exception):  # noqa: N818 - a verdict
    """These bytes are not an entry of an audit log."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An event at its place in its ledger. `state` is the canonical JSON that is stored, personal text sealed."""

    index: int
    ledger: str
    stream: str
    version: int
    topic: str
    state: bytes

    @property
    def entry(self) -> bytes:
        """RFC 8785 JSON of i(ndex), l(edger), o(riginator), ov (its version), s(tate), t(opic) and v(ersion) 1.

        `store.leaf_entry` makes the same bytes in the database.
        """
        head = f'{{"i":{self.index},"l":{_text(self.ledger)},"o":{_text(self.stream)},"ov":{self.version},"s":'
        return head.encode() + self.state + f',"t":{_text(self.topic)},"v":1}}'.encode()

    @property
    def hash(self) -> bytes:
        """The leaf's hash in the tree."""
        return leaf_hash(self.entry)


def read_entry(entry: bytes) -> Leaf:
    """Take an entry apart. Its state is one JSON object, so nothing in it can pass for the rest. Raises NotAnEntry."""
    head = _HEAD.match(entry)
    tail = _TAIL.fullmatch(entry, found) if (found := entry.rfind(b',"t":', -_LONGEST_TAIL)) > 0 else None
    if head is None or tail is None or head.end() > tail.start():
        raise NotAnEntry("it does not look like one")
    state = entry[head.end() : tail.start()]
    try:
        meta = orjson.loads(state)["meta"]
        ledger = meta["ledger"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as wrong:
        raise NotAnEntry("what it holds is not an event") from wrong
    index, named, stream, version = head.groups()
    if ledger != named.decode():
        raise NotAnEntry("the event in it belongs to another ledger")
    return Leaf(int(index), ledger, stream.decode(), int(version), tail.group(1).decode(), state)


def _text(value: str) -> str:
    return orjson.dumps(value).decode()
