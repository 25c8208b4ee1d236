"""The catalogue as files of a site."""

from __future__ import annotations

from kg.graph.serialise import turtle_pieces
from kg.publish.address import relative
from kg.publish.catalogue.crate import NAME, crate
from kg.publish.catalogue.dcat import catalogue
from kg.publish.catalogue.facts import chosen, facts
from kg.publish.catalogue.feed import feed
from kg.publish.lines import written
from kg.publish.model import File

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.catalogue.facts import Facts
    from kg.publish.entries import Entries
    from kg.publish.source import Source


def catalogue_files(source: Source, entries: Entries) -> Iterator[File]:
    """Make catalogue, research object and feed.

    Args:
        source: What the site is made from.
        entries: Its files so far.
    """
    yield from written_of(facts(source, entries))


def written_of(known: Facts) -> Iterator[File]:
    """Write what is known in each form.

    Args:
        known: What is known. Without the address of the site, IRIs of its files are relative.
    """
    graph = catalogue(known)
    lines = sorted(graph.serialize(format="nt", encoding="utf-8").splitlines())
    told = [line for line in lines if line]
    turtle = File("catalog.ttl", turtle_pieces(told, more=chosen()["prefixes"]))
    for file in (turtle, *written(told, f"{known.base}endpoint/catalogue", "catalog", ("jsonld",))):
        content = b"".join(file.pieces())
        yield File(file.path, content if known.address else relative(content))
    for name, body in ((NAME, crate(known)), ("feed.xml", feed(known))):
        if body is not None:
            yield File(name, body)
