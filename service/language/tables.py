"""Texts that stand in tables, gathered for translators: nobody marks them where they are written.

They are translated where they are shown: by `translated(…)`, or in a template by `| tr`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from domain import access_needs
from domain.authority import PLAIN
from domain.field_groups import MEANINGS
from domain.organisation_events import Office
from domain.programme import IN_WORDS, Phase
from domain.realism import ONE_PERSON
from projections import milestone_sentences, resource_sentences
from projections.history_words import LABELS
from projections.telling import BODIES, ROLES, SOMEBODY
from service import page_words
from service.forms.asking import MEETING, Asked
from service.forms.catalogue import FORMS
from service.language.hard_words import HARD_WORDS
from service.legacy import library_words
from service.privacy import person_export_words
from service.sign_in import sign_in_words
from service.tables.sheet import Kind
from service.tables.sheets import SHEETS

TABLES: Mapping[str, Mapping[Any, str]] = {
    "domain/authority.py": PLAIN,
    "domain/field_groups.py": MEANINGS,
    "domain/programme.py": IN_WORDS,
    "domain/programme.py phases": {phase: phase.value for phase in Phase},
    "domain/access_needs.py": access_needs.IN_WORDS,
    "domain/realism.py": ONE_PERSON,
    "service/language/hard_words.py": {word: word for word in HARD_WORDS},
    "service/page_words.py phases": page_words.PHASES,
    "service/page_words.py endings": page_words.ENDINGS,
    "service/page_words.py blocks": page_words.BLOCKS,
    "service/page_words.py parties": page_words.PARTIES,
    "projections/telling.py": ROLES,
    "projections/telling.py bodies": {**BODIES, SOMEBODY: SOMEBODY},
    "projections/telling.py meetings": {body: body for body in BODIES},
    "projections/history_words.py": LABELS,
    "projections/milestone_sentences.py": milestone_sentences.BLOCKS,
    "projections/resource_sentences.py": resource_sentences.KINDS,
    "projections/resource_sentences.py audiences": resource_sentences.AUDIENCES,
    "domain/organisation_events.py": {office: office.replace("-", " ") for office in get_args(Office)},
    "service/privacy/person_export_words.py": person_export_words.LABELS,
    "service/privacy/person_export_words.py kinds": person_export_words.KINDS,
    "service/privacy/person_export_words.py codes": person_export_words.CODES,
    "service/privacy/person_export_words.py titles": {title: title for title in person_export_words.TABLES},
    "service/tables/sheet.py": {kind: kind for kind in get_args(Kind)},
    "service/sign_in/sign_in_words.py": sign_in_words.FACTORS,
    "service/legacy/library_words.py kinds": library_words.KINDS,
    "service/legacy/library_words.py formats": library_words.FORMATS,
    "service/legacy/library_words.py licences": library_words.LICENCES,
    "service/legacy/library_words.py languages": library_words.LANGUAGES,
    "service/legacy/library_words.py audiences": library_words.AUDIENCES,
    "service/legacy/library_words.py reasons": library_words.WHY,
}


def texts() -> Iterator[tuple[str, str]]:
    """Each text, with the file it stands in."""
    for place, table in TABLES.items():
        for text in table.values():
            yield place.partition(" ")[0], text
    for sheet in SHEETS:
        for text in (sheet.title, *(column.meaning for column in sheet.columns)):
            yield "service/tables/sheets.py", text
    for words in FORMS.values():
        yield from (("service/forms", each) for each in (words.link, words.button, words.done, words.lead) if each)
        for asked in words.asked:
            yield from _of_field(asked)
    for asked in MEETING:
        yield from _of_field(asked)


def _of_field(asked: Asked) -> Iterator[tuple[str, str]]:
    yield from (("service/forms", each) for each in (asked.label, asked.hint, *(asked.choices or {}).values()) if each)
