"""Reading what a GET request asks, the way that all topics but the SPARQL Protocol do."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from kg.errors import KgError, NotFoundError, UsageError
from kg.web.asked import read_asked
from kg.web.front import send_reply
from kg.web.negotiation import choose_language
from kg.web.problems import problem, problem_of
from kg.web.sparql.endpoint import preflight
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.types import Receive, Scope, Send

    from kg.web.asked import Asked
    from kg.web.front import Front

METHODS = "GET, HEAD, OPTIONS"
LARGEST_NUMBER = 2**31 - 1

_MOST_FIELDS = 100
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}


class Fields:
    """The fields of a query string, each taken by the name that it is known by.

    Args:
        query_string: What stands behind the question mark, as it came.

    Raises:
        UsageError: If it is no percent-encoded UTF-8, or has too many fields.
    """

    def __init__(self, query_string: bytes) -> None:
        try:
            pairs = parse_qsl(
                query_string.decode(),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MOST_FIELDS,
            )
        except UnicodeDecodeError:
            raise UsageError("the address is not percent-encoded UTF-8") from None
        except ValueError:
            raise UsageError(f"the address has more than {_MOST_FIELDS} fields") from None
        self.pairs = pairs
        self._known: list[str] = []

    def texts(self, name: str) -> list[str]:
        """Take a field that may come several times."""
        self._known.append(name)
        return [value for key, value in self.pairs if key == name]

    def text(self, name: str, default: str = "") -> str:
        """Take a field.

        Raises:
            UsageError: If it is there twice.
        """
        values = self.texts(name)
        if len(values) > 1:
            raise UsageError(f"the field {name!r} is given {len(values)} times")
        return values[0] if values else default

    def choice(self, name: str, choices: Sequence[str], default: str = "") -> str:
        """Take a field that has one of some values.

        Raises:
            UsageError: If it has another one.
        """
        value = self.text(name, default)
        if value not in choices and self.has(name):
            shown = value[:40]
            raise UsageError(
                f"the field {name!r} cannot be {shown!r}", hint=f"Use one of {', '.join(choices)}"
            )
        return value

    def flag(self, name: str) -> bool:
        """Take a field that says yes or no; without it, no.

        Raises:
            UsageError: If it says something else.
        """
        return _TRUTHS.get(self.choice(name, tuple(_TRUTHS), "0"), False)

    def number(self, name: str, default: int | None, *, least: int = 0) -> int | None:
        """Take a whole number.

        Raises:
            UsageError: If it is none, or too small or large.
        """
        text = self.text(name)
        if not self.has(name):
            return default
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else -1
        if not least <= number <= LARGEST_NUMBER:
            raise UsageError(
                f"the field {name!r} must be a whole number from {least} to {LARGEST_NUMBER}, "
                f"not {text[:40]!r}"
            )
        return number

    def has(self, name: str) -> bool:
        """Say whether a field is there, be it empty."""
        return any(key == name for key, _ in self.pairs)

    def rest(self) -> dict[str, str]:
        """Take all fields that were not taken yet.

        Raises:
            UsageError: If one is there twice.
        """
        names = [name for name, _ in self.pairs if name not in self._known]
        return {name: self.text(name) for name in dict.fromkeys(names)}

    def end(self) -> None:
        """Refuse fields that nobody took.

        Raises:
            UsageError: If there is one.
        """
        for name, _ in self.pairs:
            if name not in self._known:
                known = ", ".join(dict.fromkeys(self._known))
                hint = f"The fields are {known}" if known else "It takes no fields"
                raise UsageError(f"there is no field {name[:40]!r} here", hint=hint)


class Getting:
    """An ASGI application that answers GET requests with what a job gives.

    Args:
        front: What all topics share.
    """

    vary = "Accept, Accept-Encoding"

    def __init__(self, front: Front) -> None:
        self.front = front

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Say which job answers a request, or answer it.

        Raises:
            KgError: If it asks something impossible.
        """
        raise NotImplementedError

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        asked = read_asked(scope, self.front.settings)
        if refused := unreadable(asked):
            await send_reply(send, refused, asked)
            return
        try:
            found = self.job(asked, Fields(asked.query_string), scope)
        except KgError as error:
            found = problem_of(error)
        change = self.change(asked, scope)
        if isinstance(found, Reply):
            found = change(found) if change else found
            await send_reply(send, found, asked, {"Vary": self.vary})
        else:
            await self.front.answer(asked, found, receive, send, vary=self.vary, change=change)

    def change(self, asked: Asked, scope: Scope) -> Callable[[Reply], Reply] | None:
        """Return what changes a reply before it is sent, or None."""
        return None

    def language(self, asked: Asked, fields: Fields) -> str:
        """Choose the language of an answer: ``lang``, then Accept-Language, then the setting.

        Raises:
            UsageError: If ``lang`` is neither ``ja`` nor ``en``.
        """
        chosen = fields.choice("lang", ("ja", "en"))
        header = asked.headers.get("accept-language", "")
        return chosen or choose_language(header, self.front.settings.lang)

    def limits(self) -> dict[str, Any]:
        """Return the values of a job that say how large its answer may be."""
        return {"limit_bytes": self.front.settings.result_limit_mb << 20}


class Nothing(Getting):
    """Tells that there is nothing at an address."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Tell it."""
        raise NotFoundError(f"there is nothing at {asked.path[:200]!r}", hint="Begin at /")


def not_acceptable(offers: Sequence[str]) -> Reply:
    """Make the reply to who accepts none of some media types."""
    detail = "no format of the answer is accepted"
    return problem(406, "not-acceptable", detail, f"Offered: {', '.join(offers)}")


def unreadable(asked: Asked) -> Reply | None:
    """Return the reply to a request that does not want to read, or None.

    Args:
        asked: The request.
    """
    if asked.method == "OPTIONS":
        return preflight(METHODS)
    if asked.method not in ("GET", "HEAD"):
        return problem(405, "method", "this can only be read", None, {"Allow": METHODS})
    return None
