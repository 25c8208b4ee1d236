"""Asking again what an address of the interface answered that is no query."""

from __future__ import annotations

from kg.web.getting import Fields
from kg.web.receipts.ids import no_receipt
from kg.web.receipts.requests import COVERAGE, SEARCH, THINGS
from kg.web.rest import coverage, searching, things

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.receipts.ids import Request
    from kg.web.receipts.making import Asked
    from kg.web.site import Site


def ask_request(site: Site, then: Request, lang: str) -> Asked:
    """Ask again.

    Args:
        site: Where to ask.
        then: What was asked: a search, a thing, or coverage.
        lang: Language of column headings where the request does not say.

    Returns:
        The answer as it is now.

    Raises:
        NotFoundError: If it is no such request, or what it names is gone.
        KgError: If it cannot be asked any more.
    """
    path, _, text = then.text.partition("?")
    fields = Fields(text.encode())
    if path == SEARCH:
        words, kinds = fields.text("q"), fields.texts("kind")
        lang = fields.choice("lang", ("ja", "en"), lang)
        fields.end()
        return searching.find(site.dataset, words, kinds, lang, then.limit, then.offset)[1]
    if path == THINGS:
        iri, lang = fields.text("iri"), fields.choice("lang", ("ja", "en"), lang)
        fields.end()
        if then.default_graphs:
            dataset = site.dataset.within(then.default_graphs)
        else:
            dataset = things.telling(site, iri)
        return things.find(dataset, iri, lang)[1]
    fields.end()
    if path == COVERAGE:
        return coverage.find(site.dataset, "", lang, then.limit, then.offset)[1]
    if path.startswith(f"{COVERAGE}/"):
        return coverage.find_by_heading(site.dataset, path.removeprefix(f"{COVERAGE}/"), lang)[1]
    raise no_receipt()
