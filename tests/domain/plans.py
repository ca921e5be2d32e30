"""A small plan with everything a plan can have: six gates, four duties, a draft stage and a handover."""

from domain.plan import Duty, Floor, Gate, Milestone, Party, Plan, Stage, Weeks


def milestone(
    name: str, typical: int, *depends_on: str, gates: tuple[str, ...] = (), who: tuple[Party, ...] = ("founders",)
) -> Milestone:
    return Milestone(
        id=name,
        stage=name.partition("-")[0],
        title=f"Milestone {name}",
        easy_title=name,
        what="Do it together.",
        easy_what="We do it.",
        who=who,
        evidence=("A note",),
        depends_on=depends_on,
        weeks=Weeks(earliest=1, typical=typical, latest=typical * 2),
        gates=gates,
        basis="our estimate",
    )


def gate(name: str, *met_by: str) -> Gate:
    return Gate(id=name, title=f"The gate {name}", why="It matters.", met_by=met_by)


def duty(
    name: str,
    after: str,
    first: int,
    every: int | None,
    *,
    who: tuple[Party, ...] = ("worker",),
    legal: bool = False,
    cure: int = 4,
) -> Duty:
    return Duty(
        id=name,
        title=name,
        easy_title=name,
        after=after,
        first_weeks=first,
        every_weeks=every,
        cure_weeks=cure,
        who=who,
        legal=legal,
        basis="our estimate",
    )


MILESTONES = (
    milestone("ENG-01", 4),
    milestone("ENG-02", 8, "ENG-01", gates=("plan-agreed",)),
    milestone("GOV-01", 30, "ENG-02"),
    milestone("GOV-02", 26, "GOV-01", gates=("votes",)),
    milestone("GOV-03", 4, "GOV-02"),
    milestone("GOV-04", 10, "GOV-02"),
    milestone("GOV-05", 10, "GOV-02"),
    milestone("FUN-01", 2, "ENG-02", who=("worker",)),
    milestone("FUN-02", 12, "GOV-03", gates=("bank-account", "bid-training"), who=("worker", "funder")),
    milestone("VOI-01", 3, "ENG-02", who=("worker", "commissioner")),
    milestone("VOI-02", 6, "VOI-01", gates=("terms-of-reference",)),
    milestone("PRM-01", 3, "GOV-02"),
    milestone("PRM-02", 9, "PRM-01", gates=("access-audit",)),
    milestone("SVC-01", 26, "GOV-04", "GOV-05", "PRM-02", gates=("policies-and-insurance",)),
    milestone("LEG-01", 20, "SVC-01", "FUN-02", who=("mentor",)),
)

PLAN = Plan(
    template="small-plan",
    version=1,
    title="A small plan",
    summary="For tests.",
    stages=tuple(Stage(id=s, title=s, easy_title=s) for s in ("ENG", "GOV", "FUN", "VOI", "PRM", "SVC", "LEG")),
    milestones=MILESTONES,
    gates=(
        Gate(id="plan-agreed", title="The plan is agreed", why="It matters.", rule="plan-agreed"),
        Gate(id="votes", title="The share of votes", why="It matters.", rule="constituency-share"),
        gate("bank-account", "GOV-03"),
        gate("bid-training", "FUN-01"),
        gate("terms-of-reference", "VOI-01"),
        gate("policies-and-insurance", "GOV-04", "GOV-05"),
        gate("access-audit", "PRM-01"),
    ),
    duties=(
        duty("check-in", "ENG-01", 26, 26, who=("founders", "mentor")),
        duty("annual-return", "GOV-02", 40, 52, who=("board",), legal=True),
        duty("insurance-shown", "GOV-05", 10, None),
        duty("supervision", "FUN-01", 6, 6, cure=2),
    ),
    floor=Floor(months=24, why="Others found that it takes two years."),
    draft_stage="ENG",
    handover="LEG-01",
)
"""Its typical length is 4 + 8 + 30 + 26 + 3 + 9 + 26 + 20 = 126 weeks; the floor is 104."""

SHORTER = {"SVC-01": 2, "LEG-01": 10}
SHORT_PLAN = PLAN.model_copy(
    update={"milestones": tuple(milestone(m.id, SHORTER.get(m.id, m.weeks.typical), *m.depends_on) for m in MILESTONES)}
)
"""4 + 8 + 30 + 26 + 4 + 12 + 10 = 94 weeks: under the floor."""
