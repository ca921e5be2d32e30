"""What a page is called on which something is refused. Why, and what to do, says the refusal itself."""

from collections.abc import Mapping
from http import HTTPStatus

from service.language.language import N_

TITLES: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: N_("This could not be read"),
    HTTPStatus.FORBIDDEN: N_("You may not do this"),
    HTTPStatus.NOT_FOUND: N_("There is nothing here for you"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("This cannot be done here"),
    HTTPStatus.CONFLICT: N_("This cannot be done just now"),
    HTTPStatus.GONE: N_("This is not there any more"),
    HTTPStatus.PRECONDITION_FAILED: N_("Somebody changed this meanwhile"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("This is too large"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: N_("This kind of thing is not taken"),
    HTTPStatus.MISDIRECTED_REQUEST: N_("This address is not ours"),
    HTTPStatus.UNPROCESSABLE_ENTITY: N_("Please look at this again"),
    HTTPStatus.TOO_MANY_REQUESTS: N_("Please wait a while"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Something went wrong"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("Please try again in a moment"),
}
OTHER = N_("This could not be done")


def title_of(status: int) -> str:
    """The title of such a page, before it is translated."""
    return TITLES.get(status, OTHER)
