"""Templates that speak: whatever makes pages, drawings or packs is told here how to translate them."""

from jinja2 import BaseLoader, Environment, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup

from service.language import written
from service.language.easy_checks import check_of, notice
from service.language.easy_read import sentences
from service.language.hard_words import hard_words_in
from service.language.language import bare, offered, plural, spoken, translated
from service.language.pictures import credit, picture_data, picture_of
from service.language.plan_words import in_own_words
from service.language.retelling import retold

FILTERS = {
    "tr": translated,
    "retold": retold,
    "day": written.day,
    "weekday": written.weekday,
    "number": written.number,
    "money": written.money,
    "picture": picture_of,
    "picture_data": picture_data,
    "hard_words": lambda texts: hard_words_in(map(in_own_words, texts)),
    "easy_sentences": sentences,
    "easy_notice": lambda texts: notice(check_of(texts)),
}


@pass_context
def _counted(context: Context, one: str, many: str, count: int, /, **values: object) -> str:
    """A text that depends on a number. The number itself, by whichever name, is written as the language does."""
    said, written_count = plural(one, many, count), written.number(count)
    shown = {name: written_count if value is count or name == "num" else value for name, value in values.items()}
    return (Markup(said) if context.eval_ctx.autoescape else said) % {"num": written_count, **shown}  # noqa: S704 - ours


def speaking_templates(loader: BaseLoader, *, plain: tuple[str, ...] = ()) -> Environment:
    """Templates in the language of the reader. Those that end in `plain` are text, all others are HTML."""
    environment = Environment(
        loader=loader,
        autoescape=select_autoescape(disabled_extensions=plain, default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=bool(plain),
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(bare, plural, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["ngettext"] = _counted
    environment.filters.update(FILTERS)
    environment.globals["spoken"] = spoken
    environment.globals["offered_languages"] = offered
    environment.globals["picture_credit"] = credit
    return environment
