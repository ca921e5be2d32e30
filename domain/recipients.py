"""Who is told when a timer runs out: those who can act, and the mentor when they could not. Nobody who has left."""

from dataclasses import dataclass

from domain.asset_moments import asset_of
from domain.occasion import Occasion
from domain.programme import Phase, Programme
from domain.prompts import Due
from domain.roles import Role


@dataclass(frozen=True, slots=True)
class _People:
    """Those who have a part in a programme now."""

    mentors: tuple[str, ...]
    workers: tuple[str, ...]
    deciders: tuple[str, ...]


def recipients(programme: Programme, said: Due, occasion: Occasion) -> tuple[str, ...]:
    """Who is told on this day."""
    people = _people(programme, occasion)
    kind, (what, _, name) = said.kind, said.about.partition("/")
    match what:
        case "need":
            return _of_need(programme, int(name), kind, people)
        case "resource":
            return _of_asset(programme, said, people, occasion)
        case _ if kind in {"escalation", "blocked-follow-up", "handover"}:
            return people.mentors
        case _ if kind == "decision":
            return people.deciders or people.mentors
        case _ if kind == "still-running":
            return _each_once(people.deciders, people.mentors)
        case "review":
            return _each_once(people.mentors, people.workers, people.deciders)
        case "duty":
            return _of_duty(programme, name, people)
        case _:
            return _of_milestone(programme, name, people, occasion)


def _people(programme: Programme, occasion: Occasion) -> _People:
    def holders(role: Role) -> tuple[str, ...]:
        return tuple(each for each in programme.holders(role) if role in programme.held_on(each, occasion.today))

    deciders = holders(Role.FOUNDER)
    if occasion.board.adopted_on is not None:
        deciders = _each_once(holders(Role.BOARD), tuple(sorted(occasion.board.members))) or deciders
    return _People(holders(Role.MENTOR), holders(Role.WORKER), deciders)


def _of_need(programme: Programme, number: int, kind: str, people: _People) -> tuple[str, ...]:
    if kind == "escalation":
        return _each_once(people.deciders, people.mentors)
    need = programme.needs.get(number)
    asked_by = None if need is None else need.asked_by
    # Whoever asked cannot answer; when the mentor does not know, the others are asked.
    others = (
        tuple(person for person in group if person != asked_by)
        for group in (people.mentors, people.workers, people.deciders)
    )
    return next((group for group in others if group), people.mentors)


def _of_asset(programme: Programme, said: Due, people: _People, occasion: Occasion) -> tuple[str, ...]:
    asset = asset_of(occasion.legacy, said.about)
    owner = () if asset is None or asset.owner_person is None else (asset.owner_person,)
    if said.kind == "owner-wanted":
        return _each_once(people.deciders, people.mentors)
    if programme.phase is Phase.CLOSED:
        # An owner who does not answer is not asked alone again.
        return owner if owner and said.number == 1 else _each_once(owner, people.deciders, people.mentors)
    return owner or people.workers or people.deciders or people.mentors


def _of_duty(programme: Programme, name: str, people: _People) -> tuple[str, ...]:
    duty = programme.duties.get(name)
    who = set(duty.who) if duty is not None else set()
    asked = _each_once(
        people.deciders if {"board", "founders", "treasurer", "members", "everyone"} & who else (),
        people.mentors if "mentor" in who else (),
        people.workers if "worker" in who else (),
    )
    return asked or people.workers or people.mentors


def _of_milestone(programme: Programme, name: str, people: _People, occasion: Occasion) -> tuple[str, ...]:
    milestone = programme.milestones.get(name)
    assignee = None if milestone is None else milestone.assignee
    if assignee is not None and (programme.held_on(assignee, occasion.today) or assignee in occasion.board.members):
        return (assignee,)
    return people.workers or people.deciders or people.mentors


def _each_once(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person for group in groups for person in group))
