"""The OpenAPI document as a page for people: plain HTML that asks no other host."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.web.rest.openapi import example_address, make_document, read_words
from kg.web.rest.writing import bounded
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site

_TEMPLATES = Path(__file__).with_name("templates")
STYLE = _TEMPLATES / "docs.css"
"""The style sheet of the page."""


def show(site: Site, values: dict[str, Any]) -> Reply:
    """Answer with the page.

    Args:
        site: The site.
        values: ``lang``, ``base`` (public address of the server), ``root_path``,
            ``limit_bytes``.
    """
    lang = values["lang"]
    document = make_document(site.dataset.questions(), lang, values["base"])
    operations: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            operations.setdefault(one["tags"][0], []).append((method, path, one))
    page = _environment().get_template("docs.html")
    text = page.render(
        lang=lang,
        document=document,
        operations=operations,
        root_path=values["root_path"],
        example_address=example_address,
        decoded=unquote,
        columns=_columns,
        kind=_kind,
        word={name: texts[lang] for name, texts in read_words().word.items()},
    )
    headers = {"Content-Language": lang}
    body = bounded(text.encode(), values["limit_bytes"])
    return Reply(200, "text/html; charset=utf-8", body, headers, is_lasting=True)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _columns(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a canned question: their schemas by name; nothing of others."""
    content = operation["responses"].get("200", {}).get("content", {})
    parts = content.get("application/json", {}).get("schema", {}).get("allOf", [])
    found: dict[str, Any] = {}
    for part in parts:
        found |= part.get("properties", {}).get("items", {}).get("items", {}).get("properties", {})
    return found


def _kind(schema: dict[str, Any]) -> str:
    """Write in a few words which values a schema allows.

    Example:
        >>> _kind({"type": "array", "items": {"$ref": "#/components/schemas/Hit"}})
        '[Hit]'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(map(_kind, schema["anyOf"]))
    if schema.get("type") == "array":
        inner = schema.get("items")
        return f"[{_kind(inner)}]" if isinstance(inner, dict) else "[…]"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"{{…: {_kind(schema['additionalProperties'])}}}"
    kind = schema.get("type", "…")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)
