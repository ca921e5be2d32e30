"""One round of a witness: fetch, check, cosign, give back."""

from datetime import datetime
from pathlib import Path

from service.audit.note import text_of
from service.audit.witness import Answer, Witness
from service.audit.witness_book import Cosigned
from service.audit.witness_source import fetched, is_address, newest, read_growth, sent


def follow_once(witness: Witness, where: str, now: datetime, *, send: bool) -> Answer:
    """Cosign the newest checkpoint of an address or a file. Raises WitnessRefuses."""
    if is_address(where):
        answer = witness.cosign(fetched(where, _last(witness, newest(where))), now)
        if send:
            sent(where, answer.cosigned)
        return answer
    file = Path(where)
    return witness.cosign(read_growth(file, _last(witness, read_growth(file, None).checkpoint)), now)


def _last(witness: Witness, checkpoint: str) -> Cosigned | None:
    """What was cosigned last of the log that a checkpoint says it is of. Nothing is believed of it yet."""
    origin = text_of(checkpoint).partition("\n")[0]
    return next((witness.last(each) for each in witness.logs if each.name == origin), None)
