"""The alarm for what was altered: one line that whoever runs Waymark is told to look for. It quotes nothing."""

import structlog

ALARM = "a seal is broken: somebody altered or moved sealed data"
"""Storage: the runbook tells operators to watch their logs for these words."""


def report(place: str) -> None:
    """Raise the alarm. `place` says where, and holds no words of anybody."""
    structlog.get_logger().error(ALARM, place=place)
