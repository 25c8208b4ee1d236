"""Who publishes, in the words of schema.org: for pages and for the research object.

Source:
    https://schema.org/publisher, https://schema.org/ContactPoint
"""

from __future__ import annotations

from typing import Any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.description.about import About


def publisher_of(about: About, lang: str) -> dict[str, Any]:
    """Return the publisher, without a contact.

    Args:
        about: What is told of the site.
        lang: Language of the name.
    """
    publisher, kind = about.publisher, about.kind
    made = {
        "@type": kind.type if kind else "Organization",
        "@id": publisher.iri,
        "name": publisher.said(lang),
        "url": publisher.homepage,
    }
    return {name: value for name, value in made.items() if value}


def contact_of(about: About, lang: str) -> dict[str, Any] | None:
    """Return whom to ask, or None where that is not told.

    Args:
        about: What is told of the site.
        lang: Language of the name.
    """
    contact = about.contact
    if contact is None:
        return None
    made = {
        "@type": "ContactPoint",
        "name": (contact.name or about.publisher).said(lang),
        "email": contact.email,
        "url": contact.url,
    }
    return {name: value for name, value in made.items() if value}
