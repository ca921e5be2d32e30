"""Days as somebody typed them into a page that looks back: those that are days, and what is wrong with the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import QueryParams

from service.language.language import N_

NO_DAY = N_("Give a day as year-month-day, such as 2026-03-31.")
OTHER_WAY_ROUND = N_("Give a day that is not before the first one.")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class TypedDays:
    """`days` has those that are days, by the name of their field; `wrong` says of each other what to do."""

    typed: Mapping[str, str]
    days: Mapping[str, date]
    wrong: Mapping[str, str]

    def __getitem__(self, name: str) -> date | None:
        return self.days.get(name)


def typed_days(asked: QueryParams, *names: str, ordered: tuple[str, str] | None = None) -> TypedDays:
    """The days of these fields. Of two `ordered` ones the second must not come before the first."""
    typed = {name: asked.get(name, "").strip()[:_LONGEST] for name in names}
    days, wrong = dict[str, date](), dict[str, str]()
    for name, text in typed.items():
        if text:
            found = _day(text)
            if found is None:
                wrong[name] = NO_DAY
            else:
                days[name] = found
    if ordered is not None:
        first, last = (days.get(name) for name in ordered)
        if first is not None and last is not None and last < first:
            wrong[ordered[1]] = OTHER_WAY_ROUND
            del days[ordered[1]]
    return TypedDays(typed, days, wrong)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-31") else None
    except ValueError:
        return None
