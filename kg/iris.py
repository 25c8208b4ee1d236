"""IRIs as texts."""

from __future__ import annotations


def local_name(iri: str) -> str:
    """Return the last part of an IRI.

    Example:
        >>> local_name("https://w3id.org/chiiki/ontology#Asset"), local_name("x:id/港/")
        ('Asset', '港')
    """
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]
