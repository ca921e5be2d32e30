"""One JSON line for each thing worth knowing, on standard output; never a name, never free text of people."""

import logging
import sys

import structlog
from structlog.typing import Processor

STAMPS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def write_json_lines(process: str, level: int = logging.INFO) -> None:
    """Send our own lines and those of libraries (Temporal's too) the same way."""
    render = structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*STAMPS, structlog.processors.dict_tracebacks, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*STAMPS, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    structlog.contextvars.bind_contextvars(process=process)
