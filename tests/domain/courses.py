"""Courses of every kind for the laws: some work done, some open, some to come, in any order."""

from hypothesis import strategies as st

from domain.course import Course, Work
from domain.forecast import Assumptions, Runs
from domain.network import Steps
from domain.plan import Party, Weeks

PARTIES: tuple[Party, ...] = ("worker", "board", "funder")
FEW_RUNS = Assumptions(runs=200)
NOW = 20.0


def weeks(earliest: int, typical: int, latest: int) -> Weeks:
    return Weeks(earliest=earliest, typical=typical, latest=latest)


def work(name: str, *depends_on: str, of: Weeks | None = None, **more: object) -> Work:
    return Work(name, of or weeks(2, 4, 8), depends_on, **more)  # type: ignore[arg-type]


def figures() -> st.SearchStrategy[Weeks]:
    return st.lists(st.integers(0, 30), min_size=3, max_size=3).map(lambda three: weeks(*sorted(three)))


@st.composite
def courses(draw: st.DrawFn, *, begun: bool = True) -> Course:
    """Each milestone depends only on earlier ones; what is done began before now, and so did what is open."""
    names = [f"AA-{number:02}" for number in range(draw(st.integers(1, 9)))]
    works = []
    for place, name in enumerate(names):
        standing = draw(st.sampled_from(("to come", "to come", "open", "done"))) if begun else "to come"
        since = None if standing == "to come" else float(draw(st.integers(0, 12)))
        works.append(
            Work(
                name,
                draw(figures()),
                tuple(draw(st.lists(st.sampled_from(names[:place]), unique=True, max_size=3))) if place else (),
                tuple(draw(st.lists(st.sampled_from(PARTIES), unique=True))),
                begun=since,
                done=None if standing != "done" or since is None else since + draw(st.integers(0, 7)),
            )
        )
    return Course(tuple(draw(st.permutations(works))), now=NOW if begun else 0.0)


def ends(course: Course, assumptions: Assumptions = FEW_RUNS) -> Steps:
    """The end of every run."""
    return Runs.of(course, assumptions).laid.ends
