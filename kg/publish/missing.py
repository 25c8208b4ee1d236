"""The page that hosts show where a site has no other."""

from __future__ import annotations

from kg.publish.model import File
from kg.web.addresses.files import MAIN_LANGUAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.source import Source

NAME = "404.html"


def missing_files(source: Source) -> Iterator[File]:
    """Make the page, one for all languages and all addresses.

    Its links begin at the root of the host; where the site stands on it says its address.
    """
    yield source.page("page-missing", "/", NAME, MAIN_LANGUAGE, is_for_any_address=True)
