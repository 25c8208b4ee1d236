"""``/robots.txt``: what may be read without a person who asks.

Source:
    RFC 9309 (2.2.2: of the rules that fit, the longest counts).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from kg.web.getting import Fields, Getting
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Scope

    from kg.web.asked import Asked
    from kg.web.front import Front

_HEADERS = {"Cache-Control": "max-age=86400"}
"""Who reads it need not keep it longer than that (RFC 9309, 2.4)."""


class Robots(Getting):
    """Tells the rules, whose paths begin with the public path of the server.

    Args:
        front: What all topics share.
    """

    vary = "Accept-Encoding"

    def __init__(self, front: Front) -> None:
        super().__init__(front)
        self._rules = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Tell them."""
        rules = self._rules.replace("{root}", quote(asked.root_path))
        return Reply(200, "text/plain; charset=utf-8", rules.encode(), _HEADERS)
