"""The templates of the pages, and what every page holds: the style, the script and the policy that lets in no other."""

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from flows.reporting.report.charts import sparkline
from flows.reporting.report.words import LANGUAGES
from schemas.reasons import REASONS


def template(name: str) -> Template:
    """The template of a kind of page; whatever it is given is text and never markup."""
    return _environment().get_template(f"{name}.html")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    script = _text("script.js").strip()
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals |= {
        "style": _text("style.css").strip(),
        "script": script,
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'",
        "catalogue": REASONS,
        "languages": LANGUAGES,
        "sparkline": sparkline,
    }
    return environment


def _text(name: str) -> str:
    return files("flows.reporting.report").joinpath(name).read_text(encoding="utf-8")
