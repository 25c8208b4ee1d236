"""The sign of the pages, which browsers also ask for unbidden."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import Route

from kg.web.getting import Fields, Getting
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Scope

    from kg.web.asked import Asked
    from kg.web.front import Front

_FOLDER = Path(__file__).parent
_HEADERS = {"Cache-Control": "max-age=86400"}


def routes(front: Front) -> list[Route]:
    """Return the routes of the sign."""
    return [
        Route("/favicon.ico", _Icon(front, "icon.ico", "image/x-icon")),
        Route("/icon.svg", _Icon(front, "icon.svg", "image/svg+xml")),
    ]


class _Icon(Getting):
    """Gives a file.

    Args:
        front: What all topics share.
        name: Name of the file.
        media_type: Its media type.
    """

    vary = "Accept-Encoding"

    def __init__(self, front: Front, name: str, media_type: str) -> None:
        super().__init__(front)
        self._reply = Reply(200, media_type, (_FOLDER / name).read_bytes(), _HEADERS)

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Give it."""
        return self._reply
