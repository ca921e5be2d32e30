"""Why a page is not told of changes."""

from domain.refusals import Refusal


class TooManyListeners(Refusal):
    """Too many pages are told of changes already."""
