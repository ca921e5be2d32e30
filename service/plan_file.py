"""Plans on disk: the templates that come with Waymark, and files a group writes itself."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from domain.plan import Plan
from domain.plan_check import check_plan
from domain.plan_faults import Fault
from domain.refusals import Refusal
from service.plan_patch import faults_beside
from service.plan_shape import NOT_A_PLAN, shape_fault
from service.plan_yaml import LARGEST, Written, read_yaml


class PlanUnreadable(Refusal):
    """There is no such plan, or its file cannot be read at all."""


class PlanFaulty(Refusal):
    """The plan was read, and has faults."""


class FaultAt(Fault, frozen=True):
    """A fault with the line of the file it stands on, None where the file is empty."""

    line: int | None = None


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What reading a plan found. `plan` is None when the file has not the shape of one; faults come in file order."""

    plan: Plan | None
    findings: tuple[FaultAt, ...]

    @property
    def faults(self) -> tuple[FaultAt, ...]:
        """What must be mended before the plan is used."""
        return tuple(finding for finding in self.findings if finding.severity == "fault")

    @property
    def warnings(self) -> tuple[FaultAt, ...]:
        """What people should weigh."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")


def plan_names() -> tuple[str, ...]:
    """The names of the templates that come with Waymark."""
    return tuple(sorted(each.name.removesuffix(".yaml") for each in _shelf().iterdir() if each.name.endswith(".yaml")))


@cache
def load_plan(name: str) -> Plan:
    """A template by its name. Raises PlanUnreadable for an unknown name, PlanFaulty for a template with faults."""
    if name not in plan_names():
        raise PlanUnreadable(_no_such(name))
    report = read_plan(name)
    if report.plan is None or report.faults:
        sentences = " ".join(fault.sentence for fault in report.faults)
        msg = f"The plan {name} has faults. {sentences}"
        raise PlanFaulty(msg)
    return report.plan


def read_plan(path_or_name: str | Path) -> PlanReport:
    """Read and check a template by name, or a file by path, and tell every fault with its line.

    Raises PlanUnreadable when there is nothing to read: no such file, not text, or larger than any plan.
    """
    written = read_yaml(_text(path_or_name))
    findings = [Fault(code="not-yaml", at=(), sentence=sentence) for _, sentence in written.troubles]
    lines: list[int | None] = [line for line, _ in written.troubles]
    plan = None
    if not written.broken_off:
        plan, found = _checked(written)
        findings += found
        lines += [written.line(fault.at) for fault in found]
    placed = [FaultAt(**fault.model_dump(), line=line) for fault, line in zip(findings, lines, strict=True)]
    return PlanReport(None if written.troubles else plan, tuple(sorted(placed, key=lambda each: each.line or 0)))


def _checked(written: Written) -> tuple[Plan | None, tuple[Fault, ...]]:
    if not isinstance(written.value, dict):
        return None, (NOT_A_PLAN,)
    try:
        plan = Plan.model_validate(written.value)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
        shape = tuple(shape_fault(written.value, error) for error in errors)
        return None, (*shape, *faults_beside(written.value, errors))
    return plan, check_plan(plan)


def _text(path_or_name: str | Path) -> str:
    source: Path | Traversable = Path(path_or_name)
    if str(path_or_name) in plan_names() and not isinstance(path_or_name, Path):
        source = _shelf() / f"{path_or_name}.yaml"
    elif not source.is_file():
        raise PlanUnreadable(_no_such(str(path_or_name)))
    try:
        with source.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            msg = f"{path_or_name} is larger than {LARGEST // 1024} KiB, so it cannot be a plan. Is it the right file?"
            raise PlanUnreadable(msg)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        msg = f"{path_or_name} is not plain text in UTF-8. Save it again as plain text (UTF-8)."
        raise PlanUnreadable(msg) from wrong
    except OSError as wrong:
        msg = f"{path_or_name} cannot be read: {wrong.strerror}. Check that you may open it."
        raise PlanUnreadable(msg) from wrong


def _no_such(name: str) -> str:
    return f"There is no plan and no file called {name}. The plans here are: {', '.join(plan_names())}."


def _shelf() -> Traversable:
    return files("service") / "plans"
