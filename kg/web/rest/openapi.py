"""The OpenAPI 3.1 document, made from the catalogue of questions and the types of answers.

Source:
    OpenAPI Specification 3.1, https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

import kg
from kg.web.problems import MEDIA_TYPE
from kg.web.rest import shapes
from kg.web.rest.writing import TYPES, json_reply
from kg.web.sparql.request import FORM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.questions.catalogue import Question
    from kg.web.site import Site
    from kg.workers.messages import Reply

    Json = dict[str, Any]

_FILE = Path(__file__).with_name("openapi.toml")
_REF = "#/components/schemas/{name}"
_COMMON = ("edition", "lang", "format", "limit", "offset", "bom", "labels", "sources", "receipt")
_ALWAYS = (405, 414, 431, 500, 503)
_CELLS = {"integer": "integer", "boolean": "boolean"}


class Operation(msgspec.Struct, forbid_unknown_fields=True):
    """An operation that is no canned question.

    Attributes:
        path: Its path.
        id: Its ``operationId``.
        tag: What it belongs to.
        parameters: Its fields, by their names in the file.
        ja: What it does, in Japanese.
        en: The same in English.
        shape: The type of its answer in JSON, if it has one.
        is_list: Whether the answer is a bare list of these.
        types: Media types of its answer other than the JSON of its shape.
        one_of: Fields of which it needs one.
        also: Statuses beside 200 that are no errors, 304 left out.
        errors: Statuses of errors beside those that all have.
        method: Its method, in small letters.
        form: Fields of the form in its body; the first one it needs.
        body: Media type of a body that is the value of the first field, if that is taken, too.
    """

    path: str
    id: str
    tag: str
    parameters: list[str]
    ja: str
    en: str
    shape: str = ""
    is_list: bool = False
    types: list[str] = []
    one_of: list[str] = []
    also: list[int] = []
    errors: list[int] = []
    method: str = "get"
    form: list[str] = []
    body: str = ""


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """The file, read: each text by language."""

    title: dict[str, str]
    description: dict[str, str]
    tag: list[dict[str, str]]
    parameter: dict[str, dict[str, Any]]
    operation: list[Operation]
    answer: dict[str, dict[str, str]]
    word: dict[str, dict[str, str]]


@cache
def read_words() -> Words:
    """Read the file that comes with the package, once."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=Words)


def describe(site: Site, values: dict[str, Any]) -> Reply:
    """Answer with the document.

    Args:
        site: The site.
        values: ``lang``, ``base`` (public address of the server), ``limit_bytes``.
    """
    content = make_document(site.dataset.questions(), values["lang"], values["base"])
    headers = {"Content-Language": values["lang"]}
    return json_reply(content, values["limit_bytes"], headers=headers)


def make_document(questions: Iterable[Question], lang: str, base: str) -> Json:
    """Make the document.

    Args:
        questions: The canned questions.
        lang: Language of its texts, ``ja`` or ``en``.
        base: Public address of the server.

    Returns:
        The document, ready to be written as JSON.
    """
    return _Maker(lang).document(questions, base)


class _Maker:
    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._words = read_words()

    def document(self, questions: Iterable[Question], base: str) -> Json:
        words, lang = self._words, self._lang
        paths: dict[str, Json] = {}
        for one in words.operation:
            paths.setdefault(one.path, {})[one.method] = self._operation(one)
        paths |= {f"/api/queries/{one.name}": {"get": self._question(one)} for one in questions}
        _, schemas = msgspec.json.schema_components(shapes.SHAPES, ref_template=_REF)
        return {
            "openapi": "3.1.0",
            "info": {
                "title": words.title[lang],
                "description": words.description[lang],
                "version": kg.__version__,
            },
            "servers": [{"url": base or "/"}],
            "tags": [
                {
                    "name": tag["name"],
                    "description": tag[lang],
                    "x-displayName": tag[f"title_{lang}"],
                }
                for tag in words.tag
            ],
            "paths": dict(sorted(paths.items())),
            "components": {
                "schemas": dict(sorted(schemas.items())),
                "responses": {
                    f"error-{status}": self._error(status)
                    for status in sorted(map(int, words.answer))
                    if status >= 400
                },
            },
        }

    def _operation(self, operation: Operation) -> Json:
        made: Json = {
            "operationId": operation.id,
            "tags": [operation.tag],
            "summary": getattr(operation, self._lang),
            "parameters": [self._parameter(name) for name in operation.parameters],
        }
        if operation.one_of:
            made["x-one-of"] = operation.one_of
        if operation.form:
            made["requestBody"] = self._body(operation)
        content: Json = {kind: {} for kind in operation.types}
        if operation.shape:
            schema: Json = {"$ref": _REF.format(name=operation.shape)}
            schema = {"type": "array", "items": schema} if operation.is_list else schema
            content[TYPES["json"]] = {"schema": schema}
        has_receipt = "receipt" in operation.parameters
        unchanged = [304] if content and operation.method == "get" else []
        made["responses"] = self._responses(
            content, [*operation.also, *unchanged], operation.errors, receipt=has_receipt
        )
        return made

    def _body(self, operation: Operation) -> Json:
        fields = {one["name"]: one for one in map(self._parameter, operation.form)}
        needed = next(iter(fields))
        schema: Json = {
            "type": "object",
            "required": [needed],
            "properties": {
                name: {**one["schema"], "description": one["description"]}
                for name, one in fields.items()
            },
        }
        content: Json = {FORM: {"schema": schema, "example": {needed: fields[needed]["example"]}}}
        if operation.body:
            content[operation.body] = {
                "schema": fields[needed]["schema"],
                "example": fields[needed]["example"],
            }
        return {"required": True, "content": content}

    def _question(self, question: Question) -> Json:
        first, *rest = question.name.split("-")
        row: Json = {
            "type": "object",
            "required": [column.name for column in question.columns],
            "properties": {
                column.name: {
                    "type": [_CELLS.get(column.type, "string"), "null"],
                    "title": column.label[self._lang],
                }
                for column in question.columns
            },
            "examples": [
                dict(zip(row_names(question), row, strict=True)) for row in question.example_rows
            ],
        }
        parts = [
            {"$ref": _REF.format(name="Answer")},
            {"type": "object", "properties": {"items": {"type": "array", "items": row}}},
        ]
        content: Json = {kind: {} for kind in TYPES.values()}
        content[TYPES["json"]] = {"schema": {"allOf": parts}}
        own = [self._own(question, name) for name in question.params if name != "lang"]
        common = _COMMON[1:] if question.is_about_editions else _COMMON
        return {
            "operationId": "ask" + "".join(part.capitalize() for part in (first, *rest)),
            "tags": ["questions"],
            "summary": question.title[self._lang],
            "description": question.description[self._lang],
            "parameters": own + [self._parameter(name) for name in common],
            "responses": self._responses(content, [304], [400, 404, 406], receipt=True),
        }

    def _own(self, question: Question, name: str) -> Json:
        parameter = question.params[name]
        hint = parameter.hint[self._lang] if parameter.hint else parameter.type
        made: Json = {
            "name": name,
            "in": "query",
            "required": parameter.default is None,
            "description": f"{parameter.label[self._lang]} ({hint})",
            "schema": {"type": "integer" if parameter.type == "integer" else "string"},
            "example": question.example_params.get(name, parameter.example),
        }
        if parameter.default is not None:
            made["schema"]["default"] = parameter.default
        return made

    def _parameter(self, name: str) -> Json:
        known = self._words.parameter[name]
        made = {"name": known.get("name", name), "description": known[self._lang]}
        return made | {
            key: value for key, value in known.items() if key not in ("ja", "en", "name")
        }

    def _responses(
        self, content: Json, also: list[int], errors: Iterable[int], *, receipt: bool = False
    ) -> Json:
        made: Json = {}
        if content:
            made["200"] = {"description": self._words.answer["200"][self._lang], "content": content}
        if receipt:
            address = {"schema": {"type": "string", "format": "uri"}}
            made["200"]["headers"] = {"X-Receipt": address, "Link": {"schema": {"type": "string"}}}
        for status in also:
            made[str(status)] = {"description": self._words.answer[str(status)][self._lang]}
        for status in sorted({*errors, *_ALWAYS}):
            made[str(status)] = {"$ref": f"#/components/responses/error-{status}"}
        return made

    def _error(self, status: int) -> Json:
        schema = {"$ref": _REF.format(name="Problem")}
        return {
            "description": self._words.answer[str(status)][self._lang],
            "content": {MEDIA_TYPE: {"schema": schema}},
        }


def row_names(question: Question) -> list[str]:
    """Return the names of a question's columns."""
    return [column.name for column in question.columns]


def example_address(path: str, operation: Json) -> str:
    """Write an address with the examples of the fields that an operation needs, for a link.

    Args:
        path: The path of the operation, below the root path.
        operation: The operation, as in the document.

    Returns:
        The address; empty if the operation names no example for what it needs.
    """
    fields = []
    needed = operation.get("x-one-of", [])[:1]
    for parameter in operation["parameters"]:
        if not parameter.get("required") and parameter["name"] not in needed:
            continue
        if "example" not in parameter:
            return ""
        value = quote(str(parameter["example"]), safe="/")
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", value)
        else:
            fields.append(f"{parameter['name']}={value}")
    return f"{path}?{'&'.join(fields)}" if fields else path
