"""The form that HTTP asks of the head of a request, as far as its parser leaves it to the server.

Source:
    RFC 9112, 2.3 (version), 3 (first line), 3.2 (target and Host); RFC 9110, 5.6.2 (token),
    7.2 (Host), 9.1 (methods), 10.1.1 (Expect), 15.5.15 (414), 15.6.2 (501), 15.6.6 (505);
    RFC 3986, 3.2.2 (host).
"""

from __future__ import annotations

import re
from urllib.parse import quote

from kg.web.problems import problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.workers.messages import Reply

    Headers = list[tuple[bytes, bytes]]

_HOST = re.compile(
    rb"""
    (?: \[ [0-9A-Fa-f:.]+ \]  |  (?: [\w.~!$&'()*+,;=-] | %[0-9A-Fa-f]{2} )* )
    (?: : [0-9]* )?
    """,
    re.VERBOSE | re.ASCII,
)
_ABSOLUTE = re.compile(rb"https?://([^/?#]+)(.*)", re.IGNORECASE | re.DOTALL)
_FIRST_LINE = re.compile(
    rb"""
    (?: \A | \n )  ( [\w!#$%&'*+.^`|~-]+ )  # a token
    [ ]  (?: \S+ [ ] HTTP/[0-9][.][0-9] \r?\n  |  \S* \Z )
    """,
    re.VERBOSE | re.ASCII,
)
"""The first line of a request, or as much of it as has come."""
_ASCII = bytes(range(128))
_VERSIONS = ("1.0", "1.1")
_METHODS = frozenset((b"GET", b"HEAD", b"POST", b"OPTIONS", b"PUT", b"PATCH", b"DELETE", b"TRACE"))
"""The methods that an address may refuse (405); no address takes any other (501)."""
_CLOSE = {"Connection": "close"}


def ascii_line(line: bytes) -> bytes:
    """Return the first line of a request with what is not ASCII, but UTF-8, percent-encoded.

    Args:
        line: The line, or what has come of it.
    """
    try:
        line.decode()
    except UnicodeDecodeError:
        return line
    return quote(line, safe=_ASCII).encode()


def relative(method: bytes, target: bytes, headers: Headers) -> bytes | None:
    """Return the target of a request as it stands behind the host.

    Args:
        method: The method.
        target: The target as it came; one that names the host itself is right, too.
        headers: The headers, with names in small letters. Where the target names the host, that
            takes the place of what Host says.

    Returns:
        The path and the query; None where the target has no form that the method allows.
    """
    if target.startswith(b"/") or (target == b"*" and method == b"OPTIONS"):
        return target
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute is None:
        return None
    for number, (name, _) in enumerate(headers):
        if name == b"host":
            headers[number] = (name, absolute[1])
    rest = absolute[2]
    return rest if rest.startswith(b"/") else b"/" + rest


def refusal(method: bytes, target: bytes | None, version: str, headers: Headers) -> Reply | None:
    """Say why a request cannot be answered, or None if it can.

    Args:
        method: Its method.
        target: Its target, as ``relative`` returns it.
        version: Its version of HTTP.
        headers: Its headers, with names in small letters.
    """
    if version not in _VERSIONS:
        return problem(505, "http", f"HTTP/{version} is not spoken here", "Use HTTP/1.1", _CLOSE)
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1 or (not hosts and version != "1.0"):
        return malformed(f"the request has {len(hosts)} Host headers, not one")
    if hosts and _HOST.fullmatch(hosts[0]) is None:
        return malformed("the request names a host that can be none")
    if method not in _METHODS:
        return _unknown_method()
    if target is None:
        return malformed("the request has a target of a wrong form")
    return None


def unparsed(received: bytes, *, has_method: bool) -> Reply:
    """Make the reply to what the parser of HTTP does not take.

    Args:
        received: What was received, with the wrong place in it.
        has_method: Whether the parser knows the method.
    """
    if not has_method and any(line[1] not in _METHODS for line in _FIRST_LINE.finditer(received)):
        return _unknown_method()
    return malformed("what was sent is no request of HTTP")


def _unknown_method() -> Reply:
    detail = "no address here takes this method"
    return problem(501, "method", detail, "Use GET, HEAD or POST", _CLOSE)


def malformed(detail: str) -> Reply:
    """Make the reply to what is no request; nothing more is read from its connection."""
    return problem(400, "http", detail, None, _CLOSE)


def too_long(*, is_target: bool) -> Reply:
    """Make the reply to a head that is too long.

    Args:
        is_target: Whether its first line already is.
    """
    if is_target:
        return problem(414, "too-large", "the address is too long", None, _CLOSE)
    return problem(431, "too-large", "the head is too long", None, _CLOSE)
