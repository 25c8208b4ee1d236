"""Who sent a head that is too long: it is refused before all of it is there.

A browser says what it takes in its first lines, and cookies come last: a head that is too long and
does not say so is no browser's. Of an address that is too long nothing stands before it. There the
address decides: what asks for an answer of SPARQL or of the API is a program.

Source:
    RFC 9110, 12.5.1 (Accept), 15.5.15 (414); RFC 6585, 5 (431).
"""

from __future__ import annotations

import re

from kg.web.asked import read_asked
from kg.web.pages.endpoint import told_to_people

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kg.web.front import Front
    from kg.workers.messages import Reply

_LINE = re.compile(
    rb"^(accept|accept-language|cookie|host|x-forwarded-[a-z]+):[ \t]*([^\r\n]{0,4000})\r?\n",
    re.IGNORECASE | re.MULTILINE,
)
_TARGET = re.compile(rb"(?:\r?\n)*[A-Z]+ ([^ ?#\r\n]*)")
_FOR_PROGRAMS = ("/sparql", "/api")


def told(
    reply: Reply,
    front: Front,
    headers: list[tuple[bytes, bytes]],
    path: bytes,
    piece: bytes,
) -> Reply:
    """Tell that a head is too long, by a page to who seems to have a browser.

    Args:
        reply: The refusal.
        front: What all topics share.
        headers: The headers that were read, their names in small letters.
        path: The path that was read, or nothing.
        piece: What came last; perhaps it was not read.

    Returns:
        The refusal as a page, or as it is.
    """
    target = _TARGET.match(piece)
    known = {name.lower(): value for name, value in _LINE.findall(piece)} | dict(headers)
    scope: dict[str, Any] = {
        "method": "GET",
        "scheme": "http",
        "path": (path or (target[1] if target else b"/")).partition(b"?")[0].decode("latin-1"),
        "query_string": b"",
        "headers": list(known.items()),
    }
    asked = read_asked(scope, front.settings)
    if reply.status == 414 and not asked.path.startswith(_FOR_PROGRAMS):
        asked.headers.setdefault("accept", "text/html")
    asked.path = "/"  # the page links itself in the other language
    return told_to_people(reply, front, asked)
