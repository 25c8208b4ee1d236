"""The prefixes that a person need not declare.

They are those of ``ontology/prefixes.ttl``, which a test compares.
"""

from __future__ import annotations

import re

PREFIXES = {
    "chiiki": "https://w3id.org/chiiki/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def declare_missing(query: str) -> str:
    """Declare the known prefixes that a query uses and does not declare itself.

    Args:
        query: A SPARQL query.

    Returns:
        The query; what is added stands on its first line, so that its lines keep their numbers.

    Example:
        >>> declare_missing("ASK { ?plan a chiiki:Plan }")
        'PREFIX chiiki: <https://w3id.org/chiiki/ontology#> ASK { ?plan a chiiki:Plan }'
    """
    missing = [
        f"PREFIX {prefix}: <{iri}>"
        for prefix, iri in PREFIXES.items()
        if re.search(rf"(?<![\w:<]){prefix}:", query)
        and not re.search(rf"(?i:\bPREFIX)\s+{prefix}:", query)
    ]
    return " ".join([*missing, query])
