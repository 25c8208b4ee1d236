"""Where the project's terms and concepts are used: in shapes, queries, code and rules.

Files are read as text, since SPARQL also stands inside of shapes and of Python strings. Python
is parsed, to find ``CHIIKI.Port`` and ``CHIIKI["Port"]`` and to pass over documentation.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from kg.errors import GraphFileError
from kg.graph.ontology import Ontology, members, named, union_of
from kg.graph.terms import CHIIKI, VOCAB

_DECLARATION = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.M | re.I)
_NAMESPACE = "CHIIKI"
_FULL = re.compile(rf"({re.escape(CHIIKI)}|{re.escape(VOCAB)})([\w・/-]*[\w・])")


@dataclass(frozen=True, slots=True)
class Use:
    """A term or concept at a place.

    Attributes:
        iri: What is used.
        place: File and line.
    """

    iri: URIRef
    place: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """A prefix declared by a file.

    Attributes:
        name: The prefix.
        namespace: What it stands for there.
        place: File and line.
    """

    name: str
    namespace: str
    place: str


class TermFinder:
    """Finds terms and concepts in texts.

    Args:
        prefixes: The table of prefixes; of these, the project's own namespaces are looked for.
    """

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._own = {
            prefix: namespace
            for prefix, namespace in prefixes.items()
            if namespace.startswith((str(CHIIKI), str(VOCAB)))
        }
        names = "|".join(map(re.escape, self._own))
        self._short = re.compile(rf"(?<![\w/:#.-])({names}):([\w・-]*[\w・])")

    def in_file(self, path: Path) -> list[Use]:
        """Find the uses in one file, by the kind its name says.

        Args:
            path: A ``.ttl``, ``.rq``, ``.py`` or ``.toml`` file.

        Raises:
            GraphFileError: If it cannot be read or, as Python or TOML, is none.
        """
        text = read_text(path)
        try:
            if path.suffix == ".py":
                return list(self._in_python(text, path))
            if path.suffix == ".toml":
                return list(_in_toml(tomllib.loads(text), path))
        except (SyntaxError, tomllib.TOMLDecodeError) as error:
            raise GraphFileError(f"the file cannot be parsed: {error}", where=path) from error
        return list(self._in_text(text, path))

    def _in_text(self, text: str, path: Path, first_line: int = 1) -> Iterator[Use]:
        for number, line in enumerate(text.split("\n"), start=first_line):
            place = f"{path}:{number}"
            if _DECLARATION.match(line):
                continue
            for match in self._short.finditer(line):
                yield Use(URIRef(self._own[match[1]] + match[2]), place)
            for match in _FULL.finditer(line):
                yield Use(URIRef(match.group()), place)

    def _in_python(self, source: str, path: Path) -> Iterator[Use]:
        tree = ast.parse(source)
        documentation = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.expr) or node in documentation:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from self._in_text(node.value, path, node.lineno)
            name = _name_in_namespace(node)
            if name is not None:
                yield Use(CHIIKI[name], f"{path}:{node.lineno}")


def read_text(path: Path) -> str:
    """Read a text file.

    Raises:
        GraphFileError: If it cannot be read or is not UTF-8.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise GraphFileError(f"the file cannot be read: {error.strerror}", where=path) from error
    except UnicodeDecodeError as error:
        raise GraphFileError("the file is not UTF-8 text", where=path) from error


def declared_prefixes(path: Path) -> list[Prefix]:
    """Return the prefixes that a Turtle or SPARQL file declares, in order.

    Raises:
        GraphFileError: If the file cannot be read.
    """
    text = read_text(path)
    return [
        Prefix(match[1], match[2], f"{path}:{text.count(chr(10), 0, match.start(1)) + 1}")
        for match in _DECLARATION.finditer(text)
    ]


def consequences(used: set[URIRef], ontology: Ontology) -> set[URIRef]:
    """Return terms with all that follows from data in them: inverses, chains, classes above.

    Args:
        used: Terms.
        ontology: Its axioms say what follows.
    """
    core = ontology.core
    found = set(used)
    while True:
        more = {term for one in found for term in named(_next(core, one))}
        for head in named(core.subjects(OWL.propertyChainAxiom)):
            for chain in core.objects(head, OWL.propertyChainAxiom):
                if found.issuperset(named(members(core, chain))):
                    more.add(head)
        if more <= found:
            return found
        found |= more


def _next(core: Graph, term: URIRef) -> Iterator[Node]:
    for axiom in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf):
        yield from core.objects(term, axiom)
    yield from core.subjects(OWL.inverseOf, term)
    for axiom in (RDFS.domain, RDFS.range):
        for expression in core.objects(term, axiom):
            kinds = union_of(core, expression)
            if len(kinds) == 1:
                yield kinds[0]


def terms_in_data(data: Graph) -> set[URIRef]:
    """Return the terms of the project that a graph uses."""
    found = set(data.predicates()) | set(data.objects(None, RDF.type))
    return {term for term in named(found) if term.startswith(CHIIKI)}


def _name_in_namespace(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute) and _is_namespace(node.value):
        return node.attr
    if isinstance(node, ast.Subscript) and _is_namespace(node.value):
        key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return key.value
    return None


def _is_namespace(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == _NAMESPACE


def _in_toml(value: object, path: Path) -> Iterator[Use]:
    """Yield the classes that rules name under the key ``class``."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "class" and isinstance(inner, str):
                yield Use(CHIIKI[inner], str(path))
            else:
                yield from _in_toml(inner, path)
    elif isinstance(value, list):
        for inner in value:
            yield from _in_toml(inner, path)
