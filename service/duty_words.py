"""What a duty is called in a letter. A group's own words stay sealed: its duty is called by its short name."""

from domain.programme import Programme


def duty_called(programme: Programme, name: str) -> str:
    """The title of a duty."""
    duty = programme.duties.get(name)
    if duty is not None and duty.series is not None:
        return duty.series.title
    if duty is not None and duty.kind == "board-share":
        return "Bring the board back to the share of members that your rules ask for"
    if duty is not None and duty.about is not None:
        return f"Decide what to do: the forecast passes the date of {duty.about.replace('-', ' ')}"
    return name.replace("-", " ")
