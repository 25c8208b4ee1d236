"""The address of receipts, as an ASGI application."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.routing import Route

from kg.web.asked import read_asked
from kg.web.getting import Fields, Getting
from kg.web.pages.endpoint import PageEndpoint, wants_html
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from kg.web.asked import Asked
    from kg.web.front import Front


def routes(front: Front) -> list[Route]:
    """Return the routes of receipts: of a page's, and of one by its name."""
    of_page = PageEndpoint(front, "page-receipt-of", keep=("iri", "q", "offset"))
    return [Route("/receipt", of_page), Route("/receipt/{id}", ReceiptEndpoint(front))]


class ReceiptEndpoint(Getting):
    """Shows a receipt and asks its question again: to browsers as a page, else as JSON."""

    vary = "Accept, Accept-Language, Accept-Encoding, Cookie"

    def __init__(self, front: Front) -> None:
        super().__init__(front)
        self._page = PageEndpoint(front, "page-receipt", before="/receipt/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        asked = read_asked(scope, self.front.settings)
        named = parse_qs(asked.query_string.decode("latin-1")).get("format", [])
        if wants_html(asked) and named != ["json"]:
            await self._page(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the receipt."""
        lang = self.language(asked, fields)
        fields.choice("format", ("json",))
        fields.end()
        id = scope["path_params"]["id"]
        return Job("receipt", {"id": id, "base": asked.base, "lang": lang, **self.limits()})
