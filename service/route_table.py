"""The routes of several parts, in one table."""

from fastapi import APIRouter, FastAPI


def join(table: FastAPI | APIRouter, *parts: APIRouter) -> None:
    """Add all routes of these parts as they are, in their order.

    `include_router` would look at every parameter of every route a second time, at the first request, which then takes
    as long as making them all. It is needed only where the table gives its parts something: a prefix, or a check
    before each.
    """
    for part in parts:
        table.routes.extend(part.routes)
