"""What a letter says of one thing in plain words."""

from datetime import date

from domain.asset_moments import asset_of
from domain.occasion import AssetReading
from domain.programme import Programme
from service.duty_words import duty_called
from service.group import Group
from service.language.language import N_, ngettext, translated
from service.language.language import gettext as _
from service.language.written import weekday
from service.letter_words.item import Item

WITHOUT_NAME = N_("a milestone that your group named itself")
"""Sealed words stay inside Waymark: a milestone added by the group is said by its id."""


def sentence(item: Item, group: Group, today: date) -> str:
    """One thing to do: what it is, when it is due, and what exactly to do."""
    programme = group.programme
    if programme is None:
        return ""
    kind, name = item.what
    match kind:
        case "milestone":
            return _of_milestone(item, _milestone(programme, name), today)
        case "review":
            ask = _(
                "Please agree a day and a place that everybody can reach, and hold it. Afterwards, write down in "
                "Waymark what you agreed."
            )
            what = _("The quarterly review")
            return f"{_due(what, item.due, today)} {ask}"
        case "duty":
            return _of_duty(item, f"“{translated(duty_called(programme, name))}”", today)
        case "need":
            return _of_need(item.kind, programme, int(name))
        case "resource":
            asset = asset_of(group.assets, item.about)
            return "" if asset is None else _of_asset(item.kind, asset, programme.mentor.organisation, today)
        case _ if item.kind == "still-running":
            return _(
                "The programme ended a year ago. Is the organisation still running? Please answer yes or no in "
                "Waymark. Both are good to know for the next group."
            )
        case _:
            return _(
                "The handover has begun. Please look at the programme in Waymark, and agree with the group who keeps "
                "what is not handed over yet."
            )


def _milestone(programme: Programme, name: str) -> str:
    milestone = programme.milestones.get(name)
    title = milestone.step.title if milestone is not None else None
    if isinstance(title, str):
        return _("“%(title)s” (%(milestone)s)", title=title, milestone=name)
    return _("%(milestone)s, %(what)s,", milestone=name, what=translated(WITHOUT_NAME))


def _due(what: str, due: date, today: date) -> str:
    """A whole sentence: when something is due, as seen on the day the letter is sent."""
    days, day = (due - today).days, weekday(due)
    if days == 0:
        return _("%(what)s is due today.", what=what)
    if days < 0:
        return _("%(what)s was due on %(day)s.", what=what, day=day)
    if days == 1:
        return _("%(what)s is due on %(day)s (tomorrow).", what=what, day=day)
    return ngettext(
        "%(what)s is due on %(day)s (in %(num)s day).",
        "%(what)s is due on %(day)s (in %(num)s days).",
        days,
        what=what,
        day=day,
    )


def _of_milestone(item: Item, title: str, today: date) -> str:
    match item.kind:
        case "decision":
            return _(
                "%(title)s is waiting for a decision. Please look at what was sent in. Then accept it, or return it "
                "and say what is still needed.",
                title=title,
            )
        case "blocked-follow-up":
            return _(
                "%(title)s is blocked. Please ask the group what would help. When work can go on, say so in Waymark.",
                title=title,
            )
        case "escalation":
            ask = _(
                "It is not finished. Please ask the group how you can help: more time, a smaller step, or another "
                "pair of hands."
            )
        case "overdue":
            ask = _(
                "If it is finished, please submit it. If not, please choose a new date, or say what is in the way. "
                "Needing more time is normal."
            )
        case _:
            ask = _(
                "When it is finished, please add what shows it, and submit it. If you need more time, choose a new "
                "date: that is normal."
            )
    return f"{_due(title, item.due, today)} {ask}"


def _of_duty(item: Item, title: str, today: date) -> str:
    if item.kind == "escalation":
        ask = _("It is not done. Please ask the group how you can help, and agree a day for it.")
    else:
        ask = _("Please do it, and then say in Waymark that it is done.")
    return f"{_due(title, item.due, today)} {ask}"


def _of_need(kind: str, programme: Programme, number: int) -> str:
    """What to do about a question. Its words stay inside Waymark."""
    need = programme.needs[number]
    milestone = programme.milestones.get(need.milestone or "")
    title = milestone.step.title if milestone is not None else None
    if kind == "escalation":
        since = weekday(need.asked_on)
        first = (
            _("A question about “%(title)s” has had no answer since %(day)s.", title=title, day=since)
            if isinstance(title, str)
            else _("A question has had no answer since %(day)s.", day=since)
        )
        ask = _(
            "Please read question %(number)s in Waymark together. Then answer it, bring in somebody who knows, or "
            "withdraw it if it no longer matters.",
            number=number,
        )
        return f"{first} {ask}"
    first = (
        _("Somebody asked a question about “%(title)s” that nobody in the group can answer.", title=title)
        if isinstance(title, str)
        else _("Somebody asked a question that nobody in the group can answer.")
    )
    ask = _(
        "Please read question %(number)s in Waymark. Then answer it, show what other groups wrote about it, or bring "
        "in somebody who knows.",
        number=number,
    )
    return f"{first} {ask}"


def _of_asset(kind: str, asset: AssetReading, mentor: str, today: date) -> str:
    """What to do about a thing that is left behind. Its owner may have no part in the programme, and no account."""
    if kind == "review-resource":
        return _(
            "“%(title)s” is offered to other groups. Please look whether it is still right. Then say so in Waymark and "
            "choose the day for the next look, or tell %(mentor)s. If it is no longer right, publish new words or "
            "withdraw it.",
            title=asset.title,
            mentor=mentor,
        )
    if kind == "owner-wanted":
        return _(
            "“%(title)s” was left behind for other groups. Nobody looks after it any more. Who will? Please ask an "
            "organisation that could. When they say yes, write their name in Waymark. If nobody can, you can take it "
            "out of the library.",
            title=asset.title,
        )
    asked = _(
        "“%(title)s” was left behind for other groups. Is it still running? Please answer yes or no in Waymark, or "
        "tell %(mentor)s. Both are good to know for those who look for it.",
        title=asset.title,
        mentor=mentor,
    )
    look = _("Please also look whether what it says is still right.")
    return f"{asked} {look}" if asset.review_on <= today else asked
