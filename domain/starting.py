"""Decisions that begin a programme: from its first day, or part-way with its real dates."""

from collections.abc import Sequence
from datetime import date

from domain.calendar import coming
from domain.dated import Decided, On
from domain.duty_events import DutyOpened
from domain.event import Fact
from domain.milestone_events import MilestoneAccepted, MilestoneOpened
from domain.occasion import Occasion
from domain.plan import Milestone, Plan
from domain.plan_events import PlanAgreed
from domain.plan_evolution import floor_in_weeks
from domain.programme_commands import DoneBefore, StartPartWay, StartProgramme
from domain.programme_events import Appointed, ProgrammeStarted
from domain.readiness import plan_duty
from domain.refusals import DayNotPossible, NotAllowed, NotNow, UnknownMilestone, UnknownPart
from domain.roles import APPOINTED, STEERING, Role
from domain.schedule import lengths


def start(command: StartProgramme, occasion: Occasion) -> Sequence[Decided]:
    """A draft programme whose first milestones are open at once."""
    plan = _plan(occasion)
    _roles_fit(command)
    if isinstance(command, StartPartWay):
        return _part_way(command, plan, occasion)
    first = [m for m in plan.milestones if m.stage == plan.draft_stage and not m.depends_on]
    opens = max(command.start_on, occasion.today)
    return [*_beginning(command, plan, part_way=False), *(_opened(m, opens, occasion) for m in first)]


def _part_way(command: StartPartWay, plan: Plan, occasion: Occasion) -> Sequence[Decided]:
    """Raises UnknownMilestone, DayNotPossible or NotNow when the dates cannot be so."""
    days = [done.accepted_on for done in command.done] + [each.opened_on for each in command.opened]
    days += [command.start_on, *([command.agreed_on] if command.agreed_on else [])]
    if late := [day for day in days if day > occasion.today]:
        msg = f"{late[0]:%d %B %Y} is still to come. Give only what has happened already."
        raise DayNotPossible(msg)
    named = [done.milestone for done in command.done] + [each.milestone for each in command.opened]
    _each_once(named, plan)
    happened: list[Decided] = []
    for done in sorted(command.done, key=lambda each: each.accepted_on):
        milestone = _known(plan, done.milestone)
        usual = max(command.start_on, _typically_opened(milestone, done.accepted_on, occasion))
        opened_on = done.opened_on or min(usual, done.accepted_on)
        if opened_on > done.accepted_on:
            msg = f"{done.milestone} cannot be reached before it was begun. Check its two dates."
            raise DayNotPossible(msg)
        happened.append(On(_opened(milestone, opened_on, occasion), opened_on))
        accepted = MilestoneAccepted(
            milestone=done.milestone, waived=(), board_version=0, note=None, before_waymark=True
        )
        happened.append(On(accepted, done.accepted_on))
    if command.agreed_on is not None:
        typical = lengths(plan.milestones).typical_weeks
        override = None
        if typical < floor_in_weeks(plan.floor.months):
            override = occasion.words("The plan was agreed before this programme was brought into Waymark.")
        agreed = PlanAgreed(
            plan_number=1,
            typical_weeks=typical,
            floor_weeks=floor_in_weeks(plan.floor.months),
            floor_override=override,
        )
        happened.append(On(agreed, command.agreed_on))
    happened += [
        On(_opened(_known(plan, each.milestone), each.opened_on, occasion), each.opened_on) for each in command.opened
    ]
    happened += [duty for done in command.done for duty in _duties(plan, done, occasion)]
    ordered = sorted(happened, key=lambda each: each.day if isinstance(each, On) else occasion.today)
    return [*(On(fact, command.start_on) for fact in _beginning(command, plan, part_way=True)), *ordered]


def _beginning(command: StartProgramme, plan: Plan, *, part_way: bool) -> list[Fact]:
    started = ProgrammeStarted(
        organisation=command.organisation,
        locality=command.locality,
        nation=command.nation,
        mentor=command.mentor,
        commissioner=command.commissioner,
        funders=command.funders,
        vocabulary=command.vocabulary,
        start_on=command.start_on,
        part_way=part_way,
        plan=plan,
    )
    return [started, *(Appointed.model_validate(each.model_dump()) for each in command.people)]


def _duties(plan: Plan, done: DoneBefore, occasion: Occasion) -> list[DutyOpened]:
    """The duties that began before Waymark, each on its next date to come: what is past nobody is asked about."""
    opened = []
    for duty in plan.duties:
        due = occasion.calendar.after_weeks(done.accepted_on, duty.first_weeks)
        if due <= occasion.today and duty.every_weeks is not None:
            due = occasion.calendar.working_day(coming(due, duty.every_weeks, after=occasion.today))
        if duty.after == done.milestone and due > occasion.today:
            opened.append(plan_duty(duty, due))
    return opened


def _roles_fit(command: StartProgramme) -> None:
    for each in command.people:
        if each.role not in APPOINTED:
            msg = "Waymark plays this role itself. Choose another role."
            raise UnknownPart(msg)
        if each.role is Role.MENTOR and each.person == command.mentor.coordinator and (each.starts_on or each.ends_on):
            msg = "The mentor's coordinator has this role until the mentor is replaced. Leave out the days."
            raise NotNow(msg)
        if each.role in STEERING and each.person == command.mentor.coordinator:
            msg = "The mentor's coordinator cannot also decide for the group. Name somebody of the group."
            raise NotAllowed(msg)


def _opened(milestone: Milestone, on: date, occasion: Occasion) -> MilestoneOpened:
    due = occasion.calendar.after_weeks(on, milestone.weeks.typical)
    return MilestoneOpened(milestone=milestone.id, round=1, due=due, early=False, reason=None)


def _typically_opened(milestone: Milestone, accepted_on: date, occasion: Occasion) -> date:
    length = occasion.calendar.after_weeks(accepted_on, milestone.weeks.typical) - accepted_on
    return accepted_on - length


def _known(plan: Plan, milestone: str) -> Milestone:
    found = plan.milestone(milestone)
    if found is None:
        msg = (
            f"The plan {plan.template} has no milestone {milestone}. Look it up with: waymark plan show {plan.template}"
        )
        raise UnknownMilestone(msg)
    return found


def _each_once(named: list[str], plan: Plan) -> None:
    for milestone in named:
        _known(plan, milestone)
        if named.count(milestone) > 1:
            msg = f"{milestone} is named twice. A milestone is either reached or open, once."
            raise NotNow(msg)


def _plan(occasion: Occasion) -> Plan:
    if occasion.template is None:
        msg = "The front door gives every start its plan."
        raise AssertionError(msg)
    return occasion.template
