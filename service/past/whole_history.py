"""A whole history, page by page: nothing of it is kept, and no connection is held while a slow reader reads."""

from collections.abc import Callable, Iterator, Sequence

from projections.history_question import HistoryQuestion
from projections.history_reading import HistoryEntry

Page = Callable[[HistoryQuestion], tuple[Sequence[HistoryEntry], int | None]]
"""Gives one page and the cursor of the next."""


def whole_history(page: Page, question: HistoryQuestion, end: int) -> Iterator[HistoryEntry]:
    """Every entry that is asked for, up to position `end` of the log."""
    part = question
    while True:
        entries, following = page(part)
        yield from (entry for entry in entries if entry.position <= end)
        if following is None or (following >= end and not question.newest_first):
            return
        part = question.model_copy(update={"after": following})
