"""`waymark whatif`: a plan or programme beside what it would be if things were different. Nothing is written."""

from typing import Annotated, Any

import typer

from service.forecast_cli import (
    AsOf,
    Independent,
    NotBefore,
    Runs,
    Seed,
    Shape,
    Start,
    Waits,
    Wanted,
    assumptions_of,
    day_of,
    say,
)
from service.options import AsJson, InHome


def whatif(  # noqa: PLR0913 - one for each option
    wanted: Wanted,
    home: InHome = None,
    *,
    add: Annotated[
        list[str] | None,
        typer.Option(metavar="ID=E/T/L+AFTER", help="Add a milestone after others: GOV-12=2/4/8+GOV-04+GOV-05."),
    ] = None,
    after: Annotated[
        list[str] | None, typer.Option(metavar="ID=AFTER+AFTER", help="Let it wait for others: MKT-01=PPL-02+GOV-12.")
    ] = None,
    drop: Annotated[list[str] | None, typer.Option(metavar="ID", help="Leave this milestone out.")] = None,
    weeks: Annotated[
        list[str] | None, typer.Option(metavar="ID=E/T/L", help="Give it other weeks, such as GOV-05=4/8/16.")
    ] = None,
    late: Annotated[
        list[str] | None, typer.Option(metavar="ID=WEEKS", help="It comes late, such as a grant: FUN-02=13.")
    ] = None,
    away: Annotated[
        list[str] | None,
        typer.Option(metavar="WHO=FROM+WEEKS", help="Nobody does their work: worker=65+13, worker=2027-06-01+13."),
    ] = None,
    more: Annotated[
        list[str] | None, typer.Option(metavar="WHO=FROM+WEEKS", help="A second pair of hands: worker=65+13.")
    ] = None,
    runs: Runs = 10_000,
    seed: Seed = 1,
    distribution: Shape = "triangular",
    start: Start = None,
    as_of: AsOf = None,
    not_before: NotBefore = None,
    waits: Waits = None,
    name: Annotated[str, typer.Option(help="What to call it, if the group adopts it.")] = "what-if",
    independent: Independent = False,
    as_json: AsJson = False,
) -> None:
    """Compare a plan or programme with what it would be if things were different. Nothing is written.

    With --json, `revision` is what those who decide send to `plan-revisions`, with a reason, to make it the plan.
    """
    from domain.calendar import day_in_london
    from domain.whatif import compare, supposed
    from service import supposition
    from service.clock import system_clock
    from service.forecast_report import compared, compared_data
    from service.forecast_subject import subject_of
    from service.outlook.questions import WhatIfAsked
    from service.outlook.reckoning import planned_anew, revision_of, with_changes

    def answer() -> tuple[str, dict[str, Any]]:
        subject = subject_of(wanted, home, day_of(start), day_of(as_of))
        changes = [
            *supposition.added(add or ()),
            *supposition.reordered(after or ()),
            *supposition.retimed(weeks or ()),
            *supposition.come_late(late or ()),
            *supposition.left_out(drop or ()),
            *supposition.away(away or ()),
            *supposition.more_hands(more or ()),
            *supposition.held_back(not_before or (), waits or (), day_in_london(system_clock())),
        ]
        other = supposed(subject.course, changes)
        given = assumptions_of(runs, seed, distribution, independent=independent)
        found = compare(subject.course, other, given, planned_anew(subject.experience, changes))
        then = with_changes(subject, other, changes)
        data = compared_data(subject, then, found)
        revision = None
        if subject.programme is not None and changes:
            asked = WhatIfAsked(what_if=name, fork_on=day_of(as_of), changes=tuple(changes))
            revision = revision_of(subject.course, asked)
        data["revision"] = None if revision is None else revision.model_dump(mode="json")
        return compared(subject, then, found), data

    say(answer, as_json=as_json)
