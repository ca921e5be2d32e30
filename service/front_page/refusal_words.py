"""What a page is called on which something is refused. Why, and what to do, says the refusal itself."""

from collections.abc import Mapping
from http import HTTPStatus

from domain.refusals import Refusal
from service.api_refusals import Away, BodyTooLarge, NotThisWay
from service.language.language import N_, translated
from service.language.retelling import retold

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
FOR_PEOPLE: Mapping[type[Refusal], str] = {
    NotThisWay: N_("Nothing can be sent to this page like that. Go back, and use a button or a link on it."),
    BodyTooLarge: N_("What you sent is too much at once. Go back, and send less of it. One megabyte is the most."),
    Away: N_("Waymark cannot reach its database just now. Wait a moment. Then go back, and do the same again."),
}
"""What is said on a page, where the words for programs tell of headers, keys and bodies."""


def title_of(status: int) -> str:
    """The title of such a page, before it is translated."""
    return TITLES.get(status, OTHER)


def told_to_people(refusal: Refusal) -> str:
    """Why, and what to do, in the language of the reader."""
    ours = FOR_PEOPLE.get(type(refusal))
    return retold(str(refusal)) if ours is None else translated(ours)
