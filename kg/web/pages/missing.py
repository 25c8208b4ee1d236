"""The page that a host of a published site shows where it has no other, in all languages.

Hosts have one such file for all addresses, and most of them know it by the name ``404.html``.

Source:
    https://docs.github.com/pages (404.html in the top folder);
    https://docs.netlify.com/manage/routing/redirects/redirect-options/ (custom 404);
    https://developers.cloudflare.com/pages/configuration/serving-pages/ (without it, a site is
    taken for one page that answers for all addresses)
"""

from __future__ import annotations

from typing import Any

from kg.web.pages.rendering import frame_of, render
from kg.web.pages.shared import shared_of
from kg.web.pages.words import LANGUAGES, words_in
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site

_TITLE = "problem.404.title"


def missing_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page. The addresses in it hold wherever it is shown."""
    frame = frame_of(values, shared_of(site))
    all_words = [(tag, words_in(tag)) for tag in LANGUAGES]
    frame.title = " / ".join(words(_TITLE) for _, words in all_words)
    frame.is_listed = False
    frame.scripts = ["missing.js"]
    return render("missing", frame, all_words=all_words, title=_TITLE)
