"""A document as one HTML file that needs nothing else: to send on, to keep, to print."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from service.language.templates import speaking_templates
from service.reports.document import Document


def as_html(document: Document) -> str:
    """The document, with its style inside."""
    return _templates().get_template("report_alone.html").render(document=document, style=Markup(_style()))  # noqa: S704 - ours


def html_answer(document: Document) -> Response:
    """The file, allowed to use its own style and nothing else."""
    allowed = b64encode(sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
    return HTMLResponse(as_html(document), headers={"Content-Security-Policy": policy})


@cache
def _style() -> str:
    return (files("service") / "reports" / "report.css").read_text()


@cache
def _templates() -> Environment:
    return speaking_templates(PackageLoader("service", "pages"))
