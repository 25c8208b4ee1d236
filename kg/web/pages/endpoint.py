"""From a request for a page to a job, and from a problem to a page that tells it."""

from __future__ import annotations

import gzip
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote

import brotli
import msgspec

from kg.web import problems
from kg.web.asked import read_asked
from kg.web.front import send_reply
from kg.web.negotiation import choose_language, choose_type
from kg.web.pages.rendering import frame_of, render
from kg.web.pages.words import LANGUAGES
from kg.web.problems import problem
from kg.web.sparql.endpoint import preflight
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from kg.web.asked import Asked
    from kg.web.front import Front

_METHODS = "GET, HEAD, OPTIONS"
_VARY = "Accept, Accept-Encoding, Accept-Language, Cookie"
_REMEMBERED_S = 365 * 24 * 3600
_MOST_FIELDS = 30
_MAY_PASS = (502, 503)
"""Statuses of what may be answered when it is asked again."""
_LONGEST_VALUE = 2000
_PATH_SIGNS = "/%:@!$&'()*+,;=-._~"
"""What may stand in the path of an address as it is (RFC 3986, 3.3), and ``?`` behind it (3.4)."""


class PageEndpoint:
    """Answers requests for pages of one sort.

    Args:
        front: What all topics share.
        job: Name of the job that makes the page; empty for none, which tells that there is no
            such page.
        before: What its path begins with; what stands behind it goes to the job as ``rest``.
        keep: Names of the fields behind the question mark that the page depends on; None for all.
    """

    def __init__(
        self,
        front: Front,
        job: str,
        *,
        before: str = "",
        keep: tuple[str, ...] | None = (),
    ) -> None:
        self._front = front
        self._job = job
        self._before = before
        self._keep = keep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        asked = read_asked(scope, self._front.settings)
        if asked.method == "OPTIONS":
            await send_reply(send, preflight(_METHODS), asked)
            return
        values, chosen = self._values(asked, _raw_path(scope, asked))

        def change(reply: Reply) -> Reply:
            reply = told_to_people(reply, self._front, asked, values)
            return _remembering(reply, asked, chosen) if chosen else reply

        if asked.method not in ("GET", "HEAD"):
            detail = f"{asked.method} is no method for a page"
            reply = problem(405, "method", detail, None, {"Allow": _METHODS})
            await send_reply(send, change(reply), asked)
        elif values["path"].endswith("/") and values["path"].strip("/"):
            await send_reply(send, change(_without_slash(asked, values["path"])), asked)
        elif not self._job:
            reply = problem(404, "not-found", "there is no such page")
            await send_reply(send, change(reply), asked, {"Vary": _VARY})
        else:
            job, about = Job(self._job, values), values["rest"].partition("/")[0]  # such as a plan
            await self._front.answer(
                asked, job, receive, send, vary=_VARY, change=change, about=about
            )

    def _values(self, asked: Asked, path: str) -> tuple[dict[str, Any], str]:
        """Return the values of the job, and the language if the address names one."""
        fields = _fields(asked)
        named = fields.pop("lang", "")
        chosen = named if named in LANGUAGES else ""
        keep = self._keep
        values = {
            "lang": chosen or language_of(asked, self._front.settings.lang),
            "root": asked.root_path,
            "base": asked.base,
            "path": path,
            "rest": path[len(self._before) :] if path.startswith(self._before) else "",
            "args": {
                name: value
                for name, value in sorted(fields.items())
                if keep is None or name in keep
            },
            **self._front.settings.marks,
        }
        return values, chosen


def _without_slash(asked: Asked, path: str) -> Reply:
    """Lead to the address without the slash at its end, which people add and no page has.

    Args:
        asked: The request.
        path: Its path below the root. Two slashes at its beginning would lead to another host.
    """
    query = f"?{quote(asked.query_string, safe=f'{_PATH_SIGNS}?')}" if asked.query_string else ""
    return Reply(308, "", b"", {"Location": f"{asked.root_path}/{path.strip('/')}{query}"})


def _fields(asked: Asked, longest: int = _LONGEST_VALUE) -> dict[str, str]:
    """Return what stands behind the question mark, the first value of each name.

    Args:
        asked: The request.
        longest: How much is taken of a value.
    """
    fields: dict[str, str] = {}
    try:
        text = asked.query_string.decode("latin-1")
        pairs = parse_qsl(text, max_num_fields=_MOST_FIELDS, encoding="utf-8", errors="replace")
    except ValueError:
        pairs = []
    for name, value in pairs:
        fields.setdefault(name, value[:longest])
    return fields


def language_of(asked: Asked, default: str) -> str:
    """Choose the language of a page that the address does not name.

    Args:
        asked: The request: its cookie wins over what the browser prefers.
        default: The language where neither says anything.

    Returns:
        ``ja`` or ``en``.
    """
    try:
        cookie = SimpleCookie(asked.headers.get("cookie", "")[:4000]).get("lang")
    except CookieError:
        cookie = None
    if cookie is not None and cookie.value in LANGUAGES:
        return cookie.value
    return choose_language(asked.headers.get("accept-language", ""), default)


def told_to_people(
    reply: Reply, front: Front, asked: Asked, values: dict[str, Any] | None = None
) -> Reply:
    """Tell a problem by a page to who has a browser.

    Args:
        reply: A reply.
        front: What all topics share.
        asked: The request.
        values: The values of the job that gave the reply, if it was one of the pages'.

    Returns:
        The page, or the reply if it is no problem or goes to a program.
    """
    if reply.media_type != problems.MEDIA_TYPE or not wants_html(asked):
        return reply
    if values is None:
        values = {
            "lang": language_of(asked, front.settings.lang),
            "root": asked.root_path,
            "base": asked.base,
            "path": quote(asked.path),
            "args": _fields(asked, len(asked.query_string)),  # to lead back to all of it
        }
    return problem_page(reply, values, front.pool.version.rpartition("/")[2])


def problem_page(reply: Reply, values: dict[str, Any], version: str) -> Reply:
    """Make the page that tells a problem.

    Args:
        reply: The problem, as the API tells it.
        values: The values of the job that met it.
        version: Name of the dataset's version.

    Returns:
        The page, with the status and the headers of the problem.
    """
    headers = dict(reply.headers)
    body = reply.body
    coding = headers.pop("Content-Encoding", "")
    if coding:
        body = brotli.decompress(body) if coding == "br" else gzip.decompress(body)
    told: dict[str, Any] = msgspec.json.decode(body)
    frame = frame_of(values, None, version)
    words = frame.words
    key = f"problem.{reply.status}"
    frame.title = words(f"{key}.title" if words.has(f"{key}.title") else "problem.other.title")
    frame.is_listed = False
    advice = words(f"{key}.advice" if words.has(f"{key}.advice") else "problem.other.advice")
    hint = told.get("hint") if reply.status == 400 else None
    page = render(
        "problem",
        frame,
        status=reply.status,
        told=told,
        advice=advice,
        hint=hint,
        wait=headers.get("Retry-After"),
        again=frame.in_language(frame.lang) if reply.status in _MAY_PASS else None,
    )
    return msgspec.structs.replace(page, headers={**headers, **page.headers}, is_lasting=False)


def _raw_path(scope: Scope, asked: Asked) -> str:
    """Return the path below the root as the client sent it, all in ASCII."""
    raw = scope.get("raw_path") or quote(scope["path"]).encode()
    path = quote(raw, safe=_PATH_SIGNS)
    root = asked.root_path
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def wants_html(asked: Asked) -> bool:
    """Say whether who asks is a person with a browser."""
    offers = ("application/problem+json", "application/json", "text/html")
    return choose_type(asked.headers.get("accept", ""), offers) == "text/html"


def _remembering(reply: Reply, asked: Asked, lang: str) -> Reply:
    """Let the browser remember the language; this is the only cookie there is."""
    secure = "; Secure" if asked.origin.startswith("https:") else ""
    cookie = (
        f"lang={lang}; Path={asked.root_path or '/'}; Max-Age={_REMEMBERED_S}; SameSite=Lax"
        f"; HttpOnly{secure}"
    )
    return msgspec.structs.replace(reply, headers={**reply.headers, "Set-Cookie": cookie})
