"""What search engines are told of a page, as schema.org has it.

Source:
    schema.org Dataset, DataDownload and WebPage
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from kg.description.schema_org import contact_of, publisher_of
from kg.description.words import read_words
from kg.web.pages.citing import address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import PlanFacts, Shared


def linked_data(frame: Frame, shared: Shared) -> Markup:
    """Return what search engines are told of a page, as JSON-LD of schema.org.

    Args:
        frame: The frame of the page.
        shared: What is known of the dataset.
    """
    is_whole = frame.path in ("/", "/about")
    dataset = _dataset(frame, shared, is_whole)
    content: dict[str, Any] = dataset
    if not is_whole:
        content = {
            "@type": "WebPage",
            "name": frame.title,
            "inLanguage": frame.lang,
            "isPartOf": dataset,
        }
        about = address_of(frame, shared, *frame.path.strip("/").partition("/")[::2], "")
        if frame.path.startswith("/page/") and about:
            content["about"] = {"@id": about}
    text = json.dumps({"@context": "https://schema.org", **content}, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704


def _dataset(frame: Frame, shared: Shared, is_whole: bool) -> dict[str, Any]:
    words, lang = read_words(), frame.lang
    made: dict[str, Any] = {
        "@type": "Dataset",
        "@id": f"{shared.addresses.base}endpoint/union",
        "name": words.title.get(lang) or words.title["ja"],
        # Those who read schema.org want one wherever a dataset is named.
        "description": words.description.get(lang) or words.description["ja"],
    }
    if not is_whole:
        return made
    areas = dict.fromkeys(plan.said("spatial", lang) for plan in shared.plans)
    made |= {
        "url": frame.absolute("/"),
        "inLanguage": ["ja", "en"],
        "keywords": words.keywords.get(lang) or words.keywords["ja"],
        "spatialCoverage": list(filter(None, areas)),
        "isAccessibleForFree": True,
        "version": frame.version,
        "identifier": frame.sha256 and f"sha256:{frame.sha256}",
        "isBasedOn": [_work(plan, lang) for plan in shared.plans],
        "distribution": _downloads(frame),
        **_told(shared, lang),
    }
    return {name: value for name, value in made.items() if value}


def _told(shared: Shared, lang: str) -> dict[str, Any]:
    """Return who publishes the data, and on which terms."""
    about = shared.about
    if about is None:
        return {}
    contact = contact_of(about, lang)
    publisher = publisher_of(about, lang)
    said: dict[str, Any] = {
        "publisher": {**publisher, "contactPoint": contact} if contact else publisher
    }
    if about.licence is not None:
        said["license"] = about.licence.iri
        if about.licence.attribution is not None:
            said["creditText"] = about.licence.attribution.said(lang)
    return said


def _work(plan: PlanFacts, lang: str) -> dict[str, Any]:
    work: dict[str, Any] = {
        "@type": "CreativeWork",
        "@id": plan.iri,
        "name": plan.title(lang),
        "datePublished": plan.said("issued", lang),
        "license": plan.said("license", lang),
        "spatialCoverage": plan.said("spatial", lang),
    }
    for name in ("publisher", "creator"):
        if said := plan.said(name, lang):
            work[name] = {"@type": "Organization", "name": said}
    return {name: value for name, value in work.items() if value}


def _downloads(frame: Frame) -> list[dict[str, Any]]:
    found = []
    for name, path, media_type in frame.whole_data:
        one = {"@type": "DataDownload", "name": name, "contentUrl": frame.absolute(path)}
        found.append({**one, "encodingFormat": media_type} if media_type else one)
    return found
