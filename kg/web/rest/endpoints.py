"""The addresses of the REST interface, as ASGI applications."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from kg.errors import NotFoundError, UsageError
from kg.questions.header import PARAMETER_TYPES
from kg.web.getting import Fields, Getting, not_acceptable
from kg.web.negotiation import choose_type
from kg.web.receipts.endpoints import routes as receipt_routes
from kg.web.resources.endpoints import raw_path
from kg.web.rest.docs import STYLE
from kg.web.rest.searching import MOST_SUGGESTED, SUGGESTED
from kg.web.rest.writing import TYPES
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Scope

    from kg.web.asked import Asked
    from kg.web.front import Front

_SUGGESTED_TYPES = tuple(one for one in PARAMETER_TYPES if one not in ("integer", "lang", "text"))
_CUT = ("limit", "offset")


def routes(front: Front) -> list[Route]:
    """Return the routes of the REST interface."""
    return [
        Route("/api", _Start(front)),
        Route("/api/", _Start(front)),
        Route("/api/queries", _Questions(front)),
        Route("/api/queries/{name}", _Question(front)),
        Route("/api/search", _Search(front)),
        Route("/api/suggest", _Suggest(front)),
        Route("/api/things", _Thing(front)),
        Route("/api/things/{path:path}", _ThingAt(front)),
        Route("/api/coverage", _Coverages(front)),
        Route("/api/coverage/{plan}", _Coverage(front)),
        Route("/api/openapi.json", _Description(front)),
        Route("/api/docs", _Docs(front)),
        Route("/api/docs.css", _Style(front)),
        Route("/api/{path:path}", _Nothing(front)),
        *receipt_routes(front),
    ]


class _Api(Getting):
    """What the addresses of the interface share."""

    vary = "Accept, Accept-Language, Accept-Encoding"

    def read(self, asked: Asked, fields: Fields) -> dict[str, Any]:
        """Read what most jobs want to know; see ``queries.list_questions``."""
        return {
            "lang": self.language(asked, fields),
            "base": asked.base,
            "limit": fields.number("limit", None, least=1),
            "offset": fields.number("offset", 0),
            "fields": [pair for pair in fields.pairs if pair[0] not in _CUT],
            **self.limits(),
        }


class _Start(_Api):
    """Leads to the description: people to the page, programs to OpenAPI."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Say where it is."""
        lang = fields.choice("lang", ("ja", "en"))
        fields.end()
        accept = asked.headers.get("accept", "")
        is_read = choose_type(accept, ("application/json", "text/html")) == "text/html"
        place = f"{asked.root_path}/api/{'docs' if is_read else 'openapi.json'}"
        place += f"?lang={lang}" if lang else ""
        headers = {"Location": place, "Vary": "Accept", "Cache-Control": "no-store"}
        return Reply(303, "text/plain", b"", headers)


class _Questions(_Api):
    """Lists the canned questions."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the list."""
        values = self.read(asked, fields)
        fields.end()
        return Job("api-queries", values)


class _Question(_Api):
    """Answers a canned question."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask it: fields that are not known here are its parameters."""
        values = self.read(asked, fields)
        flags = {name: fields.flag(name) for name in ("bom", "receipt", "sources")}
        labels = fields.choice("labels", ("0", "1", "false", "true", "ja", "en"), "0")
        headings = labels if labels in ("ja", "en") else ""
        headings = values["lang"] if labels in ("1", "true") else headings
        edition = fields.text("edition")
        format = fields.choice("format", tuple(TYPES)) or _format(asked)
        if not format:
            return not_acceptable(tuple(TYPES.values()))
        more = {"name": scope["path_params"]["name"], "format": format, "params": fields.rest()}
        more["edition"] = edition
        more["headings"] = headings
        return Job("api-query", {**values, **flags, **more})


def _format(asked: Asked) -> str:
    """Choose a format by the header Accept; to a browser, which takes anything, JSON is given."""
    chosen = choose_type(asked.headers.get("accept", ""), tuple(TYPES.values()))
    return next((name for name, kind in TYPES.items() if kind == chosen), "")


class _Search(_Api):
    """Searches."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for what has some words."""
        values = self.read(asked, fields)
        more = {"q": fields.text("q"), "kinds": fields.texts("kind")}
        values["receipt"] = fields.flag("receipt")
        fields.end()
        return Job("api-search", {**values, **more, "root_path": asked.root_path})


class _Suggest(_Api):
    """Suggests what may be meant."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for suggestions."""
        limit = fields.number("limit", SUGGESTED, least=1) or SUGGESTED
        values = {
            "q": fields.text("q")[:200],
            "type": fields.choice("type", _SUGGESTED_TYPES),
            "limit": min(limit, MOST_SUGGESTED),
            "lang": self.language(asked, fields),
            "root_path": asked.root_path,
            **self.limits(),
        }
        fields.end()
        return Job("api-suggest", values)


class _Thing(_Api):
    """Shows the thing that has an IRI or a name."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the dossier."""
        values = {"path": "", "iri": fields.text("iri"), "name": fields.text("name")}
        more = {"lang": self.language(asked, fields), "receipt": fields.flag("receipt")}
        fields.end()
        if bool(values["iri"]) == bool(values["name"]):
            raise UsageError(
                "which thing? Give one of iri and name", hint="For example ?name=釧路港"
            )
        return Job("api-thing", {**values, **more, "base": asked.base, **self.limits()})


class _ThingAt(_Api):
    """Shows the thing at an address."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the dossier."""
        path = raw_path(scope, asked.root_path).removeprefix("/api/things/")
        more = {"lang": self.language(asked, fields), "receipt": fields.flag("receipt")}
        fields.end()
        if not path:
            raise NotFoundError("the address names nothing", hint="For example asset/釧路港")
        values = {"path": path, "iri": "", "name": "", "base": asked.base}
        return Job("api-thing", {**values, **more, **self.limits()})


class _Coverages(_Api):
    """Lists the coverage of plans."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the list."""
        values = {**self.read(asked, fields), "receipt": fields.flag("receipt")}
        fields.end()
        return Job("api-coverage", {**values, "lang": ""})


class _Coverage(_Api):
    """Shows the coverage of a plan."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for it."""
        receipt = fields.flag("receipt")
        fields.end()
        values = {"plan": scope["path_params"]["plan"], "base": asked.base, "receipt": receipt}
        return Job("api-coverage-plan", {**values, **self.limits()})


class _Description(_Api):
    """Describes the interface (OpenAPI)."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the description."""
        lang = self.language(asked, fields)
        fields.end()
        return Job("api-description", {"lang": lang, "base": asked.base, **self.limits()})


class _Docs(_Api):
    """Describes the interface to people."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Ask for the page."""
        lang = self.language(asked, fields)
        fields.end()
        values = {"lang": lang, "base": asked.base, "root_path": asked.root_path}
        return Job("api-docs", {**values, **self.limits()})


class _Style(_Api):
    """Gives the style sheet of the page."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Give it."""
        headers = {"Cache-Control": "max-age=3600"}
        return Reply(200, "text/css; charset=utf-8", STYLE.read_bytes(), headers)


class _Nothing(_Api):
    """Tells that there is nothing at an address."""

    def job(self, asked: Asked, fields: Fields, scope: Scope) -> Job | Reply:
        """Tell it."""
        raise NotFoundError(
            f"there is nothing at {asked.path[:200]!r}", hint="/api/docs lists all addresses"
        )
