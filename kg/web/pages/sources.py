"""What is known of a thing from elsewhere than the plan: values, their sources and words."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.iris import local_name
from kg.web.pages.asking import ask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.rendering import Frame
    from kg.web.site import Site


class Sourced(NamedTuple):
    """A value with its source.

    Attributes:
        name: What the property is called.
        value: The value as people read it.
        quote: The words of the source, or None.
        href: Address of the source, or None where it names none.
        source: What the source says of itself, behind its address.
    """

    name: str
    value: str
    quote: str | None
    href: str | None
    source: str


def sources_of(site: Site, frame: Frame, iri: str) -> list[Sourced]:
    """Return the values of a thing that have a source of their own, by property and value.

    Things of a plan have none: other sources tell of places and bodies, which plans share.
    """
    store, languages = site.dataset.store, [Literal(frame.lang)]
    rows = ask(store, "sources", things=[NamedNode(iri)], languages=languages)
    found = []
    for prop, name, value, label, source, quote in rows:
        href, said = _parted(source)
        found.append(Sourced(name or local_name(prop), label or value, quote, href, said))
    return found


def _parted(source: str) -> tuple[str | None, str]:
    """Part a source into its address and the rest.

    Example:
        >>> _parted("https://kotobank.jp/word/1 (日本歴史地名大系)")
        ('https://kotobank.jp/word/1', '(日本歴史地名大系)')
        >>> _parted("PyPI airportsdata 20260905 airports.csv (MIT)")
        (None, 'PyPI airportsdata 20260905 airports.csv (MIT)')
    """
    address, _, rest = source.partition(" ")
    return (address, rest) if address.startswith(("http://", "https://")) else (None, source)
