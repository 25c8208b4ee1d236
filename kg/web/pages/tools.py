"""The SPARQL page with what its editor knows of the data, and the page about the data."""

from __future__ import annotations

import json
from typing import Any

from kg.dataset.prefixes import PREFIXES
from kg.iris import local_name
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.questions import is_table, table_path, without_head
from kg.web.pages.rendering import frame_of, render
from kg.web.pages.shared import shared_of
from kg.web.pages.start import counts_of, coverage_of
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site

_FIRST = "goals"


def editor_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the SPARQL page; a form does without the editor."""
    shared = shared_of(site)
    frame = frame_of(values, shared)
    frame.place = "editor"
    frame.title = frame.words("nav.editor")
    frame.canonical = "/editor"
    frame.scripts, frame.styles = ["editor.js"], ["editor.css"]
    query = frame.args.get("query") or without_head(site.dataset.catalogue.get(_FIRST).text)
    return render("editor", frame, query=query, base_iri=shared.addresses.base)


def examples(site: Site, values: dict[str, Any]) -> Reply:
    """Answer the canned queries as examples for the editor."""
    lang = values["lang"]
    return _json(
        [
            {
                "name": question.name,
                "title": question.title[lang],
                "description": question.description[lang],
                "query": without_head(question.text) + "\n",
            }
            for question in site.dataset.questions()
        ],
        lang,
    )


def prefixes(site: Site, values: dict[str, Any]) -> Reply:
    """Answer the prefixes of the data."""
    return _json(PREFIXES, values["lang"])


def schema(site: Site, values: dict[str, Any]) -> Reply:
    """Answer the classes and properties of the ontology with their labels."""
    lang = values["lang"]
    shared = shared_of(site)
    found: dict[str, dict[str, str]] = {}
    for term, _, _, _, kind in ask(site.dataset.store, "terms"):
        found.setdefault(local_name(kind), {})[term] = shared.called(term, lang)
    classes = found.pop("Class", {})
    properties = {term: label for terms in found.values() for term, label in terms.items()}
    return _json(
        {
            "classes": [{"iri": iri, "label": label} for iri, label in sorted(classes.items())],
            "properties": [
                {"iri": iri, "label": label} for iri, label in sorted(properties.items())
            ],
        },
        lang,
    )


def _json(content: Any, lang: str) -> Reply:
    body = json.dumps(content, ensure_ascii=False).encode()
    return Reply(200, "application/json", body, {"Content-Language": lang}, True)


def about_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page about the data: its source, its licence, how to cite it, what is inferred."""
    shared = shared_of(site)
    frame = frame_of(values, shared)
    frame.place = "about"
    frame.title = frame.words("nav.about")
    return render(
        "about",
        frame,
        plans=[(plan, coverage_of(site, plan), counts_of(site, plan)) for plan in shared.plans],
        facts=choices()["facts"],
        plan_files=choices()["whole"]["plan"],
        tables=[] if frame.has_server else _tables(site, frame.lang),
        base_iri=shared.addresses.base,
    )


def _tables(site: Site, lang: str) -> list[tuple[str, str, str]]:
    """Return the tables of a published site: names, titles and paths."""
    return [
        (question.name, question.title[lang], table_path(question))
        for question in site.dataset.questions()
        if is_table(question)
    ]
