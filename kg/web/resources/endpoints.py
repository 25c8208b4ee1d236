"""The addresses of linked data, as ASGI applications."""

from __future__ import annotations

from starlette.routing import Route

from kg.errors import NotFoundError
from kg.web.getting import Fields, Getting
from kg.web.pages.endpoint import told_to_people, wants_html
from kg.web.resources.writing import HTML, TYPES
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Scope

    from kg.web.asked import Asked
    from kg.web.front import Front


def routes(front: Front) -> list[Route]:
    """Return the routes of linked data."""
    document = _Whole(front)
    return [
        Route("/id/{path:path}", _Named(front, "resource", "/id/")),
        Route("/data/{path:path}", _Named(front, "resource-data", "/data/")),
        Route("/vocab/{path:path}", _Vocabulary(front)),
        *(Route(path, document) for path in ("/ontology", "/ontology/{version}", "/vocab")),
        *(
            Route(f"/{name}.{suffix}", document)
            for name in ("ontology", "vocab")
            for suffix in (HTML, *TYPES)
        ),
        Route("/.well-known/void", _Void(front)),
    ]


class _Linked(Getting):
    """Tells problems to people by pages."""

    def change(self, asked: Asked, scope: Scope) -> Callable[[Reply], Reply] | None:
        """Make a page of a problem for who has a browser."""
        if not wants_html(asked):
            return None
        return lambda reply: told_to_people(reply, self.front, asked)


class _Named(_Linked):
    """Answers for the addresses of things, or of their files.

    Args:
        front: What all topics share.
        name: Name of the job.
        prefix: What the addresses begin with.
    """

    def __init__(self, front: Front, name: str, prefix: str) -> None:
        super().__init__(front)
        self._name, self._prefix = name, prefix

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for what is named."""
        path = raw_path(scope, asked.root_path).removeprefix(self._prefix)
        if not path:
            raise NotFoundError(
                "the address names nothing", hint="/api/search?q=… finds things by their words"
            )
        return Job(self._name, {"path": path, **_how(asked)})


class _Vocabulary(_Named):
    """Answers for the addresses of vocabularies, concepts and versions."""

    def __init__(self, front: Front) -> None:
        super().__init__(front, "vocabulary", "/vocab/")

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for what is named; a number is that of a version."""
        path = raw_path(scope, asked.root_path).removeprefix(self._prefix)
        if path[:1].isdigit():
            return _whole("vocab", "", path, asked)
        return super().job(asked, fields, scope)


class _Whole(_Linked):
    """Answers for the ontology and for all vocabularies."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the document."""
        version = scope["path_params"].get("version", "")
        name, _, suffix = asked.path.removeprefix("/").partition("/")[0].partition(".")
        return _whole(name, suffix, version, asked)


class _Void(Getting):
    """Describes the dataset (VoID, 6.2)."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the description."""
        accept = asked.headers.get("accept", "")
        return Job(
            "service-description",
            {"accept": accept, "base": asked.base, **self.front.settings.marks},
        )


def _whole(name: str, suffix: str, version: str, asked: Asked) -> Job:
    values = {"name": name, "suffix": suffix, "version": version}
    return Job("vocabularies", {**values, **_how(asked)})


def _how(asked: Asked) -> dict[str, str]:
    return {"accept": asked.headers.get("accept", ""), "root_path": asked.root_path}


def raw_path(scope: Scope, root_path: str) -> str:
    """Return the path of a request below the root path as it came, each character a byte.

    The decoded one does not tell ``%2F`` from a slash.
    """
    raw: str = (scope.get("raw_path") or b"").partition(b"?")[0].decode("latin-1")
    below = raw.startswith(f"{root_path}/")
    return raw.removeprefix(root_path) if root_path and below else raw
