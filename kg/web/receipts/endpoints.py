"""The address of receipts, as an ASGI application."""

from __future__ import annotations

from starlette.routing import Route

from kg.web.getting import Fields, Getting
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Scope

    from kg.web.front import Asked, Front


def routes(front: Front) -> list[Route]:
    """Return the route of receipts."""
    return [Route("/receipt/{id}", ReceiptEndpoint(front))]


class ReceiptEndpoint(Getting):
    """Shows a receipt and asks its question again."""

    vary = "Accept-Language, Accept-Encoding"

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the receipt."""
        lang = self.language(asked, fields)
        fields.end()
        id = scope["path_params"]["id"]
        return Job("receipt", {"id": id, "base": asked.base, "lang": lang, **self.limits()})
