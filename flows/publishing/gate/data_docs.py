"""Great Expectations' Data Docs, made to stand alone.

As built they load scripts, styles and a counting logo from a dozen outside hosts. Nothing of that is needed to read
them: it is taken out, a small style sheet takes its place, and a content policy forbids the browser to fetch more.
Their first page is a table that scripts fill; one of our own, in Indonesian and with the numbers, replaces it.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

_OUTSIDE = (
    re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE),
    re.compile(r"<link\b[^>]*>", re.IGNORECASE),
    re.compile(r"<img\b[^>]*>", re.IGNORECASE),
    re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE),
    re.compile(r"<a\b[^>]*href=\"https?://.*?</a>", re.DOTALL | re.IGNORECASE),
    re.compile(r"<style\b.*?</style>", re.DOTALL | re.IGNORECASE),
    re.compile(r"<footer\b.*?</footer>", re.DOTALL | re.IGNORECASE),
    re.compile(r"\son[a-z]+=\"[^\"]*\""),
)
_VIEWS = "flows.publishing.gate.docs_view"
"""Named, not imported: Great Expectations takes five seconds to import, and this module is read by every night."""
_HEAD = """<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1b2733; max-width: 70rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; } td, th { border: 1px solid #d5dce3; padding: .3rem .6rem; text-align: left; }
ul { padding-left: 1.2rem; }
i.text-success::before { content: "✓"; color: #0b6b3a; } i.text-danger::before { content: "✗"; color: #a3161f; }
.card:has(.btn-group-toggle) { display: none; } .broken { background: #fbeaea; } td { vertical-align: top; }
</style>
"""
_TITLES = {
    "night": "Malam secara keseluruhan",
    "segments": "Tiap segmen",
    "funding_sources": "Tiap sumber dana",
    "senders": "Tiap pengirim",
    "files": "Tiap berkas",
}


def docs_site(folder: Path) -> dict[str, Any]:
    """The configuration of a Data Docs site that is built into `folder`."""
    page = {"view": {"module_name": _VIEWS, "class_name": "PageView"}}
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.absolute())},
        "site_section_builders": {"expectations": page, "validations": page, "profiling": "None"},
        "site_index_builder": {
            "class_name": "DefaultSiteIndexBuilder",
            "show_cta_footer": False,
            "view": {"module_name": _VIEWS, "class_name": "IndexPageView"},
        },
    }


def write_index(folder: Path, parts: Mapping[str, Sequence[Any]]) -> None:
    """The first page of the built site: the findings of each profile, and where Great Expectations' own pages are."""
    results = {name: folder.glob(f"validations/{name}/**/*.html") for name in parts}
    pages = {
        name: [f"expectations/{name}.html", *(page.relative_to(folder).as_posix() for page in found)]
        for name, found in results.items()
    }
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(
        files("flows.publishing.gate").joinpath("data_docs.html").read_text(encoding="utf-8")
    )
    text = template.render(head=_HEAD, titles=_TITLES, parts=parts, pages=pages)
    (folder / "index.html").write_text(text, encoding="utf-8")


def stand_alone(folder: Path) -> None:
    """The built site with nothing left that a browser would fetch from elsewhere."""
    shutil.rmtree(folder / "static", ignore_errors=True)
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for pattern in _OUTSIDE:
            text = pattern.sub("", text)
        page.write_text(text.replace("<head>", f"<head>\n{_HEAD}", 1), encoding="utf-8")
