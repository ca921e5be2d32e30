"""The words that somebody is about to take out, shown once more, so that nobody takes out the wrong ones."""

from collections.abc import Mapping

from service.assembly import Waymark
from service.forms.subject import Subject
from service.privacy.places import passages_of
from service.visibility import Sight


def passage_subject(waymark: Waymark, sight: Sight, given: Mapping[str, str]) -> Subject:
    """Where the words are read, and what they are, as far as this reader sees them."""
    here = Subject(page="/history")
    stream, version = given.get("stream", ""), given.get("version", "")
    ours = stream.partition(":")[2] == str(sight.resource.programme).partition(":")[2]
    if not ours or not version.isascii() or not version.isdecimal() or len(version) > len(str(2**53)):
        return here
    event = next(iter(waymark.store.load(stream, int(version) - 1)), None) if int(version) > 0 else None
    passage = passages_of(event).get(given.get("field", "")) if event is not None else None
    if event is None or passage is None:
        return here
    topic, data = event.fact.TOPIC, dict(event.fact)
    if not sight.seeing.is_told(topic, data) or not sight.seeing.reads_words(topic):
        return here
    return Subject(page="/history", words=waymark.seals.open(passage))
