"""The pages of Data Docs as Great Expectations renders them, from templates compiled once for all kinds of page.

Great Expectations finds these classes by the names in `data_docs.docs_site`; importing this module imports it.
"""

from typing import Any

from great_expectations.render.view.view import DefaultJinjaIndexPageView, DefaultJinjaPageView

_SHARED = DefaultJinjaPageView().env


class PageView(DefaultJinjaPageView):
    """A page of a suite or of a validation."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.env = _SHARED


class IndexPageView(DefaultJinjaIndexPageView):
    """The first page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.env = _SHARED
