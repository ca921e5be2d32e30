"""How Waymark looks for one person: its colours, the size of its text, and whether anything may move."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

Theme = Literal["auto", "light", "dark", "contrast"]
TextSize = Literal["100", "125", "150", "200"]

_CONTRAST = (
    "color-scheme:dark;--paper:#000;--card:#000;--ink:#fff;--soft:#fff;--line:#fff;--link:#ffeb3b;--good:#7dffa8;"
    "--late:#ffb3a1;--note:#000;--brand:#000;--on-brand:#fff;--button:#ffeb3b;--on-button:#000;"
)
_CALM = "*,*::before,*::after{animation:none!important;transition:none!important;scroll-behavior:auto!important}"
_PALETTE = re.compile(r":root \{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Looks:
    """What somebody chose. `text` is in per cent of what their browser uses; `calm` lets nothing move."""

    theme: Theme = "auto"
    text: TextSize = "100"
    calm: bool = False

    @property
    def written(self) -> str:
        """The same as a cookie holds it."""
        return f"{self.theme}.{self.text}.{'calm' if self.calm else 'moving'}"

    @classmethod
    def read(cls, written: str) -> "Looks":
        """What a cookie says. Whatever is not understood is as at first."""
        theme, text, moving = (*written.split("."), "", "", "")[:3]
        return cls(
            theme=next((each for each in get_args(Theme) if each == theme), "auto"),
            text=next((each for each in get_args(TextSize) if each == text), "100"),
            calm=moving == "calm",
        )

    def sheet(self, pages: str) -> str:
        """A style sheet that changes `pages`, the sheet of all pages: its palettes are taken from there."""
        light, dark = _PALETTE.findall(pages)[:2]
        own = {
            "auto": "",
            "light": light.replace("color-scheme: light dark", "color-scheme: light"),
            "dark": "color-scheme:dark;" + dark,
            "contrast": _CONTRAST,
        }[self.theme]
        sized = "" if self.text == "100" else f"html{{font-size:{self.text}%}}\n"
        return (f":root{{{own}}}\n" if own else "") + sized + (_CALM if self.calm else "")
