"""Whether ontology, vocabularies, shapes, queries and code fit together: ``kg check``.

What does not fit is a finding, not an error: all of it is told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal as Choice

import pyoxigraph
from rdflib import Graph, URIRef

from kg import resources
from kg.errors import GraphFileError, InputError, KgError
from kg.graph.contradictions import find_contradictions
from kg.graph.ontology import Ontology
from kg.graph.owl_profile import check_profile
from kg.graph.reasoning import TIME_LIMIT_S, is_installed, reason
from kg.graph.term_use import (
    TermFinder,
    Use,
    consequences,
    declared_prefixes,
    terms_in_data,
)
from kg.graph.terms import CHIIKI, VOCAB
from kg.questions.catalogue import SOURCE, Catalogue, Question

Severity = Choice["error", "warning"]
_LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit.

    Attributes:
        severity: An ``error`` must be mended; a ``warning`` ought to be.
        message: What is wrong, in one sentence without a final stop.
        place: File, file and line, or name of the thing it is about.
    """

    severity: Severity
    message: str
    place: str


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the things to check stand; the project's own by default."""

    ontology: str = resources.ONTOLOGY
    shapes: str = resources.SHAPES
    queries: str = resources.QUERIES
    package: str = resources.PACKAGE


_NO_REASONER = (
    "that the ontology is consistent was not proved, for the reasoner HermiT is not installed; "
    "install the extra [reason], in a checkout by pip install -e '.[reason]'"
)


def check(
    plans: Mapping[str, Graph] | None = None,
    *,
    folders: Folders | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    use_reasoner: bool = True,
) -> list[Finding]:
    """Check the ontology and all that uses its terms.

    Args:
        plans: Graphs of built plans by name, to be checked together with the ontology. Reified
            statements in them are passed over.
        folders: Where ontology, shapes, queries and code are.
        time_limit_s: How long the reasoner may take for each graph.
        use_reasoner: Whether HermiT is asked; if not, nothing is said on consistency but what
            plain contradictions show.

    Returns:
        The findings: those of the ontology first, then of the plans, of the queries, and of the
        use of terms. None when all fits.
    """
    folders = folders or Folders()
    try:
        ontology = Ontology(folders.ontology)
    except KgError as error:
        return [_from_error(error, folders.ontology)]
    limit = time_limit_s if use_reasoner and is_installed() else None
    plans = plans or {}
    found = list(_check_ontology(ontology, limit))
    if use_reasoner and not is_installed():
        found.append(Finding("warning", _NO_REASONER, folders.ontology))
    for name, data in plans.items():
        found += _check_plan(name, data, ontology, limit)
    found += _check_queries(folders.queries)
    found += _check_use(ontology, folders, plans.values())
    return found


def has_errors(findings: Iterable[Finding]) -> bool:
    """Say whether any finding is an error.

    Example:
        >>> has_errors([Finding("warning", "chiiki:Port is never used", "chiiki.ttl")])
        False
    """
    return any(finding.severity == "error" for finding in findings)


def read_plan(path: str | Path) -> Graph:
    """Read the graphs of a built plan into one, but for the reified statements.

    Args:
        path: An N-Quads file of a dataset, such as ``plans/<plan>/plan.nq``.

    Returns:
        Its triples.

    Raises:
        GraphFileError: If the file cannot be read or is no N-Quads.
    """
    graph = Graph(bind_namespaces="none")
    reified = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement")
    try:
        store = pyoxigraph.Store()
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise GraphFileError(f"the file is not N-Quads: {error}", where=path) from error
    left_out = {quad.subject for quad in store.quads_for_pattern(None, None, reified, None)}
    kept = "".join(f"{quad.triple} .\n" for quad in store if quad.subject not in left_out)
    return graph.parse(data=kept, format="nt")


def _check_ontology(ontology: Ontology, time_limit_s: float | None) -> Iterator[Finding]:
    place = str(ontology.folder)
    for term in ontology.terms.values():
        for language in _LANGUAGES:
            if not term.labels.get(language):
                yield Finding("error", f"chiiki:{term.name} has no label in {language}", place)
            if not term.definitions.get(language):
                yield Finding("error", f"chiiki:{term.name} has no definition in {language}", place)
    yield from _check_logic("the ontology", ontology.whole(), place, time_limit_s)


def _check_plan(
    name: str, data: Graph, ontology: Ontology, time_limit_s: float | None
) -> Iterator[Finding]:
    contradictions = find_contradictions(data, ontology)
    for found in contradictions:
        yield Finding("error" if found.certain else "warning", found.message, name)
    for value in set(data.objects()):
        if isinstance(value, URIRef) and value.startswith(VOCAB) and value not in ontology.concepts:
            yield Finding("error", f"{value.n3()} is no concept of the vocabularies", name)
    # A contradiction that was told in words leaves nothing to ask the reasoner.
    limit = None if any(found.certain for found in contradictions) else time_limit_s
    what = "the ontology together with the plan"
    yield from _check_logic(what, ontology.whole() + data, name, limit)


def _check_logic(
    what: str, graph: Graph, place: str, time_limit_s: float | None
) -> Iterator[Finding]:
    violations = check_profile(graph)
    for violation in violations:
        yield Finding("error", f"{violation.subject.n3()} {violation.message} (OWL 2 DL)", place)
    if violations or time_limit_s is None:
        return
    try:
        verdict = reason(graph, time_limit_s)
    except KgError as error:
        yield _from_error(error, place)
        return
    if not verdict.consistent:
        yield Finding("error", f"the statements of {what} contradict each other", place)
    for kind in verdict.unsatisfiable:
        yield Finding("error", f"nothing can be a {kind.n3()} in {what}", place)


def _check_queries(folder: str) -> Iterator[Finding]:
    catalogue = Catalogue(folder)
    try:
        names = catalogue.names()
    except KgError as error:
        yield _from_error(error, folder)
        return
    for name in names:
        try:
            yield from _check_query(catalogue.get(name))
        except KgError as error:
            yield _from_error(error, str(Path(folder) / name))


def _check_query(question: Question) -> Iterator[Finding]:
    try:
        answer = pyoxigraph.Store().query(question.text)
    except SyntaxError as error:
        yield Finding("error", f"the query does not parse: {error}", question.path)
        return
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        yield Finding("error", "the query is no SELECT", question.path)
        return
    selected = [variable.value for variable in answer.variables if variable.value != SOURCE]
    stated = [column.name for column in question.columns]
    if selected != stated:
        message = f"the query selects {', '.join(selected)} but states {', '.join(stated)}"
        yield Finding("error", message, question.path)


@dataclass(slots=True)
class _Uses:
    """What the files use, and what is wrong with it."""

    seen: set[URIRef] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def _check_use(ontology: Ontology, folders: Folders, plans: Iterable[Graph]) -> list[Finding]:
    uses = _Uses()
    finder = TermFinder(ontology.prefixes)
    for folder, suffixes in (
        (folders.shapes, (".ttl",)),
        (folders.queries, (".rq",)),
        (folders.package, (".py", ".toml")),
    ):
        if not Path(folder).is_dir():
            uses.findings.append(Finding("error", "the folder is not there", folder))
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix in suffixes and "_data" not in path.relative_to(folder).parts:
                _check_file(path, finder, ontology, uses)
    for plan in plans:
        uses.seen |= terms_in_data(plan)
    used = consequences(uses.seen, ontology)
    for term in ontology.terms.values():
        if term.iri not in used:
            message = f"chiiki:{term.name} is defined, but nothing uses it"
            uses.findings.append(Finding("warning", message, folders.ontology))
    return uses.findings


def _check_file(path: Path, finder: TermFinder, ontology: Ontology, uses: _Uses) -> None:
    try:
        if path.suffix in (".ttl", ".rq"):
            uses.findings += _check_prefixes(path, ontology)
        for use in finder.in_file(path):
            uses.seen.add(use.iri)
            message = _fault(use, ontology)
            if message is not None:
                uses.findings.append(Finding("error", message, use.place))
    except InputError as error:
        uses.findings.append(_from_error(error, str(path)))


def _check_prefixes(path: Path, ontology: Ontology) -> Iterator[Finding]:
    for prefix in declared_prefixes(path):
        wanted = ontology.prefixes.get(prefix.name)
        if wanted is None:
            message = f"the prefix {prefix.name}: is not in the table of prefixes"
            yield Finding("error", message, prefix.place)
        elif wanted != prefix.namespace:
            message = f"the prefix {prefix.name}: stands for <{wanted}>, not <{prefix.namespace}>"
            yield Finding("error", message, prefix.place)


def _fault(use: Use, ontology: Ontology) -> str | None:
    if use.iri.startswith(CHIIKI):
        if use.iri not in ontology.terms:
            return f"chiiki:{use.iri.removeprefix(CHIIKI)} is not defined in the ontology"
    elif "/" in use.iri.removeprefix(VOCAB) and use.iri not in ontology.concepts:
        return f"{use.iri.n3()} is no concept of the vocabularies"
    return None


def _from_error(error: KgError, place: str) -> Finding:
    message = error.message if error.hint is None else f"{error.message}; {error.hint}"
    return Finding("error", message, error.place or place)
