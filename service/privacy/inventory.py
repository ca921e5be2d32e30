"""The data inventory: every field of every kind of event, and every table and folder, with its class and its end.

It is generated, so that it is true. `python -m service.privacy.inventory` writes it anew.
"""

from collections.abc import Iterable
from pathlib import Path

from domain.event import Meta
from domain.field_classes import FieldClass, FieldLine, lines, lines_of
from service.facts import FACTS
from service.privacy.kept import FOLDERS, TABLES, Kept

FILE = Path(__file__).parents[2] / "ops" / "data-inventory.md"
_MEANING: dict[FieldClass, str] = {
    "personal": "about a person, or says who",
    "internal": "for those of the programme",
    "public": "may be read by anybody",
}
_INTRODUCTION = """# What data there is

This file is written by `service/privacy/inventory.py` from the types of the events and the list of tables. Do not edit
it: a test compares. A new field of an event that nobody classed fails the build, and so does a new table.

*sealed*: encrypted under the key of whom it is about; destroying the key erases it. *by id*: `person:<uuid>`; whose id
it is stands in the table `store.people` only, which can be erased. *plain*: as it is.

"""


def inventory() -> str:
    """The whole inventory, as Markdown. Raises Unclassed."""
    fields = [line for fact in sorted(FACTS, key=lambda fact: fact.TOPIC) for line in lines_of(fact)]
    of_every = lines("meta", Meta)
    parts = [_INTRODUCTION, _counts([*of_every, *fields])]
    parts += ["## Tables and folders\n\n", _places([*TABLES, *FOLDERS])]
    parts += ["\n## In every event\n\n", _fields(of_every)]
    parts.append("\n## In each kind of event\n")
    for fact in sorted(FACTS, key=lambda fact: fact.TOPIC):
        own = [line for line in fields if line.topic == fact.TOPIC]
        parts.append(f"\n### {fact.TOPIC}\n\n" + (_fields(own) if own else "Nothing of its own.\n"))
    return "".join(parts)


def _counts(fields: Iterable[FieldLine]) -> str:
    found = list(fields)
    said = [
        f"| {each} | {meaning} | {sum(line.field_class == each for line in found)} |"
        for each, meaning in _MEANING.items()
    ]
    return "| class | meaning | fields |\n| --- | --- | --- |\n" + "\n".join(said) + "\n\n"


def _fields(fields: Iterable[FieldLine]) -> str:
    rows = "".join(f"| `{line.path}` | {line.field_class} | {line.kept} |\n" for line in fields)
    return f"| field | class | kept |\n| --- | --- | --- |\n{rows}"


def _places(places: Iterable[Kept]) -> str:
    rows = "".join(
        f"| `{kept.place}` | {kept.field_class} | {kept.what} | {kept.how_long} | {kept.taken_away_by} |\n"
        for kept in places
    )
    return f"| place | class | what | how long | what ends it |\n| --- | --- | --- | --- | --- |\n{rows}"


if __name__ == "__main__":
    FILE.write_text(inventory(), encoding="utf-8")
