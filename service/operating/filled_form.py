"""A form that an operator filled in."""

from fastapi import Request

from service.actor import door_of


async def filled_in(request: Request) -> dict[str, str]:
    """What was typed, without spaces around it. Raises FormNotOurs or FromAnotherSite when no form of ours was sent."""
    typed = {name: text.strip() for name, text in (await request.form()).items() if isinstance(text, str)}
    door_of(request).check_form(request, typed.get("form_token", ""))
    return typed
